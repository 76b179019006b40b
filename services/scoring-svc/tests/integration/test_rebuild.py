"""A new generation from the topics, on a real Kafka and PostgreSQL, while the service serves and records come in."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import msgspec
import pytest
from capaian_local.testing.callers import Callers
from capaian_local.testing.topics import Topics
from chassis import ids, migrations, postgres
from chassis.consuming.cursor import Place
from chassis.consuming.extent import Extent, extents
from contracts.score.v1 import ScoreChanged
from scoring_svc.adapters.cards import card_id
from scoring_svc.adapters.courses import Courses
from scoring_svc.adapters.generations import PostgresGenerations
from scoring_svc.adapters.rebuild import Asked, building
from scoring_svc.domain.generation import RebuildCode, RebuildRefused
from scoring_svc.settings import Settings
from scoring_svc.wiring import CARDS_GROUP, CARDS_TOPICS, MIGRATIONS, Service

from .. import situations as that
from .conftest import PostgresWorld
from .test_flow import KEY, approved, closed, index, person, rated, realized

pytestmark = [pytest.mark.servers, pytest.mark.containers]
Eventually = Callable[..., Awaitable[Any]]
REASON: Final = "The row was damaged by hand on 9 July; the topics are right."
CARD: Final = "SELECT sequence, state, body, updated_at FROM card"
DAMAGE: Final = """
    UPDATE card SET body =
        convert_to(replace(convert_from(body, 'UTF8'), '"score":"86.1250"', '"score":"99.0000"'), 'UTF8')
"""


class World:
    """The running service, with what goes into its topics."""

    def __init__(self, service: Service, settings: Settings, topics: Topics, eventually: Eventually) -> None:
        self.service, self.settings, self.topics, self.eventually = service, settings, topics, eventually

    async def rows(self, query: str, *values: Any) -> list[Any]:
        async with self.service.engine.begin() as connection:
            return await (await postgres.raw(connection)).fetch(query, *values)

    async def settled(self) -> None:
        """Until all that was published is consumed, what scoring publishes itself too."""
        await self.eventually(self._settled, within=30)

    async def _settled(self) -> bool:
        spread = await self.rows("SELECT FROM attribution")
        waiting = await self.rows("SELECT FROM event_log WHERE published_at IS NULL")
        cursors = await self.rows("SELECT next_offset FROM consumer_cursor WHERE group_name = $1", CARDS_GROUP)
        at = sum(row["next_offset"] for row in cursors)
        return bool(spread) and not waiting and at == await self.topics.ends(CARDS_TOPICS)

    async def rebuild(self, reason: str | None = None, pause: float = 30.0) -> dict[str, Any]:
        """By a process's own service object, as the command makes it."""
        other = Service(self.settings)
        try:
            return (await other.rebuilding().run(Asked("an operator", reason, pause))).content()
        finally:
            await other.close()

    async def generations(self) -> Sequence[dict[str, Any]]:
        return await PostgresGenerations(self.service.engine).all()

    async def score(self, value: str) -> Any:
        """The card's row, once it says so."""

        async def found() -> Any:
            rows = await self.rows(CARD)
            return next((row for row in rows if msgspec.json.decode(row["body"])["score"] == value), None)

        return await self.eventually(found, within=30)


@pytest.fixture
async def world(database: str, topics: Topics, callers: Callers, eventually: Eventually) -> AsyncGenerator[World]:
    """A card with a plan, a rating, a survey and 20 realizations, all consumed."""
    await asyncio.to_thread(migrations.upgrade, database, MIGRATIONS)
    settings = Settings(
        database_url=database, kafka_bootstrap=topics.bootstrap, jwks=str(callers.key_set), region_dir=that.REGION
    )
    service = Service(settings)
    stop = asyncio.Event()
    *_, live = service.interface()
    parts = [*service.roster(), service.cards(), service.sealing(), service.relay(0.5), live]
    running = [asyncio.ensure_future(part.serve(stop)) for part in parts]
    await topics.put([approved(), rated(), person(), index(), *(realized(str(60 + n), n) for n in range(1, 21))])
    world = World(service, settings, topics, eventually)
    await world.settled()
    yield world
    stop.set()
    await asyncio.gather(*running)
    await service.close()


