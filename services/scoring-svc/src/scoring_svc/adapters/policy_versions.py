"""The table of the policy versions that were ever in force. What is in force is never changed: a pack whose version is
known here with another hash is refused, before anything is worked out by it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

from chassis import postgres
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from scoring_svc.adapters.policy_pack import Pack, PolicyRefused

KEEP: Final = """
    INSERT INTO policy_version (id, version, sha256, content, in_force_since) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (id, version) DO NOTHING
"""
KNOWN: Final = "SELECT id, version, sha256, in_force_since FROM policy_version ORDER BY id, version"


class Known(NamedTuple):
    """A version that was in force, by its hash, and when this service first ran with it in force."""

    id: str
    version: int
    sha256: str
    in_force_since: datetime


async def keep(connection: AsyncConnection, packs: Iterable[Pack], today: date, now: datetime) -> None:
    """Keeps the packs that are in force by `today`; one that is not yet may still change.

    Raises:
        PolicyRefused: packs whose version is known with another hash, all of them.
    """
    driver = await postgres.raw(connection)
    listed = list(packs)
    for pack in listed:
        policy = pack.policy
        if policy.effective_from <= today:
            await driver.execute(KEEP, policy.id, policy.version, pack.hash, pack.content, now)
    known = {(row["id"], row["version"]): row["sha256"] for row in await driver.fetch(KNOWN)}
    changed = [
        f"version {pack.policy.version} of {pack.policy.id} is in force and was changed since: its hash is "
        f"{pack.hash[:12]} and was {former[:12]}; put it back, and make the change a new version"
        for pack in listed
        if (former := known.get((pack.policy.id, pack.policy.version), pack.hash)) != pack.hash
    ]
    if changed:
        raise PolicyRefused("; ".join(changed))


async def known(engine: AsyncEngine) -> Sequence[Known]:
    """All versions that were ever in force here."""
    async with engine.connect() as connection:
        rows = await (await postgres.raw(connection)).fetch(KNOWN)
    return [Known(row["id"], row["version"], row["sha256"], row["in_force_since"]) for row in rows]
