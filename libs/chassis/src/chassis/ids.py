"""The only place that makes ids. They are UUIDv7, so that an index on them grows at its end, but where an id must not
tell when it was made."""

from collections.abc import Callable
from uuid import UUID, uuid4, uuid5

from uuid_utils.compat import uuid7

NewId = Callable[[], UUID]


def new_id() -> UUID:
    """A new id, ordered by time (RFC 9562, version 7)."""
    return uuid7()


def random_id() -> UUID:
    """A new id that says nothing, not even when it was made (RFC 9562, version 4)."""
    return uuid4()


def derived(namespace: UUID, *parts: str) -> UUID:
    """The same id for the same parts, always (RFC 9562, version 5)."""
    return uuid5(namespace, "\x1f".join(parts))
