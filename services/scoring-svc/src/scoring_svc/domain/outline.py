"""What scoring keeps of an approved plan beside its arithmetic: which results serve which, and what was expected when.

It does not change a score, so it stands apart from the card.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PlannedResult:
    """A work result (RHK). parent_id: the superior's result that it serves, or the region's goal; None: neither.
    goal_title: what the goal was called at the approval; None where it serves no goal, or nobody said its title."""

    id: UUID
    title: str
    parent_id: UUID | None
    goal_title: str | None = None


@dataclass(frozen=True, slots=True)
class PlannedIndicator:
    """Of which result an indicator is, how its realizations are joined (`sum`, `average`, `last`), its last day, and
    what is expected by which day, joined in the same way; empty where no course was planned."""

    id: UUID
    work_result_id: UUID
    consolidation: str
    deadline: date
    expected: tuple[tuple[date, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """An approved plan. sequence: of the plan."""

    plan_id: UUID
    civil_servant_id: UUID
    period_id: UUID
    sequence: int
    results: tuple[PlannedResult, ...]
    indicators: tuple[PlannedIndicator, ...]
