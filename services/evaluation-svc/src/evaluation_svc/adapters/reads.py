"""Evaluations and persons as they were last committed, without locks."""

from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from evaluation_svc.adapters import rows
from evaluation_svc.domain.evaluation import Evaluation
from evaluation_svc.domain.roster import CivilServant

_NAMES: Final = ", ".join(rows.EVALUATION_COLUMNS)
_PERSON: Final = text("""
    SELECT content::text AS content FROM roster_entry WHERE aggregate_id = :id AND kind = 'civil_servant'
""")
_ONE: Final = text(f"SELECT {_NAMES} FROM evaluation WHERE evaluation_id = :id")
_OF_PERSON: Final = text(f"""
    SELECT {_NAMES} FROM evaluation
    WHERE civil_servant_id = :person
      AND (CAST(:period AS uuid) IS NULL OR CAST(:period AS uuid) IN (evaluated_period_id, period_id))
      AND (CAST(:rater AS uuid) IS NULL OR rater_id = CAST(:rater AS uuid))
      AND (CAST(:after AS uuid) IS NULL OR evaluation_id > CAST(:after AS uuid))
    ORDER BY evaluation_id LIMIT :limit
""")


class PostgresReads:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def person(self, civil_servant_id: UUID) -> CivilServant | None:
        async with self._engine.connect() as connection:
            content = (await connection.execute(_PERSON, {"id": civil_servant_id})).scalar_one_or_none()
        return None if content is None else rows.person(content)

    async def evaluation(self, evaluation_id: UUID) -> Evaluation | None:
        async with self._engine.connect() as connection:
            row = (await connection.execute(_ONE, {"id": evaluation_id})).one_or_none()
        return None if row is None else rows.evaluation(row)

    async def of_person(
        self, civil_servant_id: UUID, period_id: UUID | None, rater_id: UUID | None, after: UUID | None, limit: int
    ) -> list[Evaluation]:
        wanted = {"person": civil_servant_id, "period": period_id, "rater": rater_id, "after": after, "limit": limit}
        async with self._engine.connect() as connection:
            return [rows.evaluation(row) for row in await connection.execute(_OF_PERSON, wanted)]
