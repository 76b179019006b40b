"""Answers about many, each from its own short transaction."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from chassis import postgres
from sqlalchemy.ext.asyncio import AsyncEngine

from target_svc.adapters import roster
from target_svc.app.ports import Kept

TOP_HEADS = """
    SELECT (content->>'head_id')::uuid AS head FROM roster_entry
    WHERE kind = 'unit' AND agency_id = $1 AND content->>'parent_unit_id' IS NULL AND content->>'head_id' IS NOT NULL
"""

HISTORY = """
    SELECT sequence, former, status, reason, changed_by, changed_at FROM period_turn
    WHERE period_id = $1 ORDER BY sequence
"""


class PostgresOverviews:
    """What is asked of the whole roster."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def top_heads(self, agency_id: UUID) -> Collection[UUID]:
        return {row["head"] for row in await self._fetch(TOP_HEADS, agency_id)}

    async def roster(self, ids: Collection[UUID]) -> Mapping[UUID, Kept]:
        async with self._engine.connect() as connection:
            return await roster.find(await postgres.raw(connection), ids)

    async def history(self, period_id: UUID) -> list[dict[str, Any]]:
        return [dict(row) for row in await self._fetch(HISTORY, period_id)]

    async def _fetch(self, query: str, *values: Any) -> list[Any]:
        async with self._engine.connect() as connection:
            return await (await postgres.raw(connection)).fetch(query, *values)
