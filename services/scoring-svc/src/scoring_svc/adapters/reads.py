"""Cards, contributions and the roster's copy as they were last committed, without locks."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Final, TypeVar
from uuid import UUID

import msgspec
from chassis import postgres
from sqlalchemy.ext.asyncio import AsyncEngine

from scoring_svc.adapters.cards import find
from scoring_svc.adapters.rows import contribution_of
from scoring_svc.app.ports import CardKey, Kept
from scoring_svc.domain.as_of import Recorded
from scoring_svc.domain.contribution import Contribution
from scoring_svc.domain.roster import Agency, Person, Unit, Year

Kind = TypeVar("Kind")

BODIES: Final = """
    SELECT c.civil_servant_id, c.period_id, c.sequence, c.body FROM card c
    JOIN unnest($1::uuid[], $2::uuid[]) AS asked (civil_servant_id, period_id) USING (civil_servant_id, period_id)
"""
CONTRIBUTIONS: Final = "SELECT * FROM contribution WHERE civil_servant_id = $1 AND period_id = $2"
ENTRY: Final = "SELECT content FROM roster_entry WHERE id = $1 AND kind = $2"
ENTRIES: Final = "SELECT content FROM roster_entry WHERE kind = $1"
PEOPLE_OF: Final = """
    SELECT content FROM roster_entry WHERE kind = 'Person' AND id IN (
        SELECT civil_servant_id FROM place WHERE unit_id = $1 AND since <= $2 AND (until IS NULL OR until >= $2))
"""
UNITS_OF: Final = """
    SELECT DISTINCT civil_servant_id, unit_id FROM place
    WHERE civil_servant_id = ANY($1::uuid[]) AND since <= $2 AND (until IS NULL OR until >= $2)
"""
REPORTS_OF: Final = """
    SELECT content FROM roster_entry WHERE kind = 'Person' AND id IN (
        SELECT civil_servant_id FROM reporting_line
        WHERE superior_id = $1 AND since <= $2 AND (until IS NULL OR until >= $2))
"""


class PostgresReads:
    """`scoring_svc.app.ports.Reads` over an engine."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def card(self, key: CardKey) -> Kept | None:
        async with self._engine.connect() as connection:
            return (await find(connection, [key]))[0][1]

    async def bodies(self, keys: Collection[CardKey]) -> Mapping[CardKey, tuple[int, bytes]]:
        rows = await self._fetch(BODIES, [person for person, _ in keys], [period for _, period in keys])
        return {(row["civil_servant_id"], row["period_id"]): (row["sequence"], row["body"]) for row in rows}

    async def contributions(self, key: CardKey) -> Sequence[Contribution]:
        return [contribution_of(row) for row in await self._fetch(CONTRIBUTIONS, *key)]

    async def recorded(self, key: CardKey) -> Sequence[Recorded]:
        rows = await self._fetch(CONTRIBUTIONS, *key)
        return [Recorded(contribution_of(row), row["recorded_at"]) for row in rows]

    async def person(self, civil_servant_id: UUID) -> Person | None:
        return await self._entry(civil_servant_id, Person)

    async def people_of(self, unit_id: UUID, day: date) -> Sequence[Person]:
        return _by_name(await self._fetch(PEOPLE_OF, unit_id, day))

    async def units_of(self, people: Collection[UUID], day: date) -> Mapping[UUID, Collection[UUID]]:
        found: dict[UUID, set[UUID]] = defaultdict(set)
        for row in await self._fetch(UNITS_OF, list(people), day):
            found[row["civil_servant_id"]].add(row["unit_id"])
        return found

    async def unit(self, unit_id: UUID) -> Unit | None:
        return await self._entry(unit_id, Unit)

    async def agencies(self) -> Sequence[Agency]:
        return sorted(await self._entries(Agency), key=lambda each: each.name)

    async def units(self) -> Sequence[Unit]:
        return sorted(await self._entries(Unit), key=lambda each: each.name)

    async def reports_of(self, superior_id: UUID, day: date) -> Sequence[Person]:
        return _by_name(await self._fetch(REPORTS_OF, superior_id, day))

    async def years(self) -> Sequence[Year]:
        annual = [each for each in await self._entries(Year) if each.kind == "annual"]
        return sorted(annual, key=lambda each: each.starts_on, reverse=True)

    async def _entry(self, id_: UUID, kind: type[Kind]) -> Kind | None:
        rows = await self._fetch(ENTRY, id_, kind.__name__)
        return msgspec.json.decode(rows[0]["content"], type=kind) if rows else None

    async def _entries(self, kind: type[Kind]) -> list[Kind]:
        return [msgspec.json.decode(row["content"], type=kind) for row in await self._fetch(ENTRIES, kind.__name__)]

    async def _fetch(self, query: str, *values: Any) -> list[Any]:
        async with self._engine.connect() as connection:
            return await (await postgres.raw(connection)).fetch(query, *values)


def _by_name(rows: Sequence[Any]) -> list[Person]:
    return sorted((msgspec.json.decode(row["content"], type=Person) for row in rows), key=lambda each: each.name)
