"""A policy that somebody sends, to be tried and not to be kept: a pack's content, read as a file of a region is."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from chassis.inputs import read_day, read_text
from chassis.region import Region, RegionRefused

from scoring_svc.adapters.policy_pack import read
from scoring_svc.domain.policy import Policy
from scoring_svc.domain.refusals import Code, Refusal

MOST_DIGITS: Final = 12
"""Before the point. What has more is no whole number to be written out, for that alone could take hours."""
LONGEST_TEXT: Final = 500
"""Characters of a name or a source."""
_PLAIN: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")
MOST_DOTS: Final = 200
"""In a line. A name of thousands of parts is read in the square of their number, for seconds."""
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
        return _read(_typed(content))
    except RecursionError:
        raise RegionRefused(Path("the draft"), [TOO_DEEP]) from None


def draft_of(content: Mapping[str, Any] | str) -> Policy:
    """A policy that somebody sends, as JSON or as the text of a pack's file.

    Raises:
        RegionRefused: with every fault.
    """
    if not isinstance(content, str):
        return draft(content)
    if max((line.count(".") for line in content.splitlines()), default=0) > MOST_DOTS:
        raise RegionRefused(Path("the draft"), [TOO_DEEP])
    try:
        return _read(tomllib.loads(content, parse_float=Decimal))
    except RecursionError:
        raise RegionRefused(Path("the draft"), [TOO_DEEP]) from None
    except ValueError as error:  # Python's own, too, for a whole number of thousands of digits.
        raise RegionRefused(Path("the draft"), [f"is no TOML: {error}"]) from None


def _read(content: Mapping[str, Any]) -> Policy:
    if faults := list(_wrong_texts(content, "")):
        raise RegionRefused(Path("the draft"), faults)
    return read(Region(Path("the draft"), content)).policy


def _wrong_texts(entry: Any, place: str) -> Iterator[str]:
    """Texts that could not be answered or shown; a region's own file, an operator's, is not asked for them."""
    if isinstance(entry, dict):
        table: dict[str, Any] = entry
        for name, each in table.items():
            yield from _wrong_texts(each, f"{place}.{name}" if place else name)
    elif isinstance(entry, str):
        try:
            read_text(entry, LONGEST_TEXT, empty=True)
        except ValueError as error:
            yield f"{place}: {error}"


def _typed(content: Mapping[str, Any]) -> dict[str, Any]:
    """JSON has neither days nor exact numbers: they come as strings."""
    typed = {name: _typed_entry(entry) for name, entry in content.items()}
    with suppress(KeyError, ValueError):  # The reader of the pack says what is wrong with it.
        typed["effective_from"] = read_day(content["effective_from"])
    return typed


def _typed_entry(entry: Any) -> Any:
    if not isinstance(entry, dict):
        return entry
    table: dict[str, Any] = entry
    if set(table) != {"value", "source"}:
        return {name: _typed_entry(each) for name, each in table.items()}
    return {"value": _number(table["value"]), "source": table["source"]}


def _number(value: Any) -> Any:
    if not isinstance(value, str) or not _PLAIN.fullmatch(value):
        # Decimal would also take 6_0, 6e1 and figures of other scripts; the reader of the pack refuses what is left.
        return value
    number = Decimal(value)
    whole = number.adjusted() < MOST_DIGITS and number == number.to_integral_value()
    return int(number) if whole else number
