"""Invitations as rows under their digests, in no order: who served, until when, and whether it was used."""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from survey_svc.domain.invitations import Invitation

# Rows are locked in one order, and only under their survey's lock, so nobody waits in a circle.
_FIND: Final = text("""
    SELECT digest, survey_id, served_by, valid_until, used FROM invitation
    WHERE digest = ANY(CAST(:digests AS bytea[])) ORDER BY digest
""")
_ADD: Final = text("""
    INSERT INTO invitation (digest, survey_id, served_by, valid_until)
    SELECT * FROM unnest(CAST(:digests AS bytea[]), CAST(:surveys AS uuid[]), CAST(:servers AS uuid[]),
                         CAST(:until AS date[]))
""")
_USE: Final = text("UPDATE invitation SET used = true WHERE digest = :digest AND NOT used")


async def find(connection: AsyncConnection, digests: Sequence[bytes]) -> Mapping[bytes, Invitation]:
    rows = await connection.execute(_FIND, {"digests": list(digests)})
    return {bytes(row.digest): Invitation(row.survey_id, row.served_by, row.valid_until, row.used) for row in rows}


async def add(connection: AsyncConnection, made: Sequence[tuple[bytes, Invitation]]) -> None:
    new = sorted(made, key=lambda pair: pair[0])
    values = {
        "digests": [digest for digest, _ in new],
        "surveys": [each.survey_id for _, each in new],
        "servers": [each.served_by for _, each in new],
        "until": [each.valid_until for _, each in new],
    }
    await connection.execute(_ADD, values)


async def use(connection: AsyncConnection, digest: bytes) -> None:
    await connection.execute(_USE, {"digest": digest})
