"""Periods: one step at a time, back only with a reason, and in order with the year around them."""

from dataclasses import replace
from functools import reduce
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from target_svc.domain import periods
from target_svc.domain.periods import Moved
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import Period, PeriodStatus

from .. import situations as that

PLANNED, OPEN, EVALUATION, PUBLISHED, CLOSED = PeriodStatus
WHY = "Realisasi Triwulan I terlambat masuk."
ALLOWED = {
    (PLANNED, OPEN): False, (OPEN, EVALUATION): False, (EVALUATION, PUBLISHED): False, (PUBLISHED, CLOSED): False,
    (EVALUATION, OPEN): True, (PUBLISHED, EVALUATION): True, (CLOSED, EVALUATION): True,
}  # fmt: skip


def quarter(status: PeriodStatus, **changes: Any) -> Period:
    made = that.year(id=that.QUARTER, kind="quarterly", annual_period_id=that.YEAR, name="Triwulan I", status=status)
    return replace(made, **changes)


def refused(act: Any, *arguments: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        act(*arguments)
    assert caught.value.detail.endswith(".")
    return caught.value


@pytest.mark.parametrize(("old", "new"), list(product(PeriodStatus, PeriodStatus)))
def test_every_pair_of_statuses(old: PeriodStatus, new: PeriodStatus):
    state = that.year(status=old)
    if old is new:
        assert periods.move(state, new, None, None, ()) == ()
    elif (old, new) in ALLOWED:
        assert periods.move(state, new, WHY, None, ()) == (Moved(new, WHY, ALLOWED[old, new]),)
    else:
        refusal = refused(periods.move, state, new, WHY, None, ())
        assert (refusal.code, refusal.pointer) == (Code.WRONG_STATUS, "#/status")
        assert all(to in refusal.detail for former, to in ALLOWED if former is old)


@pytest.mark.parametrize(("old", "new"), [pair for pair, back in ALLOWED.items() if back])
def test_going_back_needs_a_reason(old: PeriodStatus, new: PeriodStatus):
    refusal = refused(periods.move, that.year(status=old), new, None, None, ())
    assert (refusal.code, refusal.pointer) == (Code.REASON_MISSING, "#/reason")


def test_a_reopening_is_counted_and_its_reason_stands_until_the_period_goes_on():
    closed = that.year(status=CLOSED, reopened=1)
    (back,) = periods.move(closed, EVALUATION, WHY, None, ())
    reopened = periods.evolve(closed, back)
    assert (reopened.status, reopened.reopened, reopened.reason) == (EVALUATION, 2, WHY)
    (on,) = periods.move(reopened, PUBLISHED, "Selesai.", None, ())
    after = periods.evolve(reopened, on)
    assert (after.status, after.reopened, after.reason) == (PUBLISHED, 2, None)


def test_a_quarter_opens_only_in_a_year_that_has_begun():
    refusal = refused(periods.move, quarter(PLANNED), OPEN, None, that.year(status=PLANNED), ())
    assert (refusal.code, refusal.pointer) == (Code.YEAR_NOT_OPEN, "#/status")
    for status in (OPEN, EVALUATION, PUBLISHED):
        assert periods.move(quarter(PLANNED), OPEN, None, that.year(status=status), ())
    periods.check_around(quarter(PLANNED), that.year(status=PLANNED), ())


def test_in_a_closed_year_everything_is_closed():
    refusal = refused(periods.move, quarter(CLOSED), EVALUATION, WHY, that.year(status=CLOSED), ())
    assert (refusal.code, refusal.pointer) == (Code.YEAR_CLOSED, "#/status")
    periods.check_around(quarter(CLOSED), that.year(status=CLOSED), ())


def test_a_year_closes_after_all_that_lies_in_it():
    inside = [quarter(CLOSED), quarter(PUBLISHED, name="Triwulan III"), quarter(OPEN, name="Triwulan II")]
    refusal = refused(periods.move, that.year(status=PUBLISHED), CLOSED, None, None, inside)
    assert (refusal.code, refusal.pointer) == (Code.PARTS_NOT_CLOSED, "#/status")
    assert refusal.detail.endswith("first: Triwulan II, Triwulan III.")
    assert periods.move(that.year(status=PUBLISHED), CLOSED, None, None, [quarter(CLOSED)] * 4)
    assert periods.move(that.year(status=EVALUATION), PUBLISHED, None, None, inside)


@pytest.mark.parametrize("status", PeriodStatus)
def test_what_is_put_begins_as_planned_or_open(status: PeriodStatus):
    if status in (PLANNED, OPEN):
        assert periods.put(that.year(status=status), None) == that.year(status=status)
    else:
        refusal = refused(periods.put, that.year(status=status), None)
        assert (refusal.code, refusal.pointer) == (Code.STATUS_BY_ROUTE, "#/status")
        assert f"POST /v1/periods/{that.YEAR}/status" in refusal.detail


def test_what_is_put_again_keeps_its_status_and_what_is_not_the_clients_to_say():
    former = that.year(status=EVALUATION, reopened=2, reason=WHY)
    renamed = that.year(status=EVALUATION, name="Tahun anggaran 2026")
    assert periods.put(renamed, former) == replace(former, name="Tahun anggaran 2026")
    for status in (OPEN, PUBLISHED):
        refusal = refused(periods.put, that.year(status=status), former)
        assert (refusal.code, refusal.pointer) == (Code.STATUS_BY_ROUTE, "#/status")
        assert f"POST /v1/periods/{that.YEAR}/status" in refusal.detail


@pytest.mark.parametrize(("old", "new"), list(product(PeriodStatus, PeriodStatus)))
def test_an_import_brings_a_period_on_and_never_back(old: PeriodStatus, new: PeriodStatus):
    former, wanted = that.year(status=old, reopened=1, reason=WHY), that.year(status=new)
    order = [PLANNED, OPEN, EVALUATION, PUBLISHED, CLOSED]
    assert periods.bring(wanted, None) == wanted
    if order.index(new) < order.index(old):
        refusal = refused(periods.bring, wanted, former)
        assert (refusal.code, refusal.pointer) == (Code.PERIOD_MOVED_ON, "#/status")
    else:
        brought = periods.bring(wanted, former)
        assert (brought.status, brought.reopened) == (new, 1)
        assert brought.reason == (WHY if old is new else None)


class YearMachine(RuleBasedStateMachine):
    """A year with two quarters on all their ways, against a model of small numbers: 0 planned to 4 closed."""

    STEPS = ((0, 1), (1, 2), (2, 3), (3, 4), (4, 2), (3, 2), (2, 1))

    def __init__(self) -> None:
        super().__init__()
        self.states = {
            0: that.year(status=PLANNED),
            1: quarter(PLANNED, id=UUID(int=1)),
            2: quarter(PLANNED, id=UUID(int=2)),
        }
        self.model = {0: 0, 1: 0, 2: 0}
        self.reopened = {0: 0, 1: 0, 2: 0}

    @rule(which=st.integers(0, 2), to=st.sampled_from(list(PeriodStatus)), reason=st.sampled_from([None, WHY]))
    def move(self, which: int, to: PeriodStatus, reason: str | None) -> None:
        state, now, then = self.states[which], self.model[which], list(PeriodStatus).index(to)
        year = None if which == 0 else self.states[0]
        inside = (self.states[1], self.states[2]) if which == 0 else ()
        allowed = now == then or self._allowed(which, now, then, reason)
        if not allowed:
            refused(periods.move, state, to, reason, year, inside)
            return
        facts = periods.move(state, to, reason, year, inside)
        self.states[which] = reduce(periods.evolve, facts, state)
        self.model[which] = then
        self.reopened[which] += then < now

    def _allowed(self, which: int, now: int, then: int, reason: str | None) -> bool:
        step = (now, then) in self.STEPS and (then > now or reason is not None)
        if which == 0:
            return step and (then != 4 or self.model[1] == self.model[2] == 4)
        return step and 0 < self.model[0] < 4

    @invariant()
    def agrees(self) -> None:
        for which, state in self.states.items():
            assert list(PeriodStatus).index(state.status) == self.model[which]
            assert state.reopened == self.reopened[which]

    @invariant()
    def a_closed_year_has_only_closed_quarters_and_a_planned_one_none_that_is_open(self) -> None:
        if self.model[0] == 4:
            assert self.model[1] == self.model[2] == 4
        if self.model[0] == 0:
            assert self.model[1] == self.model[2] == 0


TestYearMachine = YearMachine.TestCase
