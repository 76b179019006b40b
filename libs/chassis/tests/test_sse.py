"""Event streams: what a reader sees first, what it missed, and that a slow one holds nobody up."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from chassis import metrics as m
from chassis.metrics import Metrics
from chassis.sse import QUEUE, Hub, Message


def message(number: int) -> Message:
    return Message(str(number), "score", b"{}")


@pytest.fixture
def hub() -> Hub:
    return Hub(Metrics().gauge(m.SSE_CLIENTS))


class Reader:
    """One open page; its snapshot is always the state 5."""

    def __init__(self, hub: Hub, channels: list[str], last_id: str | None = None, **limits: float) -> None:
        self._stream = hub.listen(channels, self._snapshot, last_id, **limits)  # pyright: ignore[reportArgumentType]

    async def _snapshot(self) -> list[Message]:
        return [message(5)]

    async def next(self) -> bytes:
        async with asyncio.timeout(5):
            return await anext(self._stream)

    async def rest(self) -> list[bytes]:
        async with asyncio.timeout(5):
            return [part async for part in self._stream]

    def stream(self) -> AsyncIterator[bytes]:
        return self._stream


async def test_it_begins_with_the_state_and_goes_on_with_changes(hub: Hub):
    reader = Reader(hub, ["card:1"])
    assert await reader.next() == b"retry: 1000\n\n"
    assert await reader.next() == b"id: 5\nevent: score\ndata: {}\n\n"
    assert hub.listened("card:1") and not hub.listened("card:2")
    hub.publish("card:2", message(8))
    hub.publish("card:1", message(6))
    assert b"id: 6" in await reader.next()


async def test_who_has_seen_the_state_is_not_told_again(hub: Hub):
    reader = Reader(hub, ["card:1"], last_id="5")
    await reader.next()
    waiting = asyncio.ensure_future(reader.next())
    await asyncio.sleep(0)
    hub.publish("card:1", message(6))
    assert b"id: 6" in await waiting


async def test_a_reader_of_several_channels_hears_them_all(hub: Hub):
    reader = Reader(hub, ["card:1", "card:2"], last_id="5")
    await reader.next()
    waiting = asyncio.ensure_future(reader.next())
    await asyncio.sleep(0)
    hub.publish("card:2", message(9))
    assert b"id: 9" in await waiting


async def test_a_slow_reader_gets_the_state_instead_of_what_it_missed(hub: Hub):
    reader = Reader(hub, ["card:1"])
    await reader.next()
    await reader.next()
    for number in range(6, 6 + QUEUE + 10):
        hub.publish("card:1", message(number))
    assert await reader.next() == b"id: 5\nevent: snapshot\ndata: {}\n\n"


async def test_it_says_that_it_is_there_and_ends_in_time(hub: Hub):
    reader = Reader(hub, ["card:1"], last_id="5", heartbeat=0.01, lifetime=0.05)
    parts = await reader.rest()
    assert parts[0].startswith(b"retry") and parts[1:] and set(parts[1:]) == {b": still here\n\n"}
    assert hub.idle


async def test_a_process_that_stops_ends_its_streams(hub: Hub):
    reader = Reader(hub, ["card:1"])
    await reader.next()
    await reader.next()
    waiting = asyncio.ensure_future(reader.rest())
    await asyncio.sleep(0)
    hub.close()
    assert await waiting == []
    assert hub.idle
