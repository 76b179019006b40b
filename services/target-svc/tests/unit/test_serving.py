"""The roster over time: kinds of assignments and lines, the rater of a day, numbers that change, people who leave."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from target_svc.domain.access import Actor, check_decides, check_oversees, sees
from target_svc.domain.references import check_references, check_superiors_serve, named
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import LINES, PLACES, Agency, NumberSince, Unit
from target_svc.domain.serving import check

from .. import situations as that

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)
LAST_OF_MAY = date(2026, 5, 31)
ANI = UUID(int=0xC4)


def refused(act: Any, *arguments: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        act(*arguments)
    assert caught.value.detail.endswith(".")
    return caught.value


def superior_of(person: UUID) -> Actor:
    return Actor("somebody", frozenset({"civil_servant"}), None, person)


LINES_OF_ALL_KINDS = (
    that.line(that.DEWI, MAY),
    that.line(that.BUDI, JUNE, date(2026, 6, 30), "acting"),
    that.line(ANI, date(2026, 6, 10), date(2026, 6, 20), "delegated"),
)


@pytest.mark.parametrize(
    ("day", "rater"),
    [
        (date(2026, 4, 30), None), (MAY, that.DEWI), (LAST_OF_MAY, that.DEWI), (JUNE, that.BUDI),
        (date(2026, 6, 9), that.BUDI), (date(2026, 6, 10), ANI), (date(2026, 6, 20), ANI),
        (date(2026, 6, 21), that.BUDI), (date(2026, 6, 30), that.BUDI), (JULY, that.DEWI),
    ],
)  # fmt: skip
def test_the_rater_is_the_delegated_one_else_the_acting_one_else_the_direct_one(day: date, rater: UUID | None):
    person = that.siti(reporting_lines=LINES_OF_ALL_KINDS)
    check(person)
    assert person.rater(day) == rater
    if rater is not None:
        assert check_decides(superior_of(rater), person, day) == rater


def test_who_is_represented_sees_and_does_not_decide():
    person, day = that.siti(reporting_lines=LINES_OF_ALL_KINDS), date(2026, 6, 10)
    assert person.superiors(day) == {that.DEWI, that.BUDI, ANI}
    assert sees(superior_of(that.DEWI), person, day)
    refusal = refused(check_decides, superior_of(that.DEWI), person, day)
    assert (refusal.code, "names somebody else" in refusal.detail) == (Code.NOT_THE_SUPERIOR, True)
    refusal = refused(check_decides, superior_of(that.DEWI), that.siti(reporting_lines=()), day)
    assert (refusal.code, "names nobody" in refusal.detail) == (Code.NOT_THE_SUPERIOR, True)


@given(st.permutations(LINES_OF_ALL_KINDS), st.dates(date(2026, 4, 1), date(2026, 8, 1)))
def test_the_order_of_the_lines_says_nothing(lines: list[Any], day: date):
    assert that.siti(reporting_lines=tuple(lines)).rater(day) == that.siti(reporting_lines=LINES_OF_ALL_KINDS).rater(
        day
    )


def test_a_secondment_takes_the_definitive_place_and_an_acting_one_stands_beside():
    other, third = UUID(int=0xB2), UUID(int=0xB3)
    places = (
        that.place(MAY), that.place(JUNE, kind="acting", unit_id=third),
        that.place(JUNE, JULY, kind="secondment", unit_id=other),
    )  # fmt: skip
    person = that.siti(assignments=places)
    check(person)
    served = [person.place(day) for day in (date(2026, 4, 30), MAY, JUNE, JULY, JULY + timedelta(days=1))]
    assert [None if each is None else each.unit_id for each in served] == [None, that.UNIT, other, other, that.UNIT]
    assert that.siti(assignments=(places[1],)).place(JUNE) == places[1]


@pytest.mark.parametrize("kind", LINES)
def test_lines_of_one_kind_never_overlap(kind: str):
    lines = (that.line(that.DEWI, MAY, JUNE, kind), that.line(that.BUDI, JUNE, None, kind))
    refusal = refused(check, that.siti(reporting_lines=lines))
    assert (refusal.code, refusal.pointer) == (Code.INTERVALS_OVERLAP, "#/reporting_lines/1/since")
    assert f"the {kind} one" in refusal.detail
    check(that.siti(reporting_lines=(that.line(that.DEWI, MAY, LAST_OF_MAY, kind), lines[1])))


@pytest.mark.parametrize("kind", PLACES)
def test_assignments_of_one_kind_never_overlap(kind: str):
    places = (that.place(JUNE, kind=kind), that.place(MAY, JUNE, kind=kind))
    refusal = refused(check, that.siti(assignments=places))
    assert (refusal.code, refusal.pointer) == (Code.INTERVALS_OVERLAP, "#/assignments/0/since")
    check(that.siti(assignments=(places[0], that.place(MAY, LAST_OF_MAY, kind=kind))))


def test_a_post_of_one_day_and_who_has_no_number_yet():
    check(that.siti(assignments=(that.place(MAY, MAY),), employee_numbers=()))


@pytest.mark.parametrize("until", [None, JULY])
def test_nothing_goes_on_after_the_last_day_of_service(until: date | None):
    ends = date(2026, 6, 30)
    refusal = refused(check, that.siti(left_on=ends, assignments=(that.place(MAY, until),), reporting_lines=()))
    assert (refusal.code, refusal.pointer) == (Code.AFTER_LEAVING, "#/assignments/0/until")
    assert "2026-06-30" in refusal.detail
    lines = (that.line(that.BUDI, MAY, ends, "acting"), that.line(since=MAY, until=until))
    refusal = refused(check, that.siti(left_on=ends, assignments=(), reporting_lines=lines))
    assert (refusal.code, refusal.pointer) == (Code.AFTER_LEAVING, "#/reporting_lines/1/until")
    check(that.siti(left_on=ends, assignments=(that.place(MAY, ends),), reporting_lines=(that.line(until=ends),)))


def test_who_has_left_serves_nowhere_from_the_next_day_on():
    person = that.siti(left_on=MAY)
    assert (person.has_left(MAY), person.has_left(MAY + timedelta(days=1))) == (False, True)
    assert person.place(MAY) is not None and person.place(MAY + timedelta(days=1)) is None
    assert not that.siti().has_left(date.max)


@pytest.mark.parametrize(("until", "fine"), [(None, False), (JUNE, False), (MAY, True)])
def test_nobody_is_put_under_somebody_who_has_left(until: date | None, fine: bool):
    known: Any = {that.DEWI: that.siti(id=that.DEWI, left_on=MAY), that.BUDI: that.siti(id=that.BUDI)}
    lines = (that.line(that.BUDI, JULY), that.line(since=date(2026, 1, 1), until=until))
    person = that.siti(reporting_lines=lines)
    if fine:
        check_superiors_serve(person, known)
    else:
        refusal = refused(check_superiors_serve, person, known)
        assert (refusal.code, refusal.pointer) == (Code.SUPERIOR_LEFT, "#/reporting_lines/1/until")
        assert "2026-05-01" in refusal.detail


def test_a_superior_whom_the_roster_does_not_know_has_not_left():
    """That there is none is said before (`check_references`)."""
    check_superiors_serve(that.siti(), {})


RENEWED = "198502102025221001"


def test_a_contract_that_is_renewed_brings_another_number():
    numbers = (NumberSince(RENEWED, date(2025, 3, 1)), NumberSince(that.CONTRACT_NUMBER, date(2023, 3, 1)))
    check(that.siti(kind="contract", employee_numbers=numbers))
    twice = (NumberSince(RENEWED, MAY), NumberSince(that.CONTRACT_NUMBER, MAY))
    refusal = refused(check, that.siti(kind="contract", employee_numbers=twice))
    assert (refusal.code, refusal.pointer) == (Code.INTERVALS_OVERLAP, "#/employee_numbers/1/since")
    apart = (twice[0], NumberSince(that.NUMBER, JUNE), twice[1])
    refusal = refused(check, that.siti(kind="permanent", employee_numbers=apart))
    assert (refusal.code, refusal.pointer) == (Code.INTERVALS_OVERLAP, "#/employee_numbers/2/since")
    same = (NumberSince(RENEWED, MAY), NumberSince(RENEWED, JUNE))
    refusal = refused(check, that.siti(kind="contract", employee_numbers=same))
    assert (refusal.code, refusal.pointer) == (Code.NUMBER_TAKEN, "#/employee_numbers")


def test_who_goes_from_a_contract_to_a_permanent_post_keeps_both_numbers():
    numbers = (NumberSince(that.CONTRACT_NUMBER, MAY), NumberSince(that.NUMBER, JUNE))
    check(that.siti(kind="permanent", employee_numbers=numbers))
    refusal = refused(check, that.siti(kind="contract", employee_numbers=numbers))
    assert (refusal.code, refusal.pointer) == (Code.NUMBER_KIND, "#/employee_numbers/1/number")


def test_who_leads_a_unit_is_a_civil_servant_whom_the_roster_knows():
    unit = Unit(that.UNIT, that.AGENCY, None, "PKM", "Puskesmas", that.DEWI)
    known: Any = {that.AGENCY: agency()}
    refusal = refused(check_references, unit, known)
    assert (refusal.code, refusal.pointer) == (Code.UNKNOWN_CIVIL_SERVANT, "#/head_id")
    check_references(unit, known | {that.DEWI: that.siti(id=that.DEWI)})
    assert named(unit) == {that.AGENCY, that.DEWI}


def agency() -> Any:
    return Agency(that.AGENCY, "DINKES", "Dinas Kesehatan", runs_survey=True)


@pytest.mark.parametrize(
    ("role", "of", "may"),
    [
        ("inspector", None, True), ("region_admin", None, True), ("personnel_officer", that.AGENCY, True),
        ("agency_system", that.AGENCY, True), ("personnel_officer", that.OTHER_AGENCY, False),
        ("civil_servant", that.AGENCY, False),
    ],
)  # fmt: skip
def test_who_reads_what_concerns_a_whole_agency(role: str, of: UUID | None, may: bool):
    actor = Actor("somebody", frozenset({role}), of, that.SITI)
    if may:
        check_oversees(actor, that.AGENCY)
    else:
        assert refused(check_oversees, actor, that.AGENCY).code is Code.ANOTHER_AGENCY
