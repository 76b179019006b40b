"""The performance plan (SKP) of a person for a year: draft → submitted → approved | returned, amended, closed.

What was approved counts until the next approval, whatever is being drafted or submitted meanwhile. The first redraft
after an approval begins the next version. Facts name what became true; a draft is the person's own and is said to
nobody. Which of them a command leads to is decided in `planning.py`.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from target_svc.domain.work_results import WorkResult


class PlanStatus(StrEnum):
    """Where the plan stands; `draft` after an approval means that a next version is being drafted."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Plan:
    """work_results: as drafted or submitted now. approved: those that count. note: why it was returned or closed.

    plan_version: 1, 2, …, of what is drafted now.
    """

    id: UUID
    sequence: int
    civil_servant_id: UUID
    period_id: UUID
    plan_version: int
    status: PlanStatus
    work_results: tuple[WorkResult, ...]
    approved: tuple[WorkResult, ...]
    note: str | None
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class Drafted:
    """The work results were written down."""

    plan_id: UUID
    civil_servant_id: UUID
    period_id: UUID
    plan_version: int
    work_results: tuple[WorkResult, ...]


@dataclass(frozen=True, slots=True)
class Submitted:
    """The plan lies before the superior."""


@dataclass(frozen=True, slots=True)
class Approved:
    """The superior approved; None: the region's administration, for whom the roster names no superior."""

    approved_by: UUID | None


@dataclass(frozen=True, slots=True)
class Returned:
    """The superior sent it back."""

    returned_by: UUID | None
    note: str


@dataclass(frozen=True, slots=True)
class Closed:
    """The plan is at its end."""

    closed_on: date
    reason: str


PlanFact = Drafted | Submitted | Approved | Returned | Closed


def evolve(state: Plan | None, fact: PlanFact) -> Plan:
    """The state after a fact.

    Raises:
        ValueError: for a fact about nothing, which no decision leads to.
    """
    if isinstance(fact, Drafted):
        sequence = 1 if state is None else state.sequence + 1
        approved = () if state is None else state.approved
        return Plan(
            fact.plan_id, sequence, fact.civil_servant_id, fact.period_id, fact.plan_version, PlanStatus.DRAFT,
            fact.work_results, approved, None, None,
        )  # fmt: skip
    if state is None:
        raise ValueError("a plan begins with a draft")
    later = replace(state, sequence=state.sequence + 1)
    match fact:
        case Submitted():
            return replace(later, status=PlanStatus.SUBMITTED, note=None)
        case Approved():
            return replace(later, status=PlanStatus.APPROVED, approved=state.work_results)
        case Returned():
            return replace(later, status=PlanStatus.RETURNED, note=fact.note)
        case Closed():
            return replace(later, status=PlanStatus.CLOSED, note=fact.reason, closed_on=fact.closed_on)
