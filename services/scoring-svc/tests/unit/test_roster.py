"""Who may see whose score, and what somebody is in a unit."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from scoring_svc.domain.access import Actor, sees_card, sees_unit, visible
from scoring_svc.domain.roster import Term

from .. import situations as that

NOBODY = frozenset[str]()


def actor(role: str = "civil_servant", agency: UUID | None = None, person: UUID | None = None) -> Actor:
    return Actor({role}, agency, person)


@pytest.mark.parametrize(
    ("asking", "allowed"),
    [
        (actor(person=that.SITI), True),
        (actor(person=that.DEWI), True),
        (actor(person=that.BUDI), False),
        (actor("personnel_officer", that.AGENCY), True),
        (actor("agency_system", that.AGENCY), True),
        (actor("personnel_officer", that.OTHER_AGENCY), False),
        (actor("personnel_officer"), False),
        (actor("civil_servant", that.AGENCY), False),
        (actor("inspector"), True),
        (actor("region_admin"), True),
        (Actor(NOBODY, None, None), False),
    ],
)
def test_a_card_is_seen_by_whom_it_concerns(asking: Actor, allowed: bool):
    assert sees_card(asking, that.siti(), that.year()) == allowed


@pytest.mark.parametrize(
    ("term", "allowed"),
    [
        (Term(date(2025, 1, 1), date(2025, 12, 31)), False),
        (Term(date(2025, 1, 1), date(2026, 1, 1)), True),
        (Term(date(2026, 12, 31), None), True),
        (Term(date(2027, 1, 1), None), False),
    ],
)
def test_a_superior_sees_the_year_in_which_they_led(term: Term, allowed: bool):
    person = that.siti(lines=((that.DEWI, term),))
    assert sees_card(actor(person=that.DEWI), person, that.year()) == allowed


def test_a_board_is_seen_whole_or_in_part():
    people = [that.siti(), that.dewi()]
    assert visible(actor(person=that.DEWI), that.unit(), people, that.year()) == people
    assert visible(actor(person=that.SITI), that.unit(), people, that.year()) == [that.siti()]
    assert not sees_unit(actor(person=that.DEWI), that.unit())
    assert sees_unit(actor("personnel_officer", that.AGENCY), that.unit())


def test_an_officer_sees_the_whole_board_of_the_agencys_unit():
    """Also whom another agency employs by now, whose card alone the officer may not see."""
    moved = that.siti(agency_id=that.OTHER_AGENCY)
    officer = actor("personnel_officer", that.AGENCY)
    assert visible(officer, that.unit(), [moved, that.dewi()], that.year()) == [moved, that.dewi()]
    assert not sees_card(officer, moved, that.year())


@pytest.mark.parametrize(
    ("day", "here", "there"),
    [
        (date(2025, 12, 31), "", ""),
        (date(2026, 1, 1), "Perawat", ""),
        (date(2026, 6, 30), "Perawat", ""),
        (date(2026, 7, 1), "", "Bidan"),
        (date(2030, 1, 1), "", "Bidan"),
    ],
)
def test_what_somebody_is_in_a_unit_depends_on_the_day(day: date, here: str, there: str):
    left = that.place(since=date(2026, 1, 1), until=date(2026, 6, 30))
    came = replace(that.place(that.OTHER_UNIT, since=date(2026, 7, 1)), position="Bidan")
    person = that.siti(places=(left, came))
    assert (person.position_in(that.UNIT, day), person.position_in(that.OTHER_UNIT, day)) == (here, there)
    assert person.position_in(that.UNKNOWN, day) == ""
