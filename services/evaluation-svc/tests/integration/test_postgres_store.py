"""The real store, held to the suite, and what only PostgreSQL can show."""

import asyncio
from dataclasses import replace

import msgspec
import pytest
from chassis.consuming.projection import Received, Unusable
from contracts.envelope import Data, Envelope
from contracts.roster import v1 as wire
from evaluation_svc.adapters.roster import RosterProjection
from evaluation_svc.app import execute
from evaluation_svc.app.ports import RosterEntry
from evaluation_svc.domain.roster import Agency, Unit
from sqlalchemy import text

from .. import situations as that
from ..follow_ups_suite import FollowUpsSuite
from ..records_suite import RecordsSuite
from ..store_suite import OCCASION, ROSTER, StoreSuite, attempt, entry
from .conftest import PostgresWorld

pytestmark = pytest.mark.servers


class TestPostgresStore(StoreSuite, RecordsSuite, FollowUpsSuite):
    @pytest.fixture
    async def world(self, real: PostgresWorld) -> PostgresWorld:
        await real.put(ROSTER)
        return real

    async def test_the_relay_is_called_after_a_commit_and_not_after_a_refusal(self, world: PostgresWorld):
        with pytest.raises(Exception, match="not_the_rater"):
            await self.submit(world, that.submission(rater=that.BUDI))
        assert world.rung == 0
        await self.submit(world)
        assert world.rung == 1

    async def test_an_event_that_cannot_be_kept_undoes_the_state(self, world: PostgresWorld):
        async with world.engine.begin() as connection:
            await connection.execute(text("ALTER TABLE event_log ADD CONSTRAINT none_at_all CHECK (false) NOT VALID"))
        try:
            with pytest.raises(Exception, match="none_at_all"):
                await self.submit(world)
            assert await world.reads.evaluation(that.EVALUATION) is None
        finally:
            async with world.engine.begin() as connection:
                await connection.execute(text("ALTER TABLE event_log DROP CONSTRAINT none_at_all"))

    async def test_two_requests_with_one_key_at_once_are_one_command(self, world: PostgresWorld):
        both = [execute.submit(that.submission(), attempt("once"), OCCASION, world.store) for _ in range(2)]
        outcomes = await asyncio.gather(*both)
        assert sorted(each.replayed for each in outcomes) == [False, True]
        assert len(await world.said()) == 1

    async def test_what_is_claimed_is_waited_for_though_it_has_no_row_yet(self, world: PostgresWorld):
        async with world.store.begin() as work:
            await work.claim([that.submission()])
            same_person = asyncio.create_task(self.submit(world, that.submission(evaluation_id=that.ANOTHER)))
            await world.somebody_waits(unless=same_person)
        assert (await same_person).created
        async with world.store.begin() as work:
            await work.claim([that.submission(evaluation_id=that.THIRD)])
            again = that.submission(evaluation_id=that.THIRD, named=False)
            same_id = asyncio.create_task(self.submit(world, again))
            await world.somebody_waits(unless=same_id)
        assert not (await same_id).created

    async def test_what_is_loaded_is_waited_for(self, world: PostgresWorld):
        await self.submit(world)
        async with world.store.begin() as work:
            await work.load(that.EVALUATION)
            change = asyncio.create_task(execute.change(that.revision(), attempt(), OCCASION, world.store))
            await world.somebody_waits(unless=change)
        assert (await change).sequence == 2


class TestRosterCopy:
    """An entry gives way to one with a higher sequence only."""

    @pytest.mark.parametrize(("order", "kept"), [((1, 2), 2), ((2, 1), 2), ((2, 2), 2), ((3, 1), 3)])
    async def test_the_highest_sequence_stays(self, real: PostgresWorld, order: tuple[int, int], kept: int):
        for sequence in order:
            named = replace(that.siti(), name=f"Siti {sequence}")
            await real.put([entry(that.SITI, named, sequence)])
        person = await real.reads.person(that.SITI)
        assert person is not None
        assert person.name == f"Siti {kept}"

    async def test_every_kind_of_entry_is_kept(self, real: PostgresWorld):
        unit = Unit(unit_id=that.ANOTHER, agency_id=that.AGENCY, name="Puskesmas Rajabasa Indah")
        agency = Agency(agency_id=that.AGENCY, name="Dinas Kesehatan Provinsi Lampung")
        entries: list[RosterEntry] = [
            entry(that.ANOTHER, unit),
            entry(that.AGENCY, agency),
            entry(that.SITI, that.siti()),
            entry(that.QUARTER, that.quarter()),
        ]
        await real.put(entries)
        async with real.engine.connect() as connection:
            kinds = await connection.execute(text("SELECT kind FROM roster_entry ORDER BY kind"))
            assert [row.kind for row in kinds] == ["agency", "civil_servant", "period", "unit"]


def changed(sequence: int, name: str) -> Received:
    data = wire.AgencyChanged(agency_id=that.AGENCY, code="DINKES", name=name, runs_survey=True)
    return received(data, sequence)


def received(data: Data, sequence: int) -> Received:
    envelope = Envelope(
        id=that.ANOTHER,
        type="roster.agency_changed",
        version=1,
        source="/target-svc",
        key=str(that.AGENCY),
        aggregate_id=that.AGENCY,
        sequence=sequence,
        occurred_at=that.NOON,
        correlation_id="9f2c1e7a",
        data=msgspec.Raw(b"{}"),
    )
    return Received("roster-events", 0, 0, envelope, data)


def test_of_a_batch_the_newest_of_each_aggregate_is_kept():
    projection = RosterProjection()
    assert projection.take() is None
    for sequence, name in ((1, "lama"), (2, "baru"), (1, "lama")):
        projection.fold(changed(sequence, name))
    assert projection.take() == (entry(that.AGENCY, Agency(that.AGENCY, "baru"), 2),)
    assert projection.take() is None


def test_what_is_forgotten_is_not_written():
    projection = RosterProjection()
    projection.fold(changed(1, "lama"))
    projection.forget()
    assert projection.take() is None


def test_an_event_that_is_none_of_the_rosters_is_put_aside():
    projection = RosterProjection()
    with pytest.raises(Unusable):
        projection.fold(received(Data(), 1))
    assert projection.take() is None
