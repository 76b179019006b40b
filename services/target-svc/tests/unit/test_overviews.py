"""The parts of a year, and who has no rater."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from target_svc.domain.parts import parts
from target_svc.domain.roster import CivilServant
from target_svc.domain.worklists import without_rater

from .. import situations as that

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
END_OF_JUNE, JULY = date(2026, 6, 30), date(2026, 7, 1)
OTHER_UNIT = UUID(int=0xB2)


def shown(person: CivilServant) -> list[tuple[date, date, UUID, str, UUID | None]]:
    found = parts(person, that.year())
    return [(each.since, each.until, each.facts.unit_id, each.facts.position, each.facts.rater_id) for each in found]


def test_a_year_without_a_change_is_one_part():
    assert shown(that.siti()) == [(FIRST, LAST, that.UNIT, "Perawat", that.DEWI)]


def test_a_change_of_the_rater_begins_a_part():
    lines = (that.line(until=END_OF_JUNE), that.line(that.BUDI, JULY))
    assert shown(that.siti(reporting_lines=lines)) == [
        (FIRST, END_OF_JUNE, that.UNIT, "Perawat", that.DEWI),
        (JULY, LAST, that.UNIT, "Perawat", that.BUDI),
    ]


def test_a_change_of_unit_or_position_begins_a_part():
    places = (
        that.place(until=date(2026, 3, 31)), that.place(date(2026, 4, 1), END_OF_JUNE, position="Bidan"),
        that.place(JULY, position="Bidan", unit_id=OTHER_UNIT),
    )  # fmt: skip
    assert [each[:4] for each in shown(that.siti(assignments=places))] == [
        (FIRST, date(2026, 3, 31), that.UNIT, "Perawat"),
        (date(2026, 4, 1), END_OF_JUNE, that.UNIT, "Bidan"),
        (JULY, LAST, OTHER_UNIT, "Bidan"),
    ]


def test_an_acting_post_beside_begins_a_part_and_one_alone_is_the_place():
    acting = that.place(JULY, kind="acting", unit_id=OTHER_UNIT, position="Plt. Kepala")
    first, second = parts(that.siti(assignments=(that.place(), acting)), that.year())
    assert (first.facts.acting_unit_id, first.facts.acting_position) == (None, None)
    assert (second.since, second.facts.unit_id) == (JULY, that.UNIT)
    assert (second.facts.acting_unit_id, second.facts.acting_position) == (OTHER_UNIT, "Plt. Kepala")
    (alone,) = parts(that.siti(assignments=(acting,)), that.year())
    assert (alone.facts.unit_id, alone.facts.acting_unit_id, alone.facts.acting_position) == (OTHER_UNIT, None, None)


def test_days_without_service_lie_in_no_part_and_part_what_is_alike():
    gap = (that.place(until=date(2026, 2, 28)), that.place(JULY))
    assert [each[:2] for each in shown(that.siti(assignments=gap))] == [(FIRST, date(2026, 2, 28)), (JULY, LAST)]
    left = that.siti(left_on=END_OF_JUNE)
    assert [each[:2] for each in shown(left)] == [(FIRST, END_OF_JUNE)]
    assert shown(that.siti(assignments=())) == []


def test_facts_that_are_written_in_two_pieces_and_say_the_same_are_one_part():
    places = (that.place(until=END_OF_JUNE), that.place(JULY))
    assert parts(that.siti(assignments=places), that.year()) == parts(that.siti(), that.year())


@pytest.mark.parametrize("turn", [FIRST, LAST])
def test_a_change_on_the_periods_first_day_cuts_nothing_and_on_its_last_day_one_day(turn: date):
    lines = (that.line(until=turn - timedelta(days=1)), that.line(that.BUDI, turn))
    found = shown(that.siti(reporting_lines=lines))
    assert [each[:2] for each in found][-1] == (turn, LAST)
    assert len(found) == (1 if turn == FIRST else 2)


def test_a_late_correction_changes_the_parts_concerned_and_no_other():
    lines = (that.line(until=date(2026, 3, 31)), that.line(that.BUDI, date(2026, 4, 1)))
    before = parts(that.siti(reporting_lines=lines), that.year())
    corrected = (lines[0], that.line(that.BUDI, date(2026, 4, 1), END_OF_JUNE), that.line(that.DEWI, JULY))
    after = parts(that.siti(reporting_lines=corrected), that.year())
    assert before[0] == after[0]
    assert {each.id for each in before[1:]}.isdisjoint(each.id for each in after)
    assert len({each.id for each in after}) == 3
    assert str(before[0].id) == "24747e7b-45ef-5dd0-b6ad-4645a88f019a", (
        "others name it: it stays from release to release"
    )
    assert before[0].id != parts(that.siti(id=that.BUDI, reporting_lines=lines), that.year())[0].id


@given(st.lists(st.dates(date(2025, 12, 1), date(2027, 1, 31)), max_size=6, unique=True), st.permutations(range(7)))
def test_parts_are_whole_in_order_and_the_same_in_whatever_order_the_facts_stand(turns: list[date], order: list[int]):
    starts = [date(2025, 1, 1), *sorted(turns)]
    ends = [each - timedelta(days=1) for each in starts[1:]] + [None]
    lines = [
        that.line(that.DEWI if number % 2 else that.BUDI, since, until)
        for number, (since, until) in enumerate(zip(starts, ends, strict=True))
    ]
    found = parts(that.siti(reporting_lines=tuple(lines)), that.year())
    assert (found[0].since, found[-1].until) == (FIRST, LAST)
    for former, later in pairwise(found):
        assert former.until + timedelta(days=1) == later.since
        assert former.facts != later.facts
    shuffled = tuple(lines[place] for place in order if place < len(lines))
    assert parts(that.siti(reporting_lines=shuffled), that.year()) == found


ON = date(2026, 7, 9)


def finding(person: CivilServant, heads: Any = (), left: Any = None) -> tuple[Any, ...] | None:
    found = without_rater(person, ON, heads, left or {})
    if found is None:
        return None
    assert found.civil_servant_id == that.SITI
    assert (found.name, found.unit_id, found.position) == ("Siti Aminah", that.UNIT, "Perawat")
    assert found.sentence.endswith(".")
    assert found.day is None or str(found.day) in found.sentence
    return found.why, found.superior_id, found.day


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ((), ("no_line", None, None)),
        ((that.line(since=date(2026, 7, 10)),), ("not_begun", that.DEWI, date(2026, 7, 10))),
        ((that.line(that.BUDI, date(2026, 9, 1)), that.line(since=date(2026, 8, 1), until=date(2026, 8, 31))),
         ("not_begun", that.DEWI, date(2026, 8, 1))),
        ((that.line(until=date(2026, 7, 8)),), ("line_ended", that.DEWI, date(2026, 7, 8))),
        ((that.line(that.BUDI, until=date(2026, 3, 1)), that.line(since=date(2026, 3, 2), until=date(2026, 4, 1))),
         ("line_ended", that.DEWI, date(2026, 4, 1))),
        ((that.line(until=date(2026, 7, 9)),), None),
        ((that.line(since=date(2026, 7, 9)),), None),
    ],
)  # fmt: skip
def test_why_somebody_has_no_rater(lines: tuple[Any, ...], why: tuple[Any, ...] | None):
    assert finding(that.siti(reporting_lines=lines)) == why


@pytest.mark.parametrize(("left_on", "named"), [(date(2026, 7, 8), True), (date(2026, 7, 9), False)])
def test_a_rater_who_left_is_none_from_the_next_day_on(left_on: date, named: bool):
    expected = ("rater_left", that.DEWI, left_on) if named else None
    assert finding(that.siti(), left={that.DEWI: left_on}) == expected


def test_a_stand_in_is_a_rater():
    assert finding(that.siti(reporting_lines=(that.line(that.BUDI, kind="acting"),))) is None


def test_who_needs_none():
    alone = that.siti(reporting_lines=())
    assert finding(alone, heads={that.SITI}) is None
    assert without_rater(that.siti(reporting_lines=(), assignments=()), ON, (), {}) is None
    assert without_rater(that.siti(reporting_lines=(), left_on=date(2026, 7, 8)), ON, (), {}) is None
