"""The roster: agencies, units, civil servants and periods, each with what is true of it and since when.

Days are inclusive and `until` None means «still». Invariants of a civil servant: intervals of one kind never overlap,
and the kind agrees with every employee number. What an entry says of others is checked in `references.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Protocol
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

    def executive(self, day: date) -> bool:
        """Whether the position of that day is an executive one (JPT)."""
        return any(each.position_kind == "executive" for each in self.assignments if covers(each, day))

    def has_left(self, day: date) -> bool:
        """Whether this person served once, and neither serves that day nor will later."""
        return bool(self.assignments) and all(each.until is not None and each.until < day for each in self.assignments)


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
