"""Scores at the ends of months: what the course says, looked at once a month."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from scoring_svc.domain.card import fold
from scoring_svc.domain.contribution import Contribution
from scoring_svc.domain.course import course
from scoring_svc.domain.formula import score
from scoring_svc.domain.months import by_month, month_ends

from .. import situations as that

JANUARY, FEBRUARY, MARCH = date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)


def test_months_end_with_their_last_days_and_the_last_one_today():
    assert month_ends(date(2026, 1, 1), date(2026, 3, 15)) == [JANUARY, FEBRUARY, date(2026, 3, 15)]
    assert month_ends(date(2028, 2, 29), date(2028, 2, 29)) == [date(2028, 2, 29)]
    assert month_ends(date(2026, 12, 5), date(2027, 1, 1)) == [date(2026, 12, 31), date(2027, 1, 1)]
    assert month_ends(date(2026, 1, 31), date(2026, 1, 30)) == [date(2026, 1, 30)]
    assert month_ends(date(2026, 2, 1), date(2026, 1, 31)) == []


def test_on_the_first_day_of_a_year_its_first_month_is_there():
    assert month_ends(date(2026, 1, 1), date(2026, 1, 1)) == [date(2026, 1, 1)]


def test_a_month_has_what_speaks_of_its_last_day():
    log = [
        that.plan(that.indicator(target="100"), day=date(2026, 3, 1)),
        that.realized("50", sequence=1, day=JANUARY),
        that.realized("80", sequence=2, day=date(2026, 2, 1)),
        that.realized("90", sequence=3, day=date(2026, 4, 1)),
    ]
    found = by_month(that.empty(), log, that.LAMPUNG, [JANUARY, FEBRUARY, MARCH])
    assert found == [Decimal("50.0000"), Decimal("80.0000"), Decimal("80.0000")]


def test_before_anything_was_said_there_is_no_score():
    log = [that.plan(that.indicator(target="100")), that.realized("50", day=FEBRUARY)]
    assert by_month(that.empty(), log, that.LAMPUNG, [JANUARY, FEBRUARY]) == [None, Decimal("50.0000")]


logs = st.lists(
    st.builds(
        lambda value, sequence, day: that.realized(str(value), sequence=sequence, day=date(2026, day, 20)),
        st.integers(0, 150),
        st.integers(1, 6),
        st.integers(1, 12),
    ),
    max_size=8,
    unique_by=lambda each: each.sequence,
)


@given(log=logs, order=st.randoms())
def test_it_is_the_course_whatever_the_order(log: list[Contribution], order: object):
    log = [that.plan(that.indicator(target="100")), *log]
    ends = month_ends(date(2026, 1, 1), date(2026, 12, 31))
    points = course(that.empty(), log, that.LAMPUNG)
    expected = [next((each.score for each in reversed(points) if each.effective_on <= end), None) for end in ends]
    order.shuffle(log)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    found = by_month(that.empty(), log, that.LAMPUNG, ends)
    assert found == expected
    assert found[-1] == score(fold(that.empty(), log), that.LAMPUNG).value
