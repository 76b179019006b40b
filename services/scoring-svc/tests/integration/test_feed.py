"""A unit's index and who serves there meet in each person's card, whichever of them comes first, or both at once."""

import asyncio
from dataclasses import replace
from uuid import UUID

import msgspec
import pytest
from chassis.consuming import Received
from contracts.envelope import Envelope
from contracts.roster.v1 import AgencyChanged
from contracts.score.v1 import SurveyAttributed
from sqlalchemy import text

from .. import situations as that
from .conftest import PostgresWorld, gathered

pytestmark = pytest.mark.servers
WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


async def attributed(world: PostgresWorld) -> list[tuple[UUID, bool, int]]:
    found = await world.said()
    return [
        (data.civil_servant_id, data.counts, envelope.sequence)
        for envelope, data in found
        if isinstance(data, SurveyAttributed)
    ]


async def test_people_first(world: PostgresWorld):
    await world.keep([that.unit(), that.siti(), that.dewi()])
    assert await attributed(world) == []
    await world.keep([that.index()])
    assert await attributed(world) == [(that.SITI, True, 1)]


async def test_the_index_first(world: PostgresWorld):
    await world.keep([that.index()])
    await world.keep([that.siti(), that.dewi()])
    assert await attributed(world) == [(that.SITI, True, 1)]


async def test_who_moves_away_loses_it_and_nobody_hears_of_it_twice(world: PostgresWorld):
    await world.keep([that.siti(), that.index()])
    away = that.siti(places=(that.place(that.OTHER_UNIT),))
    await world.keep([away], sequence=2)
    await world.keep([away], sequence=3)
    assert await attributed(world) == [(that.SITI, True, 1), (that.SITI, False, 2)]


async def test_a_repeated_batch_says_nothing(world: PostgresWorld):
    for _ in range(3):
        await world.keep([that.siti(), that.index()])
    assert await attributed(world) == [(that.SITI, True, 1)]


@pytest.mark.parametrize("index_first", [True, False])
async def test_two_changes_at_once_see_each_other(world: PostgresWorld, index_first: bool):
    """Without the lock of the unit's name neither transaction sees the other, and the attribution is lost for good."""
    batches = [gathered([that.index()]), gathered([that.siti()])]
    first, second = batches if index_first else reversed(batches)
    async with world.engine.connect() as connection:
        await world.feed().save(connection, first)
        other = asyncio.create_task(in_a_transaction(world, second))
        await somebody_waits(world, other)
        await connection.commit()
    await other
    assert await attributed(world) == [(that.SITI, True, 1)]


async def in_a_transaction(world: PostgresWorld, batch: object) -> None:
    async with world.engine.begin() as connection:
        await world.feed().save(connection, batch)  # pyright: ignore[reportArgumentType]


async def somebody_waits(world: PostgresWorld, unless: "asyncio.Task[None]") -> None:
    async with asyncio.timeout(10), world.engine.connect() as connection:
        while not (await connection.execute(WAITING)).scalar_one():
            assert not unless.done(), "it waited for nobody"
            await asyncio.sleep(0)


async def test_a_better_index_reaches_all_who_serve_there(world: PostgresWorld):
    people = [replace(that.siti(), id=UUID(int=0x700 + place)) for place in range(20)]
    await world.keep([*people, that.index("80")])
    await world.keep([replace(that.index("90"), event_id=UUID(int=5))], sequence=2)
    found = await attributed(world)
    assert len(found) == 40 and {sequence for _, _, sequence in found[20:]} == {2}


async def test_an_older_index_and_an_older_word_in_one_batch_change_nothing(world: PostgresWorld):
    await world.keep([that.siti(), that.index("90")], sequence=2)
    await world.keep([that.index("80")], sequence=1)
    feed = world.feed()
    for sequence in (3, 2):
        feed.fold(received(sequence))
    taken = feed.take()
    assert taken is not None and [sequence for _, sequence, _ in taken.values()] == [3]
    assert await attributed(world) == [(that.SITI, True, 1)]


def received(sequence: int) -> Received:
    data = AgencyChanged(agency_id=that.AGENCY, code="DINKES", name="Dinas Kesehatan", runs_survey=True)
    envelope = Envelope(
        id=UUID(int=sequence), type="roster.agency_changed", version=1, source="/target-svc", key=str(that.AGENCY),
        aggregate_id=that.AGENCY, sequence=sequence, occurred_at=that.NOW, correlation_id="", causation_id=None,
        data=msgspec.Raw(b"{}"),
    )  # fmt: skip
    return Received("roster-events", 0, sequence, envelope, data)
