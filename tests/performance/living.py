"""Live: from the moment an event is due until its score can be read, at a constant rate.

Each event is a new realization of a person of whom none is under way; a reader asks PostgreSQL for those that it waits
for, again and again. Time counts from when the event was due, so that a stall is not hidden by events that came late.
"""

import asyncio
import statistics
import time
from typing import Final, NamedTuple
from uuid import UUID

import asyncpg
from aiokafka import AIOKafkaProducer
from chassis import postgres

from . import events
from .servers import Projector, Servers

SEEN: Final = """
    SELECT c.civil_servant_id FROM contribution c
    JOIN unnest($1::uuid[]) AS asked (civil_servant_id) USING (civil_servant_id)
    WHERE c.period_id = $2 AND c.kind = 'Realized' AND c.sequence = $3
"""
LOOK_EVERY: Final = 0.001


class Latency(NamedTuple):
    """Milliseconds. rate: events a second."""

    rate: float
    events: int
    p50: float
    p99: float
    most: float


async def live(servers: Servers, running: Projector, people: int, rate: float, serial: int) -> Latency:
    """One event each for all these people."""
    producer = AIOKafkaProducer(bootstrap_servers=servers.bootstrap, acks="all", enable_idempotence=True)
    await producer.start()
    reader = await asyncpg.connect(postgres.plain_url(running.database))
    due: dict[UUID, float] = {}
    latencies: list[float] = []
    publishing = asyncio.create_task(_publish(producer, people, rate, serial, due))
    try:
        while not publishing.done() or due:
            await asyncio.sleep(LOOK_EVERY)
            if due:
                rows = await reader.fetch(SEEN, list(due), events.YEAR, events.REALIZATIONS + 1)
                now = time.perf_counter()
                latencies += [now - due.pop(row["civil_servant_id"]) for row in rows]
            assert running.child.alive, running.child.last_words(20)
        await publishing
    finally:
        publishing.cancel()
        await reader.close()
        await producer.stop()
    cuts = statistics.quantiles(latencies, n=100)
    return Latency(rate, len(latencies), cuts[49] * 1000, cuts[98] * 1000, max(latencies) * 1000)


async def _publish(producer: AIOKafkaProducer, people: int, rate: float, serial: int, due: dict[UUID, float]) -> None:
    begins = time.perf_counter()
    for number in range(people):
        event = events.later_realization(number, serial + number)
        at = begins + number / rate
        if (early := at - time.perf_counter()) > 0:
            await asyncio.sleep(early)
        due[events.person_id(number)] = at
        await producer.send(event.topic, event.payload, key=event.key.encode(), partition=event.partition)
    await producer.flush()
