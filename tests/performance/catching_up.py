"""Catch-up: from the group's start until the last score is durable, and every score is right."""

import asyncio
import time
from dataclasses import dataclass
from decimal import Decimal

import asyncpg
import msgspec
from chassis import postgres
from contracts import registry
from scoring_svc.wiring import CARDS_GROUP

from . import events, machine
from .oracle import Key, Oracle
from .servers import REGION, Projector, Servers, projector

DONE = "SELECT coalesce(sum(next_offset), 0)::bigint FROM consumer_cursor WHERE group_name = $1"


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """CPU seconds: of the projector, and of PostgreSQL with all its processes. memory: MB at most."""

    events: int
    seconds: float
    cpu: float
    postgres_cpu: float
    memory: float

    @property
    def rate(self) -> float:
        """Events a second."""
        return self.events / self.seconds


async def catch_up(servers: Servers, name: str, total: int) -> tuple[CaughtUp, Projector]:
    """One run; the projector goes on running."""
    running = await projector(servers, name)
    connection = await asyncpg.connect(postgres.plain_url(running.database))
    try:
        before = machine.cpu_seconds(servers.postgres.child.process.pid)
        await asyncio.to_thread(running.assigned)
        began, own = time.perf_counter(), machine.cpu_seconds(running.child.process.pid)
        while await connection.fetchval(DONE, CARDS_GROUP) < total:
            assert running.child.alive, running.child.last_words(20)
            await asyncio.sleep(0.05)
        seconds = time.perf_counter() - began
    finally:
        await connection.close()
    pid = running.child.process.pid
    return CaughtUp(
        total,
        seconds,
        machine.cpu_seconds(pid) - own,
        machine.cpu_seconds(servers.postgres.child.process.pid) - before,
        machine.peak_memory(pid),
    ), running


def expected(people: int, seed: int) -> dict[Key, Decimal | None]:
    """Every score, by the oracle."""
    oracle = Oracle(REGION / "policies" / "1.toml", attributed=True)
    for event in events.year(people, seed):
        envelope = registry.decode_envelope(event.payload)
        oracle.take(envelope, registry.decode_data(envelope))
    return oracle.scores()


async def check(database: str, wanted: dict[Key, Decimal | None], total: int) -> None:
    """Scores, history and score events, all against the oracle. A run that fails here does not count."""
    connection = await asyncpg.connect(postgres.plain_url(database))
    try:
        cards = {
            (row["civil_servant_id"], row["period_id"]): Decimal(msgspec.json.decode(row["body"])["score"])
            for row in await connection.fetch("SELECT civil_servant_id, period_id, body FROM card")
        }
        assert cards == wanted, f"{sum(cards.get(key) != value for key, value in wanted.items())} scores differ"
        assert await connection.fetchval("SELECT count(*) FROM contribution") == total
        newest = "SELECT DISTINCT ON (key) key, payload FROM event_log ORDER BY key, id DESC"
        said = {
            row["key"]: msgspec.json.decode(row["payload"])["data"]["score"] for row in await connection.fetch(newest)
        }
        assert {key: Decimal(value) for key, value in said.items()} == {
            str(person): value for (person, _), value in wanted.items()
        }
    finally:
        await connection.close()
