"""The cursor: how far a group has come on each partition, in the same database and transaction as its effect.

The database's cursor is the authority; Kafka's commit is a hint for lag tools. `advance` is a compare-and-set over
all partitions of a batch: who was overtaken finds a cursor that differs from what it expects, and may write nothing.
So does who remembers what was in other tables: a rebuild puts new ones in the place of the old.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis import postgres

ENSURE = """
    INSERT INTO consumer_cursor (group_name, topic, partition, next_offset)
    SELECT $1, * FROM unnest($2::text[], $3::int[], $4::bigint[]) ON CONFLICT DO NOTHING
"""
READ = """
    SELECT c.topic, c.partition, c.next_offset, c.tableoid::bigint AS made_in FROM consumer_cursor c
    JOIN unnest($2::text[], $3::int[]) AS asked (topic, partition) USING (topic, partition) WHERE c.group_name = $1
"""
# Locked in one order by everybody, so that two members never wait for each other.
LOCK = """
    SELECT c.topic, c.partition, c.next_offset, c.tableoid::bigint AS made_in FROM consumer_cursor c
    WHERE c.group_name = $1 AND (c.topic, c.partition) IN (SELECT * FROM unnest($2::text[], $3::int[]))
    ORDER BY c.topic, c.partition FOR UPDATE
"""
MOVE = """
    UPDATE consumer_cursor c SET next_offset = moved.next_offset, updated_at = now()
    FROM unnest($2::text[], $3::int[], $4::bigint[]) AS moved (topic, partition, next_offset)
    WHERE c.group_name = $1 AND c.topic = moved.topic AND c.partition = moved.partition
"""


class Place(NamedTuple):
    """A partition of a topic."""

    topic: str
    partition: int


class FenceLost(Exception):
    """Somebody else moved the cursor: what this member holds in memory is stale."""


def _columns(places: Sequence[Place]) -> tuple[list[str], list[int]]:
    return [place.topic for place in places], [place.partition for place in places]


class Cursors(NamedTuple):
    """offsets: the next one of each place. table: which table they are from, by its identity in this database."""

    offsets: dict[Place, int]
    table: int


async def read(connection: AsyncConnection, group: str, beginnings: Mapping[Place, int]) -> Cursors:
    """The cursor of each place; one that has none yet gets the beginning of its log."""
    places = list(beginnings)
    driver = await postgres.raw(connection)
    await driver.execute(ENSURE, group, *_columns(places), list(beginnings.values()))
    rows = await driver.fetch(READ, group, *_columns(places))
    offsets = {Place(row["topic"], row["partition"]): row["next_offset"] for row in rows}
    return Cursors(offsets, rows[0]["made_in"] if rows else 0)


async def advance(
    connection: AsyncConnection, group: str, expected: Mapping[Place, int], to: Mapping[Place, int], table: int
) -> None:
    """Moves the cursors of `to` from `expected`, or raises FenceLost and the transaction must be rolled back."""
    places = sorted(to)
    driver = await postgres.raw(connection)
    rows = await driver.fetch(LOCK, group, *_columns(places))
    if any(row["made_in"] != table for row in rows):
        raise FenceLost("the tables that this member remembers were replaced")
    found = {Place(row["topic"], row["partition"]): row["next_offset"] for row in rows}
    for place in places:
        if found.get(place) != expected[place]:
            raise FenceLost(f"{place.topic}[{place.partition}] is at {found.get(place)}, not at {expected[place]}")
    await driver.execute(MOVE, group, *_columns(places), [to[place] for place in places])
