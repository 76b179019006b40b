"""The performance plan (SKP) of a person for a year: draft → proposed → approved | returned, and again.

What was approved counts until the next approval, whatever is being drafted or proposed meanwhile. Facts name what
became true; only proposal, approval and return are said to others, a draft is the person's own.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from target_svc.domain import indicators as measurable
from target_svc.domain.indicators import Indicator
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import Period, PeriodStatus


class PlanStatus(StrEnum):
    """Where the plan stands; `draft` after an approval means that a next version is being drafted."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    APPROVED = "approved"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Plan:
    """indicators: as drafted or proposed now. approved: those that count. note: why it was returned."""

    id: UUID
    sequence: int
    civil_servant_id: UUID
    period_id: UUID
    status: PlanStatus
    indicators: tuple[Indicator, ...]
    approved: tuple[Indicator, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class Drafted:
    """The indicators were written down."""

    plan_id: UUID
    civil_servant_id: UUID
    period_id: UUID
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Proposed:
    """The plan lies before the superior."""


@dataclass(frozen=True, slots=True)
class Approved:
    """The superior approved."""

    approved_by: UUID


@dataclass(frozen=True, slots=True)
class Returned:
    """The superior sent it back."""

    returned_by: UUID
    note: str


PlanFact = Drafted | Proposed | Approved | Returned


def draft(
    state: Plan | None, plan_id: UUID, civil_servant_id: UUID, period: Period, indicators: tuple[Indicator, ...]
) -> tuple[PlanFact, ...]:
    """Writes the first draft; () where just this draft stands under this id."""
    if state is not None:
        if state.id == plan_id and state.civil_servant_id == civil_servant_id and state.indicators == indicators:
            return ()
        code = Code.ALREADY_EXISTS if state.id == plan_id else Code.PLAN_EXISTS
        raise Refusal(code, f"This person has the plan {state.id} for this period; change that one.", "#/id")
    _check_open(period)
    measurable.check(indicators, period, whole=False)
    return (Drafted(plan_id, civil_servant_id, period.id, indicators),)


def redraft(state: Plan, period: Period, indicators: tuple[Indicator, ...]) -> tuple[PlanFact, ...]:
    """Writes other indicators: of a draft, of a returned plan, or as the next version of an approved one."""
    if state.status is PlanStatus.PROPOSED:
        raise Refusal(Code.WRONG_STATUS, "The plan lies before the superior, who approves it or returns it first.")
    if state.indicators == indicators:
        return ()
    _check_open(period)
    measurable.check(indicators, period, whole=False)
    return (Drafted(state.id, state.civil_servant_id, state.period_id, indicators),)


def propose(state: Plan, period: Period) -> tuple[PlanFact, ...]:
    """Puts it before the superior; () where it lies there already."""
    if state.status is PlanStatus.PROPOSED:
        return ()
    if state.status is PlanStatus.APPROVED:
        raise Refusal(Code.WRONG_STATUS, "This version is approved already; change its indicators to propose another.")
    _check_open(period)
    measurable.check(state.indicators, period, whole=True)
    return (Proposed(),)


def approve(state: Plan, approver: UUID) -> tuple[PlanFact, ...]:
    """Approves what is proposed; () where it is approved already."""
    if state.status is PlanStatus.APPROVED:
        return ()
    _must_be_proposed(state)
    return (Approved(approver),)


def send_back(state: Plan, superior: UUID, note: str) -> tuple[PlanFact, ...]:
    """Returns what is proposed, with what is to be changed."""
    if state.status is PlanStatus.RETURNED and state.note == note:
        return ()
    _must_be_proposed(state)
    return (Returned(superior, note),)


def _must_be_proposed(state: Plan) -> None:
    if state.status is not PlanStatus.PROPOSED:
        raise Refusal(Code.WRONG_STATUS, f"The plan is {state.status}; only a proposed one can be decided on.")


def _check_open(period: Period) -> None:
    if period.kind != "annual":
        raise Refusal(Code.PERIOD_MALFORMED, "A plan is made for an annual period.", "#/period_id")
    if period.status not in (PeriodStatus.PLANNED, PeriodStatus.OPEN):
        raise Refusal(Code.PERIOD_NOT_OPEN, f"The period {period.name} is {period.status}: its plans stay as they are.")


def evolve(state: Plan | None, fact: PlanFact) -> Plan:
    """The state after a fact.

    Raises:
        ValueError: for a fact about nothing, which no decision leads to.
    """
    if isinstance(fact, Drafted):
        sequence = 1 if state is None else state.sequence + 1
        approved = () if state is None else state.approved
        return Plan(
            fact.plan_id,
            sequence,
            fact.civil_servant_id,
            fact.period_id,
            PlanStatus.DRAFT,
            fact.indicators,
            approved,
            None,
        )
    if state is None:
        raise ValueError("a plan begins with a draft")
    later = replace(state, sequence=state.sequence + 1)
    match fact:
        case Proposed():
            return replace(later, status=PlanStatus.PROPOSED, note=None)
        case Approved():
            return replace(later, status=PlanStatus.APPROVED, approved=state.indicators)
        case Returned():
            return replace(later, status=PlanStatus.RETURNED, note=fact.note)
