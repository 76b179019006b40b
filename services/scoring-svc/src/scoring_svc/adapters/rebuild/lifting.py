"""Versions of cards across generations: no card's version ever goes back, for it is an ETag and an event's sequence.

A card that both generations have alike keeps the very bytes and the version that it had. One that differs gets the
version after the last that was shown or said of it, and what changed for readers is said again. One that the new
generation has no events for stays, empty.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from chassis import outbox
from chassis.ids import NewId

from scoring_svc.adapters.cards import SOURCE, card_id
from scoring_svc.adapters.rebuild.comparing import Compared, Side
from scoring_svc.adapters.rows import card_of, encode
from scoring_svc.app import translate
from scoring_svc.app.ports import CardKey
from scoring_svc.app.project import Cards
from scoring_svc.app.resources import card_body
from scoring_svc.domain.card import Card
from scoring_svc.domain.formula import score
from scoring_svc.domain.generation import Difference, What
from scoring_svc.domain.policy import Packs, Policy
from scoring_svc.domain.roster import Year

AT_ONCE: Final = 5_000
# What moved on since it was compared is compared again, so it is left alone here.
TAKE_OVER: Final = """
    UPDATE {rebuilt}.card AS n SET sequence = o.sequence, state = o.state, body = o.body, updated_at = o.updated_at
    FROM {serving}.card AS o
    JOIN unnest($1::uuid[], $2::uuid[], $3::int[]) AS asked (civil_servant_id, period_id, sequence)
        USING (civil_servant_id, period_id, sequence)
    WHERE (n.civil_servant_id, n.period_id) = (o.civil_servant_id, o.period_id)
"""
BOTH: Final = """
    SELECT civil_servant_id, period_id, o.sequence AS shown, n.state, n.body,
        (SELECT coalesce(max(e.sequence), 0) FROM event_log e WHERE e.aggregate_id = asked.id) AS said
    FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS asked (civil_servant_id, period_id, id)
    LEFT JOIN {serving}.card AS o USING (civil_servant_id, period_id)
    LEFT JOIN {rebuilt}.card AS n USING (civil_servant_id, period_id)
"""
RAISE: Final = """
    INSERT INTO {rebuilt}.card (civil_servant_id, period_id, id, sequence, state, body, updated_at)
    SELECT new.*, $7 FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::bytea[], $6::bytea[]) AS new
    ON CONFLICT (civil_servant_id, period_id) DO UPDATE
    SET sequence = excluded.sequence, body = excluded.body, updated_at = excluded.updated_at
"""
YEARS: Final = "SELECT id, content FROM {rebuilt}.roster_entry WHERE kind = 'Year' AND id = ANY($1::uuid[])"
NOW_SERVING: Final = """
    SELECT c.civil_servant_id, c.period_id, c.sequence, c.state FROM card c
    JOIN unnest($1::uuid[], $2::uuid[]) AS asked (civil_servant_id, period_id) USING (civil_servant_id, period_id)
"""


class Lifting:
    """Between one that serves and one that is to serve, both as schemas of one database."""

    def __init__(self, packs: Packs, new_id: NewId) -> None:
        self._packs, self._new_id = packs, new_id

    async def take_over(self, serving: Side, rebuilt: str, compared: Compared) -> None:
        """The versions and the very bytes of cards that are alike."""
        for keys in _parts(compared.equal):
            sequences = [compared.sequences[key] for key in keys]
            await serving.driver.execute(
                TAKE_OVER.format(serving=serving.schema, rebuilt=rebuilt), *_columns(keys), sequences
            )

    async def lift(self, serving: Side, rebuilt: str, keys: Sequence[CardKey], now: datetime) -> None:
        """New versions of cards that differ."""
        for some in _parts(keys):
            ids = [card_id(*key) for key in some]
            query = BOTH.format(serving=serving.schema, rebuilt=rebuilt)
            rows = await serving.driver.fetch(query, *_columns(some), ids)
            policies = await self._policies(serving.driver, rebuilt, {key[1] for key in some})
            lifted = [_lifted(row, policies.policy_of(row["period_id"]), now) for row in rows]
            columns = [list(column) for column in zip(*lifted, strict=True)]
            await serving.driver.execute(RAISE.format(rebuilt=rebuilt), *columns, now)

    async def changed(
        self, driver: Any, different: Iterable[Difference], correlation_id: str, now: datetime
    ) -> list[outbox.Event]:
        """What to say of the cards whose answer is another now. driver: after the switch."""
        told = [each for each in different if each.what is What.CARD and each.rebuilt is not None]
        keys = [(UUID(each.about), UUID(str(each.period_id))) for each in told]
        policies = await self._policies(driver, "public", {period for _, period in keys})
        events: list[outbox.Event] = []
        for row in await driver.fetch(NOW_SERVING, *_columns(keys)):
            key = (row["civil_servant_id"], row["period_id"])
            card, policy = card_of(key, row["state"]), policies.policy_of(key[1])
            if card.slots:
                data = translate.score_changed(card, score(card, policy), policy)
                event = outbox.make_event(
                    data, event_id=self._new_id(), aggregate_id=card_id(*key), sequence=row["sequence"],
                    key=str(key[0]), source=SOURCE, occurred_at=now, correlation_id=correlation_id,
                )  # fmt: skip
                events.append(event)
        return events

    async def _policies(self, driver: Any, schema: str, periods: set[UUID]) -> Cards:
        rows = await driver.fetch(YEARS.format(rebuilt=schema), list(periods))
        starts: dict[UUID, date] = {row["id"]: msgspec.json.decode(row["content"], type=Year).starts_on for row in rows}
        return Cards(self._packs, 1, starts)


def _lifted(row: Any, policy: Policy, now: datetime) -> tuple[Any, ...]:
    """A row of `RAISE`."""
    key: CardKey = (row["civil_servant_id"], row["period_id"])
    sequence = max(row["shown"] or 0, row["said"]) + 1
    if row["body"] is None:
        nothing = Card(*key)
        state, body = encode(nothing), card_body(nothing, sequence, score(nothing, policy), now)
    else:
        said = msgspec.json.decode(row["body"], type=dict[str, Any])
        state, body = row["state"], msgspec.json.encode({**said, "sequence": sequence, "updated_at": now})
    return *key, card_id(*key), sequence, state, body


def _columns(keys: Sequence[CardKey]) -> tuple[list[UUID], list[UUID]]:
    return [person for person, _ in keys], [period for _, period in keys]


def _parts(keys: Sequence[CardKey]) -> Iterator[Sequence[CardKey]]:
    return (keys[begin : begin + AT_ONCE] for begin in range(0, len(keys), AT_ONCE))
