"""The rebuild: all topics read again into tables of their own, compared with those that serve, and put in their place.

1. A schema of its own is migrated, and the very projections that serve write there; that schema is all that they see.
   What they would publish goes nowhere: it is in the topics.
2. They read to where the serving ones are, again and again, until that is near.
3. One snapshot of what serves names its cursors; the new generation reads just to these, and all cards and logs are
   compared at this one place while serving goes on.
4. The serving projectors' commits wait: the rest is read, what moved since is compared, and so are the small tables.
5. In the same transaction the tables change places. A refusal or a death before its commit leaves what serves as it
   was.
"""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from chassis import migrations, postgres
from chassis.clock import Clock
from chassis.consuming import Projection
from chassis.consuming.cursor import Place
from chassis.consuming.extent import Extent, extents
from chassis.consuming.replaying import Replay
from sqlalchemy.ext.asyncio import AsyncEngine

from scoring_svc.adapters.generations import Turning
from scoring_svc.adapters.rebuild.finishing import UNLIMITED, Asked, Finishing, alone, patient
from scoring_svc.adapters.rebuild.reporting import Progress, Report
from scoring_svc.adapters.rebuild.switching import CURSORS, SERVING, SILENT, built, drop_left_over
from scoring_svc.domain.generation import (
    Difference,
    Findings,
    RebuildCode,
    RebuildRefused,
    Status,
    What,
    check_reason,
)

NEAR: Final = 2_000
"""So few records behind, the rest is read while commits wait."""
ROUNDS: Final = 50


class Group(NamedTuple):
    """What a consumer group does; the order of groups is that in which they are read again."""

    name: str
    topics: Sequence[str]
    projection: Projection


class Rebuilding:
    """`run(asked)` makes one generation. groups: fresh projections, used by nobody else."""

    def __init__(
        self,
        url: str,
        migrations_at: Path,
        bootstrap: str,
        groups: Sequence[Group],
        finishing: Finishing,
        clock: Clock,
        progress: Progress,
    ) -> None:
        self._url, self._migrations_at, self._bootstrap = url, migrations_at, bootstrap
        self._groups, self._finishing, self._clock, self._progress = groups, finishing, clock, progress
        self._replays: list[Replay] = []

    async def run(self, asked: Asked) -> Report:
        """Builds, compares, and switches.

        Raises:
            RebuildRefused: with `report` beside it once there is one; what serves is untouched.
        """
        reason = check_reason(asked.reason)
        engine = patient(self._url)
        try:
            async with alone(engine):
                return await self._whole(engine, asked, reason)
        finally:
            for replay in self._replays:
                await replay.stop()
            await engine.dispose()

    async def _whole(self, engine: AsyncEngine, asked: Asked, reason: str | None) -> Report:
        behind = await migrations.pending(engine, self._migrations_at)
        if behind is not None:
            raise RebuildRefused(RebuildCode.DATABASE_BEHIND, f"{behind[0].upper()}{behind[1:]}.")
        async with engine.begin() as connection:
            driver = await postgres.raw(connection)
            await drop_left_over(driver)
            number = await Turning(driver, asked.by, self._clock()).begin()
        report = Report(number, reason, Findings(), self._progress)
        try:
            await self._build(engine, asked, report)
        except RebuildRefused as refused:
            async with engine.begin() as connection:
                driver = await postgres.raw(connection)
                await drop_left_over(driver)
                turning = Turning(driver, asked.by, self._clock())
                await turning.to(number, Status.REFUSED, refused.detail, report.encoded())
            refused.report = report.content()
            raise
        return report

    async def _build(self, engine: AsyncEngine, asked: Asked, report: Report) -> None:
        await self._look_at_topics(engine, report)
        schema = built(report.generation)
        with self._progress.phase("migrating"):
            async with engine.begin() as connection:
                await (await postgres.raw(connection)).execute(f"CREATE SCHEMA {schema}")
            await asyncio.to_thread(migrations.upgrade, self._url, self._migrations_at, schema)
            async with engine.begin() as connection:
                await (await postgres.raw(connection)).execute(SILENT.format(schema=schema))
        scratch = postgres.engine(self._url, 4, "scoring-svc.rebuild", search_path=schema, **UNLIMITED)
        try:
            self._replays = [self._replay(group, scratch) for group in self._groups]
            await self._catch_up(engine)
            compared = await self._finishing.compare_all(engine, schema, report, self._read_on)
            for replay in self._replays:
                replay.forget()
            await self._finishing.pause(engine, schema, asked, report, compared, self._read_on)
        finally:
            await scratch.dispose()

    def _replay(self, group: Group, scratch: AsyncEngine) -> Replay:
        return Replay(
            group=group.name,
            topics=group.topics,
            projection=group.projection,
            engine=scratch,
            bootstrap=self._bootstrap,
            read_some=self._progress.read_some,
        )

    async def _look_at_topics(self, engine: AsyncEngine, report: Report) -> None:
        topics = [topic for group in self._groups for topic in group.topics]
        # In this order: what serves goes on reading meanwhile, and is never ahead of an end that is asked for later.
        async with engine.connect() as connection:
            cursors = await self._cursors(await postgres.raw(connection))
        reach = await extents(self._bootstrap, topics)
        _check_ends(reach, {place: at for each in cursors.values() for place, at in each.items()})
        for place, extent in sorted(reach.items()):
            if extent.begin > 0:
                name = f"{place.topic}[{place.partition}]"
                report.found.add(Difference(What.BEGINNING, name, {"first": 0}, {"first": extent.begin}))
        if report.found and report.reason is None:
            first = report.found.first[0]
            sentence = (
                f"{first.about} no longer has its first records, it begins at {(first.rebuilt or {})['first']}: what "
                'is made of it now would lack them. Restore the topic; or go on all the same with --reason "…".'
            )
            raise RebuildRefused(RebuildCode.TOPIC_BEGINS_LATE, sentence)

    async def _cursors(self, driver: Any) -> dict[str, dict[Place, int]]:
        """Of each group that serves."""
        found: dict[str, dict[Place, int]] = {group.name: {} for group in self._groups}
        for row in await driver.fetch(CURSORS.format(schema=SERVING), list(found)):
            found[row["group_name"]][Place(row["topic"], row["partition"])] = row["next_offset"]
        return found

    async def _read_to(self, ends: Mapping[str, Mapping[Place, int]]) -> int:
        """Exactly there; how many records that were."""
        before = self._progress.records
        for replay in self._replays:
            await replay.to(ends[replay.group])
        return self._progress.records - before

    async def _read_on(self, driver: Any) -> None:
        """To where the serving ones are by what this connection sees."""
        await self._read_to(await self._cursors(driver))

    async def _catch_up(self, engine: AsyncEngine) -> None:
        with self._progress.phase("reading"):
            for _ in range(ROUNDS):
                async with engine.connect() as connection:
                    cursors = await self._cursors(await postgres.raw(connection))
                self._progress.behind(sum(sum(each.values()) for each in cursors.values()) - self._progress.records)
                if await self._read_to(cursors) <= NEAR:
                    return


def _check_ends(reach: Mapping[Place, Extent], cursors: Mapping[Place, int]) -> None:
    """
    Raises:
        RebuildRefused: `topic_too_short`: what serves has read more than the topic has.
    """
    for place, at in sorted(cursors.items()):
        if reach[place].end < at:
            sentence = (
                f"{place.topic}[{place.partition}] ends at {reach[place].end}, but {at} records of it were read once: "
                "this is not the topic that the cards were made of. Restore it first."
            )
            raise RebuildRefused(RebuildCode.TOPIC_TOO_SHORT, sentence)
