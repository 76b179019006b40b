"""The only place that makes ids. Random ones are UUIDv7, so that an index on them grows at its end."""

from collections.abc import Callable
from uuid import UUID, uuid5

from uuid_utils.compat import uuid7

NewId = Callable[[], UUID]


def new_id() -> UUID:
    """A new id, ordered by time (RFC 9562, version 7)."""
    return uuid7()


def derived(namespace: UUID, *parts: str) -> UUID:
    """The same id for the same parts, always (RFC 9562, version 5)."""
    return uuid5(namespace, "\x1f".join(parts))
