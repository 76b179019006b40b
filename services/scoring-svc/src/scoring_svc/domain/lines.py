"""The lines of a score: each thing on the card with the number that it counts as, and why it counts or not."""

from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from scoring_svc.domain.achievement import Achievement, achieve, rounded
from scoring_svc.domain.card import Card, Slot
from scoring_svc.domain.contribution import (
    EvaluationWithdrawn,
    Indicator,
    Innovated,
    OrganizationCeased,
    OrganizationCounts,
    PlanApproved,
    Rated,
    Realized,
    SurveyCeased,
    SurveyCounts,
)
from scoring_svc.domain.policy import HUNDRED, Policy

LEAST_INDEX = Decimal(25)
"""The satisfaction index goes from 25 to 100 (PermenPANRB 14/2017)."""


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
    """One survey: whether it counts, of how many respondents on, and its index on the score's scale."""

    slot: Slot
    survey: SurveyCounts
    counts: bool
    minimum: Decimal
    value: Decimal | None

    @property
    def missing(self) -> str | None:
        """Why it does not count; None where it does."""
        if self.counts:
            return None
        survey = self.survey
        if survey.basis == "transaction" and not survey.respondents:
            return "nobody_served"
        if survey.basis == "staff_elements" and survey.respondents and not survey.staff:
            return "no_staff_elements"
        return "too_few_answers"


class OrganizationLine(NamedTuple):
    """A unit's achievement as a number; None where the policy counts a percent and none was reported. newest: whether
    no later period of the same unit was judged, for the newest judgement of a unit stands for it [own]."""

    slot: Slot
    organization: OrganizationCounts
    value: Decimal | None
    newest: bool = True


class InnovationLine(NamedTuple):
    """An innovation; it counts for the category alone."""

    slot: Slot
    innovated: Innovated


Line = IndicatorLine | RatingLine | SurveyLine | OrganizationLine


class Lines(NamedTuple):
    """All lines of a card, by component; and what counts for the category."""

    targets: list[IndicatorLine]
    evaluation: list[RatingLine]
    survey: list[SurveyLine]
    organization: list[OrganizationLine]
    innovations: list[InnovationLine]


Known = dict[UUID, Line]
"""Lines of a former score: an indicator's by its id, a rating's by its event."""


def lines(card: Card, policy: Policy, known: Known) -> Lines:
    """In an order that follows from what they say alone."""
    found = Lines([], [], [], [], [])
    for slot in card.slots.values():
        match slot.said:
            case Realized() | EvaluationWithdrawn() | SurveyCeased() | OrganizationCeased():
                continue
            case PlanApproved(approved):
                found.targets.extend([_indicator(card, slot, each, policy, known.get(each.id)) for each in approved])
            case Rated():
                before = known.get(slot.event_id)
                found.evaluation.append(before if isinstance(before, RatingLine) else _rating(slot, slot.said, policy))
            case SurveyCounts():
                found.survey.append(_survey(slot, slot.said, policy))
            case Innovated():
                found.innovations.append(InnovationLine(slot, slot.said))
            case OrganizationCounts():
                found.organization.append(_organization(slot, slot.said, policy))
    found.evaluation.sort(key=lambda line: (line.rated.until, line.slot.event_id))
    found.survey.sort(key=lambda line: line.survey.survey_id)
    found.organization.sort(key=lambda line: (line.slot.effective_on, line.slot.event_id))
    found.organization[:] = _superseded(found.organization)
    found.innovations.sort(key=lambda line: (line.slot.effective_on, line.slot.event_id))
    return found


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
    if policy.basis.value == "behavior_only":
        return RatingLine(slot, rated, results, behavior, behavior)
    weights = policy.rating_weights_peers if rated.peers else policy.rating_weights
    joined = results * weights["work_results"].value + behavior * weights["work_behavior"].value
    return RatingLine(slot, rated, results, behavior, joined / HUNDRED)


def _survey(slot: Slot, survey: SurveyCounts, policy: Policy) -> SurveyLine:
    rules = policy.survey
    least, index = rules.minimum.value, survey.index
    if rules.required_sample.value and survey.required_sample is not None:
        least = max(Decimal(1), min(least, Decimal(survey.required_sample)))
    if index is not None and rules.scale.value == "rescaled":
        width = policy.cap.value - policy.floor.value
        stretched = policy.floor.value + (index - LEAST_INDEX) * width / (HUNDRED - LEAST_INDEX)
        index = rounded(stretched, policy.rounding["value"].value)
    return SurveyLine(slot, survey, index is not None and survey.respondents >= least, least, index)


def _superseded(found: list[OrganizationLine]) -> list[OrganizationLine]:
    """The same lines, in order; of each unit the last one alone is the newest."""
    last = {line.organization.unit_id: place for place, line in enumerate(found)}
    return [line._replace(newest=last[line.organization.unit_id] == place) for place, line in enumerate(found)]


def _organization(slot: Slot, said: OrganizationCounts, policy: Policy) -> OrganizationLine:
    if policy.organization.value.value == "predicate":
        worth = policy.organization.predicates.get(said.predicate)
        return OrganizationLine(slot, said, worth.value if worth is not None else None)
    if said.achievement is None:
        return OrganizationLine(slot, said, None)
    return OrganizationLine(slot, said, max(policy.floor.value, min(policy.cap.value, said.achievement)))
