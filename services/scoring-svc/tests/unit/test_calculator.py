"""The calculator: which made-up facts it takes, from both sides of each bound, and what it makes of them."""

from dataclasses import replace
from decimal import Decimal, localcontext
from typing import Any
from uuid import UUID

import pytest
from scoring_svc.domain.card import Slot
from scoring_svc.domain.contribution import Indicator, OrganizationCounts
from scoring_svc.domain.formula import Component, Score
from scoring_svc.domain.lines import IndicatorLine
from scoring_svc.domain.policy import Policy
from scoring_svc.domain.refusals import Code, Refusal
from scoring_svc.domain.simulation import PLAN, UNIT, MadeUp, place, simulate

from .. import situations as that

D = Decimal
GOOD = OrganizationCounts(UNIT, "good", D("98.6"))


def made_up(*indicators: tuple[Indicator, str | None], innovated: bool = False, **components: str) -> MadeUp:
    numbered = [
        (replace(each, id=place(n)), None if value is None else D(value)) for n, (each, value) in enumerate(indicators)
    ]
    return MadeUp({name: D(value) for name, value in components.items()}, numbered, innovated)


def simulated(facts: MadeUp, policy: Policy = that.LAMPUNG) -> Score:
    return simulate(facts, policy, that.TODAY)


def part(found: Score, name: str) -> Component:
    return next(each for each in found.components if each.name == name)


def refused(facts: MadeUp, policy: Policy = that.LAMPUNG) -> Refusal:
    with pytest.raises(Refusal) as caught:
        simulated(facts, policy)
    assert caught.value.code is Code.INVALID_SIMULATION
    return caught.value


def weighed(weight: str) -> Indicator:
    return that.indicator(target="100", weight=D(weight))


def ends(low: str | None, high: str | None) -> Indicator:
    return that.indicator(
        "range", None, range_low=None if low is None else D(low), range_high=None if high is None else D(high)
    )


@pytest.mark.parametrize(
    ("indicator", "realized"),
    [
        (weighed("0.01"), "100"), (weighed("1"), "100"),
        (that.indicator(target="0.01"), "0.01"), (that.indicator("zero", "0"), "0"),
        (that.indicator("zero", "0.01"), "0.01"),
        (ends("0.5", "0.5"), "0.5"), (ends("0.01", "1"), "1"), (ends("1", "90"), "1"),
    ],
)  # fmt: skip
def test_what_is_just_within_its_domain_counts(indicator: Indicator, realized: str):
    assert simulated(made_up((indicator, realized))).value == 100


TWO_ENDS = "A range has two ends above 0, the lower one first."
NO_TARGET = "This direction needs a target that is not negative."


@pytest.mark.parametrize(
    ("indicator", "field", "sentence"),
    [
        (weighed("0"), "weight", "The weight of an indicator is above 0."),
        (weighed("-0.01"), "weight", "The weight of an indicator is above 0."),
        (that.indicator(target=None), "target", NO_TARGET),
        (that.indicator("zero", None), "target", NO_TARGET),
        (that.indicator("zero", "-0.01"), "target", NO_TARGET),
        (that.indicator(target="-0.01"), "target", NO_TARGET),
        (that.indicator(target="0"), "target", "A target of 0 cannot be divided by: choose the direction zero."),
        (that.indicator("minimize", "0"), "target", "A target of 0 cannot be divided by: choose the direction zero."),
        (ends(None, None), "range_low", TWO_ENDS),
        (ends("80", None), "range_low", TWO_ENDS),
        (ends(None, "90"), "range_low", TWO_ENDS),
        (ends("0", "90"), "range_low", TWO_ENDS),
        (ends("-1", "90"), "range_low", TWO_ENDS),
        (ends("90.01", "90"), "range_low", TWO_ENDS),
    ],
)
def test_an_indicator_that_nothing_can_be_reckoned_with_is_named_by_its_place(
    indicator: Indicator, field: str, sentence: str
):
    found = refused(made_up((weighed("1"), "1"), (indicator, "1")))
    assert (found.pointer, found.detail) == (f"#/indicators/1/{field}", sentence)


def test_a_component_lies_between_floor_and_cap():
    assert simulated(made_up(targets="120")).value == 120
    assert simulated(made_up(targets="0")).value == 0
    for value in ("-0.01", "120.01"):
        found = refused(made_up(evaluation="100", targets=value))
        assert found.pointer == "#/components/targets"
        assert found.detail == f"A component goes from 0 to 120 in this policy, not to {value}."


def test_a_component_is_one_of_the_policys():
    found = refused(made_up(organization="100"))
    assert found.pointer == "#/components/organization"
    assert found.detail == "The policy lampung has no component organization."


def with_unit(achievement: str | None, **components: str) -> MadeUp:
    unit = replace(GOOD, achievement=None if achievement is None else D(achievement))
    return MadeUp({name: D(value) for name, value in components.items()}, (), innovated=False, organization=unit)


@pytest.mark.parametrize("achievement", [None, "0", "0.5", "98.6"])
def test_what_a_unit_achieved_is_not_negative(achievement: str | None):
    (line,) = simulated(with_unit(achievement)).beside
    assert line.value == (None if achievement is None else D(achievement))
    found = refused(with_unit("-0.01"))
    assert (found.pointer, found.detail) == ("#/organization/achievement", "What a unit achieved is not negative.")


def test_what_a_unit_achieved_is_given_once():
    found = refused(with_unit("98.6", organization="50"), that.JATENG)
    assert found.pointer == "#/organization"
    assert found.detail == "Give the unit's achievement as a component or as a predicate, not as both."


def test_every_made_up_fact_has_the_id_of_its_place():
    assert [place(n) for n in (0, 1, 50)] == [UUID(int=2), UUID(int=3), UUID(int=52)]
    found = simulated(replace(made_up((weighed("1"), "80"), (weighed("1"), None)), organization=GOOD))
    assert [
        (line.plan_event, line.event_id, line.realized)
        for line in part(found, "targets").lines
        if isinstance(line, IndicatorLine)
    ] == [(PLAN, place(0), D(80)), (PLAN, None, None)]
    (line,) = found.beside
    assert line.slot == Slot(1, UNIT, that.TODAY, GOOD)


def test_a_given_component_is_complete_and_has_no_lines():
    some, none = (weighed("40"), "80"), (weighed("60"), None)
    reckoned = simulated(made_up(some, none))
    assert (part(reckoned, "targets").complete, reckoned.completeness) == (40, D("24.00"))
    given = simulated(made_up(some, none, targets="80"))
    assert (part(given, "targets").complete, given.completeness) == (100, D("60.00"))
    assert len(part(reckoned, "targets").lines) == 2 and part(given, "targets").lines == ()
    assert (given.value, part(given, "targets").share) == (D("80.0000"), D("100.0000"))


@pytest.mark.parametrize(("innovated", "category"), [(True, "very_good"), (False, "good")])
def test_the_best_category_needs_the_made_up_innovation(innovated: bool, category: str):
    assert simulated(made_up(targets="115", evaluation="115", innovated=innovated)).category == category


def test_a_given_number_is_rounded_as_the_policy_rounds_components():
    found: Any = part(simulated(made_up(targets="80.00005", evaluation="80.00004")), "targets")
    assert str(found.value) == "80.0001"


def test_the_processes_own_decimal_context_never_matters():
    facts = made_up((weighed("7"), "83.33"), (weighed("3"), "91.07"), evaluation="90.123")
    usual = simulated(facts)
    with localcontext(prec=3, rounding="ROUND_UP"):
        assert simulated(facts) == usual
