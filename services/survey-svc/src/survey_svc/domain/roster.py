"""What this service knows of the roster: which agencies run surveys, their units, and the periods.

It is a copy; target-svc owns the roster and says each change as an event. Invariant: nothing here is ever decided,
only taken over. Of people it knows where they belong, and no name: that is all that an invitation is checked by.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

ON_ITS_WAY: Final = "If it was entered a moment ago, the news may still be on its way: try again in a few seconds."


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency (instansi, OPD); one without a public service runs no survey."""

    agency_id: UUID
    name: str
    runs_survey: bool


@dataclass(frozen=True, slots=True)
class Unit:
    """A work unit of an agency."""

    unit_id: UUID
    agency_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Person:
    """A civil servant, who may have served somebody. unit_ids: of every assignment, past ones too, in order of ids."""

    civil_servant_id: UUID
    agency_id: UUID
    unit_ids: tuple[UUID, ...]


class PeriodStatus(StrEnum):
    """planned → open → evaluation → published → closed."""

    PLANNED = "planned"
    OPEN = "open"
    EVALUATION = "evaluation"
    PUBLISHED = "published"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Period:
    """A year, or a quarter or month that lies in one. Days are inclusive."""

    period_id: UUID
    annual_period_id: UUID | None
    name: str
    starts_on: date
    ends_on: date
    status: PeriodStatus

    @property
    def year_id(self) -> UUID:
        """The annual period that results are gathered for: the one that this lies in, or this one itself."""
        return self.annual_period_id or self.period_id


Entry = Agency | Unit | Period | Person
