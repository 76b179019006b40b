"""A policy that somebody sends, to be tried and not to be kept: a pack's content, read as a file of a region is."""

import tomllib
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from chassis.region import Region, RegionRefused

from scoring_svc.adapters.policy_pack import read
from scoring_svc.domain.policy import Policy
from scoring_svc.domain.refusals import Code, Refusal

MOST_DIGITS: Final = 12
"""Before the point. What has more is no whole number to be written out, for that alone could take hours."""
TOO_DEEP: Final = "is nested deeper than any pack"


def read_draft(content: Mapping[str, Any] | str, pointer: str = "#/pack") -> Policy:
    """As JSON, or as the text of a pack's file. pointer: where it stands in the request.

    Raises:
        Refusal: `invalid_policy`, with every fault.
    """
    try:
        return draft_of(content)
    except RegionRefused as error:
        raise Refusal(Code.INVALID_POLICY, "; ".join(error.faults), pointer) from None


def draft(content: Mapping[str, Any]) -> Policy:
    """A policy that somebody sends: the content of a pack as JSON, numbers as such or as strings.

    Raises:
        RegionRefused: with every fault.
    """
    try:
        return read(Region(Path("the draft"), _typed(content))).policy
    except RecursionError:
        raise RegionRefused(Path("the draft"), [TOO_DEEP]) from None


def draft_of(content: Mapping[str, Any] | str) -> Policy:
    """A policy that somebody sends, as JSON or as the text of a pack's file.

    Raises:
        RegionRefused: with every fault.
    """
    if not isinstance(content, str):
        return draft(content)
    try:
        return read(Region(Path("the draft"), tomllib.loads(content, parse_float=Decimal))).policy
    except RecursionError:
        raise RegionRefused(Path("the draft"), [TOO_DEEP]) from None
    except ValueError as error:  # Python's own, too, for a whole number of thousands of digits.
        raise RegionRefused(Path("the draft"), [f"is no TOML: {error}"]) from None


def _typed(content: Mapping[str, Any]) -> dict[str, Any]:
    """JSON has neither days nor exact numbers: they come as strings."""
    typed = {name: _typed_entry(entry) for name, entry in content.items()}
    with suppress(KeyError, TypeError, ValueError):  # The reader of the pack says what is wrong with it.
        typed["effective_from"] = date.fromisoformat(content["effective_from"])
    return typed


def _typed_entry(entry: Any) -> Any:
    if not isinstance(entry, dict):
        return entry
    table: dict[str, Any] = entry
    if set(table) != {"value", "source"}:
        return {name: _typed_entry(each) for name, each in table.items()}
    return {"value": _number(table["value"]), "source": table["source"]}


def _number(value: Any) -> Any:
    if not isinstance(value, str) or not value.lstrip("-")[:1].isdecimal():
        return value
    try:
        number = Decimal(value)
    except ArithmeticError:
        return value
    whole = number.is_finite() and number.adjusted() < MOST_DIGITS and number == number.to_integral_value()
    return int(number) if whole else number
