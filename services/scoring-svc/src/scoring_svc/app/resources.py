"""A card as it is answered, written once at the commit and read as bytes ever after."""

from datetime import datetime

import msgspec

from scoring_svc.app.project import Changed

_encoder = msgspec.json.Encoder(decimal_format="string")


def card_body(changed: Changed, now: datetime) -> bytes:
    """The JSON of a card: decimals as strings, `sequence` is its ETag."""
    result = changed.score
    return _encoder.encode(
        {
            "civil_servant_id": changed.card.civil_servant_id,
            "period_id": changed.card.period_id,
            "sequence": changed.sequence,
            "score": result.value,
            "completeness": result.completeness,
            "components": [
                {"component": part.name, "value": part.value, "weight": part.weight, "share": part.share}
                for part in result.components
            ],
            "predicate": result.predicate,
            "effective_on": changed.card.effective_on,
            "updated_at": now,
            "kind": "live",
        }
    )
