"""The index and the grade, as a reader of PermenPANRB 14/2017 would check them with a pocket calculator."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from survey_svc.domain.index import Grade, Rounding, element_mean, grade, index

SUMS = (105, 101, 100, 116, 102, 105, 106, 105, 115)
"""29 respondents' answers to nine elements, from a published worked example."""


@pytest.mark.parametrize(
    ("name", "total", "respondents", "elements", "rounding", "expected", "expected_grade"),
    [
        ("I1 exact", sum(SUMS), 29, 9, "exact", "91.48", "A"),
        ("I1 two decimals", sum(SUMS), 29, 9, "rounded_0_11", "90.56", "A"),
        ("I2 exact", 36, 1, 9, "exact", "100.00", "A"),
        ("I2 two decimals", 36, 1, 9, "rounded_0_11", "99.00", "A"),
        ("I2 three decimals", 36, 1, 9, "rounded_0_111", "99.90", "A"),
        ("I3 exact", 9, 1, 9, "exact", "25.00", "D"),
        ("I3 two decimals", 9, 1, 9, "rounded_0_11", "24.75", "D"),
        ("I5 upper", 35324, 10000, 1, "exact", "88.31", "A"),
        ("I5 lower", 3532, 1000, 1, "exact", "88.30", "B"),
        ("I6 upper", 30644, 10000, 1, "exact", "76.61", "B"),
        ("I6 lower", 3064, 1000, 1, "exact", "76.60", "C"),
        ("I7 upper", 260, 100, 1, "exact", "65.00", "C"),
        ("I7 lower", 25996, 10000, 1, "exact", "64.99", "D"),
        ("NRR 3.55 exact", 355 * 9, 100, 9, "exact", "88.75", "A"),
        ("NRR 3.55 two decimals", 355 * 9, 100, 9, "rounded_0_11", "87.86", "B"),
        ("three elements, two decimals", 12, 1, 3, "rounded_0_11", "99.00", "A"),
        ("six elements, two decimals, past the scale", 24, 1, 6, "rounded_0_11", "100.00", "A"),
    ],
)
def test_a_worked_index(
    name: str, total: int, respondents: int, elements: int, rounding: str, expected: str, expected_grade: str
):
    found = index(total, respondents, elements, Rounding(rounding))
    assert str(found) == expected, name
    assert found is not None
    assert grade(found) is Grade(expected_grade)


def test_i10_the_means_of_the_elements():
    means = ["3.6207", "3.4828", "3.4483", "4.0000", "3.5172", "3.6207", "3.6552", "3.6207", "3.9655"]
    assert [str(element_mean(each, 29)) for each in SUMS] == means


@pytest.mark.parametrize("rounding", Rounding)
def test_i12_without_answers_there_is_no_index(rounding: Rounding):
    assert index(0, 0, 9, rounding) is None


@st.composite
def tallies(draw: st.DrawFn) -> tuple[int, int, int]:
    """(total, respondents, elements) that answers from 1 to 4 can add up to."""
    elements = draw(st.integers(1, 9))
    respondents = draw(st.integers(1, 1_000_000))
    total = draw(st.integers(elements * respondents, 4 * elements * respondents))
    return total, respondents, elements


@given(tallies())
def test_the_exact_index_is_the_fraction_rounded_half_up_once(tally: tuple[int, int, int]):
    total, respondents, elements = tally
    hundredths = Fraction(total * 2500, respondents * elements)
    half_up = (hundredths + Fraction(1, 2)).__floor__()
    assert index(total, respondents, elements, Rounding.EXACT) == Decimal(half_up) / 100


@given(tallies())
def test_the_exact_index_stays_on_the_scale(tally: tuple[int, int, int]):
    found = index(*tally, Rounding.EXACT)
    assert found is not None
    assert Decimal(25) <= found <= Decimal(100)


@given(tallies(), st.sampled_from(Rounding))
def test_a_rounded_index_ends_at_100_and_falls_below_25_by_no_more_than_its_weight(
    tally: tuple[int, int, int], rounding: Rounding
):
    found = index(*tally, rounding)
    assert found is not None
    assert Decimal("24.50") <= found <= Decimal(100)


@given(tallies(), st.sampled_from(Rounding))
def test_one_point_more_never_lowers_the_index_nor_the_grade(tally: tuple[int, int, int], rounding: Rounding):
    total, respondents, elements = tally
    before, after = index(total, respondents, elements, rounding), index(total + 1, respondents, elements, rounding)
    assert before is not None
    assert after is not None
    assert before <= after
    assert grade(before) >= grade(after)


@given(tallies(), st.sampled_from([Rounding.TWO_DECIMALS, Rounding.THREE_DECIMALS]))
def test_where_the_rounded_weights_fall_short_of_one_the_exact_index_is_no_lower(
    tally: tuple[int, int, int], rounding: Rounding
):
    elements = tally[2]
    too_heavy = {Rounding.TWO_DECIMALS: {6, 8}, Rounding.THREE_DECIMALS: {6, 7}}[rounding]
    exact, rounded = index(*tally, Rounding.EXACT), index(*tally, rounding)
    assert exact is not None
    assert rounded is not None
    assert exact >= rounded or elements in too_heavy
    assert exact <= rounded or elements not in too_heavy
