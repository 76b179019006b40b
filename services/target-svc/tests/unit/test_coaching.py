"""Coaching plans: what opens one, once; steps that stay when done; an end that stays."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from contracts.evaluation import v1 as evaluation_wire
from contracts.score import v1 as score_wire
from contracts.target import v1 as wire
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from target_svc.app import resources, translate
from target_svc.app.keep_coachings import begin_all, slot
from target_svc.domain.access import Actor, check_coaches
from target_svc.domain.coaching import (
    Coaching,
    CoachingStatus,
    CoachingStep,
    Opening,
    Trigger,
    begin,
    complete_step,
    end,
    evolve,
    id_of,
    plan,
)
from target_svc.domain.refusals import Code, Refusal

from .. import situations as that

OPEN, COMPLETED, CANCELLED = CoachingStatus
CAUSE, OTHER_CAUSE = UUID(int=0x301), UUID(int=0x302)
OPENING = Opening(that.SITI, that.YEAR, Trigger.RATING, "Rated below.", that.TODAY, CAUSE)
FIRST = CoachingStep("Pelatihan pencatatan imunisasi", date(2026, 8, 1))
SECOND = CoachingStep("Pendampingan di posyandu", date(2026, 9, 1))
LATER = that.TODAY + timedelta(days=30)


def coaching(*steps: CoachingStep, **changes: Any) -> Coaching:
    return replace(Coaching(id_of(OPENING, 0), 1, OPENING, steps=steps), **changes)


def done(step: CoachingStep) -> CoachingStep:
    return replace(step, done_on=LATER)


def refused(call: Any, *arguments: Any) -> tuple[Code, str | None, str]:
    with pytest.raises(Refusal) as caught:
        call(*arguments)
    assert caught.value.detail.endswith(".")
    return caught.value.code, caught.value.pointer, caught.value.detail


def test_one_plan_is_open_at_a_time():
    first = begin([], OPENING)
    assert first == coaching()
    assert begin([coaching()], replace(OPENING, cause=OTHER_CAUSE)) is None
    again = begin([coaching(status=COMPLETED)], replace(OPENING, cause=OTHER_CAUSE))
    assert again is not None
    assert again.id == id_of(OPENING, 1) != id_of(OPENING, 0)


def test_one_cause_opens_one_plan():
    assert begin([coaching(status=CANCELLED)], OPENING) is None
    request = replace(OPENING, trigger=Trigger.REQUEST, cause=None)
    assert begin([coaching(status=CANCELLED, opening=request)], request) is not None


def test_the_id_follows_from_whom_when_and_why():
    others = [
        replace(OPENING, civil_servant_id=that.DEWI),
        replace(OPENING, period_id=that.QUARTER),
        replace(OPENING, trigger=Trigger.FORECAST),
    ]
    assert len({id_of(each, 0) for each in (OPENING, *others)}) == 4
    assert id_of(OPENING, 2) == UUID("c93c961e-0556-5153-96c8-40d23a0e94f6"), "and it stays from release to release"
    assert id_of(replace(OPENING, reason="Else.", cause=None, opened_on=LATER), 0) == id_of(OPENING, 0)


def test_openings_of_one_batch_see_each_other():
    warned = replace(OPENING, trigger=Trigger.FORECAST, cause=OTHER_CAUSE)
    former = {slot(OPENING): [coaching(status=COMPLETED)]}
    begun = begin_all(former, [OPENING, warned, replace(OPENING, cause=OTHER_CAUSE), replace(warned, cause=CAUSE)])
    assert [(each.place, each.state.id) for each in begun] == [(1, id_of(warned, 0)), (2, id_of(OPENING, 1))]


def test_steps_are_planned_and_what_is_done_stays():
    after = evolve(coaching(), plan(coaching(), (FIRST, SECOND)))
    assert after == coaching(FIRST, SECOND, sequence=2)
    assert plan(after, (FIRST, SECOND)) == ()
    after = evolve(after, complete_step(after, 1, LATER))
    assert after == coaching(done(FIRST), SECOND, sequence=3)
    assert (after.done, complete_step(after, 1, LATER + timedelta(days=1))) == (1, ())
    turned = evolve(after, plan(after, (SECOND, FIRST)))
    assert turned.steps == (SECOND, done(FIRST))
    for steps in ((), (SECOND,), (replace(FIRST, due_on=LATER), SECOND), (replace(FIRST, title="Lain"),)):
        code, pointer, detail = refused(plan, after, steps)
        assert (code, pointer, FIRST.title in detail) == (Code.STEP_DONE, "#/steps", True)
    assert plan(after, (FIRST,))


def test_steps_that_cannot_be():
    twice = (FIRST, SECOND, replace(FIRST, due_on=LATER))
    code, pointer, detail = refused(plan, coaching(), twice)
    assert (code, pointer, FIRST.title in detail) == (Code.REPEATED_TITLE, "#/steps/2/title", True)
    early = replace(SECOND, due_on=that.TODAY - timedelta(days=1))
    code, pointer, detail = refused(plan, coaching(), (FIRST, early))
    assert (code, pointer, str(that.TODAY) in detail) == (Code.DUE_BEFORE_OPENING, "#/steps/1/due_on", True)
    assert plan(coaching(), (FIRST, replace(SECOND, due_on=that.TODAY)))


@pytest.mark.parametrize("number", [0, -1, 3])
def test_a_step_that_is_not_there(number: int):
    code, pointer, detail = refused(complete_step, coaching(FIRST, SECOND), number, LATER)
    assert (code, pointer) == (Code.UNKNOWN_STEP, None)
    assert detail == "This plan has 2 steps, counted from 1."
    assert evolve(coaching(FIRST, SECOND), complete_step(coaching(FIRST, SECOND), 2, LATER)).done == 1


def test_it_is_completed_when_all_is_done_or_with_a_reason():
    whole = coaching(done(FIRST), done(SECOND))
    after = evolve(whole, end(whole, COMPLETED, "Cakupan naik.", None))
    assert after == replace(whole, sequence=2, status=COMPLETED, outcome="Cakupan naik.")
    for state, said in (
        (coaching(done(FIRST), SECOND), "1 of 2 steps are not done"),
        (coaching(), "it has no steps"),
    ):
        code, pointer, detail = refused(end, state, COMPLETED, "Cakupan naik.", None)
        assert (code, pointer, said in detail) == (Code.REASON_MISSING, "#/reason", True)
        after = evolve(state, end(state, COMPLETED, "Cakupan naik.", "Mutasi."))
        assert (after.status, after.unfinished) == (COMPLETED, "Mutasi.")
        assert evolve(state, end(state, CANCELLED, "Pindah.", None)).status is CANCELLED


@pytest.mark.parametrize("status", [COMPLETED, CANCELLED])
def test_the_end_stays(status: CoachingStatus):
    ended = coaching(done(FIRST), SECOND, status=status, outcome="Selesai.")
    assert end(ended, status, "Selesai.", None) == ()
    assert complete_step(ended, 1, LATER) == ()
    for call, arguments in (
        (end, (status, "Lain.", None)),
        (end, (CANCELLED if status is COMPLETED else COMPLETED, "Selesai.", None)),
        (plan, ((FIRST,),)),
        (complete_step, (2, LATER)),
    ):
        code, pointer, detail = refused(call, ended, *arguments)
        assert (code, pointer) == (Code.WRONG_STATUS, None)
        assert detail == f"This coaching plan is {status} and stays as it is."


def actor(role: str, agency: UUID | None = None, person: UUID | None = None) -> Actor:
    return Actor("x", frozenset({role}), agency, person)


@pytest.mark.parametrize(
    ("asking", "may"),
    [
        (actor("civil_servant", person=that.DEWI), True),
        (actor("personnel_officer", that.AGENCY), True),
        (actor("agency_system", that.AGENCY), True),
        (actor("region_admin"), True),
        (actor("personnel_officer", that.OTHER_AGENCY), False),
        (actor("inspector"), False),
        (actor("civil_servant", person=that.BUDI), False),
        (actor("civil_servant", person=that.SITI), False),
        (actor("personnel_officer", that.AGENCY, that.SITI), False),
        (actor("civil_servant"), False),
    ],
)
def test_who_keeps_coaching_plans(asking: Actor, may: bool):
    if may:
        check_coaches(asking, that.siti(), that.TODAY)
        return
    assert refused(check_coaches, asking, that.siti(), that.TODAY)[:2] == (Code.NOT_THE_SUPERIOR, None)


def test_a_superior_of_another_day_keeps_none():
    former = that.siti(reporting_lines=(that.line(until=that.TODAY - timedelta(days=1)),))
    found = refused(check_coaches, actor("civil_servant", person=that.DEWI), former, that.TODAY)
    assert found[0] is Code.NOT_THE_SUPERIOR


def judged(**changes: Any) -> evaluation_wire.EvaluationSubmitted:
    said: dict[str, Any] = {
        "evaluation_id": CAUSE, "civil_servant_id": that.SITI, "period_id": that.YEAR,
        "evaluated_period_id": that.QUARTER, "evaluated_until": date(2026, 6, 30), "rater_id": that.DEWI,
        "work_results": "meets", "work_behavior": "meets", "predicate": "good", "evaluated_on": that.TODAY,
        "revised": False, **changes,
    }  # fmt: skip
    return evaluation_wire.EvaluationSubmitted(**said)


def forecast(*, below: bool) -> score_wire.ForecastChanged:
    numbers = {"forecast": Decimal("61.5"), "low": Decimal(55), "high": Decimal(68), "bound": Decimal(70)}
    return score_wire.ForecastChanged(
        civil_servant_id=that.SITI, period_id=that.YEAR, below=below, as_of=that.TODAY, **numbers
    )  # fmt: skip


def test_what_calls_for_a_plan():
    for low in ({"work_results": "below"}, {"work_behavior": "below"}):
        found = translate.opening(judged(**low), OTHER_CAUSE, LATER)
        assert found is not None
        assert (found.trigger, found.cause, found.opened_on) == (Trigger.RATING, CAUSE, LATER)
        assert "below" in found.reason
    found = translate.opening(forecast(below=True), OTHER_CAUSE, LATER)
    assert found is not None
    assert (found.civil_servant_id, found.period_id) == (that.SITI, that.YEAR)
    assert (found.trigger, found.cause) == (Trigger.FORECAST, OTHER_CAUSE)
    assert "61.5" in found.reason and "70" in found.reason


def test_what_calls_for_none():
    withdrawn = evaluation_wire.EvaluationWithdrawn(
        evaluation_id=CAUSE, civil_servant_id=that.SITI, period_id=that.YEAR, evaluated_period_id=that.QUARTER,
        rater_id=that.DEWI, withdrawn_on=that.TODAY, reason="Keliru.",
    )  # fmt: skip
    for data in (judged(), judged(work_results="above"), forecast(below=False), withdrawn):
        assert translate.opening(data, OTHER_CAUSE, LATER) is None


def test_what_others_are_told():
    state = coaching(done(FIRST), SECOND, sequence=5)
    said = translate.of_coaching(state, that.NOW, "c")
    assert (said.aggregate_id, said.sequence, said.key) == (state.id, 5, that.SITI)
    assert said.data == wire.CoachingChanged(
        coaching_id=state.id, civil_servant_id=that.SITI, period_id=that.YEAR, trigger="rating", status="open",
        opened_on=that.TODAY, steps=2, done=1, outcome=None,
    )  # fmt: skip
    answered = resources.coaching(state)
    assert (answered["civil_servant_id"], answered["cause"], answered["done"]) == (that.SITI, CAUSE, 1)
    assert "opening" not in answered


class CoachingMachine(RuleBasedStateMachine):
    """Openings, steps and ends in any order, against a model: ended plans, and the open one's steps by title."""

    def __init__(self) -> None:
        super().__init__()
        self.plans: list[Coaching] = []
        self.causes: set[int] = set()
        self.steps: dict[str, bool] = {}
        self.open = False

    @rule(cause=st.integers(1, 4))
    def call(self, cause: int) -> None:
        made = begin(self.plans, replace(OPENING, cause=UUID(int=cause)))
        assert (made is not None) == (not self.open and cause not in self.causes)
        if made is not None:
            self.causes.add(cause)
            self.plans.append(made)
            self.open, self.steps = True, {}

    @precondition(lambda self: self.open)
    @rule(titles=st.lists(st.sampled_from("abc"), unique=True))
    def plan(self, titles: list[str]) -> None:
        wanted = tuple(CoachingStep(title, LATER) for title in titles)
        if any(is_done and title not in titles for title, is_done in self.steps.items()):
            assert refused(plan, self.plans[-1], wanted)[0] is Code.STEP_DONE
            return
        self.plans[-1] = evolve(self.plans[-1], plan(self.plans[-1], wanted))
        self.steps = {title: self.steps.get(title, False) for title in titles}

    @precondition(lambda self: self.steps)
    @rule(luck=st.integers(0, 100))
    def complete(self, luck: int) -> None:
        number = luck % len(self.steps)
        title = list(self.steps)[number]
        if not self.open and not self.steps[title]:
            assert refused(complete_step, self.plans[-1], number + 1, LATER)[0] is Code.WRONG_STATUS
            return
        self.plans[-1] = evolve(self.plans[-1], complete_step(self.plans[-1], number + 1, LATER))
        self.steps[title] = True

    @precondition(lambda self: self.plans)
    @rule(
        to=st.sampled_from([COMPLETED, CANCELLED]), outcome=st.sampled_from("xy"), reason=st.sampled_from([None, "r"])
    )
    def end(self, to: CoachingStatus, outcome: str, reason: str | None) -> None:
        last = self.plans[-1]
        if not self.open:
            same = (last.status, last.outcome, last.unfinished) == (to, outcome, reason)
            assert same or refused(end, last, to, outcome, reason)[0] is Code.WRONG_STATUS
        elif to is COMPLETED and reason is None and not (self.steps and all(self.steps.values())):
            assert refused(end, last, to, outcome, reason)[0] is Code.REASON_MISSING
        else:
            self.plans[-1] = evolve(last, end(last, to, outcome, reason))
            self.open = False

    @invariant()
    def agrees(self) -> None:
        assert [each.status is OPEN for each in self.plans] == [False] * (len(self.plans) - 1) + [self.open] * bool(
            self.plans
        )
        assert len({each.id for each in self.plans}) == len(self.plans) == len(self.causes)
        if self.plans:
            steps = self.plans[-1].steps
            assert {step.title: step.done_on is not None for step in steps} == self.steps


TestCoachingMachine = CoachingMachine.TestCase
