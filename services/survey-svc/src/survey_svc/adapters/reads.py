"""Surveys as they were last committed, without locks."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from survey_svc.adapters import instruments, invitations, responses, rows, suggestions
from survey_svc.app.ports import Offered, Wanted
from survey_svc.domain.access import Actor
from survey_svc.domain.instrument import Instrument
from survey_svc.domain.integrity import Response
from survey_svc.domain.invitations import Invitation
from survey_svc.domain.suggestions import State, Suggestion
from survey_svc.domain.survey import Survey

_NAMES: Final = ", ".join(rows.SURVEY_COLUMNS)
_ONE: Final = text(f"SELECT {_NAMES} FROM survey WHERE survey_id = :id")
_DRAFTS: Final = "status <> 'draft' OR :all_drafts OR agency_id = CAST(:drafts_of AS uuid)"
_MANY: Final = text(f"""
    SELECT {_NAMES} FROM survey
    WHERE (CAST(:unit AS uuid) IS NULL OR unit_id = CAST(:unit AS uuid))
      AND (CAST(:after AS uuid) IS NULL OR survey_id > CAST(:after AS uuid))
      AND ({_DRAFTS})
    ORDER BY survey_id LIMIT :limit
""")
_PUBLISHED: Final = text(f"""
    SELECT {_NAMES} FROM survey
    WHERE status = 'published'
      AND (CAST(:agency AS uuid) IS NULL OR agency_id = CAST(:agency AS uuid))
      AND (CAST(:period AS uuid) IS NULL OR CAST(:period AS uuid) IN (period_id, year_id))
      AND (CAST(:after AS uuid) IS NULL OR survey_id > CAST(:after AS uuid))
    ORDER BY survey_id LIMIT :limit
""")

_ENTRY_NAMES: Final = text("""
    SELECT aggregate_id, content->>'name' AS name FROM roster_entry
    WHERE aggregate_id = ANY(CAST(:ids AS uuid[])) AND kind <> 'person'
""")

_AGENCIES: Final = text("""
    SELECT aggregate_id AS id, content->>'name' AS name FROM roster_entry
    WHERE kind = 'agency' AND aggregate_id IN (SELECT agency_id FROM survey WHERE status = 'published')
    ORDER BY name, id
""")
_PERIODS: Final = text("""
    SELECT aggregate_id AS id, content->>'name' AS name FROM roster_entry
    WHERE kind = 'period' AND aggregate_id IN (SELECT period_id FROM survey WHERE status = 'published'
                                               UNION SELECT year_id FROM survey WHERE status = 'published')
    ORDER BY content->>'starts_on' DESC, content->>'ends_on' DESC, id
""")


class PostgresReads:
    def __init__(self, engine: AsyncEngine, shipped: Sequence[Instrument]) -> None:
        self._engine, self._shipped = engine, shipped

    async def instrument(self, key: str, version: int) -> Instrument | None:
        if (found := instruments.of(self._shipped, key, version)) is not None:
            return found
        async with self._engine.connect() as connection:
            return await instruments.read(connection, key, version)

    async def survey(self, survey_id: UUID) -> Survey | None:
        async with self._engine.connect() as connection:
            row = (await connection.execute(_ONE, {"id": survey_id})).one_or_none()
        return None if row is None else rows.survey(row)

    async def invitation(self, digest: bytes) -> Invitation | None:
        async with self._engine.connect() as connection:
            return (await invitations.find(connection, [digest])).get(digest)

    async def names(self, ids: Sequence[UUID]) -> Mapping[UUID, str]:
        async with self._engine.connect() as connection:
            return {row.aggregate_id: row.name for row in await connection.execute(_ENTRY_NAMES, {"ids": list(ids)})}

    async def surveys(self, unit_id: UUID | None, after: UUID | None, limit: int, by: Actor) -> list[Survey]:
        drafts_of = by.agency_id if by.agency_id is not None and by.sees(by.agency_id) else None
        wanted = {"unit": unit_id, "after": after, "limit": limit, "all_drafts": by.sees_all, "drafts_of": drafts_of}
        async with self._engine.connect() as connection:
            return [rows.survey(row) for row in await connection.execute(_MANY, wanted)]

    async def suggestions(
        self, survey_id: UUID, state: State | None, after: UUID | None, limit: int
    ) -> Sequence[Suggestion]:
        async with self._engine.connect() as connection:
            return await suggestions.many(connection, survey_id, state, after, limit)

    async def offered(self) -> Offered:
        async with self._engine.connect() as connection:
            agencies = [(row.id, row.name) for row in await connection.execute(_AGENCIES)]
            periods = [(row.id, row.name) for row in await connection.execute(_PERIODS)]
        return Offered(agencies, periods)

    async def published(self, wanted: Wanted, after: UUID | None, limit: int) -> list[Survey]:
        asked = {"agency": wanted.agency_id, "period": wanted.period_id, "after": after, "limit": limit}
        async with self._engine.connect() as connection:
            return [rows.survey(row) for row in await connection.execute(_PUBLISHED, asked)]

    async def aside(self, survey_id: UUID, after: UUID | None, limit: int) -> list[Response]:
        asked = {"survey": survey_id, "after": after, "limit": limit}
        async with self._engine.connect() as connection:
            return [responses.response(row) for row in await connection.execute(responses.ASIDE, asked)]
