"""Events into the event log, in the caller's transaction: state and event are one write.

What is stored are the final bytes, so that what Kafka gets is what was decided, however long it takes. The caller has
locked the aggregate, so rows of one aggregate get their ids in the order of their sequence.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Final, NamedTuple
from uuid import UUID

import asyncpg
from aiokafka.partitioner import murmur2  # pyright: ignore[reportUnknownVariableType]
from contracts import registry
from contracts.envelope import Announcement, Data, Envelope
from contracts.topics import MAX_EVENT_BYTES, TOPIC_OF
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis import postgres
from chassis.problem import Problem

ONE_AGGREGATE: Final = "event_log_aggregate_id_sequence_key"
INSERT = """
    INSERT INTO event_log (event_id, topic, key, partition, type, aggregate_id, sequence, occurred_at, payload)
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::smallint[], $5::text[], $6::uuid[], $7::int[],
                         $8::timestamptz[], $9::bytea[])
"""


class Event(NamedTuple):
    """One row for the event log."""

    event_id: UUID
    topic: str
    key: str
    partition: int
    type: str
    aggregate_id: UUID
    sequence: int
    occurred_at: datetime
    payload: bytes


@lru_cache(maxsize=200_000)
def partition_of(key: str, partitions: int) -> int:
    """The partition that Kafka's default partitioner gives a key: murmur2 of its bytes; cached, for it is slow."""
    return int((murmur2(key.encode()) & 0x7FFFFFFF) % partitions)


def make_event(
    data: Data,
    *,
    event_id: UUID,
    aggregate_id: UUID,
    sequence: int,
    key: str,
    source: str,
    occurred_at: datetime,
    correlation_id: str,
    causation_id: UUID | None = None,
) -> Event:
    """The row of one event; type, version and topic follow from the data's class.

    Raises:
        ValueError: the event is larger than what consumers read (MAX_EVENT_BYTES).
    """
    type_, version = registry.name_of(data)
    topic = TOPIC_OF[type_]
    payload = registry.encode(
        Envelope(
            id=event_id,
            type=type_,
            version=version,
            source=source,
            key=key,
            aggregate_id=aggregate_id,
            sequence=sequence,
            occurred_at=occurred_at,
            correlation_id=correlation_id,
            causation_id=causation_id,
            data=registry.encode_data(data),
        )
    )
    if len(payload) > MAX_EVENT_BYTES:
        raise ValueError(f"{type_} of {len(payload)} bytes; at most {MAX_EVENT_BYTES} can be read by its consumers")
    partition = partition_of(key, topic.partitions)
    return Event(event_id, topic.name, key, partition, type_, aggregate_id, sequence, occurred_at, payload)


def announced(said: Announcement, event_id: UUID, source: str, causation_id: UUID | None = None) -> Event:
    """The row of what a service announces; causation_id: the event that it comes from, where it comes from one.

    Raises:
        ValueError: as `make_event`.
    """
    return make_event(
        said.data,
        event_id=event_id,
        aggregate_id=said.aggregate_id,
        sequence=said.sequence,
        key=str(said.key),
        source=source,
        occurred_at=said.occurred_at,
        correlation_id=said.correlation_id,
        causation_id=causation_id,
    )


async def append(connection: AsyncConnection, events: Sequence[Event]) -> None:
    """Writes the rows in order, in the caller's transaction. Ring the doorbell after the commit."""
    if events:
        await (await postgres.raw(connection)).execute(INSERT, *(list(column) for column in zip(*events, strict=True)))


async def append_of_command(connection: AsyncConnection, events: Sequence[Event]) -> None:
    """As `append`, for commands, whose senders choose ids: one kind of aggregate does not know the ids of the others.

    Raises:
        Problem: 409 `id_taken`.
    """
    try:
        await append(connection, events)
    except asyncpg.UniqueViolationError as error:
        if error.constraint_name != ONE_AGGREGATE:
            raise
        sentence = "An id that is new here stands for something of another kind already: choose another one."
        raise Problem(409, "id_taken", sentence) from error


class Doorbell:
    """Wakes the relay of the same process after a commit, so that an event need not wait for the next poll."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """There is something to publish."""
        self._rung.set()

    async def wait(self, seconds: float) -> None:
        """Until it rings, at most so long; a ring that came before counts."""
        try:
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        except TimeoutError:
            return
        self._rung.clear()
