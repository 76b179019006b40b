"""The sealing of a closed year: a job in a table, worked off step by step, so that a crash goes on where it was.

A result must rest on everything that was published before the close, and projectors may lag. So a job passes: `noticed`
→ (the ends of the source topics are asked of the broker) → `catching_up` → (both groups have consumed up to them) →
`spreading` → (the attributions that this led to are published, and their topic's ends known) → `folding` → (the
cards have consumed these too) → `sealing`, some cards a transaction in the order of their people → `done`. A period
that is no longer closed cancels what is left. What comes between the close and the seal of a card counts; what comes
after it is late. One writer at a time makes results, over all processes, by a lock of the transaction.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

import msgspec
from chassis import outbox, postgres
from chassis.clock import Clock, day
from chassis.consuming.cursor import Place
from chassis.ids import NewId, derived
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from scoring_svc.adapters.cards import SOURCE
from scoring_svc.adapters.results import KEEP, columns, latest
from scoring_svc.adapters.rows import card_of, contribution_of
from scoring_svc.adapters.waiting import WaitingDecisions
from scoring_svc.app import translate
from scoring_svc.domain.official import CLOSED, Reason, Result, revise, seal
from scoring_svc.domain.policy import Packs
from scoring_svc.domain.roster import Year

RESULTS: Final = UUID("9a0f4d0e-6f0b-5a3e-8c57-3d1b7a64c0e5")
"""Namespace of result ids."""
CARDS_AT_ONCE: Final = 200
SOURCES: Final[Mapping[str, tuple[str, ...]]] = {
    "scoring-svc.cards": ("target-events", "evaluation-events"),
    "scoring-svc.roster": ("roster-events", "survey-events", "organization-events"),
}
SPREAD: Final[Mapping[str, tuple[str, ...]]] = {"scoring-svc.cards": ("survey-attribution-events",)}

ONE_WRITER: Final = "SELECT pg_advisory_xact_lock(hashtextextended('official results', 0))"
NEXT: Final = "SELECT * FROM sealing WHERE status NOT IN ('done', 'cancelled') ORDER BY closed_at, closing LIMIT 1"
MOVE: Final = """
    UPDATE sealing SET status = $4, ends = coalesce($5, ends), fence = coalesce($6, fence)
    WHERE period_id = $1 AND closing = $2 AND status = $3
"""
CURSORS: Final = "SELECT group_name, topic, partition, next_offset FROM consumer_cursor WHERE group_name = ANY($1)"
FENCE: Final = "SELECT coalesce(max(id), 0) FROM event_log"
UNSAID: Final = """
    SELECT EXISTS (
        SELECT FROM event_log WHERE published_at IS NULL AND topic = 'survey-attribution-events' AND id <= $1)
"""
PERIOD: Final = "SELECT content FROM roster_entry WHERE id = $1 FOR SHARE"
CARDS: Final = """
    SELECT civil_servant_id, period_id, state FROM card
    WHERE period_id = $1 AND civil_servant_id > $2 ORDER BY civil_servant_id LIMIT $3
"""
ADVANCE: Final = """
    UPDATE sealing SET after = $3, cards = cards + $4, results = results + $5, status = $6
    WHERE period_id = $1 AND closing = $2
"""
PENDING: Final = """
    SELECT d.event_id AS decision, d.decided_on, d.correlation_id, c.* FROM decision d
    JOIN contribution c ON c.civil_servant_id = d.civil_servant_id AND c.period_id = d.period_id
        AND c.event_id = d.event_id
    WHERE d.outcome IS NULL ORDER BY d.id LIMIT 1 FOR UPDATE OF d
