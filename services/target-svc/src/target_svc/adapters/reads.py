"""Reads without locks, each from its own short transaction."""

from typing import Any
from uuid import UUID

from chassis import postgres
from sqlalchemy.ext.asyncio import AsyncEngine

from target_svc.adapters import cascade, realizations, roster, rows
from target_svc.app.ports import Kept, Step
from target_svc.domain.goals import Goal
from target_svc.domain.plan import Plan
from target_svc.domain.realizations import Course

LIST = """
    SELECT kind, sequence, content::text FROM roster_entry entry
    WHERE kind = $1 AND ($2::uuid IS NULL OR agency_id = $2) AND ($4::uuid IS NULL OR id > $4)
      AND ($3::uuid IS NULL OR EXISTS (SELECT FROM assignment WHERE unit_id = $3 AND civil_servant_id = entry.id))
    ORDER BY id LIMIT $5
"""
PLAN = "SELECT content::text FROM plan WHERE id = $1"
PLANS = """
    SELECT content::text FROM plan
    WHERE civil_servant_id = $1 AND ($2::uuid IS NULL OR period_id = $2) AND ($3::uuid IS NULL OR id > $3)
    ORDER BY id LIMIT $4
"""
STEPS = """
    SELECT plan_id, sequence, plan_version, step, taken_by, decided_by, taken_at, note, content::text FROM plan_step
    WHERE plan_id = $1 ORDER BY sequence
"""


class PostgresReads:
    """What may be read."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def entry(self, kind: str, id_: UUID) -> Kept | None:
        async with self._engine.connect() as connection:
            found = (await roster.find(await postgres.raw(connection), [id_])).get(id_)
        return found if found is not None and rows.kind_of(found.entry) == kind else None

    async def entries(
        self, kind: str, *, agency_id: UUID | None, unit_id: UUID | None, after: UUID | None, limit: int
    ) -> list[Kept]:
        return [rows.kept(row) for row in await self._fetch(LIST, kind, agency_id, unit_id, after, limit)]

    async def plan(self, id_: UUID) -> Plan | None:
        found = await self._fetch(PLAN, id_)
        return rows.plan(found[0]) if found else None

    async def plans(self, civil_servant_id: UUID, period_id: UUID | None, after: UUID | None, limit: int) -> list[Plan]:
        return [rows.plan(row) for row in await self._fetch(PLANS, civil_servant_id, period_id, after, limit)]

    async def goal(self, id_: UUID) -> Goal | None:
        found = await self._fetch(cascade.GOALS, [id_])
        return rows.goal(found[0]) if found else None

    async def steps(self, plan_id: UUID) -> list[Step]:
        return [rows.step(row) for row in await self._fetch(STEPS, plan_id)]

    async def course(self, indicator_id: UUID) -> Course | None:
        async with self._engine.connect() as connection:
            found = await realizations.courses(await postgres.raw(connection), [indicator_id], lock=False)
        return found.get(indicator_id)

    async def _fetch(self, query: str, *values: Any) -> list[Any]:
        async with self._engine.connect() as connection:
            return await (await postgres.raw(connection)).fetch(query, *values)
