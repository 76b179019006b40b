"""What is expected of a person and what was achieved. Owner: target-svc. Key: the civil servant's id.

Two aggregates: the performance plan (SKP) with its indicators, and the course of one indicator's realizations.
`period_id` is always the annual period of the plan.
"""

from datetime import date
from decimal import Decimal
from uuid import UUID

import msgspec

from contracts.envelope import Data, check_numbers
from contracts.words import Aspect, Consolidation, Direction


class Indicator(msgspec.Struct, frozen=True, kw_only=True):
    """An individual performance indicator (IKI).

    measure: the unit of measure, in words. target: the number for maximize and minimize, the upper bound of the
    tolerated count for zero (0 = none), null for range. range_low, range_high: for range only.
    max_attainable: the target is the most that can be reached at all. weight: percent of the plan, above 0, all
    together at most 100.
    """

    indicator_id: UUID
    title: str
    aspect: Aspect
    measure: str
    direction: Direction
    target: Decimal | None
    range_low: Decimal | None
    range_high: Decimal | None
    max_attainable: bool
    consolidation: Consolidation
    weight: Decimal
    deadline: date

    def __post_init__(self) -> None:
        check_numbers(self.target, self.range_low, self.range_high, self.weight)


class PlanProposed(Data, frozen=True, kw_only=True):
    """The person put the plan before the superior. What was approved before, if anything, still counts."""

    plan_id: UUID
    civil_servant_id: UUID
    period_id: UUID
    indicators: tuple[Indicator, ...]


class PlanApproved(Data, frozen=True, kw_only=True):
    """The superior approved: these indicators, all and only these, count from now on."""

    plan_id: UUID
    civil_servant_id: UUID
    period_id: UUID
    approved_by: UUID
    indicators: tuple[Indicator, ...]


class PlanReturned(Data, frozen=True, kw_only=True):
    """The superior sent the proposal back with a note. What was approved before, if anything, still counts."""

    plan_id: UUID
    civil_servant_id: UUID
    period_id: UUID
    returned_by: UUID
    note: str


class RealizationRecorded(Data, frozen=True, kw_only=True):
    """The consolidated realization of one indicator after an entry or a correction.

    aggregate_id of the envelope is the indicator's id. value: consolidated over all entries that still hold, in the
    indicator's unit of measure; null when corrections left none. as_of: the latest day an entry speaks of.
    """

    indicator_id: UUID
    civil_servant_id: UUID
    period_id: UUID
    value: Decimal | None
    as_of: date
    entries: int
    entry_id: UUID
    corrects: UUID | None

    def __post_init__(self) -> None:
        check_numbers(self.value)
