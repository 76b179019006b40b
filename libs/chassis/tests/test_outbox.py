"""From the event log to Kafka on real servers: in order, nothing lost, repeated at most."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any

import asyncpg
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from capaian_local.testing.topics import Topics
from chassis import clock, postgres
from chassis.metrics import Metrics
from chassis.outbox import Event
from chassis.outbox.batching import Sent, published
from chassis.outbox.relay import Relay
from chassis.outbox.writer import Doorbell, append, partition_of
from contracts import registry
from counting import TOPIC, event
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

Eventually = Callable[..., Awaitable[object]]
pytestmark = [pytest.mark.servers, pytest.mark.containers]


async def write(engine: AsyncEngine, events: Sequence[Event]) -> None:
    async with engine.begin() as connection:
        await append(connection, events)


async def unpublished(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        count = text("SELECT count(*) FROM event_log WHERE published_at IS NULL")
        return int((await connection.execute(count)).scalar_one())


async def on_topic(bootstrap: str) -> dict[str, list[int]]:
    """Key → sequences, in the order of the topic."""
    consumer = AIOKafkaConsumer(TOPIC, bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    await consumer.start()
    found: dict[str, list[int]] = defaultdict(list)
    try:
        ends = await consumer.end_offsets(consumer.assignment())
        left = sum(ends.values())
        while left:
            for batch in (await consumer.getmany(timeout_ms=1_000)).values():
                left -= len(batch)
                for record in batch:
                    envelope = registry.decode_envelope(record.value or b"")
                    found[envelope.key].append(envelope.sequence)
    finally:
        await consumer.stop()
    return found


class Relaying:
    """A relay in a task of this test."""

    def __init__(self, database: str, bootstrap: str) -> None:
        self.doorbell, self.stop, self.metrics = Doorbell(), asyncio.Event(), Metrics()
        self.relay = Relay(database, bootstrap, self.metrics, clock.now, self.doorbell, poll_seconds=0.05)
        self.task = asyncio.ensure_future(self.relay.serve(self.stop))

    async def end(self) -> None:
        self.stop.set()
        self.doorbell.ring()
        await self.task


@pytest.fixture
async def session(engine: AsyncEngine, database: str) -> AsyncIterator["asyncpg.Connection[Any]"]:
    connection = await asyncpg.connect(postgres.plain_url(database))
    yield connection
    await connection.close()


@pytest.fixture
async def producer(topics: Topics) -> AsyncIterator[AIOKafkaProducer]:
    producer = AIOKafkaProducer(bootstrap_servers=topics.bootstrap, acks="all", enable_idempotence=True)
    await producer.start()
    yield producer
    await producer.stop()


async def test_every_event_arrives_once_in_the_order_of_its_aggregate(
    engine: AsyncEngine, database: str, topics: Topics, eventually: Eventually
):
    relaying = Relaying(database, topics.bootstrap)
    for number in range(1, 31):
        await write(engine, [event(person, number) for person in range(20)])
        relaying.doorbell.ring()
    await eventually(lambda: _none_left(engine))
    await relaying.end()
    found = await on_topic(topics.bootstrap)
    assert len(found) == 20
    assert set(map(tuple, found.values())) == {tuple(range(1, 31))}


async def _none_left(engine: AsyncEngine) -> bool:
    return await unpublished(engine) == 0


class _NoMark:
    """A session that is lost just when the rows are to be marked."""

    def __init__(self, connection: "asyncpg.Connection[Any]") -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    async def execute(self, query: str, *values: Any) -> str:
        if query.startswith("UPDATE event_log"):
            raise ConnectionResetError("lost")
        return await self._connection.execute(query, *values)


async def test_a_crash_between_sending_and_marking_repeats_and_loses_nothing(
    engine: AsyncEngine, database: str, topics: Topics, session: Any, producer: AIOKafkaProducer
):
    await write(engine, [event(1, number) for number in range(1, 6)])
    relay = Relay(database, topics.bootstrap, Metrics(), clock.now, Doorbell())
    with pytest.raises(ConnectionResetError):
        await relay.publish_once(_NoMark(session), producer)  # pyright: ignore[reportArgumentType]
    assert await unpublished(engine) == 5
    assert await relay.publish_once(session, producer) == 5
    (sequences,) = (await on_topic(topics.bootstrap)).values()
    assert sequences == [*range(1, 6), *range(1, 6)]


async def test_one_relay_is_active_and_another_takes_its_place(
    engine: AsyncEngine, database: str, topics: Topics, eventually: Eventually
):
    first = Relaying(database, topics.bootstrap)
    await eventually(lambda: _says(first, "active"))
    second = Relaying(database, topics.bootstrap)
    await eventually(lambda: _says(second, "standby"))
    await write(engine, [event(1, 1)])
    await eventually(lambda: _none_left(engine))
    await first.end()
    await eventually(lambda: _says(second, "active"))
    await write(engine, [event(1, 2)])
    await eventually(lambda: _none_left(engine))
    await second.end()
    assert list((await on_topic(topics.bootstrap)).values()) == [[1, 2]]


async def _says(relaying: Relaying, word: str) -> bool:
    return word in (await relaying.relay.check()).detail


async def test_a_row_that_cannot_be_sent_holds_its_own_partition_only(
    engine: AsyncEngine, database: str, topics: Topics, session: Any, producer: AIOKafkaProducer
):
    other = next(each for each in range(2, 99) if _place(each) != _place(1))
    too_large = event(1, 1)._replace(payload=event(1, 1).payload + b" " * 3_000_000)
    await write(engine, [too_large, event(1, 2), event(other, 1)])
    relay = Relay(database, topics.bootstrap, Metrics(), clock.now, Doorbell())
    with pytest.raises(Exception, match="bytes"):
        await relay.publish_once(session, producer)
    rows = await session.fetch("SELECT key FROM event_log WHERE published_at IS NOT NULL")
    assert [row["key"] for row in rows] == [event(other, 1).key]


def _place(person: int) -> int:
    return partition_of(event(person, 1).key, 8)


def test_what_came_after_a_failed_row_of_its_partition_waits():
    sent = [Sent(1, "t", 0, True), Sent(2, "t", 0, False), Sent(3, "t", 0, True), Sent(4, "t", 1, True)]
    assert published(sent) == [1, 4]


class _Watching:
    """A producer that looks how much of the database's log is on disk when a record is handed to it."""

    def __init__(self, producer: AIOKafkaProducer, session: "asyncpg.Connection[Any]") -> None:
        self._producer, self._session = producer, session
        self.on_disk: list[bool] = []
        self.needed = ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._producer, name)

    async def send(self, *arguments: Any, **named: Any) -> Any:
        self.on_disk.append(
            await self._session.fetchval("SELECT pg_current_wal_flush_lsn() >= $1::text::pg_lsn", self.needed)
        )
        return await self._producer.send(*arguments, **named)


