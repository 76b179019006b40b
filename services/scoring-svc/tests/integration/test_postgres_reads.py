"""The real reads, held to the same suite as the fake; and what only they can show."""

import pytest

from .. import situations as that
from ..reads_suite import MOVED, ReadsSuite
from .conftest import PostgresWorld

pytestmark = pytest.mark.servers


class TestPostgresReads(ReadsSuite):
    async def test_an_older_word_of_the_roster_changes_nothing(self, world: PostgresWorld):
        await world.keep([MOVED], sequence=3)
        await world.keep([that.siti(name="Siti A.")], sequence=2)
        assert await world.reads.person(that.SITI) == MOVED
        assert {each.id for each in await world.reads.people_of(that.OTHER_UNIT, that.TODAY)} == {that.SITI}

    async def test_a_score_is_said_once_and_names_its_cause(self, world: PostgresWorld):
        await world.say([that.plan(that.indicator(target="100")), that.realized("80"), that.realized("80")])
        said = await world.said()
        assert [envelope.sequence for envelope, _ in said] == [1, 2]
        last, _ = said[-1]
        assert (last.causation_id, last.correlation_id) == (that.realized("80").event_id, "a-request")
        assert len({envelope.aggregate_id for envelope, _ in said}) == 1
