"""Walks along what results serve, and what is needed beside them; each one query, whatever the number of people."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import msgspec
from chassis import postgres
from sqlalchemy.ext.asyncio import AsyncEngine

from scoring_svc.adapters.cards import find
from scoring_svc.app.ports import Above, CardKey
from scoring_svc.domain.card import Card
from scoring_svc.domain.carried import Served
from scoring_svc.domain.outline import Outline
from scoring_svc.domain.roster import Person

# Lines have no circles; `path` guards against plans that outlived a change of them.
DOWN: Final = """
    WITH RECURSIVE down AS (
        SELECT r.*, 1 AS level, ARRAY[r.id] AS path FROM planned_result r WHERE r.parent_id = $1 AND r.period_id = $2
        UNION ALL
        SELECT r.*, d.level + 1, d.path || r.id FROM down d
        JOIN planned_result r ON r.parent_id = d.id AND r.period_id = $2
        WHERE r.id <> ALL(d.path)
    )
    SELECT id, level, title, parent_id, civil_servant_id FROM down ORDER BY level, title, id LIMIT $3
"""
UP: Final = """
    WITH RECURSIVE up AS (
        SELECT r.id AS of, r.parent_id AS at, r.goal_title, 1 AS step FROM planned_result r
        WHERE r.id = ANY($1::uuid[]) AND r.parent_id IS NOT NULL
        UNION ALL
        SELECT u.of, r.parent_id, r.goal_title, u.step + 1 FROM up u JOIN planned_result r ON r.id = u.at
        WHERE r.parent_id IS NOT NULL AND u.step < $2
    )
    SELECT up.of, up.at, coalesce(r.title, up.goal_title) AS title, r.id IS NULL AS goal
    FROM up LEFT JOIN planned_result r ON r.id = up.at ORDER BY up.of, up.step
"""
# Plans that were approved at different times may say different titles: what most of them say.
GOAL: Final = """
    SELECT mode() WITHIN GROUP (ORDER BY goal_title) FROM planned_result WHERE parent_id = $1 AND period_id = $2
"""
OUTLINES: Final = """
    SELECT o.civil_servant_id, o.period_id, o.content FROM plan_outline o
    JOIN unnest($1::uuid[], $2::uuid[]) AS asked (civil_servant_id, period_id) USING (civil_servant_id, period_id)
    ORDER BY o.plan_id
"""
PEOPLE: Final = "SELECT content FROM roster_entry WHERE kind = 'Person' AND id = ANY($1::uuid[])"


class PostgresPlans:
    """`scoring_svc.app.ports.Plans` over an engine."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def down(self, goal_id: UUID, period_id: UUID, most: int) -> Sequence[Served]:
        return [Served(*row) for row in await self._fetch(DOWN, goal_id, period_id, most)]

    async def goal_title(self, goal_id: UUID, period_id: UUID) -> str | None:
        [row] = await self._fetch(GOAL, goal_id, period_id)
        return row[0]

    async def up(self, results: Collection[UUID], highest: int) -> Mapping[UUID, Sequence[Above]]:
        found: dict[UUID, list[Above]] = defaultdict(list)
        for row in await self._fetch(UP, list(results), highest):
            found[row["of"]].append(Above(row["at"], row["title"], row["goal"]))
        return found

    async def is_result(self, id_: UUID) -> bool:
        return bool(await self._fetch("SELECT 1 FROM planned_result WHERE id = $1", id_))

    async def outlines(self, keys: Collection[CardKey]) -> Mapping[CardKey, Sequence[Outline]]:
        rows = await self._fetch(OUTLINES, [person for person, _ in keys], [period for _, period in keys])
        found: dict[CardKey, list[Outline]] = defaultdict(list)
        for row in rows:
            outline = msgspec.json.decode(row["content"], type=Outline)
            found[row["civil_servant_id"], row["period_id"]].append(outline)
        return found

    async def cards(self, keys: Collection[CardKey]) -> Mapping[CardKey, Card]:
        async with self._engine.connect() as connection:
            return {key: kept.card for key, kept in await find(connection, list(keys)) if kept is not None}

    async def people(self, ids: Collection[UUID]) -> Mapping[UUID, Person]:
        people = [msgspec.json.decode(row["content"], type=Person) for row in await self._fetch(PEOPLE, list(ids))]
        return {person.id: person for person in people}

    async def _fetch(self, query: str, *values: Any) -> list[Any]:
        async with self._engine.connect() as connection:
            return await (await postgres.raw(connection)).fetch(query, *values)
