"""What a roster entry may not say."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from target_svc.domain.references import check_no_cycle, check_places, check_references
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import (
    Agency,
    Entry,
    NumberSince,
    PeriodStatus,
    ReportingLine,
    Unit,
)
from target_svc.domain.serving import check

from .. import situations as that

APRIL, MAY, JUNE = date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)


def refusal(act: Any, *arguments: Any) -> tuple[Code, str | None]:
    with pytest.raises(Refusal) as refused:
        act(*arguments)
    assert refused.value.detail.endswith(".")
    return refused.value.code, refused.value.pointer


@pytest.mark.parametrize(
    ("entry", "code", "pointer"),
    [
        (that.siti(reporting_lines=(that.line(that.SITI),)), Code.OWN_SUPERIOR, "#/reporting_lines/0/superior_id"),
        (that.siti(assignments=(that.place(MAY, APRIL),)), Code.INTERVAL_REVERSED, "#/assignments/0/until"),
        (
            that.siti(assignments=(that.place(APRIL, MAY), that.place(MAY))),
            Code.INTERVALS_OVERLAP,
            "#/assignments/1/since",
        ),
        (
            that.siti(reporting_lines=(that.line(since=MAY), that.line(that.BUDI, APRIL))),
            Code.INTERVALS_OVERLAP,
            "#/reporting_lines/0/since",
        ),
        (that.siti(kind="contract"), Code.NUMBER_KIND, "#/employee_numbers/0/number"),
        (
            that.siti(employee_numbers=(NumberSince("199602302022041001", APRIL),)),
            Code.NUMBER_BIRTH_DATE,
            "#/employee_numbers/0/number",
        ),
        (that.year(ends_on=date(2025, 12, 31)), Code.INTERVAL_REVERSED, "#/ends_on"),
        (that.year(annual_period_id=that.YEAR), Code.PERIOD_MALFORMED, "#/annual_period_id"),
        (that.year(kind="quarterly"), Code.PERIOD_MALFORMED, "#/annual_period_id"),
        (Unit(that.UNIT, that.AGENCY, that.UNIT, "PKM", "Puskesmas"), Code.UNKNOWN_UNIT, "#/parent_unit_id"),
    ],
)
def test_what_is_wrong_with_an_entry_alone(entry: Entry, code: Code, pointer: str):
    assert refusal(check, entry) == (code, pointer)


def test_what_may_stand_beside_each_other():
    check(that.siti(assignments=(that.place(APRIL, date(2026, 4, 30)), that.place(MAY))))
    check(that.siti(reporting_lines=(that.line(until=APRIL), that.line(that.BUDI, date(2026, 4, 2)))))


KNOWN: dict[UUID, Entry] = {
    that.AGENCY: Agency(that.AGENCY, "DINKES", "Dinas Kesehatan", True),
    that.OTHER_AGENCY: Agency(that.OTHER_AGENCY, "BKD", "Badan Kepegawaian", False),
    that.UNIT: Unit(that.UNIT, that.AGENCY, None, "PKM", "Puskesmas"),
    that.DEWI: that.siti(id=that.DEWI, reporting_lines=()),
    that.YEAR: that.year(),
}


@pytest.mark.parametrize(
    ("entry", "code", "pointer"),
    [
        (that.siti(agency_id=that.UNKNOWN), Code.UNKNOWN_AGENCY, "#/agency_id"),
        (that.siti(agency_id=that.UNIT), Code.UNKNOWN_AGENCY, "#/agency_id"),
        (
            that.siti(reporting_lines=(that.line(that.UNKNOWN),)),
            Code.UNKNOWN_CIVIL_SERVANT,
            "#/reporting_lines/0/superior_id",
        ),
        (Unit(that.UNKNOWN, that.OTHER_AGENCY, that.UNIT, "X", "Seksi"), Code.ANOTHER_AGENCY, "#/parent_unit_id"),
        (
            that.year(id=that.QUARTER, kind="quarterly", annual_period_id=that.YEAR, ends_on=date(2027, 1, 1)),
            Code.PERIOD_MALFORMED,
            "#/annual_period_id",
        ),
        (
            that.year(id=that.QUARTER, kind="quarterly", annual_period_id=that.UNKNOWN),
            Code.UNKNOWN_PERIOD,
            "#/annual_period_id",
        ),
    ],
)
def test_what_an_entry_names_must_be_there(entry: Entry, code: Code, pointer: str):
    assert refusal(check_references, entry, KNOWN) == (code, pointer)


def test_references_that_are_there():
    check_references(that.siti(), KNOWN)


@pytest.mark.parametrize(
    ("lines", "cycle"),
    [
        ({that.DEWI: [that.line(that.BUDI)], that.BUDI: [that.line(that.SITI)]}, True),
        ({that.DEWI: [that.line(that.BUDI)], that.BUDI: []}, False),
        # Above each other on different days is no circle; on one day it is.
        ({that.DEWI: [that.line(that.SITI, until=date(2025, 12, 31))]}, False),
        ({that.DEWI: [that.line(that.SITI, since=JUNE)]}, True),
    ],
)
def test_nobody_is_above_themselves_on_any_day(lines: dict[UUID, Sequence[ReportingLine]], cycle: bool):
    person = that.siti(reporting_lines=(that.line(since=date(2026, 1, 1)),))
    if cycle:
        assert refusal(check_no_cycle, person, lambda id_: lines.get(id_, []))[0] is Code.REPORTING_CYCLE
    else:
        check_no_cycle(person, lambda id_: lines.get(id_, []))


def test_a_circle_that_is_not_ones_own_ends_the_walk():
    circle = {that.DEWI: [that.line(that.BUDI)], that.BUDI: [that.line(that.DEWI)]}
    check_no_cycle(that.siti(), lambda id_: circle.get(id_, []))


def test_a_closed_period_is_a_status_like_others():
    check(that.year(status=PeriodStatus.CLOSED))


UNITS: dict[UUID, Entry] = {
    that.UNIT: Unit(that.UNIT, that.AGENCY, None, "PKM", "Puskesmas Kedaton"),
    that.OTHER_UNIT: Unit(that.OTHER_UNIT, that.OTHER_AGENCY, None, "SD1", "SD Negeri 1"),
}


def elsewhere(kind: str, since: date = APRIL, until: date | None = None) -> Any:
    return that.siti(assignments=(that.place(), that.place(since, until, kind=kind, unit_id=that.OTHER_UNIT)))


@pytest.mark.parametrize(
    ("kind", "by_region", "code"),
    [
        ("definitive", True, Code.UNIT_OF_ANOTHER_AGENCY),
        ("definitive", False, Code.UNIT_OF_ANOTHER_AGENCY),
        ("acting", True, Code.UNIT_OF_ANOTHER_AGENCY),
        ("acting", False, Code.UNIT_OF_ANOTHER_AGENCY),
        ("secondment", False, Code.SECONDED_BY_REGION),
    ],
)
def test_who_serves_in_another_agencys_unit(kind: str, by_region: bool, code: Code):
    with pytest.raises(Refusal) as refused:
        check_places(elsewhere(kind), None, UNITS, by_region=by_region)
    assert (refused.value.code, refused.value.pointer) == (code, "#/assignments/1/unit_id")
    assert refused.value.detail.startswith("The unit SD Negeri 1 is another agency's")


def test_the_region_seconds_anywhere_and_everybody_serves_in_their_own_agency():
    check_places(elsewhere("secondment"), None, UNITS, by_region=True)
    for kind in ("definitive", "acting", "secondment"):
        check_places(that.siti(assignments=(that.place(kind=kind),)), None, UNITS, by_region=False)


@pytest.mark.parametrize("kind", ["secondment", "definitive"])
@pytest.mark.parametrize(("until", "wanted"), [(None, None), (None, JUNE), (JUNE, JUNE), (JUNE, MAY)])
def test_what_stood_there_before_stays_and_may_end_earlier(kind: str, until: date | None, wanted: date | None):
    check_places(elsewhere(kind, until=wanted), elsewhere(kind, until=until), UNITS, by_region=False)


@pytest.mark.parametrize("wanted", [JUNE, None])
def test_what_stood_there_before_goes_on_no_longer(wanted: date | None):
    with pytest.raises(Refusal) as refused:
        check_places(elsewhere("secondment", until=wanted), elsewhere("secondment", until=MAY), UNITS, by_region=False)
    assert refused.value.code is Code.SECONDED_BY_REGION


def test_what_stood_there_before_is_the_same_post():
    before = elsewhere("secondment")
    for other in (elsewhere("secondment", MAY), elsewhere("acting")):
        with pytest.raises(Refusal):
            check_places(other, before, UNITS, by_region=False)


def test_who_is_transferred_keeps_the_posts_that_have_ended():
    before = that.siti(agency_id=that.OTHER_AGENCY, assignments=(that.place(APRIL, unit_id=that.OTHER_UNIT),))
    ended = that.place(APRIL, MAY, unit_id=that.OTHER_UNIT)
    check_places(that.siti(assignments=(ended, that.place(JUNE))), before, UNITS, by_region=True)
    with pytest.raises(Refusal) as refused:
        check_places(that.siti(assignments=before.assignments), before, UNITS, by_region=True)
    assert refused.value.code is Code.UNIT_OF_ANOTHER_AGENCY
