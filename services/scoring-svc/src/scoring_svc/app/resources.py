"""A card as it is answered, written once at the commit and read as bytes ever after."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from scoring_svc.domain.card import Card
from scoring_svc.domain.formula import Score

_encoder = msgspec.json.Encoder(decimal_format="string")


def card_body(card: Card, sequence: int, result: Score, updated_at: datetime | None) -> bytes:
    """The JSON of a card: decimals as strings; `sequence` is its ETag, 0 while nothing is known of the year."""
    return _encoder.encode({**_card(card, sequence, result, updated_at), "kind": "live"})


def with_official(body: bytes, sealed: Mapping[str, Any] | None) -> bytes:
    """A card's JSON with the official result beside the live score; null while there is none."""
    return body[:-1] + b',"official":' + _encoder.encode(sealed) + b"}"


def card_as_of(
    card: Card, result: Score, recorded_at: datetime | None, moment: Mapping[str, date | datetime | None]
) -> bytes:
    """The JSON of a card as it was: it has no version, for nothing comes after it. recorded_at: of its last word."""
    return _encoder.encode({**_card(card, None, result, recorded_at), "kind": "as_of", "as_of": moment})


def _card(card: Card, sequence: int | None, result: Score, updated_at: datetime | None) -> dict[str, Any]:
    return {
        "civil_servant_id": card.civil_servant_id,
        "period_id": card.period_id,
        "sequence": sequence,
        "score": result.value,
        "completeness": result.completeness,
        "components": [
            {"component": part.name, "value": part.value, "weight": part.weight, "share": part.share}
            for part in result.components
        ],
        "beside": [
            {
                "unit_id": line.organization.unit_id,
                "predicate": line.organization.predicate,
                "achievement": line.organization.achievement,
            }
            for line in result.beside
            if line.newest
        ],
        "predicate": result.predicate,
        "category": result.category,
        "effective_on": card.effective_on,
        "updated_at": updated_at,
    }
