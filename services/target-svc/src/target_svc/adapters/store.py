"""Aggregates in PostgreSQL: state, events and the answer for repetitions are one transaction.

Order of locks in every command: the idempotency key, then ids in sorted order, the tree of who stands above whom, then
rows in sorted order; so commands that touch the same things wait for each other, and never in a circle. Everything is
written set-wise, so that an import of a thousand takes as many statements as a single command.
"""

from collections.abc import AsyncGenerator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
from chassis import idempotency, outbox, postgres
from chassis.ids import NewId
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from target_svc.adapters import cascade, periods, plans, realizations, roster
from target_svc.adapters.records import PostgresRecords
from target_svc.adapters.saying import CLAIM, SOURCE
from target_svc.app.ports import Appended, Attempt, Kept, Occasion, Outcome, Step, Work
from target_svc.app.translate import Announcement
from target_svc.domain.goals import Goal
from target_svc.domain.periods import Turn
from target_svc.domain.plan import Plan
from target_svc.domain.realizations import Course
from target_svc.domain.roster import Period, ReportingLine
from target_svc.domain.work_results import WorkResult

CLAIM_TREE = "SELECT pg_advisory_xact_lock(hashtextextended('who stands above whom', 0))"


class PostgresWork:
    """One open transaction."""

    def __init__(self, connection: AsyncConnection, driver: "asyncpg.Connection[Any]", new_id: NewId) -> None:
        self._connection, self._driver, self._new_id = connection, driver, new_id
        self.records = PostgresRecords(driver)

    async def replay(self, attempt: Attempt) -> Outcome | None:
        stored = await idempotency.replay(self._connection, _attempt(attempt))
        return None if stored is None else _outcome(stored)

    async def remember(self, attempt: Attempt, outcome: Outcome, now: datetime) -> None:
        await idempotency.remember(self._connection, _attempt(attempt), _stored(outcome), now)

    async def claim(self, ids: Collection[UUID]) -> None:
        await self._driver.execute(CLAIM, sorted(ids))

    async def claim_tree(self) -> None:
        await self._driver.execute(CLAIM_TREE)

    async def roster(self, ids: Collection[UUID]) -> Mapping[UUID, Kept]:
        return await roster.find(self._driver, ids)

    async def number_owners(self, numbers: Collection[str]) -> Mapping[str, UUID]:
        return await roster.number_owners(self._driver, numbers)

    async def lines_above(self, people: Collection[UUID]) -> Mapping[UUID, Sequence[ReportingLine]]:
        return await roster.lines_above(self._driver, people)

    async def parents_above(self, units: Collection[UUID]) -> Mapping[UUID, UUID | None]:
        return await roster.parents_above(self._driver, units)

    async def save_roster(self, entries: Sequence[Kept]) -> None:
        await roster.save(self._driver, entries)

    async def periods_inside(self, annual_period_id: UUID) -> Sequence[Period]:
        return await periods.inside(self._driver, annual_period_id)

    async def save_turns(self, turns: Sequence[Turn], occasion: Occasion, actor: str) -> None:
        await periods.save_turns(self._driver, turns, occasion.now, actor)

    async def plans(self, ids: Collection[UUID]) -> Mapping[UUID, Plan]:
        return await plans.find(self._driver, ids)

    async def plan_of(self, pairs: Collection[tuple[UUID, UUID]]) -> Mapping[tuple[UUID, UUID], Plan]:
        return await plans.of_people(self._driver, pairs)

    async def save_plans(self, states: Sequence[Plan], steps: Sequence[Step]) -> None:
        await plans.save(self._driver, states)
        await cascade.approve(self._driver, states)
        await cascade.note(self._driver, steps)

    async def content_at(self, plan_id: UUID, sequence: int) -> tuple[WorkResult, ...] | None:
        return await cascade.content_at(self._driver, plan_id, sequence)

    async def approved_results(self, pairs: Collection[tuple[UUID, UUID]]) -> Mapping[tuple[UUID, UUID], set[UUID]]:
        return await cascade.approved_results(self._driver, pairs)

    async def known_parents(self, ids: Collection[UUID]) -> set[UUID]:
        return await cascade.known_parents(self._driver, ids)

    async def leading(self, people: Collection[UUID], day: date) -> set[UUID]:
        return await cascade.leading(self._driver, people, day)

    async def goals(self, ids: Collection[UUID]) -> Mapping[UUID, Goal]:
        return await cascade.goals(self._driver, ids)

    async def save_goal(self, goal: Goal) -> None:
        await cascade.save_goal(self._driver, goal)

    async def courses(self, indicators: Collection[UUID]) -> Mapping[UUID, Course]:
        return await realizations.courses(self._driver, indicators, lock=True)

    async def indicators_of(self, entries: Collection[UUID]) -> Mapping[UUID, UUID]:
        return await realizations.indicators_of(self._driver, entries)

    async def save_realizations(self, appended: Sequence[Appended], occasion: Occasion) -> None:
        await realizations.append(self._driver, appended, occasion.now)

    async def save_checks(self, checked: Sequence[Appended], occasion: Occasion) -> None:
        await realizations.check(self._driver, checked, occasion.now)

    async def say(self, announcements: Sequence[Announcement]) -> None:
        await outbox.writer.append_of_command(
            self._connection, [outbox.announced(each, self._new_id(), SOURCE) for each in announcements]
        )


class PostgresStore:
    """Opens transactions. `committed` is called after each one, to wake the relay."""

    def __init__(self, engine: AsyncEngine, new_id: NewId, committed: Callable[[], None]) -> None:
        self._engine, self._new_id, self._committed = engine, new_id, committed

    @asynccontextmanager
    async def begin(self) -> AsyncGenerator[Work, None]:
        """One transaction, rolled back when the block raises."""
        async with self._engine.begin() as connection:
            yield PostgresWork(connection, await postgres.raw(connection), self._new_id)
        self._committed()


def _attempt(attempt: Attempt) -> idempotency.Attempt:
    return idempotency.Attempt(key=attempt.key, fingerprint=attempt.fingerprint, actor=attempt.actor)


def _stored(outcome: Outcome) -> idempotency.Stored:
    return idempotency.Stored(
        status=201 if outcome.created else 200,
        body=msgspec.json.encode(outcome.resource),
        etag=None if outcome.sequence is None else str(outcome.sequence),
        location=None if outcome.aggregate_id is None else str(outcome.aggregate_id),
    )


def _outcome(stored: idempotency.Stored) -> Outcome:
    resource: dict[str, Any] = msgspec.json.decode(stored.body, type=dict[str, Any])
    return Outcome(
        created=stored.status == 201,
        resource=resource,
        aggregate_id=None if stored.location is None else UUID(stored.location),
        sequence=None if stored.etag is None else int(stored.etag),
        replayed=True,
    )
