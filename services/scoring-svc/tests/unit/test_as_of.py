"""A card as it was: by what is known now of a day, by what was known then, and by both."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from chassis.inputs import read_day
from hypothesis import given
from hypothesis import strategies as any_
from scoring_svc.app import queries, then
from scoring_svc.app.queries import Asked
from scoring_svc.domain.access import Actor
from scoring_svc.domain.as_of import AsOf, Recorded, Then, as_of, check
from scoring_svc.domain.card import Card, fold
from scoring_svc.domain.contribution import Contribution, Rated, Realized
from scoring_svc.domain.course import course
from scoring_svc.domain.formula import score
from scoring_svc.domain.refusals import Code, Refusal
from scoring_svc.entrypoints.moments import read_form_moment, read_moment

from .. import situations as that
from ..fakes import MemoryReads

MARCH, JUNE, JULY = date(2026, 3, 1), date(2026, 6, 1), date(2026, 7, 1)


def on(month: int, day: int = 1) -> datetime:
    return datetime(2026, month, day, 3, tzinfo=UTC)


def recorded(contribution: Contribution, month: int) -> Recorded:
    return Recorded(contribution, on(month))


LOG = [
    recorded(that.plan(that.indicator(target="100"), day=JULY), 7),
    recorded(that.realized("50", sequence=1, day=MARCH), 3),
    recorded(that.realized("60", sequence=2, day=JUNE), 6),
    recorded(that.realized("40", sequence=3, day=MARCH), 8),
]


def value(moment: AsOf, log: list[Recorded] = LOG) -> Decimal | None:
    found = as_of(that.empty(), log, moment).card.slots.get(that.COVERAGE)
    return None if found is None or not isinstance(found.said, Realized) else found.said.value


@pytest.mark.parametrize(
    ("moment", "realized"),
    [
        (AsOf(), "40"),
        (AsOf(effective_on=date(2026, 2, 28)), None),
        (AsOf(effective_on=MARCH), "40"),
        (AsOf(effective_on=JULY), "40"),
        (AsOf(known_at=on(3) - timedelta(microseconds=1)), None),
        (AsOf(known_at=on(3)), "50"),
        (AsOf(known_at=on(6) - timedelta(microseconds=1)), "50"),
        (AsOf(known_at=on(6)), "60"),
        (AsOf(known_at=on(8)), "40"),
        (AsOf(effective_on=date(2026, 5, 31), known_at=on(7)), "50"),
        (AsOf(effective_on=JUNE, known_at=on(7)), "60"),
        (AsOf(effective_on=date(2026, 5, 31), known_at=on(8)), "40"),
    ],
)
def test_what_holds_at_a_moment(moment: AsOf, realized: str | None):
    assert value(moment) == (None if realized is None else Decimal(realized))


def test_a_plan_holds_for_its_whole_year_but_not_before_it_was_known():
    assert that.PLAN in as_of(that.empty(), LOG, AsOf(effective_on=MARCH)).card.slots
    assert that.PLAN not in as_of(that.empty(), LOG, AsOf(effective_on=MARCH, known_at=on(6))).card.slots


def test_when_the_last_word_on_the_card_was_recorded():
    late = [*LOG, recorded(that.realized("30", sequence=2, day=MARCH), 9)]
    assert as_of(that.empty(), late, AsOf()).recorded_at == on(8), "an overtaken word is not on the card"
    assert as_of(that.empty(), [], AsOf()) == Then(that.empty(), None)


SPOKEN = any_.lists(any_.tuples(any_.integers(1, 12), any_.integers(0, 120)), min_size=1, max_size=12)


def log_of(drawn: list[tuple[int, int]]) -> list[Recorded]:
    said = [that.plan(that.indicator(target="100")), that.rated()]
    said += [
        that.realized(str(amount), sequence=place + 1, day=date(2026, month, 1))
        for place, (month, amount) in enumerate(drawn)
    ]
    return [Recorded(each, that.NOW + timedelta(days=place)) for place, each in enumerate(said)]


@given(SPOKEN, any_.randoms(use_true_random=False))
def test_as_of_the_end_it_is_the_live_card_in_any_order(drawn: list[tuple[int, int]], luck: random.Random):
    log = log_of(drawn)
    live = fold(that.empty(), [each.contribution for each in log])
    end = AsOf(date(2026, 12, 31), log[-1].recorded_at)
    luck.shuffle(log)
    for moment in (AsOf(), AsOf(effective_on=end.effective_on), AsOf(known_at=end.known_at), end):
        assert as_of(that.empty(), log, moment).card == live


@given(SPOKEN)
def test_it_agrees_with_the_course_on_each_of_its_days(drawn: list[tuple[int, int]]):
    log = log_of(drawn)
    for point in course(that.empty(), [each.contribution for each in log], that.LAMPUNG):
        card = as_of(that.empty(), log, AsOf(effective_on=point.effective_on)).card
        assert score(card, that.LAMPUNG).value == point.score


@given(SPOKEN, any_.integers(0, 14))
def test_what_was_known_is_what_had_been_said(drawn: list[tuple[int, int]], days: int):
    log = log_of(drawn)
    known = as_of(that.empty(), log, AsOf(known_at=that.NOW + timedelta(days=days))).card
    assert known == fold(that.empty(), [each.contribution for each in log[: days + 1]])


@pytest.mark.parametrize(
    ("moment", "pointer"),
    [
        (AsOf(effective_on=that.TODAY, known_at=that.NOW), None),
        (AsOf(effective_on=that.TODAY + timedelta(days=1)), "query:effective_on"),
        (AsOf(known_at=that.NOW + timedelta(microseconds=1)), "query:known_at"),
        (AsOf(effective_on=that.TODAY, known_at=that.NOW + timedelta(days=1)), "query:known_at"),
    ],
)
def test_the_future_is_refused(moment: AsOf, pointer: str | None):
    if pointer is None:
        check(moment, that.TODAY, that.NOW)
        return
    with pytest.raises(Refusal) as refused:
        check(moment, that.TODAY, that.NOW)
    assert (refused.value.code, refused.value.pointer) == (Code.FUTURE_MOMENT, pointer)
    assert "leave `" in refused.value.detail


@pytest.mark.parametrize("text", ["2026-7-9", "20260709", "2026-02-30", "2026-07-09T00:00:00", "1783555200", "", " "])
def test_what_is_no_day(text: str):
    with pytest.raises(ValueError, match="day of the calendar"):
        read_day(text)


@pytest.mark.parametrize(
    "text",
    ["2026-07-09", "2026-07-09T10:00:00", "2026-07-09 10:00:00Z", "2026-07-09T25:00:00Z", "2026-07-09T10:00:00 07:00",
     "1783555200", "2026-07-09T10:00Z", "2026-07-09T10:00:00.1234567Z",
     "0001-01-01T00:00:00+14:00", "0001-12-31T23:59:59Z"],
)  # fmt: skip
def test_what_is_no_moment(text: str):
    with pytest.raises(ValueError, match="RFC 3339"):
        read_moment(text)


def test_moments_in_their_own_writing():
    assert read_day("2026-07-09") == that.TODAY
    for text in ("2026-07-09T03:00:00Z", "2026-07-09t03:00:00.000z", "2026-07-09T10:00:00+07:00"):
        assert read_moment(text) == that.NOW


def test_moments_without_a_day_in_the_regions_zone_are_none_on_its_clock_either():
    with pytest.raises(ValueError, match="RFC 3339"):
        read_form_moment("0001-01-01T00:00")
    for kept in (read_form_moment("0002-01-01T00:00"), read_moment("0002-01-01T00:00:00+14:00")):
        assert kept is not None
        assert kept.year == 2


def test_a_day_to_come_is_refused_under_the_name_that_it_was_asked_by():
    with pytest.raises(Refusal, match="leave `as_of` out") as refused:
        check(AsOf(effective_on=that.TODAY + timedelta(days=1)), that.TODAY, that.NOW, "as_of")
    assert refused.value.pointer == "query:as_of"


async def test_the_explanation_of_a_moment_is_that_of_its_card():
    entries = (that.agency(), that.unit(), that.siti(), that.year())
    log = [that.plan(that.indicator(target="100")), that.realized("80", day=MARCH), that.rated()]
    reads = MemoryReads(log, {entry.id: entry for entry in entries})
    of = await queries.subject(that.SITI, Asked(Actor({"inspector"}, None, None), that.TODAY), reads)
    why = await then.explanation_then(of, AsOf(effective_on=MARCH), reads, that.PACKS)
    assert (why["score"], why["sequence"]) == (Decimal(80), None)
    assert why["as_of"] == {"effective_on": MARCH, "known_at": None}
    nothing = await then.explanation_then(of, AsOf(known_at=on(1)), reads, that.PACKS)
    assert nothing["score"] is None and nothing["as_of"]["known_at"] == on(1)
    live = await queries.explanation(of, reads, that.PACKS)
    end = await then.explanation_then(of, AsOf(that.TODAY, that.NOW), reads, that.PACKS)
    assert {**end, "sequence": 1} == {**live, "as_of": end["as_of"]}
    assert not any(isinstance(slot.said, Rated) for slot in as_of(Card(*of.key), [], AsOf()).card.slots.values())
