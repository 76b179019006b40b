"""Surveys as they were last committed, without locks."""

from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from survey_svc.adapters import rows
from survey_svc.domain.survey import Survey

_NAMES: Final = ", ".join(rows.SURVEY_COLUMNS)
_ONE: Final = text(f"SELECT {_NAMES} FROM survey WHERE survey_id = :id")
_MANY: Final = text(f"""
    SELECT {_NAMES} FROM survey
    WHERE (CAST(:unit AS uuid) IS NULL OR unit_id = CAST(:unit AS uuid))
      AND (CAST(:after AS uuid) IS NULL OR survey_id > CAST(:after AS uuid))
    ORDER BY survey_id LIMIT :limit
""")


class PostgresReads:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def survey(self, survey_id: UUID) -> Survey | None:
        async with self._engine.connect() as connection:
            row = (await connection.execute(_ONE, {"id": survey_id})).one_or_none()
        return None if row is None else rows.survey(row)

    async def surveys(self, unit_id: UUID | None, after: UUID | None, limit: int) -> list[Survey]:
        wanted = {"unit": unit_id, "after": after, "limit": limit}
        async with self._engine.connect() as connection:
            return [rows.survey(row) for row in await connection.execute(_MANY, wanted)]
