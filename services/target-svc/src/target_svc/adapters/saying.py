"""What is announced, as an event of the outbox; and the locks of names under which it is decided."""

from typing import Final
from uuid import UUID

from chassis import outbox
from chassis.ids import NewId

from target_svc.app.translate import Announcement

SOURCE: Final = "/target-svc"
CLAIM: Final = "SELECT pg_advisory_xact_lock(hashtextextended(id::text, 0)) FROM unnest($1::uuid[]) AS id"


def event(said: Announcement, new_id: NewId, causation_id: UUID | None = None) -> outbox.Event:
    """causation_id: the event that it comes from, where it comes from one."""
    return outbox.make_event(
        said.data,
        event_id=new_id(),
        aggregate_id=said.aggregate_id,
        sequence=said.sequence,
        key=str(said.key),
        source=SOURCE,
        occurred_at=said.occurred_at,
        correlation_id=said.correlation_id,
        causation_id=causation_id,
    )
