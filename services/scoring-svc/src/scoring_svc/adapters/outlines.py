"""Outlines of approved plans, kept by the projector of cards in its own transaction: an approval is rare, so that this
costs the projector nothing while realizations flow."""

from collections.abc import Callable, Sequence
from typing import Any, Final
from uuid import UUID

import msgspec
from chassis import postgres
from chassis.clock import Clock
from chassis.consuming import Received
from chassis.ids import NewId
from sqlalchemy.ext.asyncio import AsyncConnection

from scoring_svc.adapters.closings import DecidingCards
from scoring_svc.app import translate_plans
from scoring_svc.app.project import Cards, Changed, Taken
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
    INSERT INTO planned_result (id, plan_id, civil_servant_id, period_id, parent_id, title)
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[])
    ON CONFLICT (id) DO UPDATE SET plan_id = excluded.plan_id, civil_servant_id = excluded.civil_servant_id,
        period_id = excluded.period_id, parent_id = excluded.parent_id, title = excluded.title
"""


class PlannedCards(DecidingCards):
    """The projector of cards that keeps outlines."""

    def __init__(self, cards: Cards, clock: Clock, new_id: NewId, tell: Callable[[Sequence[Changed]], None]) -> None:
        super().__init__(cards, clock, new_id, tell)
        self._outlines: dict[UUID, Outline] = {}

    def fold(self, record: Received) -> None:
        """As the projector does; of an approval, its outline."""
        super().fold(record)
        if (found := translate_plans.outline(record.envelope, record.data)) is not None:
            self._outlines[record.envelope.id] = found

    async def save(self, connection: AsyncConnection, taken: Taken) -> None:
        """With the cards, the outlines of the plans that are on them."""
        await super().save(connection, taken)
        if self._outlines:
            noted = {
                found.plan_id: found
                for each, _ in taken.log
                if (found := self._outlines.get(each.event_id)) is not None
            }
            await keep(await postgres.raw(connection), [noted[plan_id] for plan_id in sorted(noted)])

    def saved(self, taken: Taken) -> None:
        """They are durable."""
        if self._outlines:
            for each, _ in taken.log:
                self._outlines.pop(each.event_id, None)
        super().saved(taken)

    def forget(self) -> None:
        """Drops what was heard."""
        self._outlines.clear()
        super().forget()


async def keep(driver: Any, outlines: Sequence[Outline]) -> None:
    """Writes the outlines that are newer than what there is, with their results."""
    if not outlines:
        return
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
        each.id: (each.id, one.plan_id, one.civil_servant_id, one.period_id, each.parent_id, each.title)
        for one in outlines
        if one.plan_id in newer
        for each in one.results
    }
    if results:
        await driver.execute(RESULTS, *(list(column) for column in zip(*results.values(), strict=True)))
