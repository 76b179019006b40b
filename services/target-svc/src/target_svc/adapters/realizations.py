"""Realizations of approved indicators: appended, and checked by the superior."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from target_svc.adapters import evidence, rows
from target_svc.app.ports import Appended
from target_svc.domain.realizations import Course, Entry
from target_svc.domain.refusals import Code, Refusal

COURSES = """
    SELECT id, plan_id, civil_servant_id, period_id, active, sequence, content::text FROM indicator
    WHERE id = ANY($1::uuid[]) ORDER BY id
"""
ENTRIES = """
    SELECT id, indicator_id, number, value, as_of, evidence_url, note, corrects, recorded_by, status, reason,
        checked_by, evidence_id
    FROM realization WHERE indicator_id = ANY($1::uuid[]) ORDER BY indicator_id, number
"""
OWNERS = "SELECT id, indicator_id FROM realization WHERE id = ANY($1::uuid[])"
APPEND = """
    INSERT INTO realization
        (id, indicator_id, number, value, as_of, evidence_url, note, corrects, recorded_by, evidence_id,
         recorded_at)
    SELECT new.*, $11
    FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::numeric[], $5::date[], $6::text[], $7::text[], $8::uuid[],
                $9::text[], $10::uuid[]) AS new
"""
CHECK = """
    UPDATE realization SET status = new.status, reason = new.reason, checked_by = new.checked_by, checked_at = $5
    FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[]) AS new (id, status, reason, checked_by)
    WHERE realization.id = new.id
"""
COUNT_ON = """
    UPDATE indicator SET sequence = greatest(indicator.sequence, new.sequence)
    FROM (SELECT id, max(sequence) AS sequence FROM unnest($1::uuid[], $2::int[]) AS each (id, sequence) GROUP BY id)
        AS new
    WHERE indicator.id = new.id
"""


async def courses(driver: Any, indicators: Collection[UUID], *, lock: bool) -> Mapping[UUID, Course]:
    """Approved indicators with their realizations."""
    ids = list(indicators)
    found = await driver.fetch(COURSES + (" FOR NO KEY UPDATE" if lock else ""), ids)
    entries: dict[UUID, list[Entry]] = defaultdict(list)
    for row in await driver.fetch(ENTRIES, ids):
        entries[row["indicator_id"]].append(rows.entry(row))
    return {row["id"]: rows.course(row, tuple(entries[row["id"]])) for row in found}


async def indicators_of(driver: Any, entries: Collection[UUID]) -> Mapping[UUID, UUID]:
    """Which indicators these realizations are of."""
    return {row["id"]: row["indicator_id"] for row in await driver.fetch(OWNERS, list(entries))}


async def append(driver: Any, appended: Sequence[Appended], now: datetime) -> None:
    """Adds realizations, and moves each indicator's sequence on."""
    if not appended:
        return
    new = [
        (e.id, indicator, e.number, e.value, e.as_of, e.evidence_url, e.note, e.corrects, e.recorded_by, e.evidence_id)
        for indicator, e, _ in appended
    ]
    try:
        await driver.execute(APPEND, *(list(column) for column in zip(*new, strict=True)), now)
    except asyncpg.UniqueViolationError as error:
        raise Refusal(Code.ALREADY_EXISTS, "An entry with this id belongs to another indicator.", "#/id") from error
    await evidence.name(driver, {e.evidence_id for _, e, _ in appended if e.evidence_id is not None})
    await _count_on(driver, appended)


async def check(driver: Any, checked: Sequence[Appended], now: datetime) -> None:
    """Writes what was decided of realizations, and moves each indicator's sequence on."""
    if checked:
        new = [(e.id, e.status.value, e.reason, e.checked_by) for _, e, _ in checked]
        await driver.execute(CHECK, *(list(column) for column in zip(*new, strict=True)), now)
        await _count_on(driver, checked)


async def _count_on(driver: Any, changed: Sequence[Appended]) -> None:
    await driver.execute(COUNT_ON, [each.indicator_id for each in changed], [each.sequence for each in changed])
