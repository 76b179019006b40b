"""The envelope: what every event on every topic says about itself.

A record's value is the whole envelope as JSON, so that it survives tools that drop headers; its Kafka
headers repeat the CloudEvents 1.0 attributes (binary content mode) for readers that are not ours.
Invariant: `sequence` grows by one with each event of the aggregate `aggregate_id`, and `data` states
what is true of that aggregate from then on, never a difference.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec

CLOUDEVENTS_VERSION = "1.0"
CONTENT_TYPE = "application/json"

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
Count = Annotated[int, msgspec.Meta(ge=1)]


class Data(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all business data. Writers are closed (only declared fields), readers are open (unknown fields pass)."""


LARGEST_EXPONENT = 14
SMALLEST_EXPONENT = -12


def check_numbers(*numbers: Decimal | None) -> None:
    """Refuses NaN, infinities and magnitudes that no measured thing has (10^15 and more, beyond 12 decimals).

    JSON strings can spell them, and a single one would make every sum that it enters meaningless.
    """
    for number in numbers:
        if number is None:
            continue
        exponent = number.as_tuple().exponent
        if not isinstance(exponent, int) or number.adjusted() > LARGEST_EXPONENT or exponent < SMALLEST_EXPONENT:
            raise ValueError(f"{str(number)[:40]} is no number that can be measured")


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """One event.

    id: unique for ever; the same event sent twice has the same id.
    type: `<stream>.<what_became_true>`, past tense. version: of `data`, from 1.
    source: the service that says it, as a URI path (`/target-svc`).
    key: the record's key on its topic; a UUID as text, never personal data.
    aggregate_id, sequence: whose state `data` is, and how many events that aggregate had with this one (from 1).
    occurred_at: when the service decided it, UTC. correlation_id: the request it began with.
    causation_id: the event that led to it, if one did.
    """

    id: UUID
    type: str
    version: Count
    source: str
    key: str
    aggregate_id: UUID
    sequence: Count
    occurred_at: Instant
    correlation_id: str
    causation_id: UUID | None = None
    data: msgspec.Raw


@dataclass(frozen=True, slots=True)
class Announcement:
    """An event that is to be said, before it is one: what is true of the aggregate at `sequence`. key: whose records it
    is to stand among, the id of a person or of a unit."""

    data: Data
    aggregate_id: UUID
    sequence: int
    key: UUID
    occurred_at: datetime
    correlation_id: str


def headers(envelope: Envelope) -> list[tuple[str, bytes]]:
    """CloudEvents 1.0 attributes of the Kafka protocol binding, binary content mode.

    Extension attributes (`ce_sequence`, `ce_dataversion`, `ce_correlationid`) are lower-case letters only, as the
    specification asks.
    """
    return [
        ("ce_specversion", CLOUDEVENTS_VERSION.encode()),
        ("ce_id", str(envelope.id).encode()),
        ("ce_source", envelope.source.encode()),
        ("ce_type", envelope.type.encode()),
        ("ce_time", envelope.occurred_at.astimezone(UTC).isoformat().replace("+00:00", "Z").encode()),
        ("ce_subject", str(envelope.aggregate_id).encode()),
        ("ce_dataversion", str(envelope.version).encode()),
        ("ce_sequence", str(envelope.sequence).encode()),
        ("ce_correlationid", envelope.correlation_id.encode()),
        ("content-type", CONTENT_TYPE.encode()),
    ]
