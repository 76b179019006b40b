"""How a body arrives: whole, within its limit and without long stops, or not at all.

Invariant: what did not arrive to its end is nothing. Whoever breaks off half way has asked for nothing, and may send
the same again under the same key.
"""

import asyncio
from collections.abc import Mapping
from typing import Final

from starlette.types import Message, Receive

from chassis.problem import Problem

PATIENCE: Final = 30.0
"""Seconds that a sender may take from one part of a body to the next."""


async def whole_body(headers: Mapping[bytes, bytes], limit: int, receive: Receive, patience: float = PATIENCE) -> bytes:
    """The body of a request. limit: in bytes, also where no length is announced.

    Raises:
        Problem: 413 `body_too_large`, 400 `body_incomplete`, 408 `body_too_slow`.
    """
    announced = headers.get(b"content-length", b"0")
    if not announced.isdigit() or int(announced) > limit:
        raise _too_large(limit)
    body = bytearray()
    while True:
        message = await _next_part(receive, patience)
        if message["type"] != "http.request":
            # Nobody reads this answer; it stands in the metrics, and nothing is done.
            raise Problem(400, "body_incomplete", "The sender broke off before the body's end; nothing was done.")
        body += message.get("body", b"")
        if len(body) > limit:
            raise _too_large(limit)
        if not message.get("more_body", False):
            return bytes(body)


async def _next_part(receive: Receive, patience: float) -> Message:
    try:
        async with asyncio.timeout(patience):
            return await receive()
    except TimeoutError:
        detail = f"Nothing more of the body came for {patience:g} seconds; nothing was done. Send the request again."
        raise Problem(408, "body_too_slow", detail, headers={"Connection": "close"}) from None


def _too_large(limit: int) -> Problem:
    detail = f"The body may have at most {limit} bytes here."
    return Problem(413, "body_too_large", detail, extra={"max_bytes": limit})
