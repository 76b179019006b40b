"""A body that arrives in parts, or not to its end."""

import asyncio
from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any

import pytest
from chassis.arriving import whole_body
from chassis.bodies import WayIn
from chassis.problem import Problem
from starlette.types import Message, Receive, Scope, Send

CHUNKED: Mapping[bytes, bytes] = {}
GONE: Message = {"type": "http.disconnect"}


def part(content: bytes, *, more: bool = True) -> Message:
    return {"type": "http.request", "body": content, "more_body": more}


def sender(messages: Iterable[Message]) -> Receive:
    """Whoever sends these parts, and then nothing for ever."""
    left = iter(messages)

    async def receive() -> Message:
        for message in left:
            return message
        await asyncio.Event().wait()
        raise AssertionError("nobody sets this event")

    return receive


async def refused(messages: Iterable[Message], headers: Mapping[bytes, bytes] = CHUNKED) -> Problem:
    with pytest.raises(Problem) as raised:
        await whole_body(headers, 10, sender(messages), patience=0.01)
    return raised.value


async def test_parts_make_a_whole_up_to_the_limit():
    assert await whole_body(CHUNKED, 10, sender([part(b"12345"), part(b"67890", more=False)])) == b"1234567890"
    assert await whole_body({b"content-length": b"10"}, 10, sender([part(b"1", more=False)])) == b"1"
    problem = await refused([part(b"12345"), part(b"678901", more=False)])
    assert (problem.status, problem.code, problem.extra) == (413, "body_too_large", {"max_bytes": 10})


@pytest.mark.parametrize("announced", [b"11", b"-1", b"", b"1e1"])
async def test_a_length_that_is_too_much_or_none_is_refused_before_anything_is_read(announced: bytes):
    assert (await refused([], {b"content-length": announced})).code == "body_too_large"


@pytest.mark.parametrize("before", [[], [part(b"{}")]])
async def test_who_breaks_off_has_asked_for_nothing(before: list[Message]):
    problem = await refused([*before, GONE])
    assert (problem.status, problem.code) == (400, "body_incomplete")


@pytest.mark.parametrize("before", [[], [part(b"{}")]])
async def test_who_stops_half_way_is_waited_for_so_long_and_no_longer(before: list[Message]):
    problem = await refused(before)
    assert (problem.status, problem.code, problem.headers) == (408, "body_too_slow", {"Connection": "close"})
    assert "0.01 seconds" in problem.detail


@pytest.mark.parametrize("last", [GONE, part(b"", more=False)])
async def test_a_body_that_breaks_off_is_no_request(last: Message):
    """It is whole JSON, and yet there may have been more to come."""
    asked, said = list[str](), list[Any]()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        asked.append(scope["path"])

    async def send(message: Message) -> None:
        said.append(message.get("status"))

    scope: dict[str, Any] = {
        "type": "http", "method": "POST", "path": "/v1/imports/roster",
        "headers": [(b"content-type", b"application/json")],
    }  # fmt: skip
    scope["app"] = SimpleNamespace(state=SimpleNamespace())
    await WayIn(app, 100)(scope, sender([part(b'{"items": []}'), last]), send)
    assert (asked, said[:1]) == (([], [400]) if last is GONE else (["/v1/imports/roster"], []))
