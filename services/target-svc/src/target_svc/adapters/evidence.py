"""Evidence files as rows with their bytes. A named one is never removed: a mark says so, and a foreign key holds it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from target_svc.domain.evidence import Evidence

FIELDS = "id, civil_servant_id, content_type, size, sha256, uploaded_by, uploaded_at"
FIND = f"SELECT {FIELDS} FROM evidence WHERE id = ANY($1::uuid[]) ORDER BY id"
CONTENT = "SELECT content FROM evidence WHERE id = $1"
UNNAMED = "SELECT count(*) FROM evidence WHERE civil_servant_id = $1 AND NOT named"
ADD = f"INSERT INTO evidence ({FIELDS}, content) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
NAME = "UPDATE evidence SET named = true WHERE id = ANY($1::uuid[]) AND NOT named"
# What a realization is just about to name is locked by it, and passed over.
REMOVE = """
    DELETE FROM evidence WHERE id IN (
        SELECT id FROM evidence WHERE NOT named AND uploaded_at < $1 ORDER BY uploaded_at LIMIT $2
        FOR UPDATE SKIP LOCKED)
    RETURNING id
"""


async def find(driver: Any, ids: Collection[UUID], *, lock: bool) -> Mapping[UUID, Evidence]:
    """Files that are there; with a lock they stay until the end of the transaction."""
    if not ids:
        return {}
    found = await driver.fetch(FIND + (" FOR NO KEY UPDATE" if lock else ""), list(ids))
    return {row["id"]: Evidence(**row) for row in found}


async def content(driver: Any, id_: UUID) -> bytes | None:
    """The bytes of a file."""
    return await driver.fetchval(CONTENT, id_)


async def unnamed(driver: Any, civil_servant_id: UUID) -> int:
    """How many files of a person no realization names."""
    return await driver.fetchval(UNNAMED, civil_servant_id)


async def add(driver: Any, new: Evidence, content: bytes) -> None:
    """Keeps a file."""
    what = (new.id, new.civil_servant_id, new.content_type, new.size, new.sha256, new.uploaded_by, new.uploaded_at)
    await driver.execute(ADD, *what, content)


async def name(driver: Any, ids: Collection[UUID]) -> None:
    """From now on these are named."""
    if ids:
        await driver.execute(NAME, list(ids))


async def remove_unnamed(driver: Any, before: datetime, limit: int) -> int:
    """Removes files that were uploaded before then and that nothing names."""
    return len(await driver.fetch(REMOVE, before, limit))
