"""Who rates on which day, who serves which unit, and that the copy of the roster keeps all of it."""

import json
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from contracts.roster import v1 as wire
from evaluation_svc.adapters import rows
from evaluation_svc.app.translate import roster_entry
from evaluation_svc.domain.roster import Assignment, CivilServant, LineKind, ReportingLine, Unit

from .. import situations as that

ACTING = that.ANOTHER
DELEGATED = that.THIRD
PUSKESMAS = UUID("0196a0c2-7d40-7002-8b2e-4f1d5a6b7c02")


def siti(left_on: date | None = None) -> CivilServant:
    """Under Dewi from June on; an acting superior in July, a delegated one in the middle of it."""
    lines = (
        *that.siti().reporting_lines,
        ReportingLine(ACTING, date(2026, 7, 1), date(2026, 7, 31), LineKind.ACTING),
        ReportingLine(DELEGATED, date(2026, 7, 10), date(2026, 7, 20), LineKind.DELEGATED),
    )
    serves = (
        Assignment(PUSKESMAS, date(2026, 2, 1), date(2026, 7, 15)),
        Assignment(that.AGENCY, date(2026, 7, 10), None),
    )
    return replace(that.siti(), reporting_lines=lines, assignments=serves, left_on=left_on)


@pytest.mark.parametrize(
    ("day", "rater"),
    [
        (date(2023, 12, 31), None),
        (date(2026, 6, 30), that.DEWI),
        (date(2026, 7, 1), ACTING),
        (date(2026, 7, 9), ACTING),
        (date(2026, 7, 10), DELEGATED),
        (date(2026, 7, 20), DELEGATED),
        (date(2026, 7, 21), ACTING),
        (date(2026, 7, 31), ACTING),
        (date(2026, 8, 1), that.DEWI),
    ],
)
def test_the_rater_is_the_delegated_superior_else_the_acting_else_the_direct(day: date, rater: UUID | None):
    assert siti().rater(day) == rater


@pytest.mark.parametrize(("left_on", "rater"), [(date(2026, 5, 31), that.BUDI), (date(2026, 7, 31), ACTING)])
def test_who_left_is_rated_by_the_rater_of_the_last_day(left_on: date, rater: UUID):
    gone = siti(left_on)
    assert gone.rater(left_on) == rater
    assert gone.rater(date(2026, 9, 1)) == rater


@pytest.mark.parametrize(
    ("day", "units"),
    [
        (date(2026, 1, 31), set[UUID]()),
        (date(2026, 2, 1), {PUSKESMAS}),
        (date(2026, 7, 10), {PUSKESMAS, that.AGENCY}),
        (date(2026, 7, 15), {PUSKESMAS, that.AGENCY}),
        (date(2026, 7, 16), {that.AGENCY}),
    ],
)
def test_the_units_of_a_day_are_those_of_all_assignments(day: date, units: set[UUID]):
    assert siti().units(day) == units


def test_who_left_serves_no_unit_from_the_day_after():
    gone = siti(date(2026, 7, 16))
    assert gone.units(date(2026, 7, 16)) == {that.AGENCY}
    assert gone.units(date(2026, 7, 17)) == frozenset()


def test_the_event_of_a_person_is_taken_over_with_kinds_assignments_and_the_last_day():
    person = siti(date(2026, 12, 31))
    event = wire.CivilServantChanged(
        civil_servant_id=that.SITI,
        agency_id=that.AGENCY,
        name="Siti Aminah",
        kind="permanent",
        assignments=tuple(
            wire.Assignment(
                unit_id=each.unit_id, position="Perawat", position_kind="functional", serves_public=True,
                since=each.since, until=each.until,
            )
            for each in person.assignments
        ),
        reporting_lines=tuple(
            wire.ReportingLine(superior_id=line.superior_id, since=line.since, until=line.until, kind=line.kind.value)
            for line in person.reporting_lines
        ),
        left_on=date(2026, 12, 31),
    )  # fmt: skip
    assert roster_entry(event) == person
    assert rows.person(rows.roster_content(person)) == person


def test_a_row_from_before_the_roster_had_kinds_is_still_read():
    line_then = {"superior_id": str(that.DEWI), "since": "2026-06-01", "until": None}
    row = {
        "civil_servant_id": str(that.SITI),
        "agency_id": str(that.AGENCY),
        "name": "Siti Aminah",
        "reporting_lines": [line_then],
    }
    line = ReportingLine(that.DEWI, date(2026, 6, 1), None, LineKind.DIRECT)
    assert rows.person(json.dumps(row)) == CivilServant(that.SITI, that.AGENCY, "Siti Aminah", (line,), (), None)


def test_the_event_of_a_unit_is_taken_over_with_its_parent_and_head():
    event = wire.UnitChanged(
        unit_id=PUSKESMAS,
        agency_id=that.AGENCY,
        parent_unit_id=that.ANOTHER,
        code="PKM",
        name="Puskesmas",
        head_id=that.DEWI,
    )
    assert roster_entry(event) == Unit(PUSKESMAS, that.AGENCY, "Puskesmas", that.ANOTHER, that.DEWI)