async def test_a_rebuild_gives_the_same_bytes_and_serves_from_the_next_moment(world: World):
    before = await world.rows(CARD)
    report = await world.rebuild()
    assert report["switched"] and report["differences"] == {} and (report["cards"], report["records"]) == (1, 25)
    assert await world.rows(CARD) == before, "the answer, its version and its time are what they were, byte for byte"
    new, old = await world.generations()
    assert (new["number"], new["status"], new["turns"][-1]["turned_by"]) == (2, "serving", "an operator")
    assert (old["number"], old["status"]) == (1, "kept")
    await world.topics.put([realized("100", 21)])
    row = await world.score("98.1250")  # (60 · 100 + 25 · 100 + 15 · 87.5) / 100
    assert row["sequence"] == before[0]["sequence"] + 1
    assert [tuple(each) for each in await world.rows("SELECT count(*) FROM contribution")] == [(24,)]


async def test_what_comes_in_while_it_is_rebuilt_counts_once(world: World):
    going = asyncio.Event()

    async def report_on() -> int:
        number = 20
        while not going.is_set():
            number += 1
            await world.topics.put([realized(str(number % 90), number)])
        return number

    reporting = asyncio.create_task(report_on())
    reports = [await world.rebuild() for _ in range(3)]
    going.set()
    last = await reporting
    await world.topics.put([realized("100", last + 1)])
    await world.score("98.1250")
    assert all(each["switched"] and not each["differences"] for each in reports)
    sequences = await world.rows("SELECT sequence FROM contribution WHERE kind = 'Realized' ORDER BY sequence")
    assert [row["sequence"] for row in sequences] == list(range(1, last + 2)), "each once, none lost"
    assert await world.rows("SELECT FROM parked_record") == []


