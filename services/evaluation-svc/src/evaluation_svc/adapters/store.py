"""Evaluations in PostgreSQL: state, events and the answer for repetitions are one transaction.

Order of locks in every command: the idempotency key, then ids, then persons with their periods, each in sorted order,
then rows. So commands that touch the same things wait for each other, and never in a circle. Ids, persons and periods
that have no row yet are locked by their digest, because there is nothing else to lock.
"""

from collections.abc import AsyncGenerator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from chassis import idempotency
from chassis.ids import NewId
from chassis.outbox import writer
from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from evaluation_svc.adapters import around, rows, units
from evaluation_svc.adapters.shelves import (
    FEEDBACK,
    FOLLOW_UPS,
    LOCK,
    OPINIONS,
    ORGANIZATIONS,
    SELF_ASSESSMENTS,
    PostgresShelf,
)
from evaluation_svc.app.ports import Attempt, Outcome, Roster, Work
from evaluation_svc.app.translate import Announcement
from evaluation_svc.domain.commands import Submit
from evaluation_svc.domain.evaluation import Evaluation
from evaluation_svc.domain.roster import Unit

SOURCE: Final = "/evaluation-svc"

_NAMES: Final = ", ".join(rows.EVALUATION_COLUMNS)
_CLAIM: Final = text(f"""
    SELECT {rows.SELECTED} FROM evaluation
    WHERE evaluation_id = ANY (CAST(:ids AS uuid[]))
       OR (civil_servant_id, evaluated_period_id) IN (
            SELECT * FROM unnest(CAST(:people AS uuid[]), CAST(:periods AS uuid[])))
    ORDER BY evaluation_id FOR NO KEY UPDATE
""")
_LOAD: Final = text(f"SELECT {rows.SELECTED} FROM evaluation WHERE evaluation_id = :id FOR NO KEY UPDATE")
_LOAD_APPEAL: Final = text(f"SELECT {rows.SELECTED} FROM evaluation WHERE appeal_id = :id FOR NO KEY UPDATE")
_OVERDUE: Final = text(f"""
    SELECT {rows.SELECTED} FROM evaluation
    WHERE status = 'submitted' AND received_on <= :until
    ORDER BY received_on, evaluation_id LIMIT :limit FOR NO KEY UPDATE SKIP LOCKED
""")
_SAVE: Final = text(f"""
    INSERT INTO evaluation ({_NAMES})
    SELECT * FROM unnest({rows.GIVEN})
    ON CONFLICT (evaluation_id) DO UPDATE
    SET {", ".join(f"{name} = excluded.{name}" for name in rows.EVALUATION_COLUMNS if name != "evaluation_id")}
""")


class PostgresWork:
    """One open transaction."""

    def __init__(self, connection: AsyncConnection, new_id: NewId) -> None:
        self._connection = connection
        self._new_id = new_id
        self.organizations = PostgresShelf(ORGANIZATIONS, connection)
        self.feedback = PostgresShelf(FEEDBACK, connection)
        self.opinions = PostgresShelf(OPINIONS, connection)
        self.follow_ups = PostgresShelf(FOLLOW_UPS, connection)
        self.self_assessments = PostgresShelf(SELF_ASSESSMENTS, connection)

    async def replay(self, attempt: Attempt) -> Outcome | None:
        stored = await idempotency.replay(self._connection, _attempt(attempt))
        return None if stored is None else _outcome(stored)

    async def remember(self, attempt: Attempt, outcome: Outcome, now: datetime) -> None:
        await idempotency.remember(self._connection, _attempt(attempt), _stored(outcome), now)

    async def roster(self, people: Collection[UUID], periods: Collection[UUID]) -> Roster:
        return await around.roster(self._connection, people, periods)

    async def line(self, unit_id: UUID) -> tuple[Unit, ...]:
        return await units.line(self._connection, unit_id)

    async def claim(self, submissions: Sequence[Submit]) -> list[Evaluation]:
        ids = sorted({str(each.evaluation_id) for each in submissions})
        places = sorted({(str(each.civil_servant_id), str(each.evaluated_period_id)) for each in submissions})
        await self._connection.execute(LOCK, {"names": [*ids, *map("/".join, places)]})
        found = await self._connection.execute(
            _CLAIM,
            {
                "ids": [each.evaluation_id for each in submissions],
                "people": [each.civil_servant_id for each in submissions],
                "periods": [each.evaluated_period_id for each in submissions],
            },
        )
        return [rows.evaluation(row) for row in found]

    async def standing(self, civil_servant_id: UUID, evaluated_period_id: UUID) -> Evaluation | None:
        await self._connection.execute(LOCK, {"names": [f"{civil_servant_id}/{evaluated_period_id}"]})
        given: dict[str, list[UUID]] = {"ids": [], "people": [civil_servant_id], "periods": [evaluated_period_id]}
        row = (await self._connection.execute(_CLAIM, given)).one_or_none()
        return None if row is None else rows.evaluation(row)

    async def load(self, evaluation_id: UUID) -> Evaluation | None:
        return await self._one(_LOAD, evaluation_id)

    async def load_appeal(self, appeal_id: UUID) -> Evaluation | None:
        return await self._one(_LOAD_APPEAL, appeal_id)

    async def overdue(self, received_until: date, limit: int) -> list[Evaluation]:
        found = await self._connection.execute(_OVERDUE, {"until": received_until, "limit": limit})
        return [rows.evaluation(row) for row in found]

    async def _one(self, query: TextClause, wanted: UUID) -> Evaluation | None:
        row = (await self._connection.execute(query, {"id": wanted})).one_or_none()
        return None if row is None else rows.evaluation(row)

    async def save(self, states: Sequence[Evaluation], said: Sequence[Announcement]) -> None:
        await self._connection.execute(_SAVE, rows.columns_of(states))
        await self.say(said)

    async def say(self, said: Sequence[Announcement]) -> None:
        await writer.append_of_command(
            self._connection, [writer.announced(each, self._new_id(), SOURCE) for each in said]
        )


class PostgresStore:
    """Opens transactions. `committed` is called after each one that wrote, to wake the relay."""

    def __init__(self, engine: AsyncEngine, new_id: NewId, committed: Callable[[], None]) -> None:
        self._engine = engine
        self._new_id = new_id
        self._committed = committed

    @asynccontextmanager
    async def begin(self) -> AsyncGenerator[Work]:
        async with self._engine.begin() as connection:
            yield PostgresWork(connection, self._new_id)
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
