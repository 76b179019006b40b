"""What a consumer of events is made of: the decoded record, and the projection that a service supplies.

Memory and SQL are apart, so that folding goes on while a commit is in flight. A projection without memory of its
own gathers in `fold` and works in `save`.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from contracts.envelope import Data, Envelope
from sqlalchemy.ext.asyncio import AsyncConnection


class Received(NamedTuple):
    """One decoded record and where it stood."""

    topic: str
    partition: int
    offset: int
    envelope: Envelope
    data: Data


class Unusable(Exception):
    """A readable record that makes no sense to this projection, and no retry will change that."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail


class Projection(Protocol):
    """All calls come from one task at a time, but `save`, which runs beside `load` and `fold` of later records."""

    async def load(self, connection: AsyncConnection, records: Sequence[Received]) -> None:
        """Brings into memory what the records touch. What is in memory already is newer than the database: keep it."""
        ...

    def fold(self, record: Received) -> None:
        """Applies one record to memory. Raises Unusable, and then memory is as before."""
        ...

    def take(self) -> Any:
        """Hands over what got dirty since the last take; None when nothing did."""
        ...

    async def save(self, connection: AsyncConnection, taken: Any) -> None:
        """Writes it inside the fenced transaction; may be called again with the same after a failure."""
        ...

    def saved(self, taken: Any) -> None:
        """After the commit: wake streams, ring the doorbell."""
        ...

    def forget(self) -> None:
        """Drops all memory and what is dirty: everything is read again from the database and the topic."""
        ...
