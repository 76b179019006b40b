"""What is kept of a person beside plans: innovations.

As with `Work`: what is written here becomes true with the rest of the transaction or not at all.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol
from uuid import UUID

from target_svc.domain.innovations import Innovation


class Records(Protocol):
    """These records in one transaction."""

    async def innovations(self, ids: Collection[UUID]) -> Mapping[UUID, Innovation]:
        """Those that are there; nobody else changes them until the end."""
        ...

    async def save_innovation(self, state: Innovation) -> None: ...


class RecordReads(Protocol):
    """Answers without locks."""

    async def innovation(self, id_: UUID) -> Innovation | None: ...

    async def innovations(
        self, civil_servant_id: UUID, period_id: UUID | None, after: UUID | None, limit: int
    ) -> Sequence[Innovation]:
        """In order of ids, from the one after `after`."""
        ...
