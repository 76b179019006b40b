"""Server-sent events: a hub that fans out to open pages, with resume and without a slow reader holding anybody up.

A client has a bounded queue. When it overflows, what is in it is dropped and the client gets a fresh snapshot
instead: it may miss steps in between, never the end. A connection ends after its lifetime, so that a deployment or a
changed right is not outlived by an old one; browsers come back by themselves.
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import Final, NamedTuple

from fastapi import Request
from fastapi.responses import StreamingResponse
from prometheus_client import Gauge

QUEUE: Final = 64
HEARTBEAT_SECONDS: Final = 15.0
LIFETIME_SECONDS: Final = 30 * 60.0


class Message(NamedTuple):
    """One event: `id` is what Last-Event-ID brings back, `data` one line of JSON."""

    id: str
    event: str
    data: bytes


Snapshot = Callable[[], Awaitable[list[Message]]]


class _Client:
    def __init__(self) -> None:
        self.pending: deque[Message] = deque()
        self.overflown = False
        self.news = asyncio.Event()

    def offer(self, message: Message) -> None:
        if len(self.pending) >= QUEUE:
            self.pending.clear()
            self.overflown = True
        if not self.overflown:
            self.pending.append(message)
        self.news.set()


class Hub:
    """Channels are names such as `card:<id>`; publishing costs nothing where nobody listens."""

    def __init__(self, gauge: Gauge) -> None:
        self._channels: dict[str, set[_Client]] = defaultdict(set)
        self._gauge = gauge
        self._closing = asyncio.Event()

    @property
    def idle(self) -> bool:
        """Whether nobody listens to anything."""
        return not self._channels

    def listened(self, channel: str) -> bool:
        """Whether somebody would hear it."""
        return channel in self._channels

    def publish(self, channel: str, message: Message) -> None:
        """To all who listen now."""
        for client in self._channels.get(channel, ()):
            client.offer(message)

    def close(self) -> None:
        """Ends all streams: the process stops."""
        self._closing.set()
        for clients in self._channels.values():
            for client in clients:
                client.news.set()

    async def listen(
        self,
        channels: Sequence[str],
        snapshot: Snapshot,
        last_id: str | None,
        *,
        heartbeat: float = HEARTBEAT_SECONDS,
        lifetime: float = LIFETIME_SECONDS,
    ) -> AsyncGenerator[bytes]:
        """The stream's bytes. It begins with the snapshot, unless the client has seen just that state already."""
        client = self._enter(channels)
        ends = asyncio.get_running_loop().time() + lifetime
        try:
            yield b"retry: 1000\n\n"
            for message in await snapshot():
                if message.id != last_id:
                    yield encode(message)
            while not self._closing.is_set() and (left := ends - asyncio.get_running_loop().time()) > 0:
                if not await _within(client.news.wait(), min(heartbeat, left)):
                    yield b": still here\n\n"
                    continue
                client.news.clear()
                if client.overflown:
                    client.overflown = False
                    for message in await snapshot():
                        yield encode(message._replace(event="snapshot"))
                while client.pending:
                    yield encode(client.pending.popleft())
        finally:
            self._leave(client, channels)

    def _enter(self, channels: Sequence[str]) -> _Client:
        client = _Client()
        for channel in channels:
            self._channels[channel].add(client)
        self._gauge.inc()
        return client

    def _leave(self, client: _Client, channels: Sequence[str]) -> None:
        self._gauge.dec()
        for channel in channels:
            self._channels[channel].discard(client)
            if not self._channels[channel]:
                del self._channels[channel]


async def _within(wait: Awaitable[object], seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await wait
    except TimeoutError:
        return False
    return True


def encode(message: Message) -> bytes:
    """As the HTML standard writes it; `data` holds no line break."""
    return b"id: %b\nevent: %b\ndata: %b\n\n" % (message.id.encode(), message.event.encode(), message.data)


def stream(
    request: Request, hub: Hub, channels: Sequence[str], snapshot: Snapshot, lifetime: float = LIFETIME_SECONDS
) -> StreamingResponse:
    """The response of a stream route; Last-Event-ID is honoured. lifetime: seconds, at most LIFETIME_SECONDS count."""
    last_id, lifetime = request.headers.get("last-event-id"), min(lifetime, LIFETIME_SECONDS)
    return StreamingResponse(
        hub.listen(channels, snapshot, last_id, lifetime=lifetime),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )
