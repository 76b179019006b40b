"""Realizations: append-only, corrected by further entries, consolidated over what holds."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from target_svc.domain.realizations import Entry, Report, consolidated, record
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import PeriodStatus

from .. import situations as that


def entry(number: int, value: str | None, day: date = date(2026, 3, 31), corrects: int | None = None) -> Entry:
    corrected = None if corrects is None else UUID(int=corrects)
    return Entry(UUID(int=number), number, None if value is None else Decimal(value), day, None, None, corrected)


def report(**changes: Any) -> Report:
    made = Report(UUID(int=99), Decimal(70), date(2026, 6, 30), evidence_url=None, note=None, corrects=None)
    return replace(made, **changes)


@pytest.mark.parametrize(
    ("changes", "code", "pointer"),
    [
        ({"as_of": date(2025, 12, 31)}, Code.BEFORE_PERIOD, "#/as_of"),
        ({"as_of": date(2027, 1, 1)}, Code.AFTER_PERIOD, "#/as_of"),
        ({"as_of": date(2026, 7, 10)}, Code.IN_THE_FUTURE, "#/as_of"),
        ({"value": None}, Code.VALUE_MISSING, "#/value"),
        ({"corrects": UUID(int=7)}, Code.UNKNOWN_ENTRY, "#/corrects"),
        ({"corrects": UUID(int=1)}, Code.ALREADY_CORRECTED, "#/corrects"),
        ({"id": UUID(int=1)}, Code.ALREADY_EXISTS, "#/id"),
    ],
)
def test_what_cannot_be_reported(changes: dict[str, Any], code: Code, pointer: str):
    course = that.course(entry(1, "60"), entry(2, "61", corrects=1))
    with pytest.raises(Refusal) as refused:
        record(course, report(**changes), that.year(), that.TODAY, by="officer")
    assert (refused.value.code, refused.value.pointer) == (code, pointer)
    assert refused.value.detail.endswith(".")


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 12, 31)])
def test_the_first_and_the_last_day_of_a_period_are_reported_on(day: date):
    assert record(that.course(), report(as_of=day), that.year(), date(2026, 12, 31), by="officer") is not None


def test_an_entry_keeps_all_that_was_reported_and_by_whom():
    said = report(
        evidence_url="https://bukti.example/1", note="Catatan", corrects=UUID(int=1), evidence_id=that.UNKNOWN
    )
    assert record(that.course(entry(1, "60")), said, that.year(), that.TODAY, by="officer") == Entry(
        UUID(int=99), 2, Decimal(70), date(2026, 6, 30), "https://bukti.example/1", "Catatan", UUID(int=1), "officer",
        evidence_id=that.UNKNOWN,
    )  # fmt: skip


@pytest.mark.parametrize("status", [PeriodStatus.PLANNED, PeriodStatus.PUBLISHED, PeriodStatus.CLOSED])
def test_a_period_takes_realizations_while_it_runs(status: PeriodStatus):
    with pytest.raises(Refusal) as refused:
        record(that.course(), report(), that.year(status=status), that.TODAY, by="officer")
    assert refused.value.code is Code.PERIOD_NOT_OPEN
    assert refused.value.detail == f"The period {that.year().name} is {status} and takes no realizations."


def test_an_indicator_that_was_dropped_takes_none():
    with pytest.raises(Refusal) as refused:
        record(that.course(active=False), report(), that.year(), that.TODAY, by="officer")
    assert refused.value.code is Code.UNKNOWN_INDICATOR
    assert refused.value.detail == "This indicator is in the approved plan no more."


def test_the_same_report_again_is_no_second_entry():
    first = record(that.course(), report(), that.year(), that.TODAY, by="officer")
    assert first is not None and first.number == 1
    assert record(that.course(first), report(), that.year(), that.TODAY, by="officer") is None
    # Also after the indicator was dropped: what was said stays said.
    assert record(that.course(first, active=False), report(), that.year(), that.TODAY, by="officer") is None


@pytest.mark.parametrize(("how", "value"), [("last", "75"), ("sum", "205"), ("average", "68.333333")])
def test_consolidation(how: str, value: str):
    entries = [entry(1, "60", date(2026, 1, 31)), entry(2, "75", date(2026, 3, 31)), entry(3, "70", date(2026, 2, 28))]
    for order in permutations(entries):
        assert consolidated(order, how) == Decimal(value)


def test_the_later_entry_of_a_day_is_the_last():
    assert consolidated([entry(1, "60"), entry(2, "55")], "last") == Decimal(55)


def test_corrections_and_retractions():
    first = [entry(1, "60"), entry(2, "600"), entry(3, "66", corrects=2)]
    assert consolidated(first, "sum") == Decimal(126)
    assert consolidated([*first, entry(4, None, corrects=3)], "sum") == Decimal(60)
    assert consolidated([entry(1, "60"), entry(2, None, corrects=1)], "last") is None
    assert consolidated([], "average") is None


@given(st.lists(st.decimals("-1000000", "1000000", places=6), min_size=1, max_size=12), st.randoms())
def test_consolidation_knows_no_order_of_arrival(values: list[Decimal], luck: Any):
    entries = [entry(number, str(value), date(2026, 1, number)) for number, value in enumerate(values, 1)]
    shuffled = list(entries)
    luck.shuffle(shuffled)
    for how in ("last", "sum", "average"):
        assert consolidated(entries, how) == consolidated(shuffled, how)
