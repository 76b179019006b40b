"""Official results in their table, which takes rows and never changes one."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from chassis import postgres
from sqlalchemy.ext.asyncio import AsyncEngine

from scoring_svc.adapters.rows import card_of, encode
from scoring_svc.app.ports import CardKey, Seal
from scoring_svc.domain.official import Reason, Result

KEEP: Final = """
    INSERT INTO official_result (civil_servant_id, period_id, version, facts, canonical, hash, score, completeness,
        category, predicate, policy, policy_version, reason, replaces, sealed_on, sealed_at)
    SELECT new.*, $16 FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::bytea[], $5::bytea[], $6::text[],
        $7::numeric[], $8::numeric[], $9::text[], $10::text[], $11::text[], $12::int[], $13::text[], $14::text[],
        $15::date[]) AS new
"""
LATEST: Final = """
    SELECT DISTINCT ON (r.civil_servant_id, r.period_id) r.* FROM official_result r
    JOIN unnest($1::uuid[], $2::uuid[]) AS asked (civil_servant_id, period_id) USING (civil_servant_id, period_id)
    ORDER BY r.civil_servant_id, r.period_id, r.version DESC
"""
SEALS: Final = """
    SELECT DISTINCT ON (r.civil_servant_id, r.period_id)
        r.civil_servant_id, r.period_id, r.version, r.score, r.sealed_on
    FROM official_result r
    JOIN unnest($1::uuid[], $2::uuid[]) AS asked (civil_servant_id, period_id) USING (civil_servant_id, period_id)
    ORDER BY r.civil_servant_id, r.period_id, r.version DESC
"""
VERSIONS: Final = "SELECT * FROM official_result WHERE civil_servant_id = $1 AND period_id = $2 ORDER BY version"


async def latest(driver: Any, keys: Collection[CardKey]) -> Mapping[CardKey, Result]:
    """The newest version of each that there is."""
    rows = await driver.fetch(LATEST, [person for person, _ in keys], [period for _, period in keys])
    return {(row["civil_servant_id"], row["period_id"]): _result(row) for row in rows}


def columns(results: Sequence[Result]) -> list[list[Any]]:
    """The arrays that `KEEP` takes."""
    rows = [
        (
            each.facts.civil_servant_id, each.facts.period_id, each.version, encode(each.facts), each.canonical,
            each.hash, each.score, each.completeness, each.category, each.predicate, each.policy, each.policy_version,
            each.reason.value, each.replaces, each.sealed_on,
        )
        for each in results
    ]  # fmt: skip
    return [list(column) for column in zip(*rows, strict=True)]


class PostgresResults:
    """`scoring_svc.app.ports.Results` over an engine."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def versions(self, key: CardKey) -> Sequence[Result]:
        async with self._engine.connect() as connection:
            return [_result(row) for row in await (await postgres.raw(connection)).fetch(VERSIONS, *key)]

    async def seals(self, keys: Collection[CardKey]) -> Mapping[CardKey, Seal]:
        async with self._engine.connect() as connection:
            driver = await postgres.raw(connection)
            rows = await driver.fetch(SEALS, [person for person, _ in keys], [period for _, period in keys])
        return {
            (row["civil_servant_id"], row["period_id"]): Seal(row["version"], row["score"], row["sealed_on"])
            for row in rows
        }


def _result(row: Any) -> Result:
    return Result(
        version=row["version"],
        facts=card_of((row["civil_servant_id"], row["period_id"]), row["facts"]),
        canonical=row["canonical"],
        hash=row["hash"],
        score=row["score"],
        completeness=row["completeness"],
        category=row["category"],
        predicate=row["predicate"],
        policy=row["policy"],
        policy_version=row["policy_version"],
        reason=Reason(row["reason"]),
        replaces=row["replaces"],
        sealed_on=row["sealed_on"],
    )
