"""What this service knows of the roster: who works under whom, and the periods that people are evaluated for.

It is a copy; target-svc owns the roster and says each change as an event. Days are inclusive, `until` None means
«still». Invariant: nothing here is ever decided, only taken over.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency (instansi, OPD)."""

    agency_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A work unit of an agency."""

    unit_id: UUID
    agency_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class ReportingLine:
    """Who the direct superior (atasan langsung) is, from one day to another."""

    superior_id: UUID
    since: date
    until: date | None

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class CivilServant:
    """A person who can be evaluated, with everybody who is or was the direct superior."""

    civil_servant_id: UUID
    agency_id: UUID
    name: str
    reporting_lines: tuple[ReportingLine, ...]

    def direct_superior(self, day: date) -> UUID | None:
        """Who the direct superior is on `day`; None where the roster names nobody."""
        return next((line.superior_id for line in self.reporting_lines if line.covers(day)), None)


class PeriodStatus(StrEnum):
    """planned → open → evaluation → published → closed."""

    PLANNED = "planned"
    OPEN = "open"
    EVALUATION = "evaluation"
    PUBLISHED = "published"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Period:
    """A year, or a quarter or month that lies in one."""

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


Entry = Agency | Unit | CivilServant | Period
