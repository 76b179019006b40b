"""A witness for exactness: a projection that counts. It is wrong as soon as one record counts twice or not at all."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid5

from chassis import postgres
from chassis.clock import now
from chassis.consuming import Limits, Received, Runner, Unusable
from chassis.metrics import Metrics
from chassis.outbox import Event, make_event
from contracts.target.v1 import RealizationRecorded
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

NAMESPACE = UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")
TOPIC = "target-events"
GROUP = "test.counting"
TABLE = "CREATE TABLE seen (person uuid PRIMARY KEY, times integer NOT NULL, CHECK (times < 1000000))"


def event(person: int, number: int, value: str = "1") -> Event:
    """The realization number `number` of a made-up person; its indicator is the person."""
    key = uuid5(NAMESPACE, f"person {person}")
    data = RealizationRecorded(
        indicator_id=key,
        civil_servant_id=key,
        period_id=key,
        value=Decimal(value),
        as_of=date(2026, 1, 1),
        entries=number,
        entry_id=uuid5(NAMESPACE, f"entry {person} {number}"),
        corrects=None,
    )
    return make_event(
        data,
        event_id=uuid5(NAMESPACE, f"event {person} {number}"),
        aggregate_id=key,
        sequence=number,
        key=str(key),
        source="/test",
        occurred_at=datetime(2026, 1, 1, tzinfo=UTC),
        correlation_id="test",
    )


class Counting:
    """Counts records a person in SQL. Value 13 makes no sense to it, value 14 breaks the table's rule for good."""

    def __init__(self) -> None:
        self.pending: Counter[UUID] = Counter()
        self.forgotten = 0
        self.indifferent = False
        self.unlucky = 13
        self.hold = asyncio.Event()
        self.hold.set()

    async def load(self, connection: AsyncConnection, records: Sequence[Received]) -> None:
        await connection.execute(text("SELECT 1"))

    def fold(self, record: Received) -> None:
        assert isinstance(record.data, RealizationRecorded)
        if self.indifferent:
            return
        if record.data.value == self.unlucky:
            raise Unusable("unlucky", "thirteen")
        self.pending[record.data.civil_servant_id] += 1_000_000 if record.data.value == 14 else 1

    def take(self) -> "Counter[UUID] | None":
        taken, self.pending = self.pending, Counter()
        return taken or None

    async def save(self, connection: AsyncConnection, taken: "Counter[UUID]") -> None:
        await self.hold.wait()
        driver = await postgres.raw(connection)
        await driver.execute(
            "INSERT INTO seen SELECT * FROM unnest($1::uuid[], $2::int[]) "
            "ON CONFLICT (person) DO UPDATE SET times = seen.times + excluded.times",
            sorted(taken),
            [taken[person] for person in sorted(taken)],
        )

    def saved(self, taken: "Counter[UUID]") -> None:
        assert taken

    def forget(self) -> None:
        self.pending.clear()
        self.forgotten += 1


class Running:
    """A runner with its projection, in a task of this test."""

    def __init__(self, engine: AsyncEngine, bootstrap: str, limits: Limits | None = None) -> None:
        self.projection = Counting()
        self.metrics = Metrics()
        self.runner = Runner(
            group=GROUP,
            topics=[TOPIC],
            projection=self.projection,
            engine=engine,
            bootstrap=bootstrap,
            metrics=self.metrics,
            clock=now,
            limits=limits,
        )
        self.stop = asyncio.Event()
        self.task = asyncio.create_task(self.runner.serve(self.stop))

    async def end(self) -> None:
        """Stops it in order."""
        self.stop.set()
        await self.task

    async def kill(self) -> None:
        """Ends it without its shutdown, as kill -9 would: nothing more is committed, nobody is told."""
        self.projection.hold.clear()
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


async def counts(engine: AsyncEngine) -> dict[UUID, int]:
    """What the witness has counted."""
    async with engine.connect() as connection:
        rows = await connection.execute(text("SELECT person, times FROM seen"))
        return {row.person: row.times for row in rows}


async def total(engine: AsyncEngine) -> int:
    """All records counted."""
    return sum((await counts(engine)).values())


async def parked(engine: AsyncEngine) -> list[tuple[str, int, str]]:
    """(topic, offset, reason) of what was put aside."""
    async with engine.connect() as connection:
        rows = await connection.execute(
            text('SELECT topic, "offset", reason FROM parked_record ORDER BY partition, "offset"')
        )
        return [(row.topic, row.offset, row.reason) for row in rows]