"""
WORKED: Final = "UPDATE decision SET outcome = $2 WHERE event_id = $1"

Ends = Callable[[Sequence[str]], Awaitable[Mapping[Place, int]]]
"""Asks the broker: partition → the offset after its last record; only of partitions that hold one."""


class Sealing:
    """`step()` does the next piece of work; False when there is none or it has to wait."""

    def __init__(
        self,
        engine: AsyncEngine,
        packs: Packs,
        clock: Clock,
        new_id: NewId,
        zone: str,
        ends: Ends,
        waiting: WaitingDecisions,
        cards_at_once: int = CARDS_AT_ONCE,
    ) -> None:
        self._engine, self._packs, self._clock, self._new_id = engine, packs, clock, new_id
        self._zone, self._ends, self._cards_at_once, self._waiting = zone, ends, cards_at_once, waiting

    async def step(self) -> bool:
        """One piece of work, in one transaction."""
        async with self._engine.begin() as connection:
            job = await (await postgres.raw(connection)).fetchrow(NEXT)
        if job is None:
            return await self._decide()
        match job["status"]:
            case "noticed":
                return await self._move(job, "catching_up", ends=await self._ask(SOURCES))
            case "catching_up":
                caught_up = await self._passed(job, SOURCES)
                return caught_up and await self._move(job, "spreading", fence=await self._one(FENCE))
            case "spreading":
                spread = not await self._one(UNSAID, job["fence"])
                return spread and await self._move(job, "folding", ends=await self._ask(SPREAD))
            case "folding":
                return await self._passed(job, SPREAD) and await self._move(job, "sealing")
            case _:
                return await self._seal(job)

    # --- waiting for what was published before the close -------------------------------------------------------

    async def _ask(self, consumed: Mapping[str, tuple[str, ...]]) -> str:
        found = await self._ends([topic for topics in consumed.values() for topic in topics])
        return msgspec.json.encode([(*place, end) for place, end in sorted(found.items())]).decode()

    async def _passed(self, job: Any, consumed: Mapping[str, tuple[str, ...]]) -> bool:
        rows = await self._all(CURSORS, list(consumed))
        at = {(row["group_name"], row["topic"], row["partition"]): row["next_offset"] for row in rows}
        group = {topic: group for group, topics in consumed.items() for topic in topics}
        ends: list[tuple[str, int, int]] = msgspec.json.decode(job["ends"])
        return all(at.get((group[topic], topic, partition), 0) >= end for topic, partition, end in ends)

    async def _move(self, job: Any, status: str, ends: str | None = None, fence: int | None = None) -> bool:
        async with self._engine.begin() as connection:
            driver = await postgres.raw(connection)
            await driver.execute(MOVE, job["period_id"], job["closing"], job["status"], status, ends, fence)
        return True

    # --- sealing ------------------------------------------------------------------------------------------------

    async def _seal(self, job: Any) -> bool:
        async with self._engine.begin() as connection:
            driver = await postgres.raw(connection)
            await driver.execute(ONE_WRITER)
            fresh = await driver.fetchrow(NEXT)
            if fresh is None or fresh["status"] != "sealing":
                return True  # Another process was faster.
            period, closing = fresh["period_id"], fresh["closing"]
            content = await driver.fetchval(PERIOD, period)
            year = msgspec.json.decode(content, type=Year)
            if year.status != CLOSED:
                await driver.execute(ADVANCE, period, closing, fresh["after"], 0, 0, "cancelled")
                return True
            rows = await driver.fetch(CARDS, period, fresh["after"], self._cards_at_once)
            cards = [card_of((row["civil_servant_id"], period), row["state"]) for row in rows]
            former = await latest(driver, [(card.civil_servant_id, period) for card in cards])
            on, reason = day(fresh["closed_at"], self._zone), Reason(fresh["reason"])
            policy = self._packs.of_year(year.starts_on)
            made = [seal(card, policy, former.get((card.civil_servant_id, period)), reason, on) for card in cards]
            sealed = [each for each in made if each is not None]
            await self._keep(connection, sealed, fresh["cause"], fresh["correlation_id"])
            after, status = (rows[-1]["civil_servant_id"], "sealing") if rows else (fresh["after"], "done")
            await driver.execute(ADVANCE, period, closing, after, len(cards), len(sealed), status)
        return True

    async def _decide(self) -> bool:
        """The next decision of an appeal; while a year is being sealed they wait, for its results come first."""
        async with self._engine.begin() as connection:
            driver = await postgres.raw(connection)
            await driver.execute(ONE_WRITER)
            await self._waiting.again(driver)
            row = await driver.fetchrow(PENDING)
            if row is None:
                return False
            key = row["civil_servant_id"], row["period_id"]
            former = (await latest(driver, [key])).get(key)
            decided_on: date = row["decided_on"]
            policy = self._packs.find(former.policy, former.policy_version) if former is not None else None
            if former is not None and policy is None:
                await self._waiting.set_aside(driver, row, former)
                return True
            made = revise(former, contribution_of(row), policy, decided_on) if former and policy else None
            if made is not None:
                await self._keep(connection, [made], row["decision"], row["correlation_id"])
            await driver.execute(
                WORKED, row["decision"], "revised" if made else "unchanged" if former else "not_sealed"
            )
        return True

    async def _keep(
        self, connection: AsyncConnection, results: Sequence[Result], cause: UUID, correlation: str
    ) -> None:
        if results:
            now = self._clock()
            await (await postgres.raw(connection)).execute(KEEP, *columns(results), now)
            events = [self._event(each, now, cause, correlation) for each in results]
            await outbox.writer.append(connection, events)

    def _event(self, result: Result, now: Any, cause: UUID, correlation_id: str) -> outbox.Event:
        facts = result.facts
        return outbox.make_event(
            translate.result_sealed(result),
            event_id=self._new_id(),
            aggregate_id=derived(RESULTS, str(facts.civil_servant_id), str(facts.period_id)),
            sequence=result.version,
            key=str(facts.civil_servant_id),
            source=SOURCE,
            occurred_at=now,
            correlation_id=correlation_id,
            causation_id=cause,
        )

    async def _one(self, query: str, *values: Any) -> Any:
        return (await self._all(query, *values))[0][0]

    async def _all(self, query: str, *values: Any) -> list[Any]:
        async with self._engine.connect() as connection:
            return await (await postgres.raw(connection)).fetch(query, *values)
