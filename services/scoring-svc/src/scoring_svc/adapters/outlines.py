"""Outlines of approved plans, kept with the cards in one transaction: an approval is rare, so that this costs the
projector nothing while realizations flow."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import msgspec
from chassis import postgres
from chassis.consuming import Received
from sqlalchemy.ext.asyncio import AsyncConnection

from scoring_svc.app import translate_plans
from scoring_svc.domain.outline import Outline

KEEP: Final = """
    INSERT INTO plan_outline (plan_id, civil_servant_id, period_id, sequence, content)
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::bytea[])
    ON CONFLICT (plan_id) DO UPDATE SET sequence = excluded.sequence, content = excluded.content
    WHERE plan_outline.sequence < excluded.sequence
    RETURNING plan_id
"""
CLEAR: Final = "DELETE FROM planned_result WHERE plan_id = ANY($1::uuid[])"
RESULTS: Final = """
    INSERT INTO planned_result (id, plan_id, civil_servant_id, period_id, parent_id, title, goal_title)
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[])
    ON CONFLICT (id) DO UPDATE SET plan_id = excluded.plan_id, civil_servant_id = excluded.civil_servant_id,
        period_id = excluded.period_id, parent_id = excluded.parent_id, title = excluded.title,
        goal_title = excluded.goal_title
"""


class Outlines:
    """Keeps the newest approved version of each plan."""

    def __init__(self) -> None:
        self._heard: dict[UUID, Outline] = {}

    async def load(self, connection: AsyncConnection, records: Sequence[Received]) -> None:
        """Nothing."""

    def fold(self, record: Received) -> None:
        """Of an approval, its outline."""
        found = translate_plans.outline(record.envelope, record.data)
        if found is not None:
            former = self._heard.get(found.plan_id)
            if former is None or former.sequence < found.sequence:
                self._heard[found.plan_id] = found

    def take(self) -> list[Outline] | None:
        """What was kept, by plan, so that two members never wait for each other in a circle."""
        taken, self._heard = [self._heard[id_] for id_ in sorted(self._heard)], {}
        return taken or None

    async def save(self, connection: AsyncConnection, taken: list[Outline]) -> None:
        """Writes it."""
        await keep(await postgres.raw(connection), taken)

    def saved(self, taken: list[Outline]) -> None:
        """They are durable."""

    def forget(self) -> None:
        """Drops what was heard."""
        self._heard = {}


async def keep(driver: Any, outlines: Sequence[Outline]) -> None:
    """Writes the outlines that are newer than what there is, with their results."""
    rows = await driver.fetch(
        KEEP,
        [each.plan_id for each in outlines],
        [each.civil_servant_id for each in outlines],
        [each.period_id for each in outlines],
        [each.sequence for each in outlines],
        [msgspec.json.encode(each) for each in outlines],
    )
    newer = {row["plan_id"] for row in rows}
    await driver.execute(CLEAR, list(newer))
    results = {
        each.id: (each.id, *of, each.parent_id, each.title, each.goal_title)
        for one in outlines
        if one.plan_id in newer
        for of in [(one.plan_id, one.civil_servant_id, one.period_id)]
        for each in one.results
    }
    if results:
        await driver.execute(RESULTS, *(list(column) for column in zip(*results.values(), strict=True)))
