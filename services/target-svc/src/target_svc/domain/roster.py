"""The roster: agencies, units, civil servants and periods, each with what is true of it and since when.

Days are inclusive and `until` None means «still». Invariants of a civil servant: intervals of one kind never overlap,
nobody is their own superior on any day, and the kind agrees with every employee number.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Protocol, TypeVar
from uuid import UUID

from target_svc.domain.employee_number import parse
from target_svc.domain.refusals import Code, Refusal


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
    """A work unit (unit kerja) of an agency."""

    id: UUID
    agency_id: UUID
    parent_unit_id: UUID | None
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class NumberSince:
    """An employee number and the day it holds from."""

    number: str
    since: date


@dataclass(frozen=True, slots=True)
class Assignment:
    """Where somebody serves; `serves_public`: the unit's survey counts for this person."""

    unit_id: UUID
    position: str
    position_kind: str
    serves_public: bool
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class ReportingLine:
    """Who the direct superior is."""

    superior_id: UUID
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class CivilServant:
    """A civil servant (ASN). kind: permanent (PNS) or contract (PPPK)."""

    id: UUID
    agency_id: UUID
    name: str
    kind: str
    employee_numbers: tuple[NumberSince, ...]
    assignments: tuple[Assignment, ...]
    reporting_lines: tuple[ReportingLine, ...]

    def direct_superior(self, day: date) -> UUID | None:
        """The superior of that day, None where the roster names nobody."""
        return next((line.superior_id for line in self.reporting_lines if covers(line, day)), None)


@dataclass(frozen=True, slots=True)
class Period:
    """A period of assessment. A quarter or month names the year that it lies in."""

    id: UUID
    kind: str
    annual_period_id: UUID | None
    name: str
    starts_on: date
    ends_on: date
    status: PeriodStatus


Entry = Agency | Unit | CivilServant | Period
Kind = TypeVar("Kind")


class Dated(Protocol):
    """Anything with inclusive days."""

    @property
    def since(self) -> date: ...
    @property
    def until(self) -> date | None: ...


def covers(dated: Dated, day: date) -> bool:
    """Whether `day` lies in it."""
    return dated.since <= day and (dated.until is None or day <= dated.until)


def check(entry: Entry) -> None:
    """What an entry alone can be wrong in. Raises Refusal with the field's pointer."""
    match entry:
        case CivilServant():
            _check_person(entry)
        case Period():
            _check_period(entry)
        case Unit() if entry.parent_unit_id == entry.id:
            raise Refusal(Code.UNKNOWN_UNIT, "A unit cannot be its own parent.", "#/parent_unit_id")
        case _:
            pass


def _check_period(period: Period) -> None:
    if period.starts_on > period.ends_on:
        raise Refusal(Code.INTERVAL_REVERSED, "A period ends on or after the day it starts.", "#/ends_on")
    if (period.annual_period_id is None) != (period.kind == "annual"):
        sentence = "A quarter or month names the annual period that it lies in; an annual period names none."
        raise Refusal(Code.PERIOD_MALFORMED, sentence, "#/annual_period_id")


def check_inside(period: Period, annual: Period) -> None:
    """A quarter or month lies inside its year."""
    if annual.kind != "annual" or period.starts_on < annual.starts_on or period.ends_on > annual.ends_on:
        sentence = f"This period must lie inside the annual period {annual.name}."
        raise Refusal(Code.PERIOD_MALFORMED, sentence, "#/annual_period_id")


def _check_person(person: CivilServant) -> None:
    for place, held in enumerate(person.employee_numbers):
        pointer = f"#/employee_numbers/{place}/number"
        try:
            number = parse(held.number)
        except Refusal as refusal:
            raise refusal.under(pointer) from None
        if number.kind != person.kind:
            sentence = f"Digits 13 and 14 say that this is the number of a {number.kind} civil servant."
            raise Refusal(Code.NUMBER_KIND, sentence, pointer)
    _check_intervals(person.assignments, "#/assignments")
    _check_intervals(person.reporting_lines, "#/reporting_lines")
    for place, line in enumerate(person.reporting_lines):
        if line.superior_id == person.id:
            raise Refusal(Code.OWN_SUPERIOR, "Nobody is their own superior.", f"#/reporting_lines/{place}/superior_id")


