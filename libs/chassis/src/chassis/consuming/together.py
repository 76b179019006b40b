"""Several projections over the same records, written in one transaction."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.consuming.projection import Projection, Received


class Together:
    """Each part in the order given, in whatever is done. Only one of them may call a record unusable: those before it
    keep nothing of such a record."""

    def __init__(self, *parts: Projection) -> None:
        self._parts = parts

    async def load(self, connection: AsyncConnection, records: Sequence[Received]) -> None:
        """What each needs to know of the records."""
        for part in self._parts:
            await part.load(connection, records)

    def fold(self, record: Received) -> None:
        """
        Raises:
            Unusable: a part cannot use it; those after it do not see it.
        """
        for part in self._parts:
            part.fold(record)

    def take(self) -> tuple[Any, ...] | None:
        """What each took, in their order; None when none of them did."""
        taken = tuple(part.take() for part in self._parts)
        return None if all(each is None for each in taken) else taken

    async def save(self, connection: AsyncConnection, taken: tuple[Any, ...]) -> None:
        """Those that took something."""
        for part, each in zip(self._parts, taken, strict=True):
            if each is not None:
                await part.save(connection, each)

    def saved(self, taken: tuple[Any, ...]) -> None:
        """Those that took something."""
        for part, each in zip(self._parts, taken, strict=True):
            if each is not None:
                part.saved(each)

    def forget(self) -> None:
        """All of them."""
        for part in self._parts:
            part.forget()
