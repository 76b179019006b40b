"""Reads along the cascade, each from its own short transaction."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg
from chassis import postgres
from sqlalchemy.ext.asyncio import AsyncEngine

from target_svc.adapters import cascade, realizations, roster, rows
from target_svc.domain.goals import Goal
from target_svc.domain.matrix import Carried
from target_svc.domain.plan import Plan
from target_svc.domain.realizations import Course
from target_svc.domain.roster import CivilServant

SERVING = """
    SELECT kind, sequence, content::text FROM roster_entry entry WHERE kind = 'civil_servant' AND EXISTS (
        SELECT FROM assignment WHERE civil_servant_id = entry.id AND unit_id = $1
        AND since <= $2 AND (until IS NULL OR until >= $2))
    ORDER BY id
"""
# UNION without ALL ends the walk where it meets somebody again.
UNDER = """
    WITH RECURSIVE under (id) AS (
        SELECT $1::uuid
        UNION SELECT line.civil_servant_id FROM reporting_line line JOIN under ON line.superior_id = under.id
        WHERE line.since <= $2 AND (line.until IS NULL OR line.until >= $2)
    )
    SELECT id FROM under WHERE id <> $1
"""
PLANS = "SELECT content::text FROM plan WHERE civil_servant_id = ANY($1::uuid[]) AND period_id = $2 ORDER BY id"
RESULT = "SELECT id, civil_servant_id, content->>'title' AS title, content->>'kind' AS kind, parent_id FROM work_result"
RESULTS = f"{RESULT} WHERE active AND id = ANY($1::uuid[]) ORDER BY id"
RESULTS_UNDER = f"{RESULT} WHERE active AND parent_id = ANY($1::uuid[]) ORDER BY parent_id, id LIMIT $2"
SERVED = "SELECT DISTINCT parent_id FROM work_result WHERE active AND parent_id = ANY($1::uuid[])"
GOALS_OF = """
    SELECT content::text FROM goal WHERE period_id = $1 AND (agency_id IS NULL OR agency_id = $2) ORDER BY id
"""
INDICATORS = """
    SELECT work_result.id AS result, (indicator->>'id')::uuid AS indicator
    FROM work_result, jsonb_array_elements(content->'indicators') WITH ORDINALITY AS held (indicator, place)
    WHERE work_result.id = ANY($1::uuid[]) ORDER BY work_result.id, place
"""


class PostgresLineage:
    """What may be read of the cascade."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def people(self, ids: Collection[UUID]) -> Mapping[UUID, CivilServant]:
        async with self._engine.connect() as connection:
            found = await roster.find(await postgres.raw(connection), ids)
        return {id_: kept.entry for id_, kept in found.items() if isinstance(kept.entry, CivilServant)}

    async def serving_in(self, unit_id: UUID, day: date) -> list[CivilServant]:
        found = [rows.kept(row).entry for row in await self._fetch(SERVING, unit_id, day)]
        return [entry for entry in found if isinstance(entry, CivilServant)]

    async def under(self, superior_id: UUID, day: date) -> set[UUID]:
        return {row["id"] for row in await self._fetch(UNDER, superior_id, day)}

    async def leading(self, people: Collection[UUID], day: date) -> set[UUID]:
        return {row["superior_id"] for row in await self._fetch(cascade.LEADING, list(people), day)}

    async def plans_for(self, people: Collection[UUID], period_id: UUID) -> list[Plan]:
        return [rows.plan(row) for row in await self._fetch(PLANS, list(people), period_id)]

    async def results(self, ids: Collection[UUID]) -> list[Carried]:
        return [_carried(row) for row in await self._fetch(RESULTS, list(ids))]

    async def results_under(self, parents: Collection[UUID], limit: int) -> list[Carried]:
        return [_carried(row) for row in await self._fetch(RESULTS_UNDER, list(parents), limit)]

    async def served(self, ids: Collection[UUID]) -> set[UUID]:
        return {row["parent_id"] for row in await self._fetch(SERVED, list(ids))}

    async def goals(self, ids: Collection[UUID]) -> Mapping[UUID, Goal]:
        found = [rows.goal(row) for row in await self._fetch(cascade.GOALS, list(ids))]
        return {goal.id: goal for goal in found}

    async def goals_of(self, period_id: UUID, agency_id: UUID) -> list[Goal]:
        return [rows.goal(row) for row in await self._fetch(GOALS_OF, period_id, agency_id)]

    async def courses_of(self, results: Collection[UUID]) -> Mapping[UUID, list[Course]]:
        async with self._engine.connect() as connection:
            driver = await postgres.raw(connection)
            held = [(row["result"], row["indicator"]) for row in await driver.fetch(INDICATORS, list(results))]
            courses = await realizations.courses(driver, [indicator for _, indicator in held], lock=False)
        found: dict[UUID, list[Course]] = defaultdict(list)
        for result, indicator in held:
            found[result].append(courses[indicator])
        return found

    async def _fetch(self, query: str, *values: Any) -> list[Any]:
        async with self._engine.connect() as connection:
            return await (await postgres.raw(connection)).fetch(query, *values)


def _carried(row: asyncpg.Record) -> Carried:
    return Carried(row["id"], row["civil_servant_id"], row["title"], row["kind"], row["parent_id"])