async def test_an_event_leaves_only_once_it_is_on_disk(
    engine: AsyncEngine, database: str, topics: Topics, session: Any, producer: AIOKafkaProducer
):
    """A consumer's commit does not wait for the disk; what a crash could still take back must not be sent."""
    await session.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
    await session.execute("SELECT pg_reload_conf()")
    watching = _Watching(producer, session)
    relay = Relay(database, topics.bootstrap, Metrics(), clock.now, Doorbell())
    relays_own = await asyncpg.connect(postgres.plain_url(database), server_settings={"synchronous_commit": "on"})
    try:
        for number in range(1, 6):
            async with engine.begin() as connection:
                await connection.execute(text("SET LOCAL synchronous_commit = off"))
                await append(connection, [event(1, number)])
            watching.needed = await session.fetchval("SELECT pg_current_wal_insert_lsn()::text")
            await relay.publish_once(relays_own, watching)  # pyright: ignore[reportArgumentType]
    finally:
        await session.execute("ALTER SYSTEM RESET wal_writer_delay")
        await session.execute("SELECT pg_reload_conf()")
        await relays_own.close()
    assert watching.on_disk == [True] * 5


async def test_what_waits_is_measured_also_while_there_is_no_broker(
    engine: AsyncEngine, database: str, eventually: Eventually
):
    await write(engine, [event(0, 1), event(0, 2)])
    relaying = Relaying(database, "127.0.0.1:1")
    await eventually(lambda: _pending(relaying.metrics) == 2)
    assert not (await relaying.relay.check()).ok
    await relaying.end()


def _pending(metrics: Metrics) -> float:
    lines = metrics.exposition()[0].decode().splitlines()
    return next(float(line.split()[-1]) for line in lines if line.startswith("capaian_outbox_pending_rows "))


class _Silent:
    """A broker that takes records and acknowledges none."""

    async def send(self, *_: Any, **__: Any) -> "asyncio.Future[Any]":
        return asyncio.get_running_loop().create_future()

    async def flush(self) -> None:
        await asyncio.get_running_loop().create_future()


async def test_health_says_that_the_broker_acknowledges_nothing(
    engine: AsyncEngine, database: str, session: Any, eventually: Eventually
):
    await write(engine, [event(0, 1)])
    relay = Relay(database, "none:0", Metrics(), clock.now, Doorbell(), patience_seconds=0.05)
    waiting = asyncio.ensure_future(relay._round(session, _Silent()))  # pyright: ignore[reportArgumentType]

    async def told() -> bool:
        return "acknowledged nothing" in (await relay.check()).detail

    await eventually(told)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert "acknowledged nothing" not in (await relay.check()).detail
