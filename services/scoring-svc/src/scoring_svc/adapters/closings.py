"""What makes results: an annual period that closes becomes a job of `sealing`, an appeal's decision one of `decision`.

Both are noted in the transaction that takes the event in, so none is lost or noted twice; the work on them is another
part's (`adapters.sealing`), because a region's results do not fit into one consumer's transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec
from chassis import postgres
from chassis.consuming import Received
from sqlalchemy.ext.asyncio import AsyncConnection

from scoring_svc.app import translate, translate_roster
from scoring_svc.domain.contribution import Contribution
from scoring_svc.domain.official import closes
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
    SELECT said.* FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::date[], $5::text[])
        AS said (event_id, civil_servant_id, period_id, decided_on, correlation_id)
    JOIN contribution USING (civil_servant_id, period_id, event_id)
    ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class _Heard:
    """The newest word of a period: what it is, by which event, with which sequence, said when and on whose request."""

    year: Year
    event_id: UUID
    sequence: int
    occurred_at: datetime
    correlation_id: str


@dataclass(frozen=True, slots=True)
class _Decided:
    contribution: Contribution
    day: date
    correlation_id: str


class Closings:
    """Notices closings; stands before the projection that keeps the roster, for it compares with what is kept."""

    def __init__(self) -> None:
        self._heard: dict[UUID, _Heard] = {}

    async def load(self, connection: AsyncConnection, records: Sequence[Received]) -> None:
        """Nothing."""

    def fold(self, record: Received) -> None:
        """Keeps the newest word of each period."""
        envelope = record.envelope
        year = translate_roster.year(record.data)
        former = self._heard.get(envelope.aggregate_id)
        if year is not None and (former is None or former.sequence < envelope.sequence):
            self._heard[envelope.aggregate_id] = _Heard(
                year, envelope.id, envelope.sequence, envelope.occurred_at, envelope.correlation_id
            )

    def take(self) -> list[_Heard] | None:
        """The newest words, by period, so that two members never wait for each other in a circle."""
        taken, self._heard = [self._heard[id_] for id_ in sorted(self._heard)], {}
        return taken or None

    async def save(self, connection: AsyncConnection, taken: list[_Heard]) -> None:
        """Notes those that close a year."""
        driver = await postgres.raw(connection)
        rows = await driver.fetch(FORMER, [each.year.id for each in taken])
        known = {row["id"]: (row["sequence"], msgspec.json.decode(row["content"], type=Year)) for row in rows}
        for each in taken:
            before, former = known.get(each.year.id, (0, None))
            if before < each.sequence and closes(former, each.year):
                await driver.execute(
                    CLOSE, each.year.id, each.sequence, each.event_id, each.correlation_id, each.occurred_at
                )

    def saved(self, taken: list[_Heard]) -> None:
        """They are durable."""

    def forget(self) -> None:
        """Drops what was heard."""
        self._heard = {}


class Decisions:
    """Notices the decisions of appeals; stands behind the projection of cards, for only what is on a card counts."""

    def __init__(self) -> None:
        self._decided: list[_Decided] = []

    async def load(self, connection: AsyncConnection, records: Sequence[Received]) -> None:
        """Nothing."""

    def fold(self, record: Received) -> None:
        """Keeps a decision."""
        day = translate.decided_on(record.data)
        contribution = None if day is None else translate.contribution(record.envelope, record.data)
        if day is not None and contribution is not None:
            self._decided.append(_Decided(contribution, day, record.envelope.correlation_id))

    def take(self) -> list[_Decided] | None:
        """All that was kept."""
        taken, self._decided = self._decided, []
        return taken or None

    async def save(self, connection: AsyncConnection, taken: list[_Decided]) -> None:
        """Notes those that the cards took in."""
        await (await postgres.raw(connection)).execute(
            DECIDED,
            [each.contribution.event_id for each in taken],
            [each.contribution.civil_servant_id for each in taken],
            [each.contribution.period_id for each in taken],
            [each.day for each in taken],
            [each.correlation_id for each in taken],
        )

    def saved(self, taken: list[_Decided]) -> None:
        """They are durable."""

    def forget(self) -> None:
        """Drops what was heard."""
        self._decided = []
