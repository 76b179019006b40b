"""Where a realization goes until its deadline: worked by hand, and laws."""

from datetime import date, timedelta
from decimal import Decimal, localcontext
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scoring_svc.domain.extrapolation import Band, Extrapolated, Point, extrapolate, path
from scoring_svc.domain.outline import PlannedIndicator
from scoring_svc.domain.roster import Term

from .. import situations as that

YEAR = Term(date(2026, 1, 1), date(2026, 12, 31))
END = date(2026, 12, 31)
FEW = Decimal(25)
D = Decimal


def planned(consolidation: str = "sum", *expected: tuple[date, str], deadline: date = END) -> PlannedIndicator:
    points = tuple((by, D(value)) for by, value in expected)
    return PlannedIndicator(that.COVERAGE, UUID(int=0x201), consolidation, deadline, points)


def at(month: int, day: int, value: str) -> Point:
    return date(2026, month, day), D(value)


def end(points: list[Point], plan: PlannedIndicator | None) -> Extrapolated:
    return extrapolate(points, plan, YEAR, FEW)


QUARTERS = (date(2026, 3, 31), "20"), (date(2026, 6, 30), "50"), (END, "100")


def test_the_rest_of_a_planned_sum_comes_in_at_the_latest_ratio():
    found = end([at(1, 31, "5"), at(3, 31, "18"), at(6, 30, "40")], planned("sum", *QUARTERS))
    # 20 · 31 / 90 was expected by January; 5 / 6.8889 = 0.7258, 18 / 20 = 0.9, 40 / 50 = 0.8; 40 + 0.8 · 50
    assert (found.course, found.expected, found.expected_end) == ("planned", D(50), D(100))
    assert found.band.latest == D("0.8") and found.band.high == D("0.9") and found.band.points == 3
    assert round(found.band.low, 4) == D("0.7258") and not found.wide
    # 40 + 0.72580645… · 50 and 40 + 0.9 · 50
    assert (found.value, found.low, found.high) == (D("80.0000"), D("76.2903"), D("85.0000"))
    assert (found.day, found.realized, found.until) == (date(2026, 6, 30), D(40), END)


def test_between_two_points_the_course_is_a_line():
    # The first of June is 62 of 91 days after the first quarter: 20 + 30 · 62 / 91
    found = end([at(6, 1, "40")], planned("sum", *QUARTERS))
    assert found.expected is not None and round(found.expected, 4) == D("40.4396")
    assert end([at(4, 1, "40")], planned("last", (date(2026, 3, 31), "20"), (date(2026, 4, 2), "30"))).expected == D(25)


def test_of_a_last_known_value_the_whole_is_uncertain():
    plan = planned("last", (date(2026, 3, 31), "80"), (date(2026, 6, 30), "90"), (END, "100"))
    found = end([at(2, 1, "72"), at(3, 31, "76"), at(6, 30, "81")], plan)
    # Before the first point as at the first one: 72 / 80 = 0.9, 76 / 80 = 0.95, 81 / 90 = 0.9
    assert found.band == Band(D("0.9"), D("0.9"), D("0.95"), 3)
    assert (found.value, found.low, found.high) == (D("90.0000"), D("90.0000"), D("95.0000"))


def test_a_sum_without_a_course_goes_on_every_day():
    # 73 days are a fifth of the year.
    found = end([at(3, 14, "30")], planned("sum"))
    assert (found.course, found.value, found.expected, found.expected_end) == ("linear", D("150.0000"), None, None)
    # 30 / 73 a day, a quarter less and more, for 292 days more: 30 + 90, 30 + 150
    assert (found.low, found.high, found.wide, found.band.points) == (D("120.0000"), D("180.0000"), True, 1)


def test_the_first_day_of_the_year_is_a_day():
    assert end([at(1, 1, "1")], planned("sum")).value == D("365.0000")


@pytest.mark.parametrize("consolidation", ["average", "last"])
def test_other_values_without_a_course_stay(consolidation: str):
    found = end([at(1, 31, "60"), at(2, 28, "90"), at(3, 31, "80")], planned(consolidation))
    assert (found.course, found.value, found.low, found.high) == ("level", D("80.0000"), D("60.0000"), D("90.0000"))
    assert not found.wide and found.band.points == 3


def test_without_an_outline_a_value_stays_until_the_end_of_the_year():
    found = end([at(1, 31, "60")], None)
    assert (found.course, found.value, found.until) == ("level", D("60.0000"), END)


def test_of_two_days_there_is_no_spread_to_speak_of():
    found = end([at(1, 31, "60"), at(2, 28, "80")], planned("last"))
    assert found.wide and (found.low, found.high) == (D("45.0000"), D("100.0000"))


def test_only_the_last_six_days_make_the_uncertainty():
    values = ["10", "50", "51", "52", "53", "54", "55"]
    found = end([at(month, 1, value) for month, value in enumerate(values, 1)], planned("last"))
    assert (found.low, found.high, found.band.points) == (D("50.0000"), D("55.0000"), 6)


