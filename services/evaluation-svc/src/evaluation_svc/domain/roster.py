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
    """A work unit of an agency. head_id: who leads it; parent_unit_id: None at the agency's top."""

    unit_id: UUID
    agency_id: UUID
    name: str
    parent_unit_id: UUID | None = None
    head_id: UUID | None = None


class LineKind(StrEnum):
    """By what a superior rates, the strongest first."""

    DELEGATED = "delegated"
    ACTING = "acting"
    DIRECT = "direct"


@dataclass(frozen=True, slots=True)
class ReportingLine:
    """A superior (atasan), from one day to another."""

    superior_id: UUID
    since: date
    until: date | None
    kind: LineKind = LineKind.DIRECT

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Assignment:
    """Where somebody serves, from one day to another."""

    unit_id: UUID
    since: date
    until: date | None

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class CivilServant:
    """A person who can be evaluated, with everybody who is or was a superior. left_on: the last day of service."""

    civil_servant_id: UUID
    agency_id: UUID
    name: str
    reporting_lines: tuple[ReportingLine, ...]
    assignments: tuple[Assignment, ...] = ()
    left_on: date | None = None

    def rater(self, day: date) -> UUID | None:
        """Who rates on `day`: the delegated superior, else the acting one, else the direct one; None where the roster
        names nobody. After the last day of service it is who was the rater on that day, so that a person who left
        can still be rated.
        """
        if self.left_on is not None:
            day = min(day, self.left_on)
        for kind in LineKind:
            for line in self.reporting_lines:
                if line.kind is kind and line.covers(day):
                    return line.superior_id
        return None

    def units(self, day: date) -> frozenset[UUID]:
        """The units that the person serves on `day`; none after the last day of service."""
        if self.left_on is not None and day > self.left_on:
            return frozenset()
        return frozenset(each.unit_id for each in self.assignments if each.covers(day))


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
