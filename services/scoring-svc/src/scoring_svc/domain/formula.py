"""The achievement score: components, each from what is on the card, joined by the policy's weights.

What is missing is no zero: an indicator without a realization, or a component without a value, gives its weight to the
others, and the completeness says so. The numeric score informs; the legal predicate comes from the superior's ratings.
"""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import NamedTuple
from uuid import UUID

from scoring_svc.domain.achievement import EXACT, Achievement, achieve, rounded
from scoring_svc.domain.card import Card, Slot
from scoring_svc.domain.contribution import Indicator, PlanApproved, Rated, Realized, SurveyCounts
from scoring_svc.domain.policy import COMPONENTS, HUNDRED, Policy

ZERO = Decimal(0)


class IndicatorLine(NamedTuple):
    """One indicator: its plan's event, its realization's event, and what it achieves; None where it is missing."""

    indicator: Indicator
    plan_event: UUID
    realized: Decimal | None
    event_id: UUID | None
    achievement: Achievement | None


class RatingLine(NamedTuple):
    """One evaluation: its ratings as numbers, and their join."""

    slot: Slot
    rated: Rated
    work_results: Decimal
    work_behavior: Decimal
    value: Decimal


class SurveyLine(NamedTuple):
    """One survey: whether it counts, and why not."""

    slot: Slot
    survey: SurveyCounts
    counts: bool


Line = IndicatorLine | RatingLine | SurveyLine


class Component(NamedTuple):
    """value: None where it is missing. share: percent of the score after missing weights were spread. complete: percent
    of the component's own weight that has a value."""

    name: str
    value: Decimal | None
    weight: Decimal
    share: Decimal
    complete: Decimal
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """value: 0 to the cap, None while nothing counts. completeness: percent of all weight that has a value.
    predicate: of the latest evaluation, apart from the number."""

    value: Decimal | None
    completeness: Decimal
    components: tuple[Component, ...]
    predicate: str | None


def score(card: Card, policy: Policy, former: Score | None = None) -> Score:
    """The score of a card under a policy; the same card and policy give the same digits on any machine.

    former: a score of the same card under the same policy from before; what it rests on still is not worked out again.
    """
    with localcontext(EXACT):
        return _score(_lines(card, policy, former), policy)


def _score(lines: tuple[list[IndicatorLine], list[RatingLine], list[SurveyLine]], policy: Policy) -> Score:
    found = (_targets(lines[0], policy), _evaluation(lines[1], policy), _survey(lines[2], policy))
    weights = [policy.weights[name].value for name in COMPONENTS]
    total = sum((weight for weight, (value, _) in zip(weights, found, strict=True) if value is not None), ZERO)
    components: list[Component] = []
    weighted = completeness = ZERO
    for name, weight, (value, complete), part in zip(COMPONENTS, weights, found, lines, strict=True):
        share = weight * HUNDRED / total if value is not None and total else ZERO
        components.append(Component(name, value, weight, rounded(share, 4), complete, tuple(part)))
        if value is not None:
            weighted += value * weight
            completeness += weight * complete / HUNDRED
    value = rounded(weighted / total, policy.decimals["score"]) if total else None
    return Score(value, rounded(completeness, 2), tuple(components), _predicate(lines[1]))


def _lines(
    card: Card, policy: Policy, former: Score | None
) -> tuple[list[IndicatorLine], list[RatingLine], list[SurveyLine]]:
    known = _known(former)
    indicators: list[IndicatorLine] = []
    ratings: list[RatingLine] = []
    surveys: list[SurveyLine] = []
    for slot in card.slots.values():
        match slot.said:
            case Realized():
                continue
            case PlanApproved(approved):
                indicators += [_indicator(card, slot, each, policy, known.get(each.id)) for each in approved]
            case Rated():
                before = known.get(slot.event_id)
                ratings.append(before if isinstance(before, RatingLine) else _rating(slot, slot.said, policy))
            case SurveyCounts():
                counts = slot.said.index is not None and slot.said.respondents >= policy.survey_minimum.value
                surveys.append(SurveyLine(slot, slot.said, counts))
            case _:
                continue
    ratings.sort(key=lambda line: (line.rated.until, line.slot.event_id))
    surveys.sort(key=lambda line: line.survey.survey_id)
    return indicators, ratings, surveys


def _known(former: Score | None) -> dict[UUID, Line]:
    """Lines of a former score: an indicator's by its id, a rating's by its event."""
    if former is None:
        return {}
    targets, evaluation, _ = former.components
    known: dict[UUID, Line] = {line.indicator.id: line for line in targets.lines if isinstance(line, IndicatorLine)}
    known.update({line.slot.event_id: line for line in evaluation.lines if isinstance(line, RatingLine)})
    return known


def _indicator(card: Card, plan: Slot, indicator: Indicator, policy: Policy, before: Line | None) -> IndicatorLine:
    slot = card.slots.get(indicator.id)
    realized = slot.said.value if slot is not None and isinstance(slot.said, Realized) else None
    event = slot.event_id if slot is not None else None
    if isinstance(before, IndicatorLine) and before.indicator is indicator and before.event_id is event:
        return before
    achievement = achieve(indicator, realized, policy) if realized is not None else None
    return IndicatorLine(indicator, plan.event_id, realized, event, achievement)


def _rating(slot: Slot, rated: Rated, policy: Policy) -> RatingLine:
    results, behavior = policy.ratings[rated.work_results].value, policy.ratings[rated.work_behavior].value
    weights = policy.rating_weights
    joined = results * weights["work_results"].value + behavior * weights["work_behavior"].value
    return RatingLine(slot, rated, results, behavior, joined / HUNDRED)


def _targets(lines: list[IndicatorLine], policy: Policy) -> tuple[Decimal | None, Decimal]:
    """Weighted mean over the indicators that have a realization; how much of the weight that is."""
    whole = sum((line.indicator.weight for line in lines), ZERO)
    there = [(line.indicator.weight, line.achievement.value) for line in lines if line.achievement is not None]
    weight = sum((weight for weight, _ in there), ZERO)
    if not weight:
        return None, ZERO
    mean = sum((weight * value for weight, value in there), ZERO) / weight
    return rounded(mean, policy.decimals["component"]), weight * HUNDRED / whole


def _evaluation(lines: list[RatingLine], policy: Policy) -> tuple[Decimal | None, Decimal]:
    """Mean over the evaluations that stand."""
    if not lines:
        return None, ZERO
    mean = sum((line.value for line in lines), ZERO) / len(lines)
    return rounded(mean, policy.decimals["component"]), HUNDRED


def _survey(lines: list[SurveyLine], policy: Policy) -> tuple[Decimal | None, Decimal]:
    """Mean over the surveys that count, weighted by their respondents; the index is used as it is (25 to 100)."""
    there = [(line.survey.respondents, line.survey.index) for line in lines if line.counts]
    people = sum(count for count, _ in there)
    if not people:
        return None, ZERO
    total = sum((count * index for count, index in there if index is not None), ZERO)
    return rounded(total / people, policy.decimals["component"]), HUNDRED


def _predicate(ratings: list[RatingLine]) -> str | None:
    return ratings[-1].rated.predicate if ratings else None
