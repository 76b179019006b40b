"""Keyset pagination: a page names where the next one begins, so that rows which come meanwhile shift nothing."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

import msgspec

from chassis.problem import Problem

MOST = 200
Item = TypeVar("Item")


class Page(NamedTuple):
    """What a list request asks for: how many, and after which key (None: from the beginning)."""

    limit: int
    after: tuple[str, ...] | None

    @property
    def after_id(self) -> UUID | None:
        """The id that the former page ended with, where rows are listed by id.

        Raises:
            Problem: 422 `invalid_cursor`.
        """
        try:
            return None if self.after is None else UUID(self.after[0])
        except (IndexError, ValueError):
            raise _invalid_cursor() from None


def page(limit: int = 50, cursor: str | None = None) -> Page:
    """From the query parameters `limit` (1 to 200) and `cursor` (opaque).

    Raises:
        Problem: 422 `invalid_limit` or `invalid_cursor`.
    """
    if not 1 <= limit <= MOST:
        raise Problem(422, "invalid_limit", f"limit goes from 1 to {MOST}.", "query:limit")
    if cursor is None:
        return Page(limit, None)
    try:
        return Page(limit, tuple(msgspec.json.decode(base64.urlsafe_b64decode(cursor), type=list[str])))
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        raise _invalid_cursor() from None


def _invalid_cursor() -> Problem:
    return Problem(422, "invalid_cursor", "Take the cursor from `next` of the former page.", "query:cursor")


def body(
    rows: Sequence[Item], limit: int, key: Callable[[Item], tuple[str, ...]], show: Callable[[Item], Any]
) -> dict[str, Any]:
    """`{"items": [...], "next": …}` from up to limit + 1 rows: the one too many says that there is more."""
    shown = rows[:limit]
    more = len(rows) > limit
    following = base64.urlsafe_b64encode(msgspec.json.encode(list(key(shown[-1])))).decode() if more else None
    return {"items": [show(row) for row in shown], "next": following}
