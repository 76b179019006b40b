"""What the application asks of the world: a store that works in transactions, and reads beside it.

Invariant: everything done with one `Work` becomes true together or not at all, events included; what its loading
methods answer stays as it is until that end.
"""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from target_svc.app.translate import Announcement
from target_svc.domain.plan import Plan
from target_svc.domain.realizations import Course
from target_svc.domain.realizations import Entry as RealizationEntry
from target_svc.domain.roster import Entry, ReportingLine


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try of a client at a command. key: the client's name for it, None where it gave none.

    fingerprint: a digest of the request; another one under the same key and actor is no repetition but a mistake.
    """

    key: str | None
    fingerprint: bytes
    actor: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command led to, as it is answered, and answered again to a repetition.

    aggregate_id, sequence: None where a command speaks of many.
    """

    created: bool
    resource: Mapping[str, object]
    aggregate_id: UUID | None = None
    sequence: int | None = None
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Occasion:
    """When a command came, by the clock and by the region's calendar, and the request that it belongs to."""

    now: datetime
    today: date
    correlation_id: str


class Kept(NamedTuple):
    """A roster entry and its version."""

    entry: Entry
    sequence: int


class Appended(NamedTuple):
    """A realization to be kept, with the indicator it belongs to."""

    indicator_id: UUID
    entry: RealizationEntry


class Work(Protocol):
    """One transaction."""

    async def replay(self, attempt: Attempt) -> Outcome | None:
        """The outcome of an earlier try with the same key, which nobody else can work on until the end."""
        ...

    async def remember(self, attempt: Attempt, outcome: Outcome, now: datetime) -> None:
        """Keeps the answer for repetitions."""
        ...

    async def claim(self, ids: Collection[UUID]) -> None:
        """Until the end nobody else can make or change aggregates of these ids, whether they are there or not."""
        ...

    async def claim_tree(self) -> None:
        """Until the end nobody else can change who stands above whom: two changes at once, each without a circle, could
        close one together. Claimed after ids, and before what stands above is read."""
        ...

    async def roster(self, ids: Collection[UUID]) -> Mapping[UUID, Kept]:
        """Roster entries that are there."""
        ...

    async def number_owners(self, numbers: Collection[str]) -> Mapping[str, UUID]:
        """Whose employee numbers these are."""
        ...

    async def lines_above(self, people: Collection[UUID]) -> Mapping[UUID, Sequence[ReportingLine]]:
        """The reporting lines of these people and of all above them, on any day."""
        ...

    async def parents_above(self, units: Collection[UUID]) -> Mapping[UUID, UUID | None]:
        """These units and all above them → the parent of each."""
        ...

    async def save_roster(self, entries: Sequence[Kept]) -> None: ...

    async def plans(self, ids: Collection[UUID]) -> Mapping[UUID, Plan]: ...

    async def plan_of(self, pairs: Collection[tuple[UUID, UUID]]) -> Mapping[tuple[UUID, UUID], Plan]:
        """(civil servant, period) → plan."""
        ...

    async def save_plans(self, states: Sequence[Plan]) -> None:
        """Keeps plans, and makes the approved indicators of each the ones that take realizations."""
        ...

    async def courses(self, indicators: Collection[UUID]) -> Mapping[UUID, Course]: ...

    async def save_realizations(self, appended: Sequence[Appended], occasion: Occasion, actor: str) -> None: ...

    async def say(self, announcements: Sequence[Announcement]) -> None:
        """Writes the events of what became true."""
        ...


class Store(Protocol):
    """Opens transactions."""

    def begin(self) -> AbstractAsyncContextManager[Work]: ...


class Reads(Protocol):
    """Answers without locks."""

    async def entry(self, kind: str, id_: UUID) -> Kept | None: ...

    async def entries(
        self, kind: str, *, agency_id: UUID | None, unit_id: UUID | None, after: UUID | None, limit: int
    ) -> list[Kept]:
        """In order of ids, from the one after `after`."""
        ...

    async def plan(self, id_: UUID) -> Plan | None: ...

    async def plans(
        self, civil_servant_id: UUID, period_id: UUID | None, after: UUID | None, limit: int
    ) -> list[Plan]: ...

    async def course(self, indicator_id: UUID) -> Course | None: ...
