"""Realizations checked by the superior: who may, once, and what it does to the value."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any
from uuid import UUID

import pytest
from contracts.target import v1 as wire
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from target_svc.app import translate
from target_svc.domain.access import Actor
from target_svc.domain.realizations import Course, Entry, EntryStatus, Report, consolidated, holding, record
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import PeriodStatus
from target_svc.domain.verification import Decision, decide, evolve

from .. import situations as that

RECORDED, VERIFIED, REJECTED = EntryStatus
DAY = date(2026, 3, 31)
WHY = "Satu desa terhitung dua kali."


def entry(number: int, value: str | None = "70", corrects: int | None = None, **changes: Any) -> Entry:
    named = None if corrects is None else UUID(int=corrects)
    made = Entry(UUID(int=number), number, None if value is None else Decimal(value), DAY, None, None, named, "siti")
    return replace(made, **changes)


def somebody(subject: str = "dewi", role: str = "civil_servant") -> Actor:
    return Actor(subject, frozenset({role}), None, that.DEWI)


def decided(course: Course, decision: Decision, actor: Actor | None = None, **period: Any) -> tuple[Entry, ...]:
    return decide(course, decision, that.year(**period), actor or somebody(), that.DEWI)


def refused(*arguments: Any, **more: Any) -> tuple[Code, str | None]:
    with pytest.raises(Refusal) as caught:
        decided(*arguments, **more)
    assert caught.value.detail.endswith(".")
    return caught.value.code, caught.value.pointer


def verify(number: int = 1) -> Decision:
    return Decision(UUID(int=number), VERIFIED)


def reject(number: int = 1, reason: str | None = WHY) -> Decision:
    return Decision(UUID(int=number), REJECTED, reason)


def test_what_is_verified_holds_and_says_by_whom():
    (after,) = decided(that.course(entry(1)), verify())
    assert after == entry(1, status=VERIFIED, checked_by=that.DEWI)
    course = evolve(that.course(entry(1), entry(2)), after)
    assert (course.sequence, course.entries) == (3, (after, entry(2)))
    said = translate.of_course(course, after, that.NOW, "test").data
    assert isinstance(said, wire.RealizationRecorded)
    assert (said.entries, said.verified, said.entry_id) == (2, 1, after.id)


def test_what_is_rejected_does_not_hold():
    course = that.course(entry(1, "60"), entry(2, "75"))
    (after,) = decided(course, reject(2))
    assert after == entry(2, "75", status=REJECTED, reason=WHY, checked_by=that.DEWI)
    course = evolve(course, after)
    assert [each.number for each in holding(course.entries)] == [1]
    assert [consolidated(course.entries, how) for how in ("last", "sum", "average")] == [Decimal(60)] * 3
    assert consolidated([replace(entry(1), status=REJECTED)], "sum") is None


def test_a_rejected_correction_corrects_nothing():
    entries = (entry(1, "60"), entry(2, "66", corrects=1, status=REJECTED))
    assert consolidated(entries, "sum") == Decimal(60)
    again = Report(UUID(int=3), Decimal(63), DAY, None, None, UUID(int=1))
    made = record(that.course(*entries), again, that.year(), that.TODAY, by="siti")
    assert made is not None and made.number == 3
    assert decided(that.course(*entries), verify(1))


@pytest.mark.parametrize(("held", "decision"), [(VERIFIED, verify()), (REJECTED, reject())])
def test_a_decision_that_was_made_is_not_made_again(held: EntryStatus, decision: Decision):
    course = that.course(entry(1, status=held, reason=decision.reason))
    assert decided(course, decision) == ()
    assert decided(course, decision, status=PeriodStatus.CLOSED) == ()


@pytest.mark.parametrize(
    ("held", "decision", "code", "pointer"),
    [
        (entry(1, status=VERIFIED), reject(), Code.WRONG_STATUS, None),
        (entry(1, status=REJECTED, reason=WHY), verify(), Code.WRONG_STATUS, None),
        (entry(1, status=REJECTED, reason=WHY), reject(reason="Lain."), Code.WRONG_STATUS, None),
        (entry(1), reject(reason=None), Code.REASON_MISSING, "#/reason"),
        (entry(1), verify(9), Code.UNKNOWN_ENTRY, None),
    ],
)
def test_what_cannot_be_decided(held: Entry, decision: Decision, code: Code, pointer: str | None):
    assert refused(that.course(held), decision) == (code, pointer)


def test_the_ways_out_are_named():
    for status, way in ((VERIFIED, "correction"), (REJECTED, "new one")):
        with pytest.raises(Refusal, match=way):
            decided(that.course(entry(1, status=status)), reject())


def test_what_was_corrected_is_not_checked_any_more():
    assert refused(that.course(entry(1), entry(2, corrects=1)), verify(1)) == (Code.ALREADY_CORRECTED, None)
    assert decided(that.course(entry(1), entry(2, corrects=1)), verify(2))


def test_who_recorded_it_does_not_check_it_but_for_an_agencys_software():
    course = that.course(entry(1))
    for role in ("civil_servant", "personnel_officer", "region_admin"):
        assert refused(course, verify(), somebody("siti", role)) == (Code.OWN_ENTRY, None)
    assert decided(course, verify(), somebody("siti", "agency_system"))


@pytest.mark.parametrize("status", PeriodStatus)
def test_a_period_is_checked_while_it_runs(status: PeriodStatus):
    if status in (PeriodStatus.OPEN, PeriodStatus.EVALUATION):
        assert decided(that.course(entry(1)), verify(), status=status)
    else:
        assert refused(that.course(entry(1)), verify(), status=status) == (Code.PERIOD_NOT_OPEN, None)


@pytest.mark.parametrize(("left_on", "fine"), [(date(2026, 3, 30), False), (DAY, True), (None, True)])
def test_nothing_was_achieved_after_the_last_day_of_service(left_on: date | None, fine: bool):
    report = Report(UUID(int=1), Decimal(70), DAY, None, None, None)
    if fine:
        assert record(that.course(), report, that.year(), that.TODAY, by="siti", left_on=left_on)
    else:
        with pytest.raises(Refusal) as caught:
            record(that.course(), report, that.year(), that.TODAY, by="siti", left_on=left_on)
        assert (caught.value.code, caught.value.pointer) == (Code.AFTER_LEAVING, "#/as_of")
        assert "2026-03-30" in caught.value.detail


class RealizationMachine(RuleBasedStateMachine):
    """Reports, corrections and decisions in any order, against a model: number → (value, what it replaces, status)."""

    def __init__(self) -> None:
        super().__init__()
        self.course = that.course()
        self.model: dict[int, tuple[int, int | None, str]] = {}
        self.steps = 0

    def _corrected(self, number: int) -> bool:
        return any(of == number and status != "rejected" for _, of, status in self.model.values())

    def _report(self, value: int, of: int | None) -> None:
        number = len(self.model) + 1
        corrects = None if of is None else UUID(int=of)
        report = Report(UUID(int=number), Decimal(value), DAY, None, None, corrects)
        if of is not None and self._corrected(of):
            with pytest.raises(Refusal) as caught:
                record(self.course, report, that.year(), that.TODAY, by="siti")
            assert caught.value.code is Code.ALREADY_CORRECTED
            return
        made = record(self.course, report, that.year(), that.TODAY, by="siti")
        assert made is not None and made.number == number
        self.course = replace(self.course, sequence=self.course.sequence + 1, entries=(*self.course.entries, made))
        self.model[number], self.steps = (value, of, "recorded"), self.steps + 1

    @rule(value=st.integers(0, 100))
    def report(self, value: int) -> None:
        self._report(value, None)

    @precondition(lambda self: self.model)
    @rule(value=st.integers(0, 100), luck=st.integers(0, 1_000))
    def correct(self, value: int, luck: int) -> None:
        self._report(value, 1 + luck % len(self.model))

    @precondition(lambda self: self.model)
    @rule(luck=st.integers(0, 1_000), to=st.sampled_from([VERIFIED, REJECTED]))
    def check(self, luck: int, to: EntryStatus) -> None:
        number = 1 + luck % len(self.model)
        value, of, status = self.model[number]
        decision = Decision(UUID(int=number), to, WHY if to is REJECTED else None)
        if status == to.value:
            assert decided(self.course, decision) == ()
        elif status != "recorded" or self._corrected(number):
            refused(self.course, decision)
        else:
            self.course = reduce(evolve, decided(self.course, decision), self.course)
            self.model[number], self.steps = (value, of, to.value), self.steps + 1

    @invariant()
    def agrees(self) -> None:
        counts = [
            value
            for number, (value, _, status) in self.model.items()
            if status != "rejected" and not self._corrected(number)
        ]
        assert consolidated(self.course.entries, "sum") == (Decimal(sum(counts)) if counts else None)
        assert [each.status.value for each in self.course.entries] == [status for _, _, status in self.model.values()]
        assert self.course.sequence == self.steps


TestRealizationMachine = RealizationMachine.TestCase
