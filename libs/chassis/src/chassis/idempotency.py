"""Idempotency keys, kept in the command's own transaction: a repeated request gets the first one's answer, and only it.

Two requests with one key at the same time: the second waits for the first one's transaction and then replays its
answer, because the key's advisory lock is held until the commit.

A repetition is answered before any right is looked at again. That tells nobody anything new: keys are each actor's own,
and this very answer was made for that actor when they had the right; what has changed since shows with the next
request. Callers who have not signed in are no one actor, so that their keys stand for one request each: a stranger who
takes the same key for something else is neither refused by it nor learns that it was used.
"""

import hashlib
import re
from datetime import datetime
from typing import NamedTuple

from fastapi import Request
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.problem import Problem

_KEY = re.compile(r"[\x21-\x7e]{1,128}")
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:actor || chr(31) || :key, 0))")
_FIND = text(
    "SELECT fingerprint, status, body, etag, location FROM idempotency_key WHERE actor = :actor AND key = :key"
)
_INSERT = text(
    "INSERT INTO idempotency_key (actor, key, fingerprint, status, body, etag, location, created_at) "
    "VALUES (:actor, :key, :fingerprint, :status, :body, :etag, :location, :now)"
)


class Attempt(NamedTuple):
    """One try of a command: who, under which key (None: no promise asked for), and a digest of what was asked."""

    actor: str
    key: str | None
    fingerprint: bytes


class Stored(NamedTuple):
    """The answer that a key stands for."""

    status: int
    body: bytes
    etag: str | None
    location: str | None


async def attempt(request: Request, actor: str | None) -> Attempt:
    """The attempt of this request; the fingerprint is over method, path, query, If-Match and body.

    actor: who is signed in, None where nobody is.

    Raises:
        Problem: 400 `malformed_idempotency_key`.
    """
    key = request.headers.get("idempotency-key")
    if key is not None and not _KEY.fullmatch(key):
        detail = "Idempotency-Key has 1 to 128 visible ASCII characters."
        raise Problem(400, "malformed_idempotency_key", detail, "header:Idempotency-Key")
    digest = hashlib.sha256()
    address = f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
    for part in (request.method, address, request.headers.get("if-match", "")):
        digest.update(part.encode() + b"\x00")
    digest.update(await request.body())
    whose = f"anonymous {digest.hexdigest()}" if actor is None else actor
    return Attempt(whose, key, digest.digest())


async def replay(connection: AsyncConnection, attempt: Attempt) -> Stored | None:
    """The answer of an earlier attempt with this key, or None; locks the key until the transaction ends.

    Raises:
        Problem: 422 `idempotency_key_reused`: the key stands for another request.
    """
    if attempt.key is None:
        return None
    which = {"actor": attempt.actor, "key": attempt.key}
    await connection.execute(_LOCK, which)
    row = (await connection.execute(_FIND, which)).one_or_none()
    if row is None:
        return None
    if bytes(row.fingerprint) != attempt.fingerprint:
        detail = "This Idempotency-Key was used for another request; take a new one."
        raise Problem(422, "idempotency_key_reused", detail, "header:Idempotency-Key")
    return Stored(row.status, bytes(row.body), row.etag, row.location)


async def remember(connection: AsyncConnection, attempt: Attempt, stored: Stored, now: datetime) -> None:
    """Keeps the answer, in the command's transaction."""
    if attempt.key is not None:
        which = {"actor": attempt.actor, "key": attempt.key, "fingerprint": attempt.fingerprint, "now": now}
        await connection.execute(_INSERT, {**which, **stored._asdict()})