async def test_what_is_read_while_the_topics_are_looked_at_is_not_more_than_they_have(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    async def answers_late(bootstrap: str, topics: Sequence[str]) -> dict[Place, Extent]:
        """What the broker said before the serving cards went on."""
        found = await extents(bootstrap, topics)
        await world.topics.put([realized("100", 21)])
        await world.score("98.1250")
        return found

    monkeypatch.setattr(building, "extents", answers_late)
    report = await world.rebuild()
    assert report["switched"] and not report["differences"]


async def test_a_damaged_card_is_named_and_mended_only_for_a_stated_reason(world: World):
    (before,) = await world.rows(CARD)
    await world.rows(DAMAGE)
    with pytest.raises(RebuildRefused) as refused:
        await world.rebuild()
    assert refused.value.code is RebuildCode.GENERATIONS_DIFFER and refused.value.report is not None
    assert refused.value.report["differences"] == {"card": 1}
    (first,) = refused.value.report["first"]
    assert (first["about"], first["name"]) == (str(that.SITI), "Siti Aminah")
    assert (first["serving"]["score"], first["rebuilt"]["score"]) == ("99.0000", "86.1250")
    assert [each["status"] for each in await world.generations()] == ["refused", "serving"]
    assert (await world.score("99.0000"))["sequence"] == before["sequence"], "nothing was changed"

    report = await world.rebuild(REASON)
    assert report["switched"] and report["differences"] == {"card": 1}
    row = await world.score("86.1250")
    assert row["sequence"] == before["sequence"] + 1, "who has seen the wrong answer must see that there is another"
    assert msgspec.json.decode(row["body"])["sequence"] == row["sequence"]
    now, *_ = await world.generations()
    assert (now["status"], now["turns"][-1]["reason"]) == ("serving", REASON)
    said = [
        (envelope.sequence, data.score)
        for envelope, data in await PostgresWorld(world.service.engine).said()
        if isinstance(data, ScoreChanged) and envelope.aggregate_id == card_id(*KEY)
    ]
    assert said[-1] == (row["sequence"], Decimal("86.1250")), "and so must other services"
    await world.topics.put([realized("100", 21)])
    assert (await world.score("98.1250"))["sequence"] == row["sequence"] + 1


async def test_memory_of_the_old_tables_is_written_nowhere(world: World):
    """The serving process remembers what the card was, and has cursors of partitions that no record came from yet."""
    await world.rows("UPDATE card SET state = '[]'")
    await world.rows("DELETE FROM contribution")
    report = await world.rebuild(REASON)
    assert report["differences"] == {"facts": 1, "contributions": 1}
    await world.topics.put([realized("100", 21)])
    row = await world.score("98.1250")
    assert len(msgspec.json.decode(row["state"])) == 4
    assert len(await world.rows("SELECT FROM contribution")) == 24


async def test_a_card_without_events_is_emptied_and_a_lost_one_is_there_again(world: World):
    stranger, sequence = UUID(int=0xDEAD), (await world.rows(CARD))[0]["sequence"]
    await world.rows("UPDATE card SET civil_servant_id = $1", stranger)
    report = await world.rebuild(REASON)
    assert report["differences"] == {"card": 2}
    rows = {row["civil_servant_id"]: row for row in await world.rows("SELECT * FROM card")}
    assert msgspec.json.decode(rows[stranger]["body"])["score"] is None and rows[stranger]["state"] == b"[]"
    assert msgspec.json.decode(rows[that.SITI]["body"])["score"] == "86.1250"
    courses = Courses(world.service.engine, that.PACKS, world.service.now, ids.new_id, "Asia/Jakarta", timedelta(0))
    await world.topics.put([closed("open")])
    await world.eventually(lambda: world.rows("SELECT FROM roster_entry WHERE kind = 'Year'"))
    while await courses.step():
        pass
    assert len(await world.rows("SELECT FROM card_course")) == 2, "one without a log is worked out too, and only once"
    assert rows[that.SITI]["sequence"] > sequence, "the sequence of an event that was published is never used twice"
    await world.topics.put([realized("100", 21)])
    await world.score("98.1250")
    await world.settled()


async def test_the_way_back_and_the_end_of_what_is_kept(world: World):
    before = (await world.rows(CARD))[0]["sequence"]
    await world.rebuild()
    await world.topics.put([realized("100", 21)])
    await world.score("98.1250")
    with pytest.raises(RebuildRefused) as refused:
        await world.service.go_back(Asked("an operator", None))
    assert refused.value.code is RebuildCode.NO_REASON
    assert await world.service.go_back(Asked("an operator", "The new one is to be looked at first.")) == 1
    assert [each["status"] for each in await world.generations()] == ["kept", "serving"]
    row = await world.score("98.1250")
    assert row["sequence"] > before + 1, "it read on from where it stopped, and no version came twice"
    await world.settled()
    assert await world.service.drop_old(Asked("an operator", None)) == [2]
    with pytest.raises(RebuildRefused) as refused:
        await world.service.go_back(Asked("an operator", REASON))
    assert refused.value.code is RebuildCode.NOTHING_KEPT
    assert await world.rows("SELECT FROM pg_namespace WHERE nspname ~ '^(rebuild|generation)_'") == []


async def test_sealed_results_are_checked_and_never_touched(world: World):
    await world.topics.put([closed()])

    async def results() -> list[Any]:
        return await world.rows("SELECT * FROM official_result")

    before = await world.eventually(results, within=30)
    report = await world.rebuild()
    assert report["seals_checked"] == 1 and report["differences"] == {} and await results() == before
    for statement in (
        "ALTER TABLE official_result DISABLE TRIGGER never_changes",
        "ALTER TABLE official_result DROP CONSTRAINT official_result_check",
        "UPDATE official_result SET canonical = canonical || ' '",
    ):
        await world.rows(statement)
    with pytest.raises(RebuildRefused) as refused:
        await world.rebuild()
    assert refused.value.report is not None and refused.value.report["differences"] == {"seal": 1}


async def test_a_pause_that_would_last_too_long_changes_nothing(world: World):
    before = await world.rows(CARD)
    async with world.service.engine.begin() as connection:
        await (await postgres.raw(connection)).execute("SELECT FROM consumer_cursor FOR UPDATE")
        with pytest.raises(RebuildRefused) as refused:
            await world.rebuild(pause=0.3)
        assert refused.value.code is RebuildCode.PAUSE_TOO_LONG
    assert await world.rows(CARD) == before


async def test_one_rebuild_at_a_time(world: World):
    async with world.service.engine.connect() as connection:
        await (await postgres.raw(connection)).execute("SELECT pg_advisory_lock(hashtextextended('generations', 0))")
        with pytest.raises(RebuildRefused) as refused:
            await world.rebuild()
    assert refused.value.code is RebuildCode.ANOTHER_REBUILD


async def test_a_topic_that_is_not_whole_is_refused_in_words(world: World):
    partition = approved().partition
    await world.topics.forget_before("target-events", partition, 3)
    with pytest.raises(RebuildRefused) as refused:
        await world.rebuild()
    assert refused.value.code is RebuildCode.TOPIC_BEGINS_LATE
    assert f"target-events[{partition}]" in refused.value.detail and "begins at 3" in refused.value.detail
    report = await world.rebuild("The first month went with a disk; the plan was approved anew.")
    assert report["switched"] and report["differences"]["beginning"] == 1
    await world.topics.fresh()
    with pytest.raises(RebuildRefused) as refused:
        await world.rebuild(REASON)
    assert refused.value.code is RebuildCode.TOPIC_TOO_SHORT
