"""Forecasts of scores: worked by hand, laws, and that no result has one."""

from dataclasses import replace
from datetime import date
from decimal import Decimal, localcontext
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scoring_svc.app.translate import forecast_changed
from scoring_svc.domain.as_of import Recorded
from scoring_svc.domain.card import fold
from scoring_svc.domain.contribution import Contribution, Indicator
from scoring_svc.domain.faults import faults
from scoring_svc.domain.forecast import Forecast, explain_forecast, forecast
from scoring_svc.domain.formula import score
from scoring_svc.domain.official import explained
from scoring_svc.domain.outline import Outline, PlannedIndicator
from scoring_svc.domain.policy import ForecastRules, Policy, Value

from .. import situations as that

D = Decimal
JUNE = date(2026, 6, 30)


def outline(consolidation: str = "sum") -> Outline:
    expected = ((JUNE, D(50)), (date(2026, 12, 31), D(100)))
    indicators = (PlannedIndicator(that.COVERAGE, UUID(int=1), consolidation, date(2026, 12, 31), expected),)
    return Outline(that.PLAN, that.SITI, that.YEAR, 1, (), indicators)


def ahead(
    *said: Contribution, as_of: date = that.TODAY, policy: Policy = that.LAMPUNG, consolidation: str = "sum"
) -> Forecast | None:
    log = [Recorded(each, that.NOW) for each in said]
    return forecast(that.empty(), log, [outline(consolidation)], that.year(), as_of, policy)


def sure(*said: Contribution, policy: Policy = that.LAMPUNG, consolidation: str = "sum") -> Forecast:
    found = ahead(*said, policy=policy, consolidation=consolidation)
    assert found is not None
    return found


def months(*values: str) -> list[Contribution]:
    """The realizations at the ends of April, May and June, as far as there are."""
    ends = (date(2026, 4, 30), date(2026, 5, 31), JUNE)
    return [
        that.realized(value, sequence=n, day=day) for n, (value, day) in enumerate(zip(values, ends, strict=False), 1)
    ]


PLAN = that.plan(that.indicator(target="100"))


def test_targets_are_carried_on_and_the_rest_stands():
    found = sure(PLAN, *months("20", "30", "40"), that.rated(), that.surveyed())
    # Expected were 50 · 120 / 181 = 33.149, 50 · 151 / 181 = 41.713 and 50: ratios 0.6033, 0.7192 and 0.8.
    # 40 + 0.8 · 50 = 80; (60 · 80 + 25 · 100 + 15 · 87.5) / 100
    assert found.value == D("86.1250")
    # 40 + 0.60333 · 50 = 70.1667; (60 · 70.1667 + 3812.5) / 100
    assert (found.low, found.high) == (D("80.2250"), D("86.1250"))
    assert found.below and not found.wide and found.as_of == that.TODAY


def test_the_bound_itself_is_not_below():
    found = sure(PLAN, *months("45", "45", "45"))
    assert (found.value, found.below) == (D("90.0000"), False)
    assert sure(PLAN, *months("44", "44", "44.99")).below
    lower = replace(that.LAMPUNG, forecast=ForecastRules(Value(D("89.98"), "own"), that.LAMPUNG.forecast.few_points))
    assert not sure(PLAN, *months("44", "44", "44.99"), policy=lower).below


def test_few_realizations_have_the_policys_bounds():
    found = sure(PLAN, that.realized("40", day=JUNE))
    # 40 + 0.8 · 0.75 · 50 and 40 + 0.8 · 1.25 · 50
    assert (found.value, found.low, found.high, found.wide) == (D("80.0000"), D("70.0000"), D("90.0000"), True)


def test_less_is_better_turns_the_bounds_round():
    found = sure(that.plan(that.indicator("minimize", "100")), that.realized("40", day=JUNE))
    # 80 expected, 70 to 90: 200 − 80 = 120 and so on, capped at 120
    assert (found.value, found.low, found.high) == (D("120.0000"), D("110.0000"), D("120.0000"))


def test_a_range_is_best_inside():
    found = sure(that.plan(that.within("75", "85")), that.realized("45", day=JUNE), consolidation="last")
    # 90 expected, above the range; 67.5 to 112.5: from under the range to above it, with all of it between.
    assert found.value == D("105.8824") and found.low == D("90.0000") and found.high == D("120.0000")


def both_sides() -> Policy:
    rule = replace(that.LAMPUNG.directions["range"], value="both_sides")
    return replace(that.LAMPUNG, directions={**that.LAMPUNG.directions, "range": rule})


def test_a_range_whose_deviations_are_losses_is_best_between_the_bounds():
    found = sure(
        that.plan(that.within("75", "85")), that.realized("45", day=JUNE), consolidation="last", policy=both_sides()
    )
    # 90 of 85: 200 − 105.8824; at 112.5: 200 − 132.3529; inside: 100
    assert (found.value, found.low, found.high) == (D("94.1176"), D("67.6471"), D("100.0000"))


def test_what_speaks_of_later_days_is_not_known_yet():
    said = [PLAN, that.realized("40", day=JUNE), that.realized("90", sequence=2, day=date(2026, 7, 1))]
    found = ahead(*said, as_of=JUNE)
    assert found is not None and (found.value, found.as_of) == (D("80.0000"), JUNE)


