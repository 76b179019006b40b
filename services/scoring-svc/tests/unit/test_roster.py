"""Who may see whose score, and for whom a unit's survey counts."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from scoring_svc.domain.access import Actor, sees_card, sees_unit, visible
from scoring_svc.domain.roster import Attribution, Person, SurveyIndex, Term, distribute, serves

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


@pytest.mark.parametrize(
    ("person", "index", "counts"),
    [
        (that.siti(), that.index(), True),
        (that.dewi(), that.index(), False),
        (that.siti(places=(that.place(that.OTHER_UNIT),)), that.index(), False),
        (that.siti(places=(that.place(until=that.TODAY),)), that.index(as_of=that.TODAY), True),
        (that.siti(places=(that.place(until=that.TODAY),)), that.index(as_of=date(2026, 7, 10)), False),
        (that.siti(places=(that.place(since=date(2026, 7, 10)),)), that.index(as_of=that.TODAY), False),
    ],
)
def test_a_survey_counts_for_who_serves_the_public_there_on_its_last_day(
    person: Person, index: SurveyIndex, counts: bool
):
    assert serves(person, index) == counts


def known(*said: Attribution) -> dict[tuple[UUID, UUID], Attribution]:
    return {(each.civil_servant_id, each.survey.survey_id): each for each in said}


def test_only_what_is_new_or_different_is_said():
    first = distribute([that.siti(), that.dewi()], [that.index()], {})
    assert [(each.civil_servant_id, each.counts, each.sequence) for each in first] == [(that.SITI, True, 1)]
    assert distribute([that.siti()], [that.index()], known(*first)) == []
    better = replace(that.index("90"), event_id=UUID(int=0x98))
    (second,) = distribute([that.siti()], [better], known(*first))
    assert (second.sequence, second.survey.index) == (2, better.index)


def test_who_left_is_told_once_and_who_comes_back_again():
    first = distribute([that.siti()], [that.index()], {})
    away = that.siti(places=())
    (gone,) = distribute([away], [that.index()], known(*first))
    assert (gone.counts, gone.sequence) == (False, 2)
    better = replace(that.index("90"), event_id=UUID(int=0x98))
    assert distribute([away], [better], known(gone)) == [], "what does not count and did not is no news"
    (back,) = distribute([that.siti()], [better], known(gone))
    assert (back.counts, back.sequence) == (True, 3)
