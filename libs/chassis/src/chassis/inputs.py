"""Types for what comes in: text that can be stored and shown, numbers that can be measured.

Each refusal has its own code, so that a client can tell them apart and a person gets a sentence to act on.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, GetCoreSchemaHandler, PlainSerializer, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

INTEGER_DIGITS = 12
DECIMALS = 6
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
ALLOWED_CONTROLS = frozenset("\n\t")


class RequestModel(BaseModel):
    """Base of all bodies: a field that nobody knows is an error, for it is usually a misspelt one."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def refusal(code: str, detail: str) -> PydanticCustomError:
    """A validation error with a code of ours."""
    # The message is a format string to pydantic, so that braces in it have to be doubled.
    return PydanticCustomError("refused", detail.replace("{", "{{").replace("}", "}}"), {"code": code})  # pyright: ignore[reportArgumentType]


def read_text(value: Any, max_length: int, *, empty: bool) -> str:
    """Text without control characters and lone surrogates, in Unicode's normal form C, without blanks around it."""
    if not isinstance(value, str):
        raise refusal("not_text", "This must be text.")
    if len(value) > max_length:
        raise refusal("text_too_long", f"This may have at most {max_length} characters; it has {len(value)}.")
    if any("\ud800" <= char <= "\udfff" for char in value):
        raise refusal("text_not_unicode", "This holds half of a character (a lone surrogate).")
    if any(unicodedata.category(char) == "Cc" and char not in ALLOWED_CONTROLS for char in value):
        raise refusal("text_has_control_characters", "This holds control characters such as NUL.")
    text = unicodedata.normalize("NFC", value).strip()
    if not text and not empty:
        raise refusal("text_empty", "This must not be empty.")
    return text


@dataclass(frozen=True)
class Text:
    """What a text may be: `Annotated[str, Text(200)]` has at most 200 characters, and is not empty unless `empty`."""

    max_length: int
    empty: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """pydantic's hook for metadata of a type."""
        return core_schema.no_info_before_validator_function(
            lambda value: read_text(value, self.max_length, empty=self.empty),
            core_schema.str_schema(min_length=0 if self.empty else 1, max_length=self.max_length),
        )


def read_link(value: str) -> str:
    """A web address: what somebody may click on is nothing that a browser would run."""
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or any(map(str.isspace, value)):
        raise refusal("not_a_link", "This must be a web address that begins with https:// or http://.")
    return value


def read_day(value: Any) -> date:
    """A calendar day, `2026-07-09` and nothing else: a number or a moment of some zone would be guessed at.

    It lies where days can be counted on from: others are slips of a key, or stand for «no end».
    """
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            day = None
        if day is not None and FIRST_DAY <= day <= LAST_DAY:
            return day
        if day is not None:
            between = f"This must be a day from {FIRST_DAY} to {LAST_DAY}."
            raise refusal("day_out_of_range", f"{between} Leave out an end that nobody knows yet.")
    raise refusal("not_a_date", "This must be a day of the calendar, written as in 2026-07-09.")


def read_number(value: Any) -> Decimal:
    """A decimal from a JSON number or a string, by its text."""
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise refusal("not_a_number", "This must be a number.")
    if isinstance(value, str) and not _NUMBER.fullmatch(value.strip()):
        # Decimal would also take 1_0, and figures of other scripts.
        raise refusal("not_a_number", "This must be a number, with a point before its decimals.")
    try:
        number = Decimal(value.strip() if isinstance(value, str) else value)
    except InvalidOperation:
        raise refusal("not_a_number", "This must be a number, with a point before its decimals.") from None
    if not number.is_finite():
        raise refusal("not_a_number", "Infinity and NaN are no numbers that can be measured.")
    if number.adjusted() >= INTEGER_DIGITS:
        raise refusal("number_out_of_range", f"At most {INTEGER_DIGITS} digits before the point.")
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > DECIMALS:
        raise refusal("too_many_decimals", f"At most {DECIMALS} decimals; more is never measured.")
    return number


Number = Annotated[
    Decimal,
    BeforeValidator(read_number),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string", "format": "decimal"}]}),
]
"""An exact decimal: at most 12 digits before the point and 6 after it."""

Day = Annotated[date, BeforeValidator(read_day), WithJsonSchema({"type": "string", "format": "date"})]
"""A day of the calendar, by ISO 8601."""
