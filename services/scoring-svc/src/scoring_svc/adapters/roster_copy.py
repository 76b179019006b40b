"""Scoring's copy of the roster in its tables, set-wise: who there is, where they serve and whom they answer to."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import msgspec

from scoring_svc.domain.roster import Agency, Person, Unit, Year

Entry = Agency | Unit | Person | Year

KEEP: Final = """
    INSERT INTO roster_entry (id, kind, sequence, agency_id, content)
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::int[], $4::uuid[], $5::bytea[])
    ON CONFLICT (id) DO UPDATE
    SET kind = excluded.kind, sequence = excluded.sequence, agency_id = excluded.agency_id, content = excluded.content
    WHERE roster_entry.sequence < excluded.sequence
    RETURNING id
"""
FORMER_PLACES: Final = "SELECT DISTINCT unit_id FROM place WHERE civil_servant_id = ANY($1::uuid[])"
CLEAR_PLACES: Final = "DELETE FROM place WHERE civil_servant_id = ANY($1::uuid[])"
PLACES: Final = """
    INSERT INTO place
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bool[], $5::date[], $6::date[])
"""
CLEAR_LINES: Final = "DELETE FROM reporting_line WHERE civil_servant_id = ANY($1::uuid[])"
LINES: Final = "INSERT INTO reporting_line SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::date[], $4::date[])"
YEARS: Final = "SELECT id, content FROM roster_entry WHERE kind = 'Year' AND id = ANY($1::uuid[])"
PEOPLE: Final = """
    SELECT content FROM roster_entry WHERE kind = 'Person' AND (id = ANY($2::uuid[])
        OR id IN (SELECT civil_servant_id FROM place WHERE unit_id = ANY($1::uuid[])))
"""


async def former_units(driver: Any, people: Sequence[UUID]) -> set[UUID]:
    """Where these people served, by what is kept."""
    return {row["unit_id"] for row in await driver.fetch(FORMER_PLACES, list(people))}


async def people_of(driver: Any, units: Iterable[UUID], people: Iterable[UUID]) -> list[Person]:
    """These people, and all who ever serve in these units."""
    rows = await driver.fetch(PEOPLE, list(units), list(people))
    return [msgspec.json.decode(row["content"], type=Person) for row in rows]


async def years(driver: Any, periods: Iterable[UUID]) -> Mapping[UUID, Year]:
    """Those of these periods that are known."""
    rows = await driver.fetch(YEARS, list(periods))
    return {row["id"]: msgspec.json.decode(row["content"], type=Year) for row in rows}


async def keep(driver: Any, entries: Sequence[tuple[UUID, int, Entry]]) -> None:
    """Keeps what is newer than what is kept. entries: id, sequence, content; by id."""
    if not entries:
        return
    kept = await driver.fetch(
        KEEP,
        [id_ for id_, _, _ in entries],
        [type(change).__name__ for _, _, change in entries],
        [sequence for _, sequence, _ in entries],
        [change.agency_id if isinstance(change, Unit | Person) else None for _, _, change in entries],
        [msgspec.json.encode(change) for _, _, change in entries],
    )
    newer = {row["id"] for row in kept}
    people = [change for id_, _, change in entries if isinstance(change, Person) and id_ in newer]
    if people:
        await _keep_terms(driver, people)


async def _keep_terms(driver: Any, people: Sequence[Person]) -> None:
    """Where people serve and whom they answer to, by day, for the questions that begin at a unit or a superior."""
    ids = [person.id for person in people]
    await driver.execute(CLEAR_PLACES, ids)
    await driver.execute(CLEAR_LINES, ids)
    places = [
        (one.id, each.unit_id, each.position, each.serves_public, each.term.since, each.term.until)
        for one in people
        for each in one.places
    ]
    lines = [(one.id, superior, term.since, term.until) for one in people for superior, term in one.lines]
    for statement, rows in ((PLACES, places), (LINES, lines)):
        if rows:
            await driver.execute(statement, *(list(column) for column in zip(*rows, strict=True)))
