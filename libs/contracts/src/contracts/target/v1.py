"""What is expected of a person and what was achieved. Owner: target-svc. Key: the civil servant's id.

Aggregates: the performance plan (SKP) with its work results and indicators, the course of one indicator's
realizations, an innovation record, and a coaching plan. `period_id` is always the annual period.
"""

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

import msgspec

from contracts.envelope import Data, check_numbers
from contracts.words import Aspect, Consolidation, Direction, Perspective, WorkResultKind


class WorkResult(msgspec.Struct, frozen=True, kw_only=True):
    """A work result (RHK). parent_work_result_id: the superior's result that this one serves, or the regional goal for
    those who have nobody above them in their agency; null where it names none. goal_title: what that goal was called
    when this was said; null where it serves a superior's result or none."""

    work_result_id: UUID
    title: str
    kind: WorkResultKind
    parent_work_result_id: UUID | None = None
    goal_title: str | None = None


class ExpectedPoint(msgspec.Struct, frozen=True, kw_only=True):
    """What is expected by a day of the year, in the indicator's unit of measure, consolidated."""

    by: date
    value: Decimal

    def __post_init__(self) -> None:
        check_numbers(self.value)


class Indicator(msgspec.Struct, frozen=True, kw_only=True):
    """An individual performance indicator (IKI).

    aspect or perspective: just one of them is set; perspectives are for executives and heads of units.
    measure: the unit of measure, in words. target: the number for maximize and minimize, the upper bound of the
    tolerated count for zero (0 = none), null for range. range_low, range_high: for range only.
    better: which side of a range is the better one, null for other directions.
    max_attainable: the target is the most that can be reached at all. weight: percent of the plan, above 0, all
    together 100. expected: the course over the year, by day; empty where it is not planned.
    """

    indicator_id: UUID
    work_result_id: UUID
    title: str
    aspect: Aspect | None
    perspective: Perspective | None = None
    measure: str
    direction: Direction
    target: Decimal | None
    range_low: Decimal | None
    range_high: Decimal | None
    better: Literal["higher", "lower"] | None = None
    max_attainable: bool
    consolidation: Consolidation
    weight: Decimal
    deadline: date
    expected: tuple[ExpectedPoint, ...] = ()

    def __post_init__(self) -> None:
        check_numbers(self.target, self.range_low, self.range_high, self.weight)


class PlanSubmitted(Data, frozen=True, kw_only=True):
    """The person put the plan before the superior. What was approved before, if anything, still counts."""

    plan_id: UUID
    civil_servant_id: UUID
    period_id: UUID
    plan_version: int
    work_results: tuple[WorkResult, ...]
    indicators: tuple[Indicator, ...]


class PlanApproved(Data, frozen=True, kw_only=True):
    """The superior approved: these work results and indicators, all and only these, count from now on.

    approved_by: the superior, null where the roster names none and the region's administration approved.
    """

    plan_id: UUID
    civil_servant_id: UUID
    period_id: UUID
    plan_version: int
    approved_by: UUID | None
    work_results: tuple[WorkResult, ...]
    indicators: tuple[Indicator, ...]


class PlanReturned(Data, frozen=True, kw_only=True):
    """The superior sent the submission back with a note. What was approved before, if anything, still counts.

    returned_by: as approved_by.
    """

    plan_id: UUID
    civil_servant_id: UUID
    period_id: UUID
    plan_version: int
    returned_by: UUID | None
    note: str


class PlanClosed(Data, frozen=True, kw_only=True):
    """The plan is at its end: nothing more is reported on it. What was approved goes on to count."""

    plan_id: UUID
    civil_servant_id: UUID
    period_id: UUID
    plan_version: int
    closed_on: date
    reason: str
    work_results: tuple[WorkResult, ...]
    indicators: tuple[Indicator, ...]


class RealizationRecorded(Data, frozen=True, kw_only=True):
    """The consolidated realization of one indicator after an entry, a correction, a verification or a rejection.

    aggregate_id of the envelope is the indicator's id. value: consolidated over all entries that hold (neither
    corrected nor rejected), in the indicator's unit of measure; null when none is left. as_of: the latest day an entry
    speaks of. entries, verified: how many hold, and how many of these were verified.
    """

    indicator_id: UUID
    civil_servant_id: UUID
    period_id: UUID
    value: Decimal | None
    as_of: date
    entries: int
    verified: int = 0
    entry_id: UUID
    corrects: UUID | None

    def __post_init__(self) -> None:
        check_numbers(self.value)


class InnovationChanged(Data, frozen=True, kw_only=True):
    """A new idea or way of working that a person claims (PP 30/2019 Ps 41); `confirmed` by the superior, it is the
    condition of the category very good."""

    innovation_id: UUID
    civil_servant_id: UUID
    period_id: UUID
    title: str
    status: Literal["claimed", "confirmed", "declined"]
    checked_by: UUID | None
    as_of: date


class CoachingChanged(Data, frozen=True, kw_only=True):
    """A coaching plan (pembinaan). trigger: why it was opened. steps, done: how many it has, how many are done."""

    coaching_id: UUID
    civil_servant_id: UUID
    period_id: UUID
    trigger: Literal["forecast", "rating", "request"]
    status: Literal["open", "completed", "cancelled"]
    opened_on: date
    steps: int
    done: int
    outcome: str | None
