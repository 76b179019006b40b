"""The comparison and the switch: what a rebuild ends with.

Most is compared at one snapshot of what serves, while it goes on serving. Then the commits of its projectors wait: what
moved since is compared at their cursors, the small tables too, and the tables change places in that same transaction.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from chassis import outbox, postgres
from chassis.clock import Clock
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from scoring_svc.adapters.generations import Turning
from scoring_svc.adapters.rebuild.comparing import Compared, Side, compare
from scoring_svc.adapters.rebuild.comparing_tables import check_seals, compare_said, compare_tables
from scoring_svc.adapters.rebuild.lifting import Lifting
from scoring_svc.adapters.rebuild.reporting import Progress, Report
from scoring_svc.adapters.rebuild.switching import PAUSE, SERVING, switch
from scoring_svc.app.ports import CardKey
from scoring_svc.domain.generation import Difference, RebuildCode, RebuildRefused, Status, decide

ONE_REBUILD: Final = "SELECT pg_try_advisory_lock(hashtextextended('generations', 0))"
VERSIONS: Final = "SELECT civil_servant_id, period_id, sequence FROM card"
UNLIMITED: Final = {"statement_timeout": "0", "idle_in_transaction_session_timeout": "0"}

ReadOn = Callable[[Any], Awaitable[None]]
"""Reads the new generation to the cursors that a connection sees."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for a generation, and why it may differ. longest_pause: seconds."""

    by: str
    reason: str | None
    longest_pause: float = 30.0


def patient(url: str) -> AsyncEngine:
    """An engine whose statements may take long."""
    return postgres.engine(url, 4, "scoring-svc.rebuild", **UNLIMITED)


@asynccontextmanager
async def alone(engine: AsyncEngine) -> AsyncGenerator[None]:
    """One rebuild, way back or dropping at a time.

    Raises:
        RebuildRefused: `another_rebuild`.
    """
    async with engine.connect() as connection:
        driver = await postgres.raw(connection)
        if not await driver.fetchval(ONE_REBUILD):
            sentence = "Another rebuild of this database runs: wait for its end, or end its process."
            raise RebuildRefused(RebuildCode.ANOTHER_REBUILD, sentence)
        try:
            yield
        finally:
            await driver.execute("SELECT pg_advisory_unlock_all()")


class Finishing:
    """groups: the names of those whose cursors belong to a generation."""

    def __init__(self, groups: Sequence[str], lifting: Lifting, clock: Clock, progress: Progress) -> None:
        self._groups, self._lifting, self._clock, self._progress = list(groups), lifting, clock, progress
        self._touched: set[CardKey] = set()

    def touched(self, keys: Iterable[CardKey]) -> None:
        """Cards that the new generation changed; told by its projection."""
        self._touched.update(keys)

    async def compare_all(self, engine: AsyncEngine, schema: str, report: Report, read_on: ReadOn) -> Compared:
        """At one place, without anybody waiting."""
        with self._progress.phase("comparing"):
            async with engine.connect() as snapshot, engine.begin() as other:
                await snapshot.execution_options(isolation_level="REPEATABLE READ")
                still, driver = await postgres.raw(snapshot), await postgres.raw(other)
                await read_on(still)
                self._touched.clear()
                compared = await compare(Side(still, SERVING), Side(driver, schema))
                report.seals = await check_seals(still, report.found)
                await self._lift(driver, schema, compared)
                tables = ", ".join(f"{schema}.{table}" for table in ("card", "contribution", "roster_entry", "place"))
                await driver.execute(f"ANALYZE {tables}")
        return compared

    async def pause(
        self, engine: AsyncEngine, schema: str, asked: Asked, report: Report, compared: Compared, read_on: ReadOn
    ) -> None:
        """Compares what is left and switches, while commits wait.

        Raises:
            RebuildRefused: `generations_differ`, `pause_too_long`; nothing was changed.
        """
        try:
            with self._progress.phase("pausing"):
                async with engine.begin() as connection:
                    async with asyncio.timeout(asked.longest_pause):
                        driver = await postgres.raw(connection)
                        await driver.execute(PAUSE)
                        await read_on(driver)
                        different = await self._compare_rest(driver, schema, report, compared)
                        decide(report.found, report.reason)
                        await self._switch(connection, schema, asked, report, different)
        except TimeoutError:
            sentence = (
                f"Commits would have waited for more than {asked.longest_pause:g} s, so nothing was switched. Begin "
                "again when less comes in, or allow a longer --pause."
            )
            raise RebuildRefused(RebuildCode.PAUSE_TOO_LONG, sentence) from None

    async def _compare_rest(self, driver: Any, schema: str, report: Report, compared: Compared) -> Sequence[Difference]:
        """Of what moved since the snapshot, and of the small tables; the differences of all cards."""
        rows = await driver.fetch(VERSIONS)
        now = {(row["civil_servant_id"], row["period_id"]): row["sequence"] for row in rows}
        before = {key: sequence for key, sequence in compared.sequences.items() if sequence}
        moved = self._touched | {key for key, _ in now.items() ^ before.items()}
        rest = await compare(Side(driver, SERVING), Side(driver, schema), sorted(moved))
        await self._lift(driver, schema, rest)
        still = {key: found for key, found in compared.different.items() if key not in moved}
        different = {**still, **rest.different}
        each = [one for key in sorted(different) for one in different[key]]
        for one in each:
            report.found.add(one)
        report.cards, report.different = len({*compared.sequences, *rest.sequences}), len(different)
        await compare_tables(driver, SERVING, schema, report.found)
        await compare_said(driver, SERVING, schema, report.found)
        await report.name_people(driver, SERVING)
        return each

    async def _lift(self, driver: Any, schema: str, compared: Compared) -> None:
        serving = Side(driver, SERVING)
        await self._lifting.take_over(serving, schema, compared)
        await self._lifting.lift(serving, schema, list(compared.different), self._clock())

    async def _switch(
        self,
        connection: AsyncConnection,
        schema: str,
        asked: Asked,
        report: Report,
        different: Sequence[Difference],
    ) -> None:
        now, driver = self._clock(), await postgres.raw(connection)
        turning = Turning(driver, asked.by, now)
        await switch(driver, await turning.set_aside(), schema, self._groups)
        await say(connection, self._lifting, different, report.generation, now)
        report.switched = True
        await turning.to(report.generation, Status.SERVING, report.reason, report.encoded())


async def say(
    connection: AsyncConnection, lifting: Lifting, different: Iterable[Difference], number: int, now: datetime
) -> None:
    """Tells others of the scores that are others now."""
    driver = await postgres.raw(connection)
    events = await lifting.changed(driver, different, f"generation-{number}", now)
    await outbox.writer.append(connection, events)


def differences(compared: Mapping[CardKey, Sequence[Difference]]) -> list[Difference]:
    """All of them."""
    return [each for found in compared.values() for each in found]
