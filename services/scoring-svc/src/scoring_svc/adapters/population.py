"""The cards of a year in the order of their people, some at a time by keyset, as they were last committed."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final
from uuid import UUID

import msgspec
from chassis import postgres
from sqlalchemy.ext.asyncio import AsyncEngine

from scoring_svc.adapters.rows import cards_of
from scoring_svc.app.trials import Pack, Scope
from scoring_svc.domain.roster import SurveyIndex

CARDS: Final = """
    SELECT c.civil_servant_id, c.state FROM card c
    WHERE c.period_id = $1 AND c.civil_servant_id > $2
        AND ($3::uuid IS NULL OR EXISTS (
            SELECT FROM roster_entry r WHERE r.id = c.civil_servant_id AND r.kind = 'Person' AND r.agency_id = $3))
        AND ($4::uuid IS NULL OR EXISTS (
            SELECT FROM place p WHERE p.civil_servant_id = c.civil_servant_id AND p.unit_id = $4
                AND p.since <= $5::date AND (p.until IS NULL OR p.until >= $5::date)))
    ORDER BY c.civil_servant_id LIMIT $6
"""
SURVEYS: Final = "SELECT content FROM survey WHERE period_id = $1"


class PostgresPopulation:
    """`scoring_svc.app.trials.Population` over an engine."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def pack(self, scope: Scope, after: UUID, limit: int) -> Pack:
        rows = await self._fetch(
            CARDS, scope.period_id, after, scope.agency_id, scope.unit_id, scope.day, limit
        )  # fmt: skip
        plain = [(row["civil_servant_id"].bytes, row["state"]) for row in rows]
        return Pack([row["civil_servant_id"] for row in rows], partial(cards_of, scope.period_id, plain))

    async def surveys(self, period_id: UUID) -> Sequence[SurveyIndex]:
        rows = await self._fetch(SURVEYS, period_id)
        return [msgspec.json.decode(row["content"], type=SurveyIndex) for row in rows]

    async def _fetch(self, query: str, *values: Any) -> list[Any]:
        async with self._engine.connect() as connection:
            return await (await postgres.raw(connection)).fetch(query, *values)
