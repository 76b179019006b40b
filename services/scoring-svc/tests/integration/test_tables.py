"""Every table is known to the rebuild as what it is, and inspectors see which generation serves."""

import pytest
from chassis import postgres
from scoring_svc.adapters.tables import COMPARED_APART, FOLLOWING, PASSING, PROJECTIONS, RECORDS, SAID
from scoring_svc.wiring import CARDS_GROUP, PROJECTING, ROSTER_GROUP

from .. import situations as that
from .conftest import PostgresWorld, Visitor

pytestmark = pytest.mark.servers
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


async def test_a_table_is_known_to_the_rebuild(world: PostgresWorld):
    async with world.engine.connect() as connection:
        found = {row[0] for row in await (await postgres.raw(connection)).fetch(TABLES)}
    known = [*PROJECTIONS, *SAID, *FOLLOWING, *RECORDS]
    assert sorted(found) == sorted(known), "a new table belongs into adapters/tables.py: will a rebuild make it anew?"
    assert set(COMPARED_APART) | set(PASSING) <= set(PROJECTIONS)


def test_the_groups_that_are_read_again():
    assert PROJECTING == (ROSTER_GROUP, CARDS_GROUP), "the roster first: a card needs its year"


async def test_generations_are_seen_by_inspectors_and_the_region_alone(visitor: Visitor):
    for role in ("inspector", "region_admin"):
        answer = await visitor.get(visitor.token(role), "/v1/generations")
        (first,) = answer.json()["generations"]
        assert (answer.status_code, first["number"], first["status"], first["report"]) == (200, 1, "serving", None)
    for token in (visitor.token("personnel_officer", that.AGENCY), visitor.token("civil_servant", person=that.SITI)):
        answer = await visitor.get(token, "/v1/generations")
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
