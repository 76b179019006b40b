"""The envelope: what every event on every topic says about itself.

A record's value is the whole envelope as JSON, so that it survives tools that drop headers; its Kafka
headers repeat the CloudEvents 1.0 attributes (binary content mode) for readers that are not ours.
Invariant: `sequence` grows by one with each event of the aggregate `aggregate_id`, and `data` states
what is true of that aggregate from then on, never a difference.
"""

from datetime import UTC, datetime
from uuid import UUID

import msgspec

CLOUDEVENTS_VERSION = "1.0"
CONTENT_TYPE = "application/json"


class Data(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all business data. Writers are closed (only declared fields), readers are open (unknown fields pass)."""


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
    version: int
    source: str
    key: str
    aggregate_id: UUID
    sequence: int
    occurred_at: datetime
    correlation_id: str
    causation_id: UUID | None = None
    data: msgspec.Raw

    def __post_init__(self) -> None:
        if self.sequence < 1 or self.version < 1:
            raise ValueError("sequence and version start at 1")
        if self.occurred_at.tzinfo is None:
            raise ValueError("occurred_at needs a time zone")


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
