"""What a realization achieves: the published numbers, and laws that hold for all others."""

from dataclasses import replace
from decimal import Decimal, getcontext, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as any_
from scoring_svc.domain.achievement import Conversion, achieve, convert
from scoring_svc.domain.contribution import Indicator
from scoring_svc.domain.policy import Value

from .. import situations as that

AMOUNTS = any_.decimals(min_value=0, max_value=10**9, places=4)
TARGETS = any_.decimals(min_value="0.0001", max_value=10**9, places=4)


@pytest.mark.parametrize(
    ("case", "indicator", "realized", "percent", "value", "rule"),
    [
        ("T1", that.indicator(target="95"), "97.2", "102.3158", "102.3158", "maximize"),
        ("T2", that.indicator(target="80"), "70", "87.5", "87.5", "maximize"),
        ("T3", that.within("80", "90"), "92", "102.2222", "102.2222", "range_above"),
        ("T4", that.within("80", "90"), "85", "100", "100", "range_inside"),
        ("T4 at its lower end", that.within("80", "90"), "80", "100", "100", "range_inside"),
        ("T4 at its upper end", that.within("80", "90"), "90", "100", "100", "range_inside"),
        ("annex page 100 b", that.within("80", "90"), "70", "87.5", "87.5", "range_below"),
        ("T7", that.indicator("minimize", "5"), "4", "120", "120", "minimize"),
        ("T8", that.indicator("minimize", "5"), "0", "200", "120", "minimize"),
        ("T9", that.indicator("minimize", "5"), "10", "0", "0", "minimize"),
        ("T9 and worse", that.indicator("minimize", "5"), "11", "-20", "0", "minimize"),
        ("T11", that.indicator(target="10"), "15", "150", "120", "maximize"),
        ("T12", that.indicator(target="10"), "0", "0", "0", "maximize"),
        ("Z1", that.indicator("zero", "0"), "0", "100", "100", "zero"),
        ("Z1 at most", that.indicator("zero", "0", max_attainable=True), "0", "100", "120", "zero_max_attainable"),
        ("Z2", that.indicator("zero", "0"), "1", "0", "0", "zero"),
        ("zero, tolerated", that.indicator("zero", "2"), "2", "100", "100", "zero"),
        ("at most", that.indicator(target="100", max_attainable=True), "100", "100", "120", "maximize_max_attainable"),
        ("not all of the most", that.indicator(target="100", max_attainable=True), "99", "99", "99", "maximize"),
    ],
)
def test_worked_numbers(case: str, indicator: Indicator, realized: str, percent: str, value: str, rule: str):
    """Domain papers 8.1 and 8.2, and PermenPANRB 8/2021 annex VI."""
    found = achieve(indicator, Decimal(realized), that.LAMPUNG)
    assert (found.percent, found.value, found.rule) == (Decimal(percent), Decimal(value), rule), case


@pytest.mark.parametrize(
    ("realized", "percent", "rule"),
    [("1", "100", "zero"), ("2", "100", "zero"), ("3", "75", "zero_graded"), ("6", "0", "zero_graded")],
)
def test_a_graded_zero_takes_off_for_each_occurrence_above_what_is_tolerated(realized: str, percent: str, rule: str):
    found = achieve(that.indicator("zero", "2"), Decimal(realized), that.JATENG)
    assert (found.rule, found.base, found.percent) == (rule, Decimal(2), Decimal(percent))


def test_all_or_nothing_takes_no_steps_though_the_policy_has_them():
    policy = replace(that.LAMPUNG, zero_step=Value(Decimal(25), "own"))
    found = achieve(that.indicator("zero", "0"), Decimal(1), policy)
    assert (found.rule, found.percent) == ("zero", Decimal(0))


@pytest.mark.parametrize(
    ("realized", "rule", "percent"),
    [
        ("0", "minimize_inverse_zero", "115"),
        ("0.5", "minimize_inverse", "1000"),
        ("-1", "minimize_inverse_zero", "115"),
    ],
)
def test_nothing_of_what_should_be_little_is_the_cap(realized: str, rule: str, percent: str):
    found = achieve(that.indicator("minimize", "5"), Decimal(realized), that.JATENG)
    assert (found.rule, found.base, found.percent) == (rule, Decimal(5), Decimal(percent))


def test_what_is_fully_attained_keeps_what_its_percent_would_have_counted_as():
    policy = replace(that.JATENG, full_attainable=that.LAMPUNG.full_attainable)
    found = achieve(that.indicator(target="100", max_attainable=True), Decimal(100), policy)
    assert (found.value, found.converted) == (Decimal(115), Decimal(109))


@pytest.mark.parametrize("percent", ["-1", "0"])
def test_up_to_its_first_point_a_conversion_gives_what_that_has(percent: str):
    first = that.JATENG.conversion[0]
    assert convert(Decimal(percent), that.JATENG) == Conversion(Decimal(percent), first, first, first.value)


def test_between_two_points_a_conversion_names_both():
    found = convert(Decimal(59), that.JATENG)
    assert (found.lower.percent, found.upper.percent) == (Decimal(0), Decimal(59)), "a point ends the line before it"


@pytest.mark.parametrize("ends", [{"range_low": Decimal(80)}, {"range_high": Decimal(90)}, {}])
def test_a_range_without_both_ends_cannot_have_been_approved(ends: dict[str, Decimal]):
    with pytest.raises(ValueError, match="range has its ends"):
        achieve(that.indicator("range", None, **ends), Decimal(85), that.LAMPUNG)


@pytest.mark.parametrize("direction", ["maximize", "minimize", "zero"])
def test_nor_can_an_indicator_without_a_target(direction: str):
    with pytest.raises(ValueError, match="has a target"):
        achieve(that.indicator(direction, None), Decimal(85), that.LAMPUNG)


@given(AMOUNTS, AMOUNTS, TARGETS)
def test_more_is_never_worse_where_more_is_better(one: Decimal, other: Decimal, target: Decimal):
    less, more = sorted((one, other))
    indicator = that.indicator(target=str(target))
    assert achieve(indicator, less, that.LAMPUNG).value <= achieve(indicator, more, that.LAMPUNG).value


@given(AMOUNTS, AMOUNTS, TARGETS)
def test_less_is_never_worse_where_less_is_better(one: Decimal, other: Decimal, target: Decimal):
    less, more = sorted((one, other))
    for direction in ("minimize", "zero"):
        indicator = that.indicator(direction, str(target))
        assert achieve(indicator, less, that.LAMPUNG).value >= achieve(indicator, more, that.LAMPUNG).value


@given(any_.sampled_from(["maximize", "minimize", "zero"]), AMOUNTS, TARGETS, any_.booleans())
def test_an_achievement_stays_between_floor_and_cap(direction: str, amount: Decimal, target: Decimal, most: bool):
    found = achieve(that.indicator(direction, str(target), max_attainable=most), amount, that.LAMPUNG)
    assert that.LAMPUNG.floor.value <= found.value <= that.LAMPUNG.cap.value


@given(AMOUNTS, TARGETS)
def test_the_processes_own_decimal_context_never_matters(amount: Decimal, target: Decimal):
    indicator = that.indicator(target=str(target))
    usual = achieve(indicator, amount, that.LAMPUNG)
    with localcontext(prec=3, rounding="ROUND_UP"):
        assert getcontext().prec == 3
        assert achieve(indicator, amount, that.LAMPUNG) == usual
