"""What entries of the roster say of each other, by code, field and sentence; circles of units; what an entry names."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from target_svc.domain.references import check_inside, check_no_circle, check_no_cycle, check_references, named
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import Agency, Entry, PeriodStatus, Unit, check_period, check_unit

from .. import situations as that

DAY = timedelta(days=1)
TOP, MIDDLE, LOW = (UUID(int=each) for each in (0xB5, 0xB6, 0xB7))
AGENCY = Agency(that.AGENCY, "DINKES", "Dinas Kesehatan", runs_survey=True)
UNIT = Unit(that.UNIT, that.AGENCY, TOP, "PKM", "Puskesmas Kedaton", that.DEWI)
KNOWN: dict[UUID, Entry] = {
    that.AGENCY: AGENCY,
    that.UNIT: UNIT,
    TOP: Unit(TOP, that.AGENCY, None, "TOP", "Dinas"),
    that.DEWI: that.siti(id=that.DEWI),
}
QUARTER = that.year(id=that.QUARTER, kind="quarterly", annual_period_id=that.YEAR, name="Triwulan I")


def refused(call: Any, *arguments: Any) -> tuple[Code, str | None]:
    with pytest.raises(Refusal) as caught:
        call(*arguments)
    assert caught.value.detail.endswith(".")
    return caught.value.code, caught.value.pointer


def test_a_quarter_lies_inside_its_year():
    year = that.year()
    check_inside(QUARTER, year)
    place = (Code.PERIOD_MALFORMED, "#/annual_period_id")
    assert refused(check_inside, replace(QUARTER, starts_on=year.starts_on - DAY), year) == place
    assert refused(check_inside, replace(QUARTER, ends_on=year.ends_on + DAY), year) == place
    assert refused(check_inside, QUARTER, replace(year, kind="quarterly")) == place


def test_what_is_named_is_there():
    check_references(UNIT, KNOWN)
    check_references(that.siti(), KNOWN)
    check_references(AGENCY, {})
    for missing, entry, expected in (
        (that.AGENCY, UNIT, (Code.UNKNOWN_AGENCY, "#/agency_id")),
        (TOP, UNIT, (Code.UNKNOWN_UNIT, "#/parent_unit_id")),
        (that.DEWI, UNIT, (Code.UNKNOWN_CIVIL_SERVANT, "#/head_id")),
        (that.AGENCY, that.siti(), (Code.UNKNOWN_AGENCY, "#/agency_id")),
        (that.UNIT, that.siti(), (Code.UNKNOWN_UNIT, "#/assignments/0/unit_id")),
        (that.DEWI, that.siti(), (Code.UNKNOWN_CIVIL_SERVANT, "#/reporting_lines/0/superior_id")),
        (that.YEAR, QUARTER, (Code.UNKNOWN_PERIOD, "#/annual_period_id")),
    ):
        known = {id_: each for id_, each in KNOWN.items() if id_ != missing}
        assert refused(check_references, entry, known) == expected
    elsewhere = KNOWN | {TOP: Unit(TOP, that.OTHER_AGENCY, None, "TOP", "Dinas")}
    assert refused(check_references, UNIT, elsewhere) == (Code.ANOTHER_AGENCY, "#/parent_unit_id")


def test_what_an_entry_names():
    assert named(AGENCY) == set()
    assert named(UNIT) == {that.AGENCY, TOP, that.DEWI}
    assert named(that.siti()) == {that.AGENCY, that.UNIT, that.DEWI}
    assert named(that.year()) == set()
    assert named(QUARTER) == {that.YEAR}


def test_units_lie_in_no_circle():
    check_no_circle(LOW, {LOW: MIDDLE, MIDDLE: TOP, TOP: None})
    check_no_circle(LOW, {})
    check_no_circle(LOW, {LOW: MIDDLE, MIDDLE: TOP, TOP: MIDDLE})
    for parents in ({LOW: MIDDLE, MIDDLE: TOP, TOP: LOW}, {LOW: MIDDLE, MIDDLE: LOW}):
        assert refused(check_no_circle, LOW, parents) == (Code.UNIT_CIRCLE, "#/parent_unit_id")


def test_a_circle_of_superiors_on_a_single_day():
    day = date(2026, 5, 1)
    siti = that.siti(reporting_lines=(that.line(that.BUDI, day, day), that.line(that.DEWI, day)))
    lines = {that.DEWI: (that.line(that.SITI, date(2025, 1, 1), day),)}
    assert refused(check_no_cycle, siti, lambda id_: lines.get(id_, ())) == (
        Code.REPORTING_CYCLE, "#/reporting_lines",
    )  # fmt: skip


def test_lines_that_change_on_other_days_on_each_level_are_followed_so_far_and_no_farther():
    """Two lines of Siti, and above each the two of Dewi, and above their three day ranges the two of Budi."""
    june, july = date(2026, 6, 1), date(2026, 7, 1)
    siti = that.siti(reporting_lines=(that.line(that.DEWI, until=date(2026, 5, 31)), that.line(that.DEWI, june)))
    lines = {
        that.DEWI: (that.line(that.BUDI, until=date(2026, 6, 30)), that.line(that.BUDI, july)),
        that.BUDI: (that.line(that.UNKNOWN, until=date(2026, 7, 31)), that.line(that.UNKNOWN, date(2026, 8, 1))),
    }
    steps = 2 + 2 * 2 + 3 * 2
    assert check_no_cycle(siti, lambda id_: lines.get(id_, ())) == steps
    assert check_no_cycle(siti, lambda id_: lines.get(id_, ()), steps) == steps
    assert refused(check_no_cycle, siti, lambda id_: lines.get(id_, ()), steps - 1) == (
        Code.LINES_TANGLED, "#/reporting_lines",
    )  # fmt: skip


def test_lines_that_meet_hide_no_circle_over_another_line():
    """Budi and a delegate are both under the same person; Dewi is under Siti."""
    lines = (that.line(that.DEWI), that.line(that.BUDI, kind="acting"), that.line(LOW, kind="delegated"))
    up = {that.BUDI: (that.line(TOP),), LOW: (that.line(TOP),), that.DEWI: (that.line(that.SITI),)}
    code, _ = refused(check_no_cycle, that.siti(reporting_lines=lines), lambda id_: up.get(id_, ()))
    assert code is Code.REPORTING_CYCLE
    check_no_cycle(that.siti(reporting_lines=lines[1:]), lambda id_: up.get(id_, ()))


def test_who_a_plan_serves_is_who_fills_the_superiors_post():
    lines = (that.line(that.DEWI), that.line(that.BUDI, kind="delegated"))
    assert that.siti(reporting_lines=lines).direct_superior(that.TODAY) == that.DEWI
    assert that.siti(reporting_lines=lines[1:]).direct_superior(that.TODAY) == that.BUDI
    acting = (*lines, that.line(that.UNKNOWN, kind="acting"))
    assert that.siti(reporting_lines=acting).direct_superior(that.TODAY) == that.UNKNOWN
    assert that.siti(reporting_lines=()).direct_superior(that.TODAY) is None


def test_what_a_period_and_a_unit_alone_can_be_wrong_in():
    one_day = that.year(ends_on=that.year().starts_on)
    check_period(one_day)
    reversed_ = replace(one_day, ends_on=one_day.starts_on - DAY)
    assert refused(check_period, reversed_) == (Code.INTERVAL_REVERSED, "#/ends_on")
    for period in (replace(QUARTER, annual_period_id=None), that.year(annual_period_id=that.QUARTER)):
        assert refused(check_period, period) == (Code.PERIOD_MALFORMED, "#/annual_period_id")
    own = Unit(that.UNIT, that.AGENCY, that.UNIT, "PKM", "Puskesmas Kedaton")
    assert refused(check_unit, own) == (Code.UNKNOWN_UNIT, "#/parent_unit_id")
    assert that.year().status is PeriodStatus.OPEN


def test_a_refusal_of_an_item_keeps_all_that_it_says():
    within = Refusal(Code.STALE_VERSION, "Sentence.", "#/a", found=3, extra={"b": 1}).under("#/items/2")
    assert (within.pointer, within.found, within.extra) == ("#/items/2/a", 3, {"b": 1})
