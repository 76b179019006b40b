"""A policy that somebody sends may be anything: it is refused by a sentence, and soon."""

from decimal import Decimal
from functools import reduce
from typing import Any

import msgspec
import pytest
from scoring_svc.adapters.policy_draft import read_draft
from scoring_svc.domain.refusals import Code, Refusal

from .. import situations as that


def pack(place: tuple[str, ...], value: Any) -> dict[str, Any]:
    """Lampung's pack with something else at one place."""
    content = msgspec.json.decode(that.LAMPUNG_PACK[0].content)
    *way, last = place
    reduce(lambda table, name: table[name], way, content)[last] = value
    return content


DEEP: dict[str, Any] = reduce(lambda inner, _: {"a": inner}, range(2_000), {})


@pytest.mark.parametrize("sent", [DEEP, "a = " + "[" * 5_000 + "]" * 5_000, "a = " + "9" * 5_000])
def test_what_python_itself_refuses_to_read_is_a_faulty_policy(sent: dict[str, Any] | str):
    with pytest.raises(Refusal) as refused:
        read_draft(sent, "#/policy")
    assert (refused.value.code, refused.value.pointer) == (Code.INVALID_POLICY, "#/policy")


def test_a_name_of_endless_parts_is_not_read_at_all():
    for deep, fault in (
        (".".join("a" * 202) + " = 1", "is nested deeper"),
        (".".join("a" * 201) + " = 1", "id is missing"),
    ):
        with pytest.raises(Refusal, match=fault):
            read_draft("# a comment\n" + deep)


@pytest.mark.parametrize("number", [Decimal("1e200000000"), Decimal("-1e200000000"), "1" + "0" * 12, "-" + "9" * 5_000])
def test_a_huge_number_is_refused_without_being_written_out(number: Decimal | str):
    with pytest.raises(Refusal) as refused:
        read_draft({"weights": {"targets": {"value": number, "source": "own"}}})
    wanted = f"weights.targets lies between -1000 and 1000, not at {Decimal(number)}"
    assert wanted in refused.value.detail.split("; ")


@pytest.mark.parametrize("number", ["6_0", "٦٠", "6e1", "60.", "+60", " 60", "NaN", "", "0x3c", ".5"])
def test_a_number_in_a_text_is_a_plain_decimal(number: str):
    with pytest.raises(Refusal) as refused:
        read_draft(pack(("weights", "targets", "value"), number))
    assert "weights.targets is a number" in refused.value.detail.split("; ")


@pytest.mark.parametrize("number", ["60", "60.0", "060", 60, Decimal("60.0")])
def test_what_is_one_is_taken(number: Any):
    assert read_draft(pack(("weights", "targets", "value"), number)).weights["targets"].value == 60


@pytest.mark.parametrize("day", ["20260101", "2026-W01-1", "2026-1-1", 20260101, None])
def test_a_day_is_written_as_days_are(day: Any):
    with pytest.raises(Refusal, match="effective_from is a day, as in 2026-01-01"):
        read_draft(pack(("effective_from",), day))


@pytest.mark.parametrize(
    ("place", "text", "fault"),
    [
        (("id",), "\ud800", "id: This holds half of a character"),
        (("region",), "a\x00", "region: This holds control characters"),
        (("weights", "targets", "source"), "a" * 501, "weights.targets.source: This may have at most 500 characters"),
    ],
)
def test_a_text_that_cannot_be_shown_is_a_fault_of_the_draft(place: tuple[str, ...], text: str, fault: str):
    with pytest.raises(Refusal, match=fault) as refused:
        read_draft(pack(place, text), "#/policy")
    assert (refused.value.code, refused.value.pointer) == (Code.INVALID_POLICY, "#/policy")
    assert read_draft(pack(("weights", "targets", "source"), "a" * 500)).weights["targets"].source == "a" * 500


def test_a_draft_written_as_a_file_has_the_same_texts():
    with pytest.raises(Refusal, match="id: This holds control characters"):
        read_draft('id = "\\u0000"')
