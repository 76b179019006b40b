"""The relay: from the event log to Kafka, in order, at least once. One is active a database, others stand by.

The advisory lock and the reading are one session: whoever loses the session loses the lock and marks nothing more.
It never remembers «id greater than the last one seen», because ids become visible out of the order of commits; it
reads what is not marked, and marks after the broker's acknowledgement. A crash between the two sends a row twice,
which readers recognise by its sequence. Only what is safely on disk is sent: a consumer's commit may not have waited
for it, and an event that the world has seen must never be taken back by a crash of the server.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Any

import asyncpg
import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from contracts import registry
from contracts.envelope import headers
from contracts.topics import MAX_EVENT_BYTES

from chassis import metrics as m
from chassis import postgres
from chassis.clock import Clock
from chassis.health import Check
from chassis.outbox.backlog import Backlog, pause
from chassis.outbox.batching import Sent, published
from chassis.outbox.writer import Doorbell

LOCK_KEY = 4_201_001
ROWS = 2_000
STANDBY_SECONDS = 1.0
PATIENCE_SECONDS = 10.0
"""A round that takes longer than this waits for a broker that does not acknowledge, and health says so."""

PENDING = """
    SELECT id, topic, key, partition, payload FROM event_log WHERE published_at IS NULL ORDER BY id LIMIT $1
"""
# Costs a flush only where something is not on disk yet. The message itself is read by nobody.
ON_DISK = """
    SELECT CASE WHEN pg_current_wal_insert_lsn() > pg_current_wal_flush_lsn()
    THEN pg_logical_emit_message(true, 'capaian', '') END
"""
SESSION = {"application_name": "capaian-relay", "synchronous_commit": "on"}
MARK = "UPDATE event_log SET published_at = $2 WHERE id = ANY($1::bigint[])"

log = structlog.stdlib.get_logger()


class Relay:
    """`serve(stop)` runs until `stop` is set; `poll_seconds` is how long it waits when nobody rings."""

    def __init__(
        self,
        url: str,
        bootstrap: str,
        metrics: m.Metrics,
        clock: Clock,
        doorbell: Doorbell,
        poll_seconds: float = 0.5,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        self._url, self._bootstrap, self._clock = postgres.plain_url(url), bootstrap, clock
        self._backlog = Backlog(url, metrics, clock)
        self._doorbell, self._poll_seconds, self._patience = doorbell, poll_seconds, patience_seconds
        self._metrics = metrics
        self._published = metrics.counter(m.OUTBOX_PUBLISHED)
        self._state = Check(ok=False, detail="starting")
        self._round_began: float | None = None

    async def check(self) -> Check:
        """For health: active, standing by, or what it waits for."""
        if self._round_began is not None:
            waited = asyncio.get_running_loop().time() - self._round_began
            if waited > self._patience:
                return Check(ok=False, detail=f"the broker has acknowledged nothing for {waited:.0f} s")
        return self._state

    async def serve(self, stop: asyncio.Event) -> None:
        """Publishes and measures until told to stop."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._publish(stop))
            tasks.create_task(self._backlog.serve(stop))

    async def _publish(self, stop: asyncio.Event) -> None:
        """What fails for a while is waited out with a back-off of up to 5 s."""
        attempt = 0
        while not stop.is_set():
            try:
                await self._session(stop)
                attempt = 0
            except (OSError, TimeoutError, KafkaError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                attempt += 1
                self._state = Check(ok=False, detail=f"waits after {type(error).__name__}: {error}")
                self._metrics.counter(m.OUTBOX_FAILURES).labels(type(error).__name__).inc()
                log.warning("relay.waits", error=str(error), kind=type(error).__name__, attempt=attempt)
                await pause(stop, min(5.0, 0.1 * 2**attempt))

    async def _session(self, stop: asyncio.Event) -> None:
        connection = await asyncpg.connect(self._url, timeout=5, server_settings=SESSION)
        try:
            while not await connection.fetchval("SELECT pg_try_advisory_lock($1)", LOCK_KEY):
                self._state = Check(ok=True, detail="standby: another relay is active")
                await pause(stop, STANDBY_SECONDS)
                if stop.is_set():
                    return
            await self._active(connection, stop)
        finally:
            await connection.close(timeout=5)

    async def _active(self, connection: "asyncpg.Connection[Any]", stop: asyncio.Event) -> None:
        # Idempotence keeps the order of a partition through the client's own retries; it needs acks from all replicas.
        producer = AIOKafkaProducer(
            bootstrap_servers=self._bootstrap,
            acks="all",
            enable_idempotence=True,
            compression_type="zstd",
            max_request_size=2 * MAX_EVENT_BYTES,
            max_batch_size=256 * 1024,
            request_timeout_ms=20_000,
        )
        await producer.start()
        try:
            while True:
                moved = await self._round(connection, producer)
                self._state = Check(ok=True, detail="active")
                if not moved:
                    if stop.is_set():
                        return
                    await self._doorbell.wait(self._poll_seconds)
        finally:
            await producer.stop()

    async def _round(self, connection: "asyncpg.Connection[Any]", producer: AIOKafkaProducer) -> int:
        self._round_began = asyncio.get_running_loop().time()
        try:
            return await self.publish_once(connection, producer)
        finally:
            self._round_began = None

    async def publish_once(self, connection: "asyncpg.Connection[Any]", producer: AIOKafkaProducer) -> int:
        """One round: up to ROWS rows sent in order, acknowledged, marked. Returns how many were marked.

        Raises:
            KafkaError: of the first row that failed, after what went through was marked.
        """
        rows = await connection.fetch(PENDING, ROWS)
        if not rows:
            return 0
        await connection.execute(ON_DISK)
        results = await self._send(producer, rows)
        sent = [
            Sent(row["id"], row["topic"], row["partition"], not isinstance(result, BaseException))
            for row, result in zip(rows, results, strict=True)
        ]
        marked = published(sent)
        if marked:
            await connection.execute(MARK, marked, self._clock())
            done = set(marked)
            for topic, count in Counter(row.topic for row in sent if row.id in done).items():
                self._published.labels(topic).inc(count)
        for row, result in zip(rows, results, strict=True):
            if isinstance(result, BaseException):
                log.error("relay.refused", row=row["id"], topic=row["topic"], error=str(result))
                raise result
        return len(marked)

    async def _send(self, producer: AIOKafkaProducer, rows: Sequence[asyncpg.Record]) -> list[object]:
        pending: list[Any] = []
        for row in rows:
            try:
                pending.append(
                    await producer.send(
                        row["topic"],
                        row["payload"],
                        key=row["key"].encode(),
                        partition=row["partition"],
                        headers=headers(registry.decode_envelope(row["payload"])),
                    )
                )
            except KafkaError as error:
                pending.append(error)
        await producer.flush()
        waiting = [one if isinstance(one, asyncio.Future) else _failed(one) for one in pending]
        return list(await asyncio.gather(*waiting, return_exceptions=True))


async def _failed(error: BaseException) -> object:
    raise error
