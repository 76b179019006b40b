"""The roster: agencies, units, civil servants and periods, each with what is true of it and since when.

Days are inclusive and `until` None means «still». What a civil servant's dated facts may not be is checked in
`serving.py`, what an entry says of others in `references.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Protocol, TypeVar
from uuid import UUID

from target_svc.domain.refusals import Code, Refusal

LINES: Final = ("delegated", "acting", "direct")
"""Kinds of reporting lines; the first that covers a day names the rater (PP 30/2019: the direct superior, or another
official to whom it was delegated)."""
POSTS: Final = ("acting", "direct", "delegated")
"""The same kinds in the order of who fills the superior's post; whose results one's own serve [own]."""
PLACES: Final = ("secondment", "definitive", "acting")
"""Kinds of assignments; the first that covers a day is where somebody serves: a secondment takes the definitive one's
place for its days, and an acting one (Plt.) stands beside it."""


class PeriodStatus(StrEnum):
    """planned → open → evaluation → published → closed."""

    PLANNED = "planned"
    OPEN = "open"
    EVALUATION = "evaluation"
    PUBLISHED = "published"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency (instansi, OPD)."""

    id: UUID
    code: str
    name: str
    runs_survey: bool


@dataclass(frozen=True, slots=True)
class Unit:
    """A work unit (unit kerja) of an agency. parent_unit_id: None for the agency's own top. head_id: who leads it."""

    id: UUID
    agency_id: UUID
    parent_unit_id: UUID | None
    code: str
    name: str
    head_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class NumberSince:
    """An employee number and the day it holds from."""

    number: str
    since: date


@dataclass(frozen=True, slots=True)
class Assignment:
    """Where somebody serves; `serves_public`: the unit's survey counts for this person. kind: one of `PLACES`."""

    unit_id: UUID
    position: str
    position_kind: str
    serves_public: bool
    since: date
    until: date | None
    kind: str = "definitive"


@dataclass(frozen=True, slots=True)
class ReportingLine:
    """Who a person's superior is. kind: one of `LINES`."""

    superior_id: UUID
    since: date
    until: date | None
    kind: str = "direct"


@dataclass(frozen=True, slots=True)
class CivilServant:
    """A civil servant (ASN). kind: permanent (PNS) or contract (PPPK). left_on: the last day of service, None for one
    who serves. Invariants: intervals of one kind never overlap, and none goes on after `left_on`."""

    id: UUID
    agency_id: UUID
    name: str
    kind: str
    employee_numbers: tuple[NumberSince, ...]
    assignments: tuple[Assignment, ...]
    reporting_lines: tuple[ReportingLine, ...]
    left_on: date | None = None

    def line(self, day: date) -> ReportingLine | None:
        """The line that names the rater of that day: the delegated one, else the acting one, else the direct one."""
        return _first(self.reporting_lines, LINES, day)

    def rater(self, day: date) -> UUID | None:
        """Who rates and decides on that day, None where the roster names nobody."""
        line = self.line(day)
        return None if line is None else line.superior_id

    def direct_superior(self, day: date) -> UUID | None:
        """Whose results this person's plan serves: who fills the superior's post, be it as acting; to whom only the
        rating is delegated comes last."""
        line = _first(self.reporting_lines, POSTS, day)
        return None if line is None else line.superior_id

    def superiors(self, day: date) -> frozenset[UUID]:
        """Everybody above this person by some line of that day, the rater among them."""
        return frozenset(line.superior_id for line in self.reporting_lines if covers(line, day))

    def place(self, day: date) -> Assignment | None:
        """Where this person serves on that day: seconded, else definitively, else as acting."""
        return None if self.has_left(day) else _first(self.assignments, PLACES, day)

    def executive(self, day: date) -> bool:
        """Whether the position of that day is an executive one (JPT)."""
        return any(each.position_kind == "executive" for each in self.assignments if covers(each, day))

    def has_left(self, day: date) -> bool:
        """Whether the last day of service lies before `day`; where none is named, whether all assignments ended."""
        if self.left_on is not None:
            return self.left_on < day
        return bool(self.assignments) and all(each.until is not None and each.until < day for each in self.assignments)


@dataclass(frozen=True, slots=True)
class Period:
    """A period of assessment. A quarter or month names the year that it lies in. reopened: how many times it was;
    reason: why the last time, None when it has gone on since."""

    id: UUID
    kind: str
    annual_period_id: UUID | None
    name: str
    starts_on: date
    ends_on: date
    status: PeriodStatus
    reopened: int = 0
    reason: str | None = None


Entry = Agency | Unit | CivilServant | Period


class Dated(Protocol):
    """Anything with inclusive days."""

    @property
    def since(self) -> date: ...
    @property
    def until(self) -> date | None: ...


def covers(dated: Dated, day: date) -> bool:
    """Whether `day` lies in it."""
    return dated.since <= day and (dated.until is None or day <= dated.until)


class Kinded(Dated, Protocol):
    """Anything dated that there are kinds of."""

    @property
    def kind(self) -> str: ...


Some = TypeVar("Some", bound=Kinded)


def _first(dated: Iterable[Some], kinds: Iterable[str], day: date) -> Some | None:
    """What covers `day`, of the first kind of which something does."""
    found = {each.kind: each for each in dated if covers(each, day)}
    return next((found[kind] for kind in kinds if kind in found), None)


def check_period(period: Period) -> None:
    """What a period alone can be wrong in. Raises Refusal with the field's pointer."""
    if period.starts_on > period.ends_on:
        raise Refusal(Code.INTERVAL_REVERSED, "A period ends on or after the day it starts.", "#/ends_on")
    if (period.annual_period_id is None) != (period.kind == "annual"):
        sentence = "A quarter or month names the annual period that it lies in; an annual period names none."
        raise Refusal(Code.PERIOD_MALFORMED, sentence, "#/annual_period_id")


def check_unit(unit: Unit) -> None:
    """What a unit alone can be wrong in."""
    if unit.parent_unit_id == unit.id:
        raise Refusal(Code.UNKNOWN_UNIT, "A unit cannot be its own parent.", "#/parent_unit_id")
