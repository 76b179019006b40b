"""The course over the year: by the days of facts, however they came, and its end is the live score."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as any_
from scoring_svc.domain.card import fold
from scoring_svc.domain.contribution import Contribution, EvaluationWithdrawn, Realized, Said, SurveyCeased
from scoring_svc.domain.course import Point, course, kind
from scoring_svc.domain.formula import score

from .. import situations as that

MARCH, JUNE, JULY = date(2026, 3, 1), date(2026, 6, 1), date(2026, 7, 1)


def points(*log: Contribution) -> list[Point]:
    return course(that.empty(), log, that.LAMPUNG)


def test_a_point_a_day_on_which_the_score_changed():
    found = points(
        that.plan(that.indicator(target="100"), day=JULY),
        that.realized("50", sequence=1, day=MARCH),
        that.realized("60", sequence=2, day=JUNE),
        that.realized("60", sequence=3, day=JULY),
    )
    assert [(point.effective_on, point.score) for point in found] == [(MARCH, Decimal(50)), (JUNE, Decimal(60))]
    assert [point.kind for point in found] == ["realized", "realized"]


def test_a_point_names_what_came_last_and_how_much_is_known():
    said = [
        that.plan(that.indicator(target="100"), day=JULY),
        that.realized("50", day=MARCH),
        replace(that.rated(), effective_on=JUNE),
    ]
    march, june = points(*said)
    assert march == Point(MARCH, Decimal(50), Decimal("60.00"), said[1].event_id, "realized")
    assert (june.completeness, june.event_id, june.kind) == (Decimal("85.00"), said[2].event_id, "rated")


@pytest.mark.parametrize(
    ("said", "word"),
    [(EvaluationWithdrawn(), "evaluation_withdrawn"), (SurveyCeased(), "survey_ceased"), (Realized(None), "realized")],
)
def test_what_is_said_has_a_word_for_readers(said: Said, word: str):
    assert kind(that.of(that.RATING, said)) == word


def test_the_last_word_of_a_day_is_its_point():
    found = points(
        that.plan(that.indicator(target="100")),
        that.realized("50", sequence=1, day=MARCH),
        that.realized("55", sequence=2, day=MARCH),
    )
    assert [point.score for point in found] == [Decimal(55)]


NUMBERS = any_.lists(any_.tuples(any_.integers(1, 12), any_.integers(0, 120)), min_size=1, max_size=12)


@given(NUMBERS, any_.randoms(use_true_random=False))
def test_it_ends_with_the_live_score_in_any_order(drawn: list[tuple[int, int]], luck: random.Random):
    """Corrections that speak of earlier days included."""
    log = [that.plan(that.indicator(target="100")), that.rated()]
    log += [
        that.realized(str(value), sequence=place + 1, day=date(2026, month, 1))
        for place, (month, value) in enumerate(drawn)
    ]
    live = score(fold(that.empty(), log), that.LAMPUNG)
    straight = points(*log)
    luck.shuffle(log)
    assert points(*log) == straight
    assert straight[-1].score == live.value