@pytest.mark.parametrize(
    "indicator", [that.indicator(target="99.97"), that.indicator("minimize", "99.97"), that.within("77.77", "99.97")]
)
def test_the_processes_own_decimal_context_never_matters(indicator: Indicator):
    said = (that.plan(indicator), *months("41.234", "42.345", "43.456"), that.rated("above", "below"))
    for policy in (that.LAMPUNG, that.JATENG):
        usual = sure(*said, policy=policy)
        with localcontext(prec=3, rounding="ROUND_UP"):
            assert sure(*said, policy=policy) == usual


def test_without_a_score_there_is_no_forecast():
    assert ahead(PLAN) is None and ahead() is None
    assert ahead(PLAN, that.realized("40", day=JUNE), as_of=date(2026, 6, 29)) is None


def test_without_a_realization_the_rest_stands():
    found = sure(PLAN, that.rated())
    assert (found.value, found.low, found.high, dict(found.ends)) == (D("100.0000"), D("100.0000"), D("100.0000"), {})


def test_it_explains_itself():
    found = sure(PLAN, *months("20", "30", "40"))
    why = explain_forecast(found, that.LAMPUNG)
    assert (why["kind"], why["forecast"], why["low"], why["high"], why["as_of"]) == (
        "forecast", found.value, found.low, found.high, that.TODAY,
    )  # fmt: skip
    assert (why["bound"], why["bound_source"], why["below"], why["wide"]) == (D(90), "own", True, False)
    assert (why["few_points_percent"], why["few_points_source"]) == (D(25), "own")
    assert (why["rule"], why["source"]) == ("ratio_to_expected_course", "own")
    (line,) = why["indicators"]
    assert (line["indicator_id"], line["title"], line["measure"]) == (that.COVERAGE, "Cakupan imunisasi", "percent")
    assert (line["course"], line["day"], line["realized"]) == ("planned", JUNE, D(40))
    assert (line["expected"], line["expected_end"], line["until"]) == (D(50), D(100), date(2026, 12, 31))
    assert (line["ratio"], line["ratio_high"], line["points"]) == (D("0.8"), D("0.8"), 3)
    assert round(line["ratio_low"], 4) == D("0.6033") and "band" not in line
    assert (line["value"], line["value_at_end"]) == (D("80.0000"), D("80.0000"))
    assert (line["low"], line["high"]) == (D("70.1667"), D("80.0000"))
    assert why["explanation"]["score"] == found.value


def test_it_is_said_as_it_is():
    found = sure(PLAN, *months("20", "30", "40"))
    said = forecast_changed(that.SITI, that.YEAR, found, that.LAMPUNG)
    assert (said.forecast, said.low, said.high, said.bound, said.below, said.as_of) == (  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
        found.value, found.low, found.high, D(90), True, that.TODAY,
    )  # fmt: skip


def test_nothing_under_a_seal_is_a_forecast():
    card = fold(that.empty(), [PLAN, *months("20", "30", "40")])
    spelled = explained(card, score(card, that.LAMPUNG), that.LAMPUNG)
    for word in (b"forecast", b"expected_end", b"ratio_to_expected_course", b"bound"):
        assert word not in spelled


@pytest.mark.parametrize(
    ("bound", "few", "found"),
    [
        ("0", "0", []),
        ("120", "100", []),
        ("-0.01", "25", ["forecast.bound must lie between floor and cap"]),
        ("120.01", "25", ["forecast.bound must lie between floor and cap"]),
        ("90", "-0.01", ["forecast.few_points_percent must lie between 0 and 100"]),
        ("90", "100.01", ["forecast.few_points_percent must lie between 0 and 100"]),
    ],
)
def test_a_bound_outside_of_the_scale_is_a_fault(bound: str, few: str, found: list[str]):
    rules = ForecastRules(Value(D(bound), "own"), Value(D(few), "own"))
    assert faults(replace(that.LAMPUNG, forecast=rules)) == found


indicators = st.sampled_from(
    [
        that.indicator(target="100"),
        that.indicator("minimize", "60"),
        that.within("60", "80"),
        that.indicator("zero", "3"),
    ]
)
realizations = st.lists(st.tuples(st.integers(1, 189), st.integers(0, 150)), min_size=1, max_size=8)


@given(
    indicator=indicators,
    given_=realizations,
    consolidation=st.sampled_from(["sum", "average", "last"]),
    policy=st.sampled_from([that.LAMPUNG, that.JATENG, both_sides()]),
)
def test_bounds_contain_the_forecast_and_it_is_the_same_again(
    indicator: Indicator, given_: list[tuple[int, int]], consolidation: str, policy: Policy
):
    said = [that.plan(indicator)] + [
        that.realized(str(value), sequence=n, day=date.fromordinal(date(2026, 1, 1).toordinal() + day))
        for n, (day, value) in enumerate(given_, 1)
    ]
    found = ahead(*said, policy=policy, consolidation=consolidation)
    assert found == ahead(*reversed(said), policy=policy, consolidation=consolidation)
    if found is not None:
        assert found.low <= found.value <= found.high
