"""Evaluations, appeals and persons as they were last committed, without locks."""

from typing import Final
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncEngine

from evaluation_svc.adapters import rows, units
from evaluation_svc.adapters.shelves import (
    FEEDBACK,
    FOLLOW_UPS,
    OPINIONS,
    ORGANIZATIONS,
    SELF_ASSESSMENTS,
    TARGET_VALUES,
    PostgresOpenShelf,
)
from evaluation_svc.app.reads import OfPerson, Staff
from evaluation_svc.domain.access import Sight
from evaluation_svc.domain.evaluation import Evaluation, Status
from evaluation_svc.domain.roster import CivilServant, Period, Unit

_ENTRY: Final = text("SELECT content::text AS content FROM roster_entry WHERE aggregate_id = :id AND kind = :kind")
_ONE: Final = text(f"SELECT {rows.SELECTED} FROM evaluation WHERE evaluation_id = :id")
_OF_APPEAL: Final = text(f"SELECT {rows.SELECTED} FROM evaluation WHERE appeal_id = :id")
_OF_PERSON: Final = text(f"""
    SELECT {rows.SELECTED} FROM evaluation
    WHERE civil_servant_id = :person
      AND (CAST(:period AS uuid) IS NULL OR CAST(:period AS uuid) IN (evaluated_period_id, period_id))
      AND (CAST(:rater AS uuid) IS NULL OR rater_id = CAST(:rater AS uuid))
      AND (received_on IS NOT NULL OR rater_id = CAST(:drafts_of AS uuid))
      AND (CAST(:after AS uuid) IS NULL OR evaluation_id > CAST(:after AS uuid))
    ORDER BY evaluation_id LIMIT :limit
""")
_APPEALED: Final = text(f"""
    SELECT {rows.SELECTED} FROM evaluation
    WHERE appeal_id IS NOT NULL
      AND (CAST(:status AS text) IS NULL OR status = CAST(:status AS text))
      AND (CAST(:after AS uuid) IS NULL OR appeal_id > CAST(:after AS uuid))
      AND (:everything
        OR CAST(:person AS uuid) IN (civil_servant_id, rater_id, heard_by)
        OR EXISTS (
            SELECT FROM roster_entry
            WHERE aggregate_id = evaluation.civil_servant_id AND kind = 'civil_servant'
              AND content ->> 'agency_id' = CAST(:agency AS text)))
    ORDER BY appeal_id LIMIT :limit
""")


class PostgresReads:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self.organizations = PostgresOpenShelf(ORGANIZATIONS, engine)
        self.feedback = PostgresOpenShelf(FEEDBACK, engine)
        self.opinions = PostgresOpenShelf(OPINIONS, engine)
        self.follow_ups = PostgresOpenShelf(FOLLOW_UPS, engine)
        self.self_assessments = PostgresOpenShelf(SELF_ASSESSMENTS, engine)
        self.target_values = PostgresOpenShelf(TARGET_VALUES, engine)

    async def person(self, civil_servant_id: UUID) -> CivilServant | None:
        content = await self._entry("civil_servant", civil_servant_id)
        return None if content is None else rows.person(content)

    async def period(self, period_id: UUID) -> Period | None:
        content = await self._entry("period", period_id)
        return None if content is None else rows.period(content)

    async def line(self, unit_id: UUID) -> tuple[Unit, ...]:
        async with self._engine.connect() as connection:
            return await units.line(connection, unit_id)

    async def staff(self, unit_id: UUID, evaluated_period_id: UUID) -> Staff:
        async with self._engine.connect() as connection:
            return await units.staff(connection, unit_id, evaluated_period_id)

    async def evaluation(self, evaluation_id: UUID) -> Evaluation | None:
        return await self._one(_ONE, evaluation_id)

    async def of_appeal(self, appeal_id: UUID) -> Evaluation | None:
        return await self._one(_OF_APPEAL, appeal_id)

    async def of_person(self, wanted: OfPerson, after: UUID | None, limit: int) -> list[Evaluation]:
        given = {
            "person": wanted.civil_servant_id,
            "period": wanted.period_id,
            "rater": wanted.rater_id,
            "drafts_of": wanted.drafts_of,
            "after": after,
            "limit": limit,
        }
        async with self._engine.connect() as connection:
            return [rows.evaluation(row) for row in await connection.execute(_OF_PERSON, given)]

    async def appealed(self, seen: Sight, status: Status | None, after: UUID | None, limit: int) -> list[Evaluation]:
        given = {
            "everything": seen.everything,
            "person": seen.civil_servant_id,
            "agency": None if seen.agency_id is None else str(seen.agency_id),
            "status": None if status is None else status.value,
            "after": after,
            "limit": limit,
        }
        async with self._engine.connect() as connection:
            return [rows.evaluation(row) for row in await connection.execute(_APPEALED, given)]

    async def _entry(self, kind: str, wanted: UUID) -> str | None:
        async with self._engine.connect() as connection:
            return (await connection.execute(_ENTRY, {"id": wanted, "kind": kind})).scalar_one_or_none()

    async def _one(self, query: TextClause, wanted: UUID) -> Evaluation | None:
        async with self._engine.connect() as connection:
            row = (await connection.execute(query, {"id": wanted})).one_or_none()
        return None if row is None else rows.evaluation(row)
