"""What makes results: an annual period that closes becomes a job of `sealing`, an appeal's decision one of `decision`.

Both are noted in the transaction that takes the event in, so none is lost or noted twice; the work on them is another
part's (`adapters.sealing`), because a region's results do not fit into one consumer's transaction.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from chassis import postgres
from chassis.clock import Clock
from chassis.consuming import Received
from chassis.ids import NewId
from sqlalchemy.ext.asyncio import AsyncConnection

from scoring_svc.adapters.cards import CardsProjection
from scoring_svc.adapters.feed import FeedProjection, Gathered
from scoring_svc.app import translate
from scoring_svc.app.project import Cards, Changed, Taken
from scoring_svc.domain.official import closes
from scoring_svc.domain.policy import Packs
from scoring_svc.domain.roster import Year

FORMER: Final = "SELECT id, sequence, content FROM roster_entry WHERE id = ANY($1::uuid[]) FOR UPDATE"
CLOSE: Final = """
    INSERT INTO sealing (period_id, closing, reason, cause, correlation_id, closed_at, status)
    SELECT $1, $2,
        CASE WHEN EXISTS (SELECT FROM sealing WHERE period_id = $1) THEN 'reopening' ELSE 'period_closed' END,
        $3, $4, $5, 'noticed'
    ON CONFLICT DO NOTHING
"""
DECIDED: Final = """
    INSERT INTO decision (event_id, civil_servant_id, period_id, decided_on, correlation_id)
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::date[], $5::text[]) ON CONFLICT DO NOTHING
"""


class ClosingFeed(FeedProjection):
    """The feed that notices closings."""

    def __init__(self, clock: Clock, new_id: NewId, ring: Callable[[], None], packs: Packs) -> None:
        super().__init__(clock, new_id, ring, packs)
        self._heard: dict[tuple[UUID, int], tuple[UUID, datetime]] = {}

    def fold(self, record: Received) -> None:
        """As the feed does; of a period, which event it was and when."""
        super().fold(record)
        envelope = record.envelope
        if envelope.type == "roster.period_changed":
            self._heard[envelope.aggregate_id, envelope.sequence] = envelope.id, envelope.occurred_at

    async def save(self, connection: AsyncConnection, taken: Gathered) -> None:
        """Compares with what is kept, before that is overwritten."""
        await self._note(await postgres.raw(connection), taken)
        await super().save(connection, taken)

    def saved(self, taken: Gathered) -> None:
        """Closings are durable; what was heard while they were being written goes with the next ones."""
        self._heard = {
            (id_, sequence): heard
            for (id_, sequence), heard in self._heard.items()
            if id_ not in taken or sequence > taken[id_][1]
        }
        super().saved(taken)

    def forget(self) -> None:
        """Drops what was heard."""
        self._heard.clear()
        super().forget()

    async def _note(self, driver: Any, taken: Gathered) -> None:
        years = {id_: each for id_, each in taken.items() if isinstance(each[0], Year)}
        if not years:
            return
        rows = await driver.fetch(FORMER, list(years))
        known = {row["id"]: (row["sequence"], msgspec.json.decode(row["content"], type=Year)) for row in rows}
        for id_, (year, sequence, correlation_id) in sorted(years.items()):
            before, former = known.get(id_, (0, None))
            heard = self._heard.get((id_, sequence))
            if heard and isinstance(year, Year) and before < sequence and closes(former, year):
                await driver.execute(CLOSE, id_, sequence, heard[0], correlation_id, heard[1])


class DecidingCards(CardsProjection):
    """The projector of cards that notices the decisions of appeals."""

    def __init__(self, cards: Cards, clock: Clock, new_id: NewId, tell: Callable[[Sequence[Changed]], None]) -> None:
        super().__init__(cards, clock, new_id, tell)
        self._decided: dict[UUID, tuple[date, str]] = {}

    def fold(self, record: Received) -> None:
        """As the projector does; of a decision, its day."""
        super().fold(record)
        if (day := translate.decided_on(record.data)) is not None:
            self._decided[record.envelope.id] = day, record.envelope.correlation_id

    async def save(self, connection: AsyncConnection, taken: Taken) -> None:
        """With the cards, the decisions that are on them."""
        await super().save(connection, taken)
        if self._decided:
            noted = [(each, *self._decided[each.event_id]) for each, _ in taken.log if each.event_id in self._decided]
            await (await postgres.raw(connection)).execute(
                DECIDED,
                [each.event_id for each, _, _ in noted],
                [each.civil_servant_id for each, _, _ in noted],
                [each.period_id for each, _, _ in noted],
                [day for _, day, _ in noted],
                [correlation_id for _, _, correlation_id in noted],
            )

    def saved(self, taken: Taken) -> None:
        """They are durable."""
        if self._decided:
            for each, _ in taken.log:
                self._decided.pop(each.event_id, None)
        super().saved(taken)

    def forget(self) -> None:
        """Drops what was heard."""
        self._decided.clear()
        super().forget()
