"""The score at the year's end, were the indicators' courses to go on as they do: an early warning, never a result.

Every indicator with a realization is carried on by `domain.extrapolation`; evaluations and surveys count as they stand
[own]. The score of that is worked out by the very formula of the live one, three times: with what is expected, with the
worst and with the best end of every indicator's uncertainty.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from scoring_svc.domain.achievement import achieve
from scoring_svc.domain.as_of import AsOf, Recorded
from scoring_svc.domain.card import Card, fold
from scoring_svc.domain.contribution import Contribution, Indicator, Realized
from scoring_svc.domain.explanation import explain
from scoring_svc.domain.extrapolation import Extrapolated, extrapolate, path
from scoring_svc.domain.formula import Score, score
from scoring_svc.domain.lines import IndicatorLine
from scoring_svc.domain.outline import Outline
from scoring_svc.domain.policy import Policy
from scoring_svc.domain.roster import Term, Year


@dataclass(frozen=True, slots=True)
class Forecast:
    """score: as expected, with its lines. low, high: the score with every indicator at its worst or its best. ends: by
    indicator. below: whether it lies under the policy's bound. as_of: the day up to which facts were regarded."""

    as_of: date
    score: Score
    value: Decimal
    low: Decimal
    high: Decimal
    below: bool
    ends: Mapping[UUID, Extrapolated]

    @property
    def wide(self) -> bool:
        """Whether the uncertainty of some indicator is not from its own course."""
        return any(each.wide for each in self.ends.values())


def forecast(
    card: Card, log: Iterable[Recorded], outlines: Iterable[Outline], year: Year, as_of: date, policy: Policy
) -> Forecast | None:
    """None while there is no score. card: empty; log: in any order; as_of: a day of the year."""
    moment = AsOf(effective_on=as_of)
    said = [each.contribution for each in log if moment.holds(each)]
    card = fold(card, said)
    ends = _ends(card, said, outlines, year, policy)
    indicators = {line.indicator.id: line.indicator for line in _lines(score(card, policy))}
    expected = score(_at(card, {id_: end.value for id_, end in ends.items()}), policy)
    worst = _at(card, {id_: _extreme(indicators[id_], end, policy, min) for id_, end in ends.items()})
    best = _at(card, {id_: _extreme(indicators[id_], end, policy, max) for id_, end in ends.items()})
    low, high = score(worst, policy).value, score(best, policy).value
    if expected.value is None or low is None or high is None:
        return None
    below = expected.value < policy.forecast.bound.value
    return Forecast(as_of, expected, expected.value, low, high, below, ends)


def explain_forecast(found: Forecast, policy: Policy) -> dict[str, Any]:
    """The forecast with all that is needed to work it out again by hand."""
    rules = policy.forecast
    return {
        "kind": "forecast",
        "as_of": found.as_of,
        "forecast": found.value,
        "low": found.low,
        "high": found.high,
        "bound": rules.bound.value,
        "bound_source": rules.bound.source,
        "below": found.below,
        "wide": found.wide,
        "few_points_percent": rules.few_points.value,
        "few_points_source": rules.few_points.source,
        "rule": "ratio_to_expected_course",
        "source": "own",
        "indicators": [
            {"indicator_id": line.indicator.id, "title": line.indicator.title, "measure": line.indicator.measure,
             "value_at_end": line.achievement.value,
             **_end(found.ends[line.indicator.id])}
            for line in _lines(found.score) if line.achievement is not None
        ],
        "explanation": explain(found.score, policy),
    }  # fmt: skip


def _end(end: Extrapolated) -> dict[str, Any]:
    plain = asdict(end)
    ratio = plain.pop("band")
    return {**plain, "ratio": ratio[0], "ratio_low": ratio[1], "ratio_high": ratio[2], "points": ratio[3]}


def _lines(found: Score) -> list[IndicatorLine]:
    return [line for part in found.components for line in part.lines if isinstance(line, IndicatorLine)]


def _ends(
    card: Card, said: list[Contribution], outlines: Iterable[Outline], year: Year, policy: Policy
) -> dict[UUID, Extrapolated]:
    planned = {each.id: each for outline in outlines for each in outline.indicators}
    whole, few = Term(year.starts_on, year.ends_on), policy.forecast.few_points.value
    found: dict[UUID, Extrapolated] = {}
    for line in _lines(score(card, policy)):
        id_ = line.indicator.id
        if line.realized is not None:
            points = path(each for each in said if each.source_id == id_)
            found[id_] = extrapolate(points, planned.get(id_), whole, few)
    return found


def _at(card: Card, realized: Mapping[UUID, Decimal]) -> Card:
    """The card, were this realized."""
    slots = {id_: replace(card.slots[id_], said=Realized(value)) for id_, value in realized.items()}
    return replace(card, slots={**card.slots, **slots})


def _extreme(indicator: Indicator, end: Extrapolated, policy: Policy, choose: Callable[..., Decimal]) -> Decimal:
    """The realization between `low` and `high` that counts least or most. An achievement rises or falls all the way,
    but for a range, whose ends are where it may turn."""
    turns = [at for at in (indicator.range_low, indicator.range_high) if at is not None and end.low < at < end.high]
    return choose((end.low, end.value, end.high, *turns), key=lambda at: achieve(indicator, at, policy).value)
