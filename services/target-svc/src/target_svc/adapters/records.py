"""Innovations and coaching plans in PostgreSQL: what is searched by is a column, the rest is JSON."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from chassis import postgres
from sqlalchemy.ext.asyncio import AsyncEngine

from target_svc.adapters import evidence, rollout, rows
from target_svc.app.records import Slot, Taken
from target_svc.domain.coaching import Coaching, CoachingStatus, Trigger
from target_svc.domain.evidence import Evidence
from target_svc.domain.innovations import Innovation
from target_svc.domain.trainings import Training

INNOVATIONS = "SELECT content::text FROM innovation WHERE id = ANY($1::uuid[]) ORDER BY id"
SAVE_INNOVATION = """
    INSERT INTO innovation (id, sequence, civil_servant_id, period_id, content) VALUES ($1, $2, $3, $4, $5::jsonb)
    ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, content = excluded.content
"""
LIST_INNOVATIONS = """
    SELECT content::text FROM innovation
    WHERE civil_servant_id = $1 AND ($2::uuid IS NULL OR period_id = $2) AND ($3::uuid IS NULL OR id > $3)
    ORDER BY id LIMIT $4
"""

COACHINGS = "SELECT content::text FROM coaching WHERE id = ANY($1::uuid[]) ORDER BY id"
COACHINGS_OF = """
    SELECT civil_servant_id, period_id, trigger, content::text FROM coaching
    JOIN unnest($1::uuid[], $2::uuid[], $3::text[]) AS slot (civil_servant_id, period_id, trigger)
        USING (civil_servant_id, period_id, trigger)
"""
SAVE_COACHINGS = """
    INSERT INTO coaching (id, sequence, civil_servant_id, period_id, trigger, status, content)
    SELECT id, sequence, civil_servant_id, period_id, trigger, status, content::jsonb
    FROM unnest($1::uuid[], $2::int[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[])
        AS new (id, sequence, civil_servant_id, period_id, trigger, status, content)
    ON CONFLICT (id) DO UPDATE
    SET sequence = excluded.sequence, status = excluded.status, content = excluded.content
"""
LIST_OF_PERSON = """
    SELECT content::text FROM coaching
    WHERE civil_servant_id = $1 AND ($2::uuid IS NULL OR period_id = $2) AND ($3::uuid IS NULL OR id > $3)
    ORDER BY id LIMIT $4
"""
LIST_OF_AGENCY = """
    SELECT coaching.content::text AS content FROM coaching
    JOIN roster_entry person ON person.id = coaching.civil_servant_id
    WHERE person.agency_id = $1 AND ($2::text IS NULL OR coaching.status = $2)
      AND ($3::uuid IS NULL OR coaching.id > $3)
    ORDER BY coaching.id LIMIT $4
"""


class PostgresRecords:
    """The records in one open transaction."""

    def __init__(self, driver: Any) -> None:
        self._driver = driver

    async def innovations(self, ids: Collection[UUID]) -> Mapping[UUID, Innovation]:
        found = await self._driver.fetch(f"{INNOVATIONS} FOR UPDATE", list(ids))
        return {each.id: each for each in map(_innovation, found)}

    async def save_innovation(self, state: Innovation) -> None:
        named = (state.civil_servant_id, state.period_id)
        await self._driver.execute(SAVE_INNOVATION, state.id, state.sequence, *named, rows.content(state))

    async def coachings(self, ids: Collection[UUID]) -> Mapping[UUID, Coaching]:
        found = await self._driver.fetch(f"{COACHINGS} FOR UPDATE", list(ids))
        return {each.id: each for each in map(_coaching, found)}

    async def coachings_of(self, slots: Collection[Slot]) -> Mapping[Slot, Sequence[Coaching]]:
        asked = [[slot[place] for slot in slots] for place in range(3)]
        found: dict[Slot, list[Coaching]] = defaultdict(list)
        for row in await self._driver.fetch(COACHINGS_OF, *asked):
            found[row["civil_servant_id"], row["period_id"], Trigger(row["trigger"])].append(_coaching(row))
        return found

    async def save_coachings(self, states: Sequence[Coaching]) -> None:
        await self._driver.execute(
            SAVE_COACHINGS,
            [each.id for each in states],
            [each.sequence for each in states],
            [each.opening.civil_servant_id for each in states],
            [each.opening.period_id for each in states],
            [each.opening.trigger.value for each in states],
            [each.status.value for each in states],
            [rows.content(each) for each in states],
        )

    async def phase(self, unit_id: UUID, period_id: UUID) -> Taken | None:
        found = (await rollout.steps(self._driver, [unit_id], period_id)).get(unit_id)
        return found[-1] if found else None

    async def save_phase(self, taken: Taken) -> None:
        await rollout.add_step(self._driver, taken)

    async def training(self, id_: UUID) -> Training | None:
        return await rollout.training(self._driver, id_)

    async def save_training(self, new: Training, now: datetime) -> None:
        await rollout.add_training(self._driver, new, now)

    async def evidence(self, ids: Collection[UUID]) -> Mapping[UUID, Evidence]:
        return await evidence.find(self._driver, ids, lock=True)

    async def unnamed_evidence(self, civil_servant_id: UUID) -> int:
        return await evidence.unnamed(self._driver, civil_servant_id)

    async def save_evidence(self, new: Evidence, content: bytes) -> None:
        await evidence.add(self._driver, new, content)

    async def remove_unnamed_evidence(self, before: datetime, limit: int) -> int:
        return await evidence.remove_unnamed(self._driver, before, limit)


class PostgresRecordReads:
    """The same to be read, each answer from its own short transaction."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def evidence(self, id_: UUID) -> Evidence | None:
        async with self._engine.connect() as connection:
            return (await evidence.find(await postgres.raw(connection), [id_], lock=False)).get(id_)

    async def evidence_content(self, id_: UUID) -> bytes | None:
        async with self._engine.connect() as connection:
            return await evidence.content(await postgres.raw(connection), id_)

    async def innovation(self, id_: UUID) -> Innovation | None:
        found = await self._fetch(INNOVATIONS, [id_])
        return _innovation(found[0]) if found else None

    async def innovations(
        self, civil_servant_id: UUID, period_id: UUID | None, after: UUID | None, limit: int
    ) -> Sequence[Innovation]:
        found = await self._fetch(LIST_INNOVATIONS, civil_servant_id, period_id, after, limit)
        return [_innovation(row) for row in found]

    async def coaching(self, id_: UUID) -> Coaching | None:
        found = await self._fetch(COACHINGS, [id_])
        return _coaching(found[0]) if found else None

    async def coachings_of_person(
        self, civil_servant_id: UUID, period_id: UUID | None, after: UUID | None, limit: int
    ) -> Sequence[Coaching]:
        found = await self._fetch(LIST_OF_PERSON, civil_servant_id, period_id, after, limit)
        return [_coaching(row) for row in found]

    async def coachings_of_agency(
        self, agency_id: UUID, status: CoachingStatus | None, after: UUID | None, limit: int
    ) -> Sequence[Coaching]:
        wanted = None if status is None else status.value
        return [_coaching(row) for row in await self._fetch(LIST_OF_AGENCY, agency_id, wanted, after, limit)]

    async def _fetch(self, query: str, *values: Any) -> list[Any]:
        async with self._engine.connect() as connection:
            return await (await postgres.raw(connection)).fetch(query, *values)


def _innovation(row: Any) -> Innovation:
    return msgspec.json.decode(row["content"], type=Innovation)


def _coaching(row: Any) -> Coaching:
    return msgspec.json.decode(row["content"], type=Coaching)
