"""Cards and contributions as bytes in tables, and back: JSON, decimals exact, the kind of what was said beside it."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from scoring_svc.app.ports import CardKey
from scoring_svc.domain.card import Card, Slot
from scoring_svc.domain.contribution import (
    Contribution,
    EvaluationWithdrawn,
    Innovated,
    OrganizationCeased,
    OrganizationCounts,
    PlanApproved,
    Rated,
    Realized,
    Said,
    SurveyCeased,
    SurveyCounts,
)

KINDS: Final[dict[str, type[Said]]] = {
    kind.__name__: kind
    for kind in (
        PlanApproved, Realized, Rated, EvaluationWithdrawn, SurveyCounts, SurveyCeased, Innovated, OrganizationCounts,
        OrganizationCeased,
    )
}  # fmt: skip
_decoders: Final[dict[str, msgspec.json.Decoder[Any]]] = {
    name: msgspec.json.Decoder(kind) for name, kind in KINDS.items()
}
_encoder: Final = msgspec.json.Encoder()


class _Slot(msgspec.Struct, array_like=True):
    """A slot as it is stored: source, sequence, event, day, kind, what was said."""

    source: UUID
    sequence: int
    event: UUID
    effective_on: date
    kind: str
    said: msgspec.Raw


_slots: Final = msgspec.json.Decoder(list[_Slot])


def encode(card: Card) -> bytes:
    """The column `state`."""
    return _encoder.encode(
        [
            (source, slot.sequence, slot.event_id, slot.effective_on, type(slot.said).__name__, slot.said)
            for source, slot in card.slots.items()
        ]
    )


def card_of(key: CardKey, state: bytes) -> Card:
    """The card that a row holds."""
    slots = {
        held.source: Slot(held.sequence, held.event, held.effective_on, _decoders[held.kind].decode(held.said))
        for held in _slots.decode(state)
    }
    return Card(*key, slots)


def cards_of(period_id: UUID, rows: Iterable[tuple[bytes, bytes]]) -> list[Card]:
    """The cards of a year; rows: a person's id as bytes, and the column `state`."""
    return [card_of((UUID(bytes=person), period_id), state) for person, state in rows]


def contribution_of(row: asyncpg.Record) -> Contribution:
    """A row of the contribution log."""
    return Contribution(
        row["civil_servant_id"],
        row["period_id"],
        row["source_id"],
        row["sequence"],
        row["event_id"],
        row["effective_on"],
        _decoders[row["kind"]].decode(row["said"]),
    )
