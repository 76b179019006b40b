"""Parked records: what could not be used, with its bytes, its place and the reason, in the batch's own transaction.

Nothing is lost: the row holds all that is needed to hand the record to the projection again after a release that
can use it (docs/operations/parked-records.md).
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis import postgres

INSERT = """
    INSERT INTO parked_record (group_name, topic, partition, "offset", key, value, reason, detail)
    SELECT $1, * FROM unnest($2::text[], $3::int[], $4::bigint[], $5::bytea[], $6::bytea[], $7::text[], $8::text[])
    ON CONFLICT DO NOTHING
"""
DETAIL_CHARACTERS = 1_000


class Parked(NamedTuple):
    """One record put aside; `key` and `value` as they came."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    reason: str
    detail: str


def parked(
    topic: str, partition: int, offset: int, key: bytes | None, value: bytes | None, why: tuple[str, str]
) -> Parked:
    """A parked record with its reason and a detail that PostgreSQL can hold (no NUL, bounded)."""
    reason, detail = why
    return Parked(topic, partition, offset, key, value, reason, detail.replace("\x00", "\\0")[:DETAIL_CHARACTERS])


async def park(connection: AsyncConnection, group: str, records: Sequence[Parked]) -> None:
    """Writes them in the caller's transaction."""
    if records:
        columns = [list(column) for column in zip(*records, strict=True)]
        await (await postgres.raw(connection)).execute(INSERT, group, *columns)
