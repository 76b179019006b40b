"""The roster's tables: entries whole as JSON; assignments, lines and numbers beside them as rows, for searching."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import asyncpg
from chassis.problem import Problem

from target_svc.adapters import rows
from target_svc.app.ports import Kept
from target_svc.domain.roster import CivilServant, ReportingLine

FIND = "SELECT kind, sequence, content::text FROM roster_entry WHERE id = ANY($1::uuid[])"
OWNERS = "SELECT number, civil_servant_id FROM employee_number WHERE number = ANY($1::text[])"
# UNION without ALL ends the walk where it meets somebody again.
ABOVE = """
    WITH RECURSIVE above (id) AS (
        SELECT unnest($1::uuid[])
        UNION SELECT line.superior_id FROM reporting_line line JOIN above ON line.civil_servant_id = above.id
    )
    SELECT civil_servant_id, superior_id, since, until, kind
    FROM reporting_line JOIN above ON civil_servant_id = above.id
"""
PARENTS = """
    WITH RECURSIVE above (id, parent) AS (
        SELECT id, (content->>'parent_unit_id')::uuid FROM roster_entry WHERE id = ANY($1::uuid[]) AND kind = 'unit'
        UNION SELECT unit.id, (unit.content->>'parent_unit_id')::uuid FROM roster_entry unit JOIN above
            ON unit.id = above.parent
    )
    SELECT id, parent FROM above
"""
UPSERT = """
    INSERT INTO roster_entry (id, kind, sequence, agency_id, content)
    SELECT id, kind, sequence, agency_id, content::jsonb
    FROM unnest($1::uuid[], $2::text[], $3::int[], $4::uuid[], $5::text[])
        AS new (id, kind, sequence, agency_id, content)
    ON CONFLICT (id) DO UPDATE
    SET sequence = excluded.sequence, agency_id = excluded.agency_id, content = excluded.content
"""
CLEAR = (
    "DELETE FROM assignment WHERE civil_servant_id = ANY($1::uuid[])",
    "DELETE FROM reporting_line WHERE civil_servant_id = ANY($1::uuid[])",
    "DELETE FROM employee_number WHERE civil_servant_id = ANY($1::uuid[])",
)
DATED = "SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::date[], $4::date[], $5::text[])"
ASSIGNMENTS = f"INSERT INTO assignment (civil_servant_id, unit_id, since, until, kind) {DATED}"
LINES = f"INSERT INTO reporting_line (civil_servant_id, superior_id, since, until, kind) {DATED}"
NUMBERS = "INSERT INTO employee_number SELECT * FROM unnest($1::text[], $2::uuid[])"


async def find(driver: Any, ids: Collection[UUID]) -> Mapping[UUID, Kept]:
    """Entries that are there."""
    found = [rows.kept(row) for row in await driver.fetch(FIND, list(ids))]
    return {kept.entry.id: kept for kept in found}


async def number_owners(driver: Any, numbers: Collection[str]) -> Mapping[str, UUID]:
    """Whose numbers these are."""
    return {row["number"]: row["civil_servant_id"] for row in await driver.fetch(OWNERS, list(numbers))}


async def lines_above(driver: Any, people: Collection[UUID]) -> Mapping[UUID, Sequence[ReportingLine]]:
    """The lines of these people and of all above them."""
    lines: dict[UUID, list[ReportingLine]] = defaultdict(list)
    for row in await driver.fetch(ABOVE, list(people)):
        lines[row["civil_servant_id"]].append(rows.line(row))
    return lines


async def parents_above(driver: Any, units: Collection[UUID]) -> Mapping[UUID, UUID | None]:
    """The parents of these units and of all above them."""
    return {row["id"]: row["parent"] for row in await driver.fetch(PARENTS, list(units))}


async def save(driver: Any, entries: Sequence[Kept]) -> None:
    """Writes entries and what is searched by.

    Raises:
        Problem: 409 `employee_number_taken`, when another transaction took a number meanwhile.
    """
    if not entries:
        return
    await driver.execute(
        UPSERT,
        [kept.entry.id for kept in entries],
        [rows.kind_of(kept.entry) for kept in entries],
        [kept.sequence for kept in entries],
        [rows.agency_of(kept.entry) for kept in entries],
        [rows.content(kept.entry) for kept in entries],
    )
    people = [kept.entry for kept in entries if isinstance(kept.entry, CivilServant)]
    if not people:
        return
    for statement in CLEAR:
        await driver.execute(statement, [person.id for person in people])
    places = [(one.id, each.unit_id, each.since, each.until, each.kind) for one in people for each in one.assignments]
    lines = [
        (one.id, each.superior_id, each.since, each.until, each.kind) for one in people for each in one.reporting_lines
    ]
    numbers = [(each.number, one.id) for one in people for each in one.employee_numbers]
    try:
        for statement, new in ((ASSIGNMENTS, places), (LINES, lines), (NUMBERS, numbers)):
            if new:
                await driver.execute(statement, *(list(column) for column in zip(*new, strict=True)))
    except asyncpg.UniqueViolationError as error:
        raise Problem(409, "employee_number_taken", "An employee number here belongs to somebody else.") from error
