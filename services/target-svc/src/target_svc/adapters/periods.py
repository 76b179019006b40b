"""Periods inside of each other, and the history of their statuses."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from target_svc.adapters import rows
from target_svc.domain.periods import Turn
from target_svc.domain.roster import Period

INSIDE = """
    SELECT kind, sequence, content::text FROM roster_entry
    WHERE kind = 'period' AND content->>'annual_period_id' = $1::uuid::text ORDER BY id
"""
SAVE = """
    INSERT INTO period_turn (period_id, sequence, former, status, reason, changed_by, changed_at)
    SELECT new.*, $6, $7 FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[]) AS new
"""


async def inside(driver: Any, annual_period_id: UUID) -> Sequence[Period]:
    """The quarters and months of a year."""
    found = [rows.kept(row).entry for row in await driver.fetch(INSIDE, annual_period_id)]
    return [entry for entry in found if isinstance(entry, Period)]


async def save_turns(driver: Any, turns: Sequence[Turn], now: datetime, actor: str) -> None:
    """Adds to the history."""
    if turns:
        await driver.execute(SAVE, *(list(column) for column in zip(*turns, strict=True)), actor, now)
