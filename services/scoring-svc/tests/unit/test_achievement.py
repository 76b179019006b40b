"""What a realization achieves: the published numbers, and laws that hold for all others."""

from decimal import Decimal, getcontext, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as any_
from scoring_svc.domain.achievement import achieve
from scoring_svc.domain.contribution import Indicator

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
