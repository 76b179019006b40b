"""Cards, the contribution log and score events in PostgreSQL, written set-wise; the projection that the runner drives.

In one fenced transaction: cards upserted by arrays, contributions by COPY, score.changed into the event log. The same
rows by key order every time, so that two members never wait for each other in a circle.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

import msgspec
from chassis import outbox, postgres
from chassis.clock import Clock
from chassis.consuming import Received, Unusable
from chassis.ids import NewId, derived
from sqlalchemy.ext.asyncio import AsyncConnection

from scoring_svc.adapters.rows import card_of, encode
from scoring_svc.app import translate
from scoring_svc.app.ports import CardKey, Kept
from scoring_svc.app.project import Cards, Changed, Taken
from scoring_svc.app.resources import card_body
from scoring_svc.domain.contribution import Contribution
from scoring_svc.domain.roster import Year

SOURCE: Final = "/scoring-svc"
CARDS: Final = UUID("5b0f5a52-6b0e-5d0c-9a55-2f6f2f0f8d11")
"""Namespace of card ids: the id of a card follows from person and period, so that a rebuild gives it again."""

FIND: Final = """
    SELECT c.civil_servant_id, c.period_id, c.sequence, c.state FROM card c
    JOIN unnest($1::uuid[], $2::uuid[]) AS asked (civil_servant_id, period_id) USING (civil_servant_id, period_id)
"""
YEARS: Final = "SELECT id, content FROM roster_entry WHERE kind = 'Year' AND id = ANY($1::uuid[])"
UPSERT: Final = """
    INSERT INTO card (civil_servant_id, period_id, id, sequence, state, body, updated_at)
    SELECT new.*, $7 FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::bytea[], $6::bytea[]) AS new
    ON CONFLICT (civil_servant_id, period_id) DO UPDATE
    SET sequence = excluded.sequence, state = excluded.state, body = excluded.body, updated_at = excluded.updated_at
"""
LOG: Final = (
    "civil_servant_id", "period_id", "source_id", "sequence", "event_id", "effective_on", "kind", "said", "recorded_at",
)  # fmt: skip


class CardsProjection:
    """What the group scoring-svc.cards does with its records. `tell` gets what changed after each commit."""

    def __init__(self, cards: Cards, clock: Clock, new_id: NewId, tell: Callable[[Sequence[Changed]], None]) -> None:
        self._cards, self._clock, self._new_id, self._tell = cards, clock, new_id, tell
        self._read: dict[UUID, Contribution | None] = {}

    async def load(self, connection: AsyncConnection, records: Sequence[Received]) -> None:
        """Brings the cards of these records into memory, in one query."""
        keys: list[CardKey] = []
        for record in records:
            contribution = translate.contribution(record.envelope, record.data)
            self._read[record.envelope.id] = contribution
            if contribution is not None:
                keys.append((contribution.civil_servant_id, contribution.period_id))
        unknown = self._cards.unknown_years(period for _, period in keys)
        if unknown:
            self._cards.starts.update(await years(connection, unknown))
        missing = self._cards.want(keys)
        if missing:
            self._cards.put(await find(connection, missing))

    def fold(self, record: Received) -> None:
        """One record into memory."""
        contribution = self._read.pop(record.envelope.id, None)
        if contribution is not None:
            try:
                self._cards.fold(contribution, record.envelope.occurred_at, record.envelope.correlation_id)
            except KeyError:
                raise Unusable("no_card", "the card of this record is not in memory") from None

    def take(self) -> Taken | None:
        """What got dirty."""
        return self._cards.take()

    async def save(self, connection: AsyncConnection, taken: Taken) -> None:
        """Writes it."""
        driver = await postgres.raw(connection)
        now = self._clock()
        changed = sorted(taken.changed, key=lambda each: (each.card.civil_servant_id, each.card.period_id))
        ids = [card_id(each.card.civil_servant_id, each.card.period_id) for each in changed]
        await driver.execute(
            UPSERT,
            [each.card.civil_servant_id for each in changed],
            [each.card.period_id for each in changed],
            ids,
            [each.sequence for each in changed],
            [encode(each.card) for each in changed],
            [card_body(each.card, each.sequence, each.score, now) for each in changed],
            now,
        )
        await driver.copy_records_to_table("contribution", records=_log(taken.log), columns=LOG)
        moved = [self._event(each, id_, now) for each, id_ in zip(changed, ids, strict=True) if each.moved]
        await outbox.writer.append(connection, moved)

    def saved(self, taken: Taken) -> None:
        """Wakes the relay and the open pages."""
        self._cards.saved(taken)
        self._tell(taken.changed)

    def forget(self) -> None:
        """Drops all memory."""
        self._cards.forget()
        self._read.clear()

    def _event(self, changed: Changed, id_: UUID, now: datetime) -> outbox.Event:
        return outbox.make_event(
            translate.score_changed(changed.card, changed.score, changed.policy),
            event_id=self._new_id(),
            aggregate_id=id_,
            sequence=changed.sequence,
            key=str(changed.card.civil_servant_id),
            source=SOURCE,
            occurred_at=now,
            correlation_id=changed.correlation_id,
            causation_id=changed.cause,
        )


async def find(connection: AsyncConnection, keys: Sequence[CardKey]) -> list[tuple[CardKey, Kept | None]]:
    """Each key with its card, None where there is none yet."""
    driver = await postgres.raw(connection)
    rows = await driver.fetch(FIND, [person for person, _ in keys], [period for _, period in keys])
    found: dict[CardKey, Kept] = {}
    for row in rows:
        key = (row["civil_servant_id"], row["period_id"])
        found[key] = Kept(card_of(key, row["state"]), row["sequence"], None)
    return [(key, found.get(key)) for key in keys]


async def years(connection: AsyncConnection, periods: Iterable[UUID]) -> dict[UUID, date]:
    """Period → its first day, of those that the roster's copy has."""
    rows = await (await postgres.raw(connection)).fetch(YEARS, list(periods))
    return {row["id"]: msgspec.json.decode(row["content"], type=Year).starts_on for row in rows}


@lru_cache(maxsize=200_000)
def card_id(civil_servant_id: UUID, period_id: UUID) -> UUID:
    """The id of a card, the same in every generation. Kept, for a hash a card and commit costs more than its score."""
    return derived(CARDS, str(civil_servant_id), str(period_id))


def _log(log: Iterable[tuple[Contribution, datetime]]) -> list[tuple[Any, ...]]:
    return [
        (
            each.civil_servant_id, each.period_id, each.source_id, each.sequence, each.event_id, each.effective_on,
            type(each.said).__name__, msgspec.json.encode(each.said), recorded_at,
        )
        for each, recorded_at in log
    ]  # fmt: skip
