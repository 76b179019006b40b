"""The table of generations: which serves, which are kept, and who turned what when and why."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from chassis import postgres
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from scoring_svc.domain.generation import Status

ALL: Final = "SELECT number, status, began_at, revision, report FROM generation ORDER BY number DESC"
TURNS: Final = "SELECT number, status, turned_at, turned_by, reason FROM generation_turn ORDER BY id"
BEGIN: Final = """
    INSERT INTO generation (number, status, began_at)
    SELECT coalesce(max(number), 0) + 1, 'building', $1 FROM generation RETURNING number
"""
UNFINISHED: Final = "SELECT number FROM generation WHERE status = 'building'"
SET: Final = "UPDATE generation SET status = $2, report = coalesce($3, report) WHERE number = $1"
SERVED: Final = """
    UPDATE generation SET status = 'kept', revision = (SELECT version_num FROM alembic_version) WHERE status = 'serving'
    RETURNING number
"""
TURN: Final = """
    INSERT INTO generation_turn (number, status, turned_at, turned_by, reason) VALUES ($1, $2, $3, $4, $5)
"""
KEPT: Final = "SELECT number, revision FROM generation WHERE status = 'kept' ORDER BY number DESC"
REVISION: Final = "SELECT version_num FROM alembic_version"


class Turning:
    """Writes turns. by: who asked for them. now: of the turns of one transaction."""

    def __init__(self, driver: Any, by: str, now: datetime) -> None:
        self._driver, self._by, self._now = driver, by, now

    async def begin(self) -> int:
        """A new one that is being built; those that were left by a process that died are abandoned."""
        for row in await self._driver.fetch(UNFINISHED):
            await self.to(row["number"], Status.ABANDONED)
        number: int = await self._driver.fetchval(BEGIN, self._now)
        await self._turn(number, Status.BUILDING, None)
        return number

    async def to(self, number: int, status: Status, reason: str | None = None, report: bytes | None = None) -> None:
        """One generation's turn."""
        await self._driver.execute(SET, number, status.value, report)
        await self._turn(number, status, reason)

    async def set_aside(self) -> int:
        """What serves is kept from here on; which one it was."""
        number: int = await self._driver.fetchval(SERVED)
        await self._turn(number, Status.KEPT, None)
        return number

    async def _turn(self, number: int, status: Status, reason: str | None) -> None:
        await self._driver.execute(TURN, number, status.value, self._now, self._by, reason)


class PostgresGenerations:
    """`scoring_svc.app.ports.Generations` over an engine."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def all(self) -> Sequence[dict[str, Any]]:
        async with self._engine.connect() as connection:
            driver = await postgres.raw(connection)
            rows, turned = await driver.fetch(ALL), await driver.fetch(TURNS)
        turns: dict[int, list[dict[str, Any]]] = {}
        for row in turned:
            turns.setdefault(row["number"], []).append({key: row[key] for key in row.keys() if key != "number"})  # noqa: SIM118
        return [
            {
                "number": row["number"],
                "status": row["status"],
                "began_at": row["began_at"],
                "turns": turns.get(row["number"], []),
                "report": msgspec.json.decode(row["report"]) if row["report"] is not None else None,
            }
            for row in rows
        ]


async def kept(connection: AsyncConnection) -> list[tuple[int, str | None]]:
    """(number, revision of its tables) of the generations that are kept, the newest first."""
    rows = await (await postgres.raw(connection)).fetch(KEPT)
    return [(row["number"], row["revision"]) for row in rows]
