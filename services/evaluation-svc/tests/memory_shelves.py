"""Shelves in memory, held to the same suite as those of PostgreSQL."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar
from uuid import UUID

T = TypeVar("T")


class MemoryShelf(Generic[T]):
    """What is committed, to be read; `opened` is a transaction over it."""

    def __init__(self, *key: str) -> None:
        self.key = key
        self.kept: dict[tuple[UUID, ...], T] = {}

    def opened(self) -> "MemoryPutting[T]":
        return MemoryPutting(self)

    async def find(self, *key: UUID) -> T | None:
        return self.kept.get(key)

    async def under(self, after: UUID | None, limit: int, **columns: UUID | str | None) -> list[T]:
        def wanted(state: Any) -> bool:
            return all(value is None or getattr(state, name) == value for name, value in columns.items())

        found = sorted((key[-1], state) for key, state in self.kept.items() if wanted(state))
        return [state for last, state in found if after is None or last > after][:limit]


class MemoryPutting(Generic[T]):
    def __init__(self, shelf: MemoryShelf[T]) -> None:
        self._shelf, self._put = shelf, dict[tuple[UUID, ...], T]()

    def commit(self) -> None:
        self._shelf.kept |= self._put

    async def take(self, *key: UUID) -> T | None:
        return self._put.get(key, self._shelf.kept.get(key))

    async def put(self, states: Sequence[T]) -> None:
        for state in states:
            key = tuple(getattr(state, name) for name in self._shelf.key)
            known: Any = self._put.get(key, self._shelf.kept.get(key))
            if known is None or known.sequence < getattr(state, "sequence"):  # noqa: B009
                self._put[key] = state
