"""What every score must be, worked out from the events of all topics alone: plainly, by none of scoring-svc's code.

Rules: domain papers 1.3 (achievement by direction), 8.1 and 8.2; the policy's numbers are read from the region's pack.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, localcontext
from pathlib import Path
from typing import Any
from uuid import UUID

from contracts.envelope import Data, Envelope
from contracts.evaluation import v1 as evaluation
from contracts.roster import v1 as roster
from contracts.score import v1 as score
from contracts.survey import v1 as survey
from contracts.target import v1 as target

Key = tuple[UUID, UUID]
Survey = tuple[Decimal | None, int, int | None]
"""Index, respondents, required sample."""
HUNDRED = Decimal(100)


def _places(policy: dict[str, Any], point: str) -> int:
    return policy["rounding"][point]["value"]


def _half_up(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


@dataclass
class Oracle:
    """`take` every event once or often, in any order; then `scores`. pack: the region's policy pack.

    attributed: believe the attributions on the topic, where no roster and no survey events are given.
    """

    pack: Path
    attributed: bool = False
    newest: dict[UUID, tuple[int, Data]] = field(default_factory=dict[UUID, tuple[int, Data]])

    def take(self, envelope: Envelope, data: Data) -> None:
        """Keeps the newest word of each aggregate and kind of plan step that counts."""
        if isinstance(data, target.PlanSubmitted | target.PlanReturned | target.PlanClosed | score.ScoreChanged):
            return
        former = self.newest.get(envelope.aggregate_id)
        if former is None or former[0] < envelope.sequence:
            self.newest[envelope.aggregate_id] = (envelope.sequence, data)

    def scores(self) -> dict[Key, Decimal | None]:
        """(person, annual period) → score, of everybody of whom anything counts or counted."""
        policy = tomllib.loads(self.pack.read_text(), parse_float=Decimal)
        said = [data for _, data in self.newest.values()]
        realized = {each.indicator_id: each.value for each in said if isinstance(each, target.RealizationRecorded)}
        cards: dict[Key, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for each in said:
            self._put(each, cards)
        for key, counted in self._surveys(said):
            cards[key]["survey"].append(counted)
        with localcontext(prec=50):
            return {key: _score(card, realized, policy) for key, card in cards.items()}

    def _put(self, data: Data, cards: dict[Key, dict[str, list[Any]]]) -> None:
        match data:
            case target.PlanApproved():
                cards[data.civil_servant_id, data.period_id]["indicators"] += data.indicators
            case target.RealizationRecorded():
                _ = cards[data.civil_servant_id, data.period_id]["indicators"]
            case evaluation.Judged():
                cards[data.civil_servant_id, data.period_id]["ratings"].append(
                    (data.work_results, data.work_behavior, data.peers)
                )
            case evaluation.EvaluationWithdrawn():
                _ = cards[data.civil_servant_id, data.period_id]["ratings"]
            case score.SurveyAttributed() if self.attributed:
                counts = (data.index, data.respondents, data.required_sample) if data.counts else (None, 0, None)
                cards[data.civil_servant_id, data.period_id]["survey"].append(counts)
            case _:
                return

    def _surveys(self, said: Iterable[Data]) -> list[tuple[Key, Survey]]:
        if self.attributed:
            return []
        listed = list(said)
        people = [each for each in listed if isinstance(each, roster.CivilServantChanged)]
        return [
            ((person.civil_servant_id, index.period_id), (index.index, index.respondents, index.required_sample))
            for index in listed
            if isinstance(index, survey.IndexChanged)
            for person in people
            if any(
                place.unit_id == index.unit_id
                and place.serves_public
                and place.since <= index.as_of
                and (place.until is None or index.as_of <= place.until)
                for place in person.assignments
            )
        ]


def _score(card: dict[str, list[Any]], realized: dict[UUID, Decimal | None], policy: dict[str, Any]) -> Decimal | None:
    parts = {
        "targets": _targets(card["indicators"], realized, policy),
        "evaluation": _ratings(card["ratings"], policy),
        "survey": _survey(card["survey"], policy),
    }
    there = {name: value for name, value in parts.items() if value is not None}
    weights = {name: Decimal(policy["weights"][name]["value"]) for name in there}
    if not there:
        return None
    total = sum((weights[name] * value for name, value in there.items()), Decimal(0))
    return _half_up(total / sum(weights.values()), _places(policy, "score"))


def _targets(indicators: list[Any], realized: dict[UUID, Decimal | None], policy: dict[str, Any]) -> Decimal | None:
    weight = total = Decimal(0)
    for each in indicators:
        value = realized.get(each.indicator_id)
        if value is not None:
            weight += each.weight
            total += each.weight * _achievement(each, value, policy)
    return _half_up(total / weight, _places(policy, "component")) if weight else None


def _achievement(indicator: Any, value: Decimal, policy: dict[str, Any]) -> Decimal:
    cap, floor = Decimal(policy["achievement"]["cap"]["value"]), Decimal(policy["achievement"]["floor"]["value"])
    match indicator.direction:
        case "maximize":
            percent = value / indicator.target * HUNDRED
        case "minimize":
            percent = (2 - value / indicator.target) * HUNDRED
        case "zero":
            percent = HUNDRED if value <= indicator.target else Decimal(0)
        case _:
            inside = indicator.range_low <= value <= indicator.range_high
            end = indicator.range_high if value > indicator.range_high else indicator.range_low
            percent = HUNDRED if inside else value / end * HUNDRED
    percent = _half_up(percent, _places(policy, "achievement"))
    if indicator.max_attainable and percent >= HUNDRED:
        return cap
    return max(floor, min(cap, percent))


def _ratings(ratings: list[tuple[str, str, bool]], policy: dict[str, Any]) -> Decimal | None:
    if not ratings:
        return None
    worth = {name: Decimal(entry["value"]) for name, entry in policy["ratings"].items()}
    each: list[Decimal] = []
    for results, behavior, peers in ratings:
        weights = policy["rating_weights"]["with_peers" if peers else "without_peers"]
        shares = {name: Decimal(entry["value"]) / HUNDRED for name, entry in weights.items()}
        each.append(shares["work_results"] * worth[results] + shares["work_behavior"] * worth[behavior])
    return _half_up(sum(each, Decimal(0)) / len(each), _places(policy, "component"))


def _survey(surveys: list[Survey], policy: dict[str, Any]) -> Decimal | None:
    least = policy["survey"]["minimum_answers"]["value"]
    counted = [
        (index, people)
        for index, people, sample in surveys
        if index is not None and people >= (least if sample is None else min(least, sample))
    ]
    people = sum(count for _, count in counted)
    if not people:
        return None
    return _half_up(sum((index * count for index, count in counted), Decimal(0)) / people, _places(policy, "component"))
