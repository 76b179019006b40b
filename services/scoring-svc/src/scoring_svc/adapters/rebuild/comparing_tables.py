"""Two generations, table by table: all that is no card; what was told of people; and the seals, which are of none."""

from hashlib import sha256
from typing import Any, Final

from scoring_svc.adapters.tables import COMPARED_APART, PASSING, PROJECTIONS, SAID
from scoring_svc.domain.generation import SHOWN, Difference, Findings, What

COLUMNS: Final = """
    SELECT column_name FROM information_schema.columns WHERE table_schema = $1 AND table_name = $2
    ORDER BY ordinal_position
"""
COUNT: Final = "SELECT count(*) FROM (SELECT {columns} FROM {one} EXCEPT ALL SELECT {columns} FROM {other}) AS more"
FIRST: Final = """
    SELECT to_jsonb(more)::text FROM (
        SELECT {columns} FROM {one} EXCEPT ALL SELECT {columns} FROM {other} LIMIT {some}) AS more
"""
# What does not count, or no longer counts, is told once and need not be told by who begins anew.
UNSAID: Final = """
    SELECT civil_servant_id, old, new FROM (
        SELECT civil_servant_id, o.said AS old, n.said AS new
        FROM (SELECT *, convert_from(content, 'UTF8')::jsonb - 'sequence' AS said FROM {serving}.{table}) AS o
        FULL JOIN (SELECT *, convert_from(content, 'UTF8')::jsonb - 'sequence' AS said FROM {rebuilt}.{table}) AS n
            USING ({key})) AS both_sides
    WHERE old IS DISTINCT FROM new
        AND (coalesce((old ->> 'counts')::bool, false) OR coalesce((new ->> 'counts')::bool, false))
"""
KEY: Final = """
    SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
    WHERE i.indisprimary AND i.indrelid = $1::regclass
"""
SEALS: Final = """
    SELECT civil_servant_id, period_id, version, canonical, hash, replaces FROM official_result
    ORDER BY civil_servant_id, period_id, version
"""


async def compare_tables(driver: Any, serving: str, rebuilt: str, found: Findings) -> None:
    """Every row that one generation has and the other lacks. driver: sees both schemas."""
    for table in PROJECTIONS:
        if table in COMPARED_APART:
            continue
        passing = PASSING.get(table, frozenset())
        names = [row[0] for row in await driver.fetch(COLUMNS, serving, table) if row[0] not in passing]
        columns = ", ".join(f'"{name}"' for name in names)
        one, other = f"{serving}.{table}", f"{rebuilt}.{table}"
        for old, new in ((one, other), (other, one)):
            count: int = await driver.fetchval(COUNT.format(columns=columns, one=old, other=new))
            rows = await driver.fetch(FIRST.format(columns=columns, one=old, other=new, some=SHOWN)) if count else []
            for row in rows:
                mine, theirs = ({"row": row[0]}, None) if old == one else (None, {"row": row[0]})
                found.add(Difference(What.ROW, table, mine, theirs))
            found.more(What.ROW, count - len(rows))


async def compare_said(driver: Any, serving: str, rebuilt: str, found: Findings) -> None:
    """What was told of each person beside what would be told now."""
    for table in SAID:
        key = ", ".join(row[0] for row in await driver.fetch(KEY, f"{serving}.{table}"))
        for row in await driver.fetch(UNSAID.format(serving=serving, rebuilt=rebuilt, table=table, key=key)):
            old, new = ({"said": each} if each is not None else None for each in (row["old"], row["new"]))
            found.add(Difference(What.SAID, str(row["civil_servant_id"]), old, new))


async def check_seals(driver: Any, found: Findings) -> int:
    """Every official result: its hash over its bytes, and that each version names the one before. How many."""
    checked = 0
    before: Any = {}
    async for row in driver.cursor(SEALS, prefetch=500):
        checked += 1
        follows = bool(before) and before[:2] == row[:2]
        replaces, version = (before["hash"], before["version"] + 1) if follows else (None, 1)
        real = sha256(row["canonical"]).hexdigest()
        if (real, replaces, version) != (row["hash"], row["replaces"], row["version"]):
            sealed = {"version": row["version"], "hash": row["hash"], "replaces": row["replaces"]}
            ought = {"version": version, "hash": real, "replaces": replaces}
            found.add(Difference(What.SEAL, str(row["civil_servant_id"]), sealed, ought, str(row["period_id"])))
        before = row
    return checked
