"""A policy that somebody sends may be anything: it is refused by a sentence, and soon."""

from decimal import Decimal
from functools import reduce
from typing import Any

import pytest
from scoring_svc.adapters.policy_draft import read_draft
from scoring_svc.domain.refusals import Code, Refusal

DEEP: dict[str, Any] = reduce(lambda inner, _: {"a": inner}, range(2_000), {})


@pytest.mark.parametrize("sent", [DEEP, "a = " + "[" * 5_000 + "]" * 5_000, "a = " + "9" * 5_000])
def test_what_python_itself_refuses_to_read_is_a_faulty_policy(sent: dict[str, Any] | str):
    with pytest.raises(Refusal) as refused:
        read_draft(sent, "#/policy")
    assert (refused.value.code, refused.value.pointer) == (Code.INVALID_POLICY, "#/policy")


@pytest.mark.parametrize("number", ["1e200000000", "-1e200000000", "1e12"])
def test_a_huge_number_is_refused_without_being_written_out(number: str):
    with pytest.raises(Refusal) as refused:
        read_draft({"weights": {"targets": {"value": number, "source": "own"}}})
    wanted = f"weights.targets lies between -1000 and 1000, not at {Decimal(number)}"
    assert wanted in refused.value.detail.split("; ")
