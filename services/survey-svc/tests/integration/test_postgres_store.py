"""The real store, held to the suite, and what only PostgreSQL can show."""

import asyncio
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from contracts.roster import v1 as wire
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from survey_svc.app import answering
from survey_svc.app.project import RosterChanges

from .. import situations as that
from ..invitation_suite import InvitationSuite
from ..store_suite import OCCASION, ROSTER, StoreSuite, attempt, entry, given
from .conftest import PostgresWorld

pytestmark = pytest.mark.servers


class TestPostgresStore(StoreSuite, InvitationSuite):
    @pytest.fixture
    async def world(self, real: PostgresWorld) -> PostgresWorld:
        await real.put(ROSTER)
        return real

    @pytest.mark.parametrize("change", ["UPDATE answer SET scores = '{1,1,1}'", "DELETE FROM answer"])
    async def test_answers_are_only_ever_added(self, world: PostgresWorld, change: str):
        await self.define(world)
        await self.answer(world, given(4, 4, 4))
        with pytest.raises(DBAPIError, match="only ever added"):
            async with world.engine.begin() as connection:
                await connection.execute(text(change))
        assert len(await world.answers()) == 1

    async def test_an_event_that_cannot_be_kept_undoes_the_answer(self, world: PostgresWorld):
        await self.define(world)
        async with world.engine.begin() as connection:
            await connection.execute(text("ALTER TABLE event_log ADD CONSTRAINT none_at_all CHECK (false) NOT VALID"))
        try:
            with pytest.raises(Exception, match="none_at_all"):
                await self.answer(world, given(4, 4, 4))
            assert await world.answers() == []
        finally:
            async with world.engine.begin() as connection:
                await connection.execute(text("ALTER TABLE event_log DROP CONSTRAINT none_at_all"))

    async def test_the_running_sums_are_those_of_the_answers_kept(self, world: PostgresWorld):
        await self.define(world)
        for scores in ((4, 3, 2), (1, 2, 3), (4, 4, 4)):
            await self.answer(world, given(*scores))
        state = await world.reads.survey(that.SURVEY)
        assert state is not None
        columns = zip(*(scores for _, _, scores, _ in await world.answers()), strict=True)
        assert state.tally.sums == tuple(sum(column) for column in columns)

    async def test_an_answer_waits_for_its_own_survey_and_for_no_other(self, world: PostgresWorld):
        await self.define(world)
        await self.define(world, replace(that.definition(), survey_id=that.OTHER_SURVEY))
        async with world.store.begin() as work:
            await work.load(that.SURVEY)
            other = that.counting(given(4, 4, 4), survey_id=that.OTHER_SURVEY)
            await answering.answer(other, None, that.LENIENT, attempt(), OCCASION, world.store)
            own = asyncio.create_task(self.answer(world, given(4, 4, 4)))
            await world.somebody_waits(unless=own)
        await own
        assert len(await world.answers()) == 2

    @pytest.mark.parametrize(("order", "kept"), [((1, 2), 2), ((2, 1), 2), ((2, 2), 2)])
    async def test_the_roster_keeps_the_highest_sequence(self, world: PostgresWorld, order: tuple[int, int], kept: int):
        for sequence in order:
            named = replace(that.agency(), agency_id=that.OTHER_UNIT, name=f"Dinas {sequence}")
            await world.put([entry(that.OTHER_UNIT, named, sequence)])
        async with world.store.begin() as work:
            agency = await work.agency(that.OTHER_UNIT)
        assert agency is not None
        assert agency.name == f"Dinas {kept}"


def test_of_a_batch_the_newest_of_each_aggregate_is_kept_and_people_are_XX():
    def unit(name: str) -> wire.UnitChanged:
        return wire.UnitChanged(unit_id=that.UNIT, agency_id=that.AGENCY, parent_unit_id=None, code="PKM-01", name=name)

    def assigned(unit_id: UUID) -> wire.Assignment:
        return wire.Assignment(
            unit_id=unit_id,
            position="Perawat",
            position_kind="functional",
            serves_public=True,
            since=date(2026, 1, 1),
            until=None,
        )

    changes = RosterChanges()
    for sequence, name in ((1, "lama"), (2, "baru"), (1, "lama")):
        changes.add(that.UNIT, sequence, unit(name))
    person = wire.CivilServantChanged(
        civil_servant_id=that.NURSE,
        agency_id=that.AGENCY,
        name="Siti Aminah",
        kind="permanent",
        assignments=tuple(assigned(each) for each in (that.OTHER_UNIT, that.UNIT, that.UNIT)),
        reporting_lines=(),
    )
    changes.add(that.NURSE, 1, person)
    assert changes.take() == (
        entry(that.UNIT, replace(that.unit(), name="baru"), 2),
        entry(that.NURSE, that.person(unit_ids=(that.UNIT, that.OTHER_UNIT))),
    )
    assert changes.take() == ()