def _check_intervals(intervals: Sequence[Dated], pointer: str) -> None:
    for place, interval in enumerate(intervals):
        if interval.until is not None and interval.until < interval.since:
            raise Refusal(Code.INTERVAL_REVERSED, "It ends before it begins.", f"{pointer}/{place}/until")
    for (_, former), (place, later) in pairwise(sorted(enumerate(intervals), key=lambda each: each[1].since)):
        if former.until is None or former.until >= later.since:
            sentence = "It begins before the one before it has ended; two never hold on one day."
            raise Refusal(Code.INTERVALS_OVERLAP, sentence, f"{pointer}/{place}/since")


def check_references(entry: Entry, known: Mapping[UUID, Entry]) -> None:
    """What an entry names must be there, and be of the right kind. Raises Refusal with the field's pointer."""
    match entry:
        case Agency():
            return
        case Unit():
            _must(known, entry.agency_id, Agency, Code.UNKNOWN_AGENCY, "#/agency_id")
            if entry.parent_unit_id is not None:
                parent = _must(known, entry.parent_unit_id, Unit, Code.UNKNOWN_UNIT, "#/parent_unit_id")
                if parent.agency_id != entry.agency_id:
                    raise Refusal(Code.ANOTHER_AGENCY, "The parent unit is another agency's.", "#/parent_unit_id")
        case CivilServant():
            _must(known, entry.agency_id, Agency, Code.UNKNOWN_AGENCY, "#/agency_id")
            for place, assignment in enumerate(entry.assignments):
                _must(known, assignment.unit_id, Unit, Code.UNKNOWN_UNIT, f"#/assignments/{place}/unit_id")
            for place, line in enumerate(entry.reporting_lines):
                pointer = f"#/reporting_lines/{place}/superior_id"
                _must(known, line.superior_id, CivilServant, Code.UNKNOWN_CIVIL_SERVANT, pointer)
        case Period():
            if entry.annual_period_id is not None:
                pointer = "#/annual_period_id"
                check_inside(entry, _must(known, entry.annual_period_id, Period, Code.UNKNOWN_PERIOD, pointer))


def _must(known: Mapping[UUID, Entry], id_: UUID, kind: type[Kind], code: Code, pointer: str) -> Kind:
    found = known.get(id_)
    if not isinstance(found, kind):
        raise Refusal(code, f"There is no {kind.__name__.lower()} with the id {id_}.", pointer)
    return found


def named(entry: Entry) -> set[UUID]:
    """The ids of all that an entry refers to."""
    match entry:
        case Agency():
            return set()
        case Unit():
            return {entry.agency_id} | ({entry.parent_unit_id} if entry.parent_unit_id else set())
        case CivilServant():
            units = {assignment.unit_id for assignment in entry.assignments}
            return {entry.agency_id} | units | {line.superior_id for line in entry.reporting_lines}
        case Period():
            return {entry.annual_period_id} if entry.annual_period_id else set()


def check_no_cycle(person: CivilServant, lines_of: Callable[[UUID], Iterable[ReportingLine]]) -> None:
    """Walks up the lines, day ranges intersected, and refuses where the walk comes back to the person."""
    stack = [(line.superior_id, line.since, line.until or date.max) for line in person.reporting_lines]
    seen: set[tuple[UUID, date, date]] = set()
    while stack:
        place = stack.pop()
        if place in seen:
            continue
        seen.add(place)
        superior, since, until = place
        if superior == person.id:
            sentence = f"On {since} this would make somebody their own superior, over others."
            raise Refusal(Code.REPORTING_CYCLE, sentence, "#/reporting_lines")
        for line in lines_of(superior):
            begin, end = max(since, line.since), min(until, line.until or date.max)
            if begin <= end:
                stack.append((line.superior_id, begin, end))
