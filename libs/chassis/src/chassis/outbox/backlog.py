"""How many events wait to be published, and for how long: measured on a session of its own.

The relay's own session is busy, or waits for a broker that does not answer, exactly when these numbers matter. What is
too old to be of use is deleted on the same round.
"""

import asyncio
from datetime import timedelta
from typing import Any

import asyncpg

from chassis import metrics as m
from chassis import postgres
from chassis.clock import Clock

GAUGE_SECONDS = 5.0
KEEP_IDEMPOTENCY = timedelta(days=7)

BACKLOG = "SELECT count(*) AS pending, min(occurred_at) AS oldest FROM event_log WHERE published_at IS NULL"
FORGET_KEYS = "DELETE FROM idempotency_key WHERE created_at < $1"


class Backlog:
    """`serve(stop)` measures until `stop` is set."""

    def __init__(self, url: str, metrics: m.Metrics, clock: Clock, every_seconds: float = GAUGE_SECONDS) -> None:
        self._url, self._clock, self._every = postgres.plain_url(url), clock, every_seconds
        self._pending, self._age = metrics.gauge(m.OUTBOX_PENDING), metrics.gauge(m.OUTBOX_AGE)

    async def serve(self, stop: asyncio.Event) -> None:
        """A database that is away is waited for; the relay beside it says so."""
        while not stop.is_set():
            try:
                await self._session(stop)
            except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await pause(stop, self._every)

    async def _session(self, stop: asyncio.Event) -> None:
        connection = await asyncpg.connect(
            self._url, timeout=5, server_settings={"application_name": "capaian-backlog"}
        )
        try:
            while not stop.is_set():
                await self.measure(connection)
                await pause(stop, self._every)
        finally:
            await connection.close(timeout=5)

    async def measure(self, connection: "asyncpg.Connection[Any]") -> None:
        """One look."""
        backlog = await connection.fetchrow(BACKLOG)
        assert backlog is not None, "an aggregate without GROUP BY always answers with one row"
        now = self._clock()
        age = (now - backlog["oldest"]).total_seconds() if backlog["oldest"] else 0.0
        self._pending.set(backlog["pending"])
        self._age.set(max(0.0, age))
        await connection.execute(FORGET_KEYS, now - KEEP_IDEMPOTENCY)


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """Waits so long, or until told to stop."""
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
