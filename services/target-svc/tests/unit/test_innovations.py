"""Innovation records: who may confirm one, once, and what a declined one can become."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from contracts.target import v1 as wire
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from target_svc.app import resources, translate
from target_svc.domain.access import Actor
from target_svc.domain.innovations import (
    Claim,
    Innovation,
    InnovationStatus,
    begin,
    check,
    claim_again,
    evolve,
)
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import PeriodStatus

from .. import situations as that

CLAIMED, CONFIRMED, DECLINED = InnovationStatus
ONE = Claim("Antrean lewat pesan singkat", "Ibu mendapat nomor antrean sebelum berangkat.", "https://contoh.id/1")
OTHER = replace(ONE, description="Nomor antrean, dan pengingat jadwal imunisasi berikutnya.")
WHY = "Sudah berjalan sebelum tahun ini."
ID = UUID(int=0x201)
DEWI = Actor("dewi", frozenset({"civil_servant"}), None, that.DEWI)
SITI = Actor("siti", frozenset({"civil_servant"}), None, that.SITI)
LATER = that.TODAY + timedelta(days=3)


def innovation(**changes: Any) -> Innovation:
    made = Innovation(ID, 1, that.SITI, that.YEAR, ONE, CLAIMED, that.TODAY, "siti")
    return replace(made, **changes)


def checked(state: Innovation, to: InnovationStatus, reason: str | None = None, actor: Actor = DEWI, **year: Any):
    return check(state, to, reason, that.year(**year), actor, that.DEWI, LATER)


def refused(call: Any, *arguments: Any, **more: Any) -> tuple[Code, str | None, str]:
    with pytest.raises(Refusal) as caught:
        call(*arguments, **more)
    assert caught.value.detail.endswith(".")
    return caught.value.code, caught.value.pointer, caught.value.detail


def again(state: Innovation, claim: Claim = OTHER, **year: Any):
    return claim_again(state, claim, that.year(**year), "officer", LATER)


def test_a_claim_begins_once():
    assert begin(None, innovation(), that.year()) == (innovation(),)
    assert begin(innovation(sequence=4, status=CONFIRMED), innovation(), that.year()) == ()


@pytest.mark.parametrize("changes", [{"civil_servant_id": that.DEWI}, {"period_id": that.QUARTER}, {"claim": OTHER}])
def test_another_claim_under_the_same_id_is_refused(changes: dict[str, Any]):
    code, pointer, detail = refused(begin, innovation(), innovation(**changes), that.year())
    assert (code, pointer) == (Code.ALREADY_EXISTS, "#/id")
    assert "says something else" in detail


def test_a_claim_is_of_a_year_that_goes_on():
    code, pointer, detail = refused(begin, None, innovation(), that.year(kind="quarterly"))
    assert (code, pointer, "annual" in detail) == (Code.PERIOD_MALFORMED, "#/period_id", True)
    for status in PeriodStatus:
        year = that.year(status=status)
        if status in (PeriodStatus.OPEN, PeriodStatus.EVALUATION):
            assert begin(None, innovation(), year)
            assert again(innovation(status=DECLINED, reason=WHY), status=status)
            assert checked(innovation(), CONFIRMED, status=status)
            continue
        code, pointer, detail = refused(begin, None, innovation(), year)
        assert (code, pointer) == (Code.PERIOD_NOT_OPEN, None)
        assert f"Tahun 2026 is {status}" in detail
        assert refused(again, innovation(), status=status)[0] is Code.PERIOD_NOT_OPEN
        assert refused(checked, innovation(), CONFIRMED, status=status)[0] is Code.PERIOD_NOT_OPEN


def test_the_rater_confirms_and_it_stays_so():
    after = evolve(innovation(), checked(innovation(), CONFIRMED))
    assert after == innovation(sequence=2, status=CONFIRMED, as_of=LATER, checked_by=that.DEWI)
    assert checked(after, CONFIRMED) == ()
    code, pointer, detail = refused(checked, after, DECLINED, WHY)
    assert (code, pointer) == (Code.WRONG_STATUS, None)
    assert detail == "This innovation is confirmed; it stays so."
    code, pointer, detail = refused(again, after)
    assert (code, pointer, "confirmed and stays" in detail) == (Code.WRONG_STATUS, None, True)


def test_what_is_declined_is_claimed_again_with_other_words():
    code, pointer, _ = refused(checked, innovation(), DECLINED)
    assert (code, pointer) == (Code.REASON_MISSING, "#/reason")
    declined = evolve(innovation(), checked(innovation(), DECLINED, WHY))
    assert declined == innovation(sequence=2, status=DECLINED, as_of=LATER, checked_by=that.DEWI, reason=WHY)
    assert checked(declined, DECLINED, WHY) == ()
    assert refused(checked, declined, CONFIRMED)[2] == (
        "This innovation is declined; it has to be claimed again first."
    )  # fmt: skip
    code, pointer, detail = refused(again, declined, ONE)
    assert (code, pointer, WHY in detail) == (Code.SAME_CLAIM, "#/description", True)
    claimed = evolve(declined, again(declined))
    assert claimed == innovation(sequence=3, claim=OTHER, as_of=LATER, claimed_by="officer")


def test_a_claim_may_be_reworded_until_it_is_checked():
    assert again(innovation(), ONE) == ()
    assert evolve(innovation(), again(innovation())).claim == OTHER


def test_nobody_checks_their_own():
    code, pointer, _ = refused(checked, innovation(), CONFIRMED, actor=SITI)
    assert (code, pointer) == (Code.OWN_ENTRY, None)
    administers = Actor("other", frozenset({"region_admin"}), None, that.SITI)
    assert refused(checked, innovation(), CONFIRMED, actor=administers)[0] is Code.OWN_ENTRY
    on_behalf = replace(DEWI, subject="siti")
    assert refused(checked, innovation(), CONFIRMED, actor=on_behalf)[0] is Code.OWN_ENTRY


def test_what_others_are_told():
    said = translate.of_innovation(innovation(sequence=2, checked_by=that.DEWI), that.NOW, "c")
    assert (said.aggregate_id, said.sequence, said.key) == (ID, 2, that.SITI)
    assert said.data == wire.InnovationChanged(
        innovation_id=ID, civil_servant_id=that.SITI, period_id=that.YEAR, title=ONE.title, status="claimed",
        checked_by=that.DEWI, as_of=date(2026, 7, 9),
    )  # fmt: skip
    answered = resources.innovation(innovation())
    assert (answered["title"], answered["status"]) == (ONE.title, "claimed")
    assert "claimed_by" not in answered and "claim" not in answered


class InnovationMachine(RuleBasedStateMachine):
    """Claims and decisions in any order, against a model of three words: status, which text, how many versions."""

    def __init__(self) -> None:
        super().__init__()
        self.state = innovation()
        self.status, self.text, self.versions = "claimed", ONE, 1

    @rule(text=st.sampled_from([ONE, OTHER]))
    def claim(self, text: Claim) -> None:
        if self.status == "confirmed":
            assert refused(again, self.state, text)[0] is Code.WRONG_STATUS
        elif text == self.text and self.status == "declined":
            assert refused(again, self.state, text)[0] is Code.SAME_CLAIM
        else:
            self.versions += text != self.text
            self.status, self.text = "claimed", text
            self.state = evolve(self.state, again(self.state, text))

    @rule(to=st.sampled_from([CONFIRMED, DECLINED]))
    def decide(self, to: InnovationStatus) -> None:
        reason = WHY if to is DECLINED else None
        if self.status == "claimed":
            self.status, self.versions = to.value, self.versions + 1
            self.state = evolve(self.state, checked(self.state, to, reason))
        elif self.status == to.value:
            assert checked(self.state, to, reason) == ()
        else:
            assert refused(checked, self.state, to, reason)[0] is Code.WRONG_STATUS

    @invariant()
    def agrees(self) -> None:
        assert (self.state.status.value, self.state.claim) == (self.status, self.text)
        assert self.state.sequence == self.versions
        assert (self.state.reason is not None) == (self.status == "declined")
        assert (self.state.checked_by is None) == (self.status == "claimed")


TestInnovationMachine = InnovationMachine.TestCase
