"""Innovations in PostgreSQL: what is searched by is a column, the rest is JSON."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from chassis import postgres
from sqlalchemy.ext.asyncio import AsyncEngine

from target_svc.adapters import rows
from target_svc.domain.innovations import Innovation

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


class PostgresRecordReads:
    """The same to be read, each answer from its own short transaction."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def innovation(self, id_: UUID) -> Innovation | None:
        found = await self._fetch(INNOVATIONS, [id_])
        return _innovation(found[0]) if found else None

    async def innovations(
        self, civil_servant_id: UUID, period_id: UUID | None, after: UUID | None, limit: int
    ) -> Sequence[Innovation]:
        found = await self._fetch(LIST_INNOVATIONS, civil_servant_id, period_id, after, limit)
        return [_innovation(row) for row in found]

    async def _fetch(self, query: str, *values: Any) -> list[Any]:
        async with self._engine.connect() as connection:
            return await (await postgres.raw(connection)).fetch(query, *values)


def _innovation(row: Any) -> Innovation:
    return msgspec.json.decode(row["content"], type=Innovation)
