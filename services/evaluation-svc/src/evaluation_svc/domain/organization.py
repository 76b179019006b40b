"""The predicate of a unit's achievement, set by the level above, and what it means for the rating of the unit's head.

SE MenPANRB 3/2023: the organization's achievement is the rating of its head's work results. Which rating a predicate
is, the circular does not say; the region does. That rating is kept with the predicate, so that what was set stays what
it was when the region chooses otherwise later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from evaluation_svc.domain.access import Actor
from evaluation_svc.domain.checks import check_open
from evaluation_svc.domain.ratings import OrganizationPredicate, Rating
from evaluation_svc.domain.refusals import Code, Refusal
from evaluation_svc.domain.roster import Period
from evaluation_svc.domain.rules import HeadRatings, MappedRating
from evaluation_svc.domain.units import Line, check_known, level_above
from evaluation_svc.domain.versions import check_seen

MOST_ACHIEVEMENT: Final = Decimal(1_000)
"""Percent; more is a slip of the hand (own)."""


@dataclass(frozen=True, slots=True)
class OrganizationEvaluation:
    """The state, one a unit and evaluated period. achievement: percent, as reported to the one who set it.

    head: the rating of work results that it gives the unit's head.
    """

    organization_evaluation_id: UUID
    sequence: int
    unit_id: UUID
    agency_id: UUID
    period_id: UUID
    evaluated_period_id: UUID
    predicate: OrganizationPredicate
    achievement: Decimal | None
    note: str | None
    head: MappedRating
    rated_by: UUID | None
    rated_on: date


def departure(given: Rating, head: MappedRating) -> str | None:
    """What is to be said of a head who is rated otherwise than the unit's predicate has it; None of one who is not."""
    if given is head.rating:
        return None
    return (
        f"The head's work results are rated {given.value}, and the unit's predicate gives {head.rating.value}: let the "
        "rater revise them as long as they can be, or look at the predicate again. Who heads several units may have "
        "the rating of another one."
    )


@dataclass(frozen=True, slots=True)
class Rate:
    """Sets the predicate. expected_sequence: the version that the asker saw; None where it saw none."""

    organization_evaluation_id: UUID
    unit_id: UUID
    evaluated_period_id: UUID
    expected_sequence: int | None
    predicate: OrganizationPredicate
    achievement: Decimal | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What the decision needs to know. line: the unit and those above it. heads: the region's mapping."""

    line: Line
    period: Period
    today: date
    heads: HeadRatings


def rate(command: Rate, state: OrganizationEvaluation | None, actor: Actor, given: Setting) -> OrganizationEvaluation:
    """The state after it; `state` itself where it says just this already."""
    unit, period = check_known(given.line), given.period
    _check_level_above(actor, given.line)
    _check_achievement(command.achievement)
    if state is not None and _says(state, command):
        return state
    check_open(period)
    if given.today < period.starts_on:
        sentence = f"The period {period.name} begins only on {period.starts_on.isoformat()}."
        raise Refusal(Code.BEFORE_PERIOD, sentence)
    check_seen(command.expected_sequence, None if state is None else state.sequence, "The unit's predicate")
    return OrganizationEvaluation(
        organization_evaluation_id=command.organization_evaluation_id
        if state is None
        else state.organization_evaluation_id,
        sequence=1 if state is None else state.sequence + 1,
        unit_id=unit.unit_id,
        agency_id=unit.agency_id,
        period_id=period.year_id,
        evaluated_period_id=period.period_id,
        predicate=command.predicate,
        achievement=command.achievement,
        note=command.note,
        head=given.heads[command.predicate],
        rated_by=actor.civil_servant_id,
        rated_on=given.today,
    )


def check_head(work_results: Rating, led: Sequence[MappedRating]) -> None:
    """Refuses a rating of a head's work results that is not the organization's.

    led: what follows for the head from the units that the person leads, for the evaluated period; none where no
    predicate was set, and of several any will do.
    """
    allowed = {each.rating for each in led}
    if led and work_results not in allowed:
        sources = ", ".join(sorted({each.source for each in led}))
        named = " or ".join(rating.value for rating in Rating if rating in allowed)
        sentence = (
            "The organization's predicate is the rating of its head's work results (SE MenPANRB 3/2023), here: "
            f"{named}, as the region maps predicates to ratings ({sources})."
        )
        raise Refusal(Code.HEAD_RATING_IS_THE_ORGANIZATIONS, sentence, "#/work_results")


def _check_level_above(actor: Actor, line: Line) -> None:
    unit = line[0]
    if actor.civil_servant_id is not None and actor.civil_servant_id == unit.head_id:
        sentence = "Nobody sets the predicate of the unit that they lead: that is for the level above."
        raise Refusal(Code.NOT_THE_LEVEL_ABOVE, sentence)
    superior = level_above(line)
    if superior is None:
        if "region_admin" in actor.roles or actor.is_officer_of(unit.agency_id):
            return
        sentence = (
            "Nobody leads a unit above this one: its agency's personnel officer or the region sets the predicate."
        )
        raise Refusal(Code.NOT_THE_LEVEL_ABOVE, sentence)
    if actor.civil_servant_id != superior:
        sentence = "Only the head of the nearest unit above sets this unit's predicate."
        raise Refusal(Code.NOT_THE_LEVEL_ABOVE, sentence)


def _check_achievement(achievement: Decimal | None) -> None:
    if achievement is not None and not 0 <= achievement <= MOST_ACHIEVEMENT:
        sentence = f"An achievement goes from 0 to {MOST_ACHIEVEMENT} percent."
        raise Refusal(Code.ACHIEVEMENT_OUT_OF_RANGE, sentence, "#/achievement")


def _says(state: OrganizationEvaluation, command: Rate) -> bool:
    standing = state.predicate, state.achievement, state.note
    return standing == (command.predicate, command.achievement, command.note)
