"""Plans: what can be measured, and who moves them from draft to approved."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from target_svc.domain import plan as plans
from target_svc.domain.indicators import check
from target_svc.domain.plan import Plan, PlanStatus
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import PeriodStatus

from .. import situations as that


@pytest.mark.parametrize(
    ("changes", "code", "pointer"),
    [
        ({"title": "Baik"}, Code.NOT_MEASURABLE, "#/indicators/0/title"),
        ({"weight": Decimal(0)}, Code.WEIGHT_MALFORMED, "#/indicators/0/weight"),
        ({"weight": Decimal("100.01")}, Code.WEIGHT_MALFORMED, "#/indicators/0/weight"),
        ({"target": Decimal(0)}, Code.ZERO_TARGET, "#/indicators/0/target"),
        ({"target": Decimal(-1)}, Code.ZERO_TARGET, "#/indicators/0/target"),
        ({"target": None}, Code.TARGET_MALFORMED, "#/indicators/0/target"),
        ({"direction": "minimize", "target": Decimal(0)}, Code.ZERO_TARGET, "#/indicators/0/target"),
        ({"range_low": Decimal(1)}, Code.TARGET_MALFORMED, "#/indicators/0/range_low"),
        ({"direction": "range"}, Code.TARGET_MALFORMED, "#/indicators/0/target"),
        ({"direction": "range", "target": None}, Code.TARGET_MALFORMED, "#/indicators/0/range_low"),
        (
            {"direction": "range", "target": None, "range_low": Decimal(8), "range_high": Decimal(8)},
            Code.TARGET_MALFORMED,
            "#/indicators/0/range_low",
        ),
        (
            {"direction": "range", "target": None, "range_low": Decimal(0), "range_high": Decimal(8)},
            Code.ZERO_TARGET,
            "#/indicators/0/range_low",
        ),
        ({"direction": "zero", "target": Decimal("0.5")}, Code.TARGET_MALFORMED, "#/indicators/0/target"),
        ({"direction": "zero", "target": Decimal(-1)}, Code.TARGET_MALFORMED, "#/indicators/0/target"),
        ({"deadline": date(2027, 1, 1)}, Code.DEADLINE_OUTSIDE, "#/indicators/0/deadline"),
        ({"deadline": date(2025, 12, 31)}, Code.DEADLINE_OUTSIDE, "#/indicators/0/deadline"),
    ],
)
def test_what_cannot_be_measured_is_refused(changes: dict[str, Any], code: Code, pointer: str):
    with pytest.raises(Refusal) as refused:
        check([that.indicator(**changes)], that.year(), whole=False)
    assert (refused.value.code, refused.value.pointer) == (code, pointer)


@pytest.mark.parametrize(
    ("weights", "whole", "code"),
    [
        (("60", "40.01"), False, Code.WEIGHTS_OVER_100),
        (("60", "39.99"), True, Code.WEIGHTS_NOT_100),
        ((), True, Code.NO_INDICATORS),
    ],
)
def test_weights_make_a_hundred(weights: tuple[str, ...], whole: bool, code: Code):
    with pytest.raises(Refusal) as refused:
        check(indicators(*weights), that.year(), whole=whole)
    assert refused.value.code is code


def indicators(*weights: str):
    ids = (that.COVERAGE, that.WAITING)
    return [that.indicator(id=id_, weight=Decimal(weight)) for id_, weight in zip(ids, weights, strict=False)]


def test_weights_that_are_right_or_not_yet_whole():
    check(indicators("60", "40"), that.year(), whole=True)
    check(indicators("60"), that.year(), whole=False)
    check([], that.year(), whole=False)


def test_one_id_stands_for_one_indicator():
    with pytest.raises(Refusal) as refused:
        check([that.indicator(weight=Decimal(50))] * 2, that.year(), whole=False)
    assert refused.value.code is Code.REPEATED_INDICATOR


@pytest.mark.parametrize("status", [PeriodStatus.EVALUATION, PeriodStatus.PUBLISHED, PeriodStatus.CLOSED])
def test_plans_stay_as_they_are_once_the_year_is_evaluated(status: PeriodStatus):
    with pytest.raises(Refusal) as refused:
        plans.draft(None, that.PLAN, that.SITI, that.year(status=status), (that.indicator(),))
    assert refused.value.code is Code.PERIOD_NOT_OPEN


def test_a_plan_is_made_for_a_year():
    with pytest.raises(Refusal) as refused:
        plans.draft(None, that.PLAN, that.SITI, that.year(kind="quarterly"), (that.indicator(),))
    assert refused.value.code is Code.PERIOD_MALFORMED


class PlanMachine(RuleBasedStateMachine):
    """Every walk through a plan's life, against a model of two words: where it stands, and what counts."""

    def __init__(self) -> None:
        super().__init__()
        self.state: Plan | None = None
        self.status = "none"
        self.counts: tuple[Any, ...] = ()
        self.facts = 0

    def _take(self, facts: tuple[Any, ...]) -> None:
        self.state = reduce(plans.evolve, facts, self.state)
        self.facts += len(facts)

    def _refused(self, act: Any) -> None:
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code is Code.WRONG_STATUS

    @precondition(lambda self: self.state is None)
    @rule()
    def draft(self) -> None:
        self._take(plans.draft(None, that.PLAN, that.SITI, that.year(), (that.indicator(),)))
        self.status = "draft"

    @precondition(lambda self: self.state is not None)
    @rule(goal=st.integers(1, 5))
    def redraft(self, goal: int) -> None:
        assert self.state is not None
        wanted = (replace(that.indicator(), target=Decimal(goal)),)
        if self.status == "proposed":
            self._refused(lambda: plans.redraft(self.state, that.year(), wanted))  # pyright: ignore[reportArgumentType]
        else:
            changes = wanted != self.state.indicators
            self._take(plans.redraft(self.state, that.year(), wanted))
            self.status = "draft" if changes else self.status

    @precondition(lambda self: self.state is not None)
    @rule()
    def propose(self) -> None:
        assert self.state is not None
        if self.status == "approved":
            self._refused(lambda: plans.propose(self.state, that.year()))  # pyright: ignore[reportArgumentType]
        else:
            self._take(plans.propose(self.state, that.year()))
            self.status = "proposed"

    @precondition(lambda self: self.state is not None)
    @rule()
    def approve(self) -> None:
        assert self.state is not None
        if self.status in ("draft", "returned"):
            self._refused(lambda: plans.approve(self.state, that.DEWI))  # pyright: ignore[reportArgumentType]
        else:
            self._take(plans.approve(self.state, that.DEWI))
            self.status, self.counts = "approved", self.state.indicators

    @precondition(lambda self: self.state is not None)
    @rule(note=st.sampled_from(["Perjelas target.", "Bobot belum tepat."]))
    def send_back(self, note: str) -> None:
        assert self.state is not None
        if self.status == "proposed" or (self.status == "returned" and self.state.note == note):
            self._take(plans.send_back(self.state, that.DEWI, note))
            self.status = "returned"
        else:
            self._refused(lambda: plans.send_back(self.state, that.DEWI, note))  # pyright: ignore[reportArgumentType]

    @invariant()
    def agrees(self) -> None:
        if self.state is not None:
            assert (self.state.status, self.state.approved) == (PlanStatus(self.status), self.counts)
            assert self.state.sequence == self.facts


TestPlanMachine = PlanMachine.TestCase
