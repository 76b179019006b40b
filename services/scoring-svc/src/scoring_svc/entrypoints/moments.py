"""Moments as they come in a query: exactly in their own writing, for a day without its zone would be guessed at; and
both as a form writes them."""

import re
from datetime import MINYEAR, date, datetime
from typing import Annotated, Any

from chassis.inputs import read_day, refusal
from pydantic import BeforeValidator, WithJsonSchema

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,6})?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)

_ON_A_CLOCK = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?", re.ASCII)


def _placed(text: str) -> datetime:
    """A moment that has a day in every zone: the calendar's first year begins too early for those west of it."""
    moment = datetime.fromisoformat(text)
    if moment.year == MINYEAR:
        raise ValueError(text)
    return moment


def read_moment(value: Any) -> datetime:
    """A moment by RFC 3339, with its offset: `2026-07-09T10:00:00+07:00`."""
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        try:
            return _placed(value.upper())
        except ValueError:
            pass
    raise refusal(
        "not_a_moment",
        "This must be a moment by RFC 3339 with its offset, as in 2026-07-09T10:00:00Z or, with the plus sign written "
        "as %2B in an address, 2026-07-09T17:00:00+07:00.",
    )


def read_form_day(value: Any) -> date | None:
    """As `read_day`; a field of a form that was left empty is none."""
    return None if value == "" else read_day(value)


def read_form_moment(value: Any) -> datetime | None:
    """As `read_moment`, or as a form writes it, on the region's clock and without an offset: `2026-07-09T17:00`."""
    if value == "":
        return None
    if isinstance(value, str) and _ON_A_CLOCK.fullmatch(value):
        try:
            return _placed(value)
        except ValueError:
            pass
    return read_moment(value)


Moment = Annotated[datetime, BeforeValidator(read_moment), WithJsonSchema({"type": "string", "format": "date-time"})]
FormDay = Annotated[date | None, BeforeValidator(read_form_day)]
FormMoment = Annotated[datetime | None, BeforeValidator(read_form_moment)]
