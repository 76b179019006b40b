"""The expected course over the year: it leads from the year's beginning to the target and never backwards."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from target_svc.domain.expected_course import ExpectedPoint
from target_svc.domain.indicators import check
from target_svc.domain.refusals import Code, Refusal

from .. import situations as that

JUNE, SEPTEMBER, DECEMBER = date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)
RANGE = {"direction": "range", "target": None, "range_low": Decimal(2), "range_high": Decimal(8), "better": "lower"}
FEWER = {"direction": "minimize", "target": Decimal(10)}
NONE = {"direction": "zero", "target": Decimal(2)}


def points(*given: tuple[date, str]) -> tuple[ExpectedPoint, ...]:
    return tuple(ExpectedPoint(by, Decimal(value)) for by, value in given)


def course(*given: tuple[date, str], **changes: Any) -> None:
    check(that.indicator(expected=points(*given), **changes), that.year(), leads=False)


@pytest.mark.parametrize(
    ("given", "changes", "field"),
    [
        ([(date(2025, 12, 31), "1")], {}, "0/by"),
        ([(DECEMBER, "90")], {"deadline": SEPTEMBER}, "0/by"),
        ([(JUNE, "-0.01")], {}, "0/value"),
        ([(JUNE, "40"), (JUNE, "50")], {}, "1/by"),
        ([(SEPTEMBER, "40"), (JUNE, "50")], {}, "1/by"),
        ([(JUNE, "40"), (SEPTEMBER, "39.99")], {}, "1/value"),
        ([(JUNE, "40"), (SEPTEMBER, "39")], {"consolidation": "sum"}, "1/value"),
        ([(JUNE, "5"), (SEPTEMBER, "4")], {**FEWER, "consolidation": "sum"}, "1/value"),
        ([(JUNE, "12"), (SEPTEMBER, "13")], FEWER, "1/value"),
        ([(JUNE, "1"), (SEPTEMBER, "0")], {**NONE, "consolidation": "sum"}, "1/value"),
        ([(JUNE, "40"), (DECEMBER, "89")], {}, "1/value"),
        ([(JUNE, "40"), (DECEMBER, "91")], {}, "1/value"),
        ([(DECEMBER, "1.99")], RANGE, "0/value"),
        ([(DECEMBER, "8.01")], RANGE, "0/value"),
        ([(DECEMBER, "2.01")], NONE, "0/value"),
    ],
)
def test_a_course_that_leads_nowhere(given: list[tuple[date, str]], changes: dict[str, Any], field: str):
    with pytest.raises(Refusal) as refused:
        course(*given, **changes)
    assert (refused.value.code, refused.value.pointer) == (Code.COURSE_MALFORMED, f"#/expected/{field}")
    assert refused.value.detail.endswith(".")


@pytest.mark.parametrize(
    ("given", "changes"),
    [
        ([], {}),
        ([(date(2026, 1, 1), "0"), (JUNE, "45"), (DECEMBER, "90")], {}),
        ([(JUNE, "45"), (SEPTEMBER, "45")], {}),
        ([(JUNE, "45"), (SEPTEMBER, "95")], {}),
        ([(SEPTEMBER, "90")], {"deadline": SEPTEMBER}),
        ([(JUNE, "50"), (SEPTEMBER, "40"), (DECEMBER, "90")], {"consolidation": "average"}),
        ([(JUNE, "12"), (SEPTEMBER, "12"), (DECEMBER, "10")], FEWER),
        ([(JUNE, "12"), (SEPTEMBER, "13")], {**FEWER, "consolidation": "average"}),
        ([(JUNE, "4"), (DECEMBER, "10")], {**FEWER, "consolidation": "sum"}),
        ([(JUNE, "7"), (SEPTEMBER, "3"), (DECEMBER, "8")], RANGE),
        ([(DECEMBER, "2")], RANGE),
        ([(JUNE, "1"), (SEPTEMBER, "0"), (DECEMBER, "2")], NONE),
        ([(DECEMBER, "0")], NONE),
    ],
)
def test_a_course_that_leads_to_the_target(given: list[tuple[date, str]], changes: dict[str, Any]):
    course(*given, **changes)


def test_what_is_wrong_is_said_in_numbers():
    with pytest.raises(Refusal, match="39 is less than the 40 expected before"):
        course((JUNE, "40"), (SEPTEMBER, "39"))
    with pytest.raises(Refusal, match="13 is more than the 12 expected before; less is better"):
        course((JUNE, "12"), (SEPTEMBER, "13"), **FEWER)


@given(st.lists(st.decimals("0", "90", places=2), min_size=1, max_size=8))
def test_any_rising_course_below_the_target_is_taken(values: list[Decimal]):
    course(*((date(2026, 1, number), str(value)) for number, value in enumerate(sorted(values), 1)))
