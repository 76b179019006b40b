"""Rollout: one phase after the other, back with a reason; shares of people; who may be recorded as trained."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from target_svc.domain.access import Actor, check_moves_unit
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.rollout import (
    Counted,
    Phase,
    PhaseStep,
    Wanted,
    counted_on,
    move,
    percent,
    together,
)
from target_svc.domain.roster import PeriodStatus, Unit
from target_svc.domain.trainings import Training, record

from .. import situations as that

PREPARATION, SOCIALIZATION, TRIAL, LIVE = Phase
WHY = "Sudah berjalan sejak tahun lalu."
DAY = timedelta(days=1)
SINCE = that.TODAY - 30 * DAY
OFFICER = Actor("officer", frozenset({"personnel_officer"}), that.AGENCY, None)
TRAINING = Training(UUID(int=0x301), "Menyusun SKP", that.TODAY, (that.SITI, that.DEWI), "officer")


def step(phase: Phase = SOCIALIZATION, **changes: Any) -> PhaseStep:
    return replace(PhaseStep(that.UNIT, that.YEAR, 2, phase, SINCE, None, "officer"), **changes)


def moved(
    former: PhaseStep | None, to: Phase, since: date = that.TODAY, reason: str | None = None, **year: Any
) -> PhaseStep | None:
    return move(former, that.UNIT, Wanted(to, since, reason), that.year(**year), that.TODAY, by="dinkes")


def refused(call: Any, *arguments: Any, **more: Any) -> tuple[Code, str | None, str]:
    with pytest.raises(Refusal) as caught:
        call(*arguments, **more)
    assert caught.value.detail.endswith(".")
    return caught.value.code, caught.value.pointer, caught.value.detail


def test_the_first_phase_is_preparation():
    assert moved(None, PREPARATION) == PhaseStep(that.UNIT, that.YEAR, 1, PREPARATION, that.TODAY, None, "dinkes")
    code, pointer, sentence = refused(moved, None, LIVE)
    assert (code, pointer) == (Code.REASON_MISSING, "#/reason")
    assert sentence.startswith("A unit begins with preparation")
    assert moved(None, LIVE, reason=WHY) == PhaseStep(that.UNIT, that.YEAR, 1, LIVE, that.TODAY, WHY, "dinkes")
    assert moved(None, SOCIALIZATION, reason=WHY) is not None
    assert refused(moved, None, SOCIALIZATION)[0] is Code.REASON_MISSING


def test_one_phase_follows_the_other():
    after = moved(step(SOCIALIZATION), TRIAL)
    assert after == PhaseStep(that.UNIT, that.YEAR, 3, TRIAL, that.TODAY, None, "dinkes")
    assert moved(step(TRIAL), TRIAL, since=SINCE - DAY) is None
    code, pointer, sentence = refused(moved, step(PREPARATION), TRIAL, reason=WHY)
    assert (code, pointer) == (Code.WRONG_STATUS, "#/phase")
    assert "the next phase is socialization" in sentence


def test_back_with_a_reason():
    code, pointer, sentence = refused(moved, step(LIVE), TRIAL)
    assert (code, pointer) == (Code.REASON_MISSING, "#/reason")
    assert "from live to trial" in sentence
    assert moved(step(LIVE), PREPARATION, reason=WHY) == step(
        PREPARATION, sequence=3, since=that.TODAY, reason=WHY, moved_by="dinkes"
    )


def test_the_day_of_a_step():
    assert moved(step(), TRIAL, since=SINCE) is not None
    code, pointer, sentence = refused(moved, step(), TRIAL, since=SINCE - DAY)
    assert (code, pointer) == (Code.BEFORE_FORMER_PHASE, "#/since")
    assert str(SINCE) in sentence
    assert refused(moved, step(), TRIAL, since=that.TODAY + DAY)[:2] == (Code.IN_THE_FUTURE, "#/since")
    assert moved(step(), TRIAL, ends_on=that.TODAY) is not None
    assert refused(moved, step(), TRIAL, ends_on=that.TODAY - DAY)[:2] == (Code.AFTER_PERIOD, "#/since")
    assert moved(None, PREPARATION, starts_on=that.TODAY + DAY) is not None


def test_the_year_of_a_step():
    assert refused(moved, step(), TRIAL, kind="quarterly")[:2] == (Code.PERIOD_MALFORMED, "#/period_id")
    assert refused(moved, step(), TRIAL, status=PeriodStatus.CLOSED)[:2] == (Code.YEAR_CLOSED, "#/period_id")
    assert moved(step(), TRIAL, status=PeriodStatus.PLANNED) is not None
    assert moved(step(), SOCIALIZATION, status=PeriodStatus.CLOSED) is None


def test_who_moves_a_unit():
    unit = Unit(that.UNIT, that.AGENCY, None, "PKM", "Puskesmas Kedaton")
    check_moves_unit(OFFICER, unit)
    check_moves_unit(Actor("admin", frozenset({"region_admin"}), None, None), unit)
    for roles, agency in ({"personnel_officer"}, that.OTHER_AGENCY), ({"inspector"}, None), ({"civil_servant"}, None):
        assert refused(check_moves_unit, Actor("x", frozenset(roles), agency, None), unit)[0] is Code.ANOTHER_AGENCY


class Walk(RuleBasedStateMachine):
    """Any wishes, against a number that goes up by one, or down with a reason."""

    def __init__(self) -> None:
        super().__init__()
        self.state: PhaseStep | None = None
        self.place, self.steps = -1, 0

    @rule(to=st.integers(0, 3), reason=st.sampled_from([None, WHY]))
    def wish(self, to: int, reason: str | None):
        skips = self.place >= 0 and to > self.place + 1
        allowed = to == self.place or (not skips and (to == self.place + 1 or reason is not None))
        if not allowed:
            refused(moved, self.state, tuple(Phase)[to], reason=reason)
            return
        after = moved(self.state, tuple(Phase)[to], reason=reason)
        assert (after is None) == (to == self.place)
        self.state, self.steps = after or self.state, self.steps + (to != self.place)
        self.place = to

    @invariant()
    def is_where_the_model_is(self):
        assert (self.state is None) == (self.place < 0)
        assert self.state is None or (self.state.phase, self.state.sequence) == (tuple(Phase)[self.place], self.steps)


TestWalk = Walk.TestCase


def test_shares_are_of_the_people():
    assert percent(0, 0) is None
    assert percent(0, 3) == Decimal("0.00")
    assert (str(percent(1, 3)), str(percent(2, 3)), str(percent(1, 800))) == ("33.33", "66.67", "0.13")
    assert str(percent(7, 7)) == "100.00"


@given(st.lists(st.builds(Counted, *[st.integers(0, 50)] * 4), max_size=5))
def test_units_together(counts: list[Counted]):
    found = together(counts)
    assert found.people == sum(each.people for each in counts)
    assert found.with_approved_plan == sum(each.with_approved_plan for each in counts)
    assert found.with_realizations == sum(each.with_realizations for each in counts)
    assert found.trained == sum(each.trained for each in counts)


def test_nobody_is_counted_where_nothing_is_said():
    assert Counted() == Counted(0, 0, 0, 0) == together([])


def test_the_day_that_is_counted_lies_in_the_year():
    year = that.year()
    assert counted_on(year, that.TODAY) == that.TODAY
    assert counted_on(year, year.starts_on - DAY) == year.starts_on
    assert counted_on(year, year.ends_on + DAY) == year.ends_on


def people(**changes: Any) -> Any:
    return {that.SITI: that.siti(**changes), that.DEWI: that.siti(id=that.DEWI)}


def test_a_training_is_recorded_once():
    assert record(None, TRAINING, people(), OFFICER, that.TODAY) == TRAINING
    turned = replace(TRAINING, civil_servant_ids=(that.DEWI, that.SITI), recorded_by="somebody else")
    assert record(TRAINING, turned, people(), OFFICER, that.TODAY) is None
    for other in ({"topic": "x"}, {"trained_on": that.TODAY - DAY}, {"civil_servant_ids": (that.SITI,)}):
        changed = replace(TRAINING, **other)
        assert refused(record, TRAINING, changed, people(), OFFICER, that.TODAY)[:2] == (Code.ALREADY_EXISTS, "#/id")


def test_who_can_have_been_trained():
    def refusal(wanted: Training = TRAINING, actor: Actor = OFFICER, **siti: Any) -> tuple[Code, str | None]:
        return refused(record, None, wanted, people(**siti), actor, that.TODAY)[:2]

    later = replace(TRAINING, trained_on=that.TODAY + DAY)
    assert refusal(later) == (Code.IN_THE_FUTURE, "#/trained_on")
    twice = replace(TRAINING, civil_servant_ids=(that.SITI, that.SITI))
    assert refusal(twice) == (Code.REPEATED_PERSON, "#/civil_servant_ids/1")
    unknown = replace(TRAINING, civil_servant_ids=(that.SITI, that.BUDI))
    assert refusal(unknown) == (Code.UNKNOWN_CIVIL_SERVANT, "#/civil_servant_ids/1")
    with pytest.raises(Refusal, match=f"with the id {that.BUDI}"):
        record(None, unknown, people(), OFFICER, that.TODAY)
    assert refusal(agency_id=that.OTHER_AGENCY) == (Code.ANOTHER_AGENCY, "#/civil_servant_ids/0")
    assert refusal(left_on=that.TODAY - DAY) == (Code.AFTER_LEAVING, "#/civil_servant_ids/0")
    assert record(None, TRAINING, people(left_on=that.TODAY), OFFICER, that.TODAY) == TRAINING
