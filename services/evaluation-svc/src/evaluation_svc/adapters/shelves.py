"""States that are read and written whole, each under a key, as rows of a table of its own.

A row has the key, what lists are narrowed by, the version, and the whole state as JSON. Invariant: a column that is
beside the state says what the state says; a state is never put in the place of one of the same or a higher sequence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from evaluation_svc.domain.feedback import Feedback
from evaluation_svc.domain.follow_up import FollowUp
from evaluation_svc.domain.opinions import Opinion
from evaluation_svc.domain.organization import OrganizationEvaluation
from evaluation_svc.domain.proposal import TargetValue
from evaluation_svc.domain.self_assessment import SelfAssessment

T = TypeVar("T")

LOCK: Final = text(
    "SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest(CAST(:names AS text[])) AS name"
)


@dataclass(frozen=True)
class Table(Generic[T]):
    """A table of states. key: its columns, in the order in which callers name them; columns: those beside, each with
    its type. Each column is an attribute of the state."""

    name: str
    state: type[T]
    key: tuple[str, ...]
    columns: Mapping[str, str]

    @cached_property
    def types(self) -> dict[str, str]:
        return {**dict.fromkeys(self.key, "uuid"), **self.columns, "sequence": "int"}

    @cached_property
    def one(self) -> str:
        where = " AND ".join(f"{name} = :{name}" for name in self.key)
        return f"SELECT content::text AS content FROM {self.name} WHERE {where}"

    @cached_property
    def upsert(self) -> TextClause:
        names = [*self.types, "content"]
        given = [*(f"CAST(:{name} AS {kind}[])" for name, kind in self.types.items()), "CAST(:content AS text[])"]
        changed = ", ".join(f"{name} = excluded.{name}" for name in names if name not in self.key)
        return text(f"""
            INSERT INTO {self.name} ({", ".join(names)})
            SELECT {", ".join(names[:-1])}, content::jsonb FROM unnest({", ".join(given)}) AS row ({", ".join(names)})
            ON CONFLICT ({", ".join(self.key)}) DO UPDATE SET {changed}
            WHERE {self.name}.sequence < excluded.sequence
        """)

    def listed(self, columns: Sequence[str]) -> TextClause:
        last = self.key[-1]
        where = "".join(f" AND {name} = :{name}" for name in columns)
        return text(f"""
            SELECT content::text AS content FROM {self.name}
            WHERE (CAST(:after AS uuid) IS NULL OR {last} > CAST(:after AS uuid)){where}
            ORDER BY {last} LIMIT :limit
        """)

    def read(self, content: str) -> T:
        return msgspec.json.decode(content, type=self.state)


TARGET_VALUES: Final = Table("target_value", TargetValue, ("civil_servant_id", "period_id"), {})
SELF_ASSESSMENTS: Final = Table("self_assessment", SelfAssessment, ("civil_servant_id", "evaluated_period_id"), {})
FEEDBACK: Final = Table("feedback", Feedback, ("feedback_id",), {"civil_servant_id": "uuid", "author_id": "uuid"})
OPINIONS: Final = Table("opinion", Opinion, ("civil_servant_id", "evaluated_period_id", "author_id"), {})
FOLLOW_UPS: Final = Table(
    "follow_up",
    FollowUp,
    ("follow_up_id",),
    {"civil_servant_id": "uuid", "period_id": "uuid", "agency_id": "uuid", "status": "text"},
)
ORGANIZATIONS: Final = Table(
    "organization_evaluation", OrganizationEvaluation, ("unit_id", "evaluated_period_id"), {"agency_id": "uuid"}
)


class PostgresShelf(Generic[T]):
    """A table within a command's transaction."""

    def __init__(self, table: Table[T], connection: AsyncConnection) -> None:
        self._table, self._connection = table, connection

    async def take(self, *key: UUID) -> T | None:
        # The place is locked by its digest, because there may be no row yet that could be.
        await self._connection.execute(LOCK, {"names": ["/".join((self._table.name, *map(str, key)))]})
        found = await self._connection.execute(text(self._table.one), dict(zip(self._table.key, key, strict=True)))
        content = found.scalar_one_or_none()
        return None if content is None else self._table.read(content)

    async def put(self, states: Sequence[T]) -> None:
        given: dict[str, list[Any]] = {
            name: [_plain(getattr(state, name)) for state in states] for name in self._table.types
        }
        given["content"] = [msgspec.json.encode(state).decode() for state in states]
        await self._connection.execute(self._table.upsert, given)


class PostgresOpenShelf(Generic[T]):
    """A table as it was last committed, without locks."""

    def __init__(self, table: Table[T], engine: AsyncEngine) -> None:
        self._table, self._engine = table, engine

    async def find(self, *key: UUID) -> T | None:
        async with self._engine.connect() as connection:
            found = await connection.execute(text(self._table.one), dict(zip(self._table.key, key, strict=True)))
            content = found.scalar_one_or_none()
        return None if content is None else self._table.read(content)

    async def under(self, after: UUID | None, limit: int, **columns: UUID | str | None) -> list[T]:
        narrowed = {name: value for name, value in columns.items() if value is not None}
        query = self._table.listed(tuple(narrowed))
        async with self._engine.connect() as connection:
            found = await connection.execute(query, {**narrowed, "after": after, "limit": limit})
            return [self._table.read(row.content) for row in found]


def _plain(value: Any) -> Any:
    """A word of a closed list as the text that it is."""
    return value.value if isinstance(value, StrEnum) else value