def test_at_the_deadline_nothing_is_uncertain():
    for day in (date(2026, 6, 30), date(2026, 7, 5)):
        found = end([(day, D(40))], planned("sum", deadline=date(2026, 6, 30)))
        assert (found.value, found.low, found.high, found.wide) == (D("40.0000"), D("40.0000"), D("40.0000"), False)
    before = end([(date(2026, 6, 29), D(180))], planned("sum", deadline=date(2026, 6, 30)))
    assert before.value == D("181.0000") and before.wide


def test_a_deadline_after_the_year_is_the_end_of_the_year():
    assert end([at(1, 31, "60")], planned("last", deadline=date(2027, 3, 31))).until == END


def test_after_its_last_point_a_course_expects_no_more():
    found = end([at(9, 30, "30")], planned("sum", (date(2026, 6, 30), "40")))
    assert (found.expected, found.expected_end, found.value) == (D(40), D(40), D("30.0000"))


def test_where_nothing_was_expected_yet_all_of_it_is_still_to_come():
    plan = planned("last", (date(2026, 6, 30), "0"), (END, "80"))
    found = end([at(3, 1, "4"), at(6, 30, "5")], plan)
    # 5 + 80, a quarter of 80 less and more
    assert (found.value, found.low, found.high, found.wide) == (D("85.0000"), D("65.0000"), D("105.0000"), True)
    assert found.band == Band(D(1), D("0.75"), D("1.25"), 0)


def test_where_nothing_is_expected_any_more_the_ratio_is_as_planned():
    """What should come down to nothing: the ratios of before say how wide it may be, and not where it goes."""
    plan = planned("last", *((date(2026, month, 28), value) for month, value in ((1, "80"), (2, "60"), (3, "40"))),
                   (date(2026, 6, 30), "0"), (END, "10"))  # fmt: skip
    found = end([at(1, 28, "40"), at(2, 28, "60"), at(3, 28, "48"), at(6, 30, "5")], plan)
    # Ratios 0.5, 1 and 1.2, a quarter less and more; 5 + 10, 5 + 0.375 · 10, 5 + 1.5 · 10
    assert (found.band, found.wide) == (Band(D(1), D("0.375"), D("1.5"), 3), True)
    assert (found.value, found.low, found.high) == (D("15.0000"), D("8.7500"), D("20.0000"))


def test_the_processes_own_decimal_context_never_matters():
    points, plan = [at(1, 31, "5"), at(3, 31, "18"), at(6, 30, "40")], planned("sum", *QUARTERS)
    usual = end(points, plan)
    with localcontext(prec=3, rounding="ROUND_UP"):
        assert end(points, plan) == usual


def test_a_day_before_the_year_has_no_ratio():
    found = end([(date(2025, 12, 31), D(3)), at(3, 14, "30")], planned("sum"))
    assert found.band.points == 1 and found.value == D("150.0000")


def test_a_forecast_has_four_decimals_half_up():
    assert end([at(1, 3, "0.00005")], planned("last")).value == D("0.0001")


def test_a_path_has_the_newest_word_of_each_day():
    march, june = date(2026, 3, 31), date(2026, 6, 30)
    said = [
        that.realized("10", sequence=1, day=march),
        that.realized("30", sequence=3, day=june),
        that.realized("20", sequence=2, day=june),
    ]
    assert path(said) == [(march, D(10)), (june, D(30))]
    assert path([*said, that.realized("12", sequence=4, day=march)]) == [(march, D(12))]
    assert path([*said, that.realized(None, sequence=4, day=june)]) == []
    after = that.realized("7", sequence=5, day=june)
    assert path([*said, that.realized(None, sequence=4, day=june), after]) == [(june, D(7))]
    assert path([]) == []


values = st.decimals(0, 200, places=2)
days = st.lists(st.integers(0, 400), min_size=1, max_size=10, unique=True).map(sorted)
plans = st.one_of(
    st.none(),
    st.builds(
        lambda kind, steps, deadline: PlannedIndicator(
            that.COVERAGE, UUID(int=1), kind, YEAR.since + timedelta(deadline),
            tuple(
                (YEAR.since + timedelta(30 * number), sum(steps[:number], D(0))) for number in range(1, len(steps) + 1)
            ),
        ),
        st.sampled_from(["sum", "average", "last"]),
        st.lists(st.decimals(0, 20, places=1), max_size=5),
        st.integers(160, 364),
    ),
)  # fmt: skip


@given(days=days, given_=st.lists(values, min_size=10, max_size=10), plan=plans)
def test_the_bounds_contain_the_forecast(days: list[int], given_: list[Decimal], plan: PlannedIndicator | None):
    points = [(YEAR.since + timedelta(day), value) for day, value in zip(days, given_, strict=False)]
    found = extrapolate(points, plan, YEAR, FEW)
    assert found.low <= found.value <= found.high
    if points[-1][0] >= found.until:
        assert found.low == found.high


@given(day=st.integers(0, 364), less=values, more=values, plan=plans)
def test_more_realized_is_never_less_at_the_end(day: int, less: Decimal, more: Decimal, plan: PlannedIndicator | None):
    on = YEAR.since + timedelta(day)
    less, more = sorted((less, more))
    low, high = (extrapolate([(on, value)], plan, YEAR, FEW) for value in (less, more))
    assert low.value <= high.value and low.low <= high.low and low.high <= high.high
