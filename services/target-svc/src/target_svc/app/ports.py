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

from target_svc.app.records import Records
from target_svc.app.translate import Announcement
from target_svc.domain.goals import Goal
from target_svc.domain.periods import Turn
from target_svc.domain.plan import Plan
from target_svc.domain.realizations import Course
from target_svc.domain.realizations import Entry as RealizationEntry
from target_svc.domain.roster import Entry, Period, ReportingLine
from target_svc.domain.work_results import WorkResult


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
    """A realization to be kept, with the indicator it belongs to and that one's version with it."""

    indicator_id: UUID
    entry: RealizationEntry
    sequence: int


class Step(NamedTuple):
    """One step of a plan's history, at the plan's `sequence`.

    step: draft, submission, approval, return, closing. by: who asked. decided_by: in whose place it was decided.
    work_results: what was written down, None for the other steps.
    """

    plan_id: UUID
    sequence: int
    plan_version: int
    step: str
    by: str
    decided_by: UUID | None
    at: datetime
    note: str | None
    work_results: tuple[WorkResult, ...] | None


class Work(Protocol):
    """One transaction."""

    @property
    def records(self) -> Records:
        """What is kept beside plans, in this transaction."""
        ...

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

    async def periods_inside(self, annual_period_id: UUID) -> Sequence[Period]:
        """The quarters and months of a year."""
        ...

    async def save_turns(self, turns: Sequence[Turn], occasion: Occasion, actor: str) -> None: ...

    async def plans(self, ids: Collection[UUID]) -> Mapping[UUID, Plan]: ...

    async def plan_of(self, pairs: Collection[tuple[UUID, UUID]]) -> Mapping[tuple[UUID, UUID], Plan]:
        """(civil servant, period) → plan."""
        ...

    async def save_plans(self, states: Sequence[Plan], steps: Sequence[Step]) -> None:
        """Keeps plans and the steps that led there; the approved results and indicators of each are from now on the
        ones that others may serve, and that take realizations."""
        ...

    async def content_at(self, plan_id: UUID, sequence: int) -> tuple[WorkResult, ...] | None:
        """What a plan held at an earlier sequence, None where it never had that."""
        ...

    async def approved_results(self, pairs: Collection[tuple[UUID, UUID]]) -> Mapping[tuple[UUID, UUID], set[UUID]]:
        """(civil servant, period) → the ids of the approved work results; nothing where no plan is approved."""
        ...

    async def known_parents(self, ids: Collection[UUID]) -> set[UUID]:
        """Which of these ids are somebody's approved work results."""
        ...

    async def leading(self, people: Collection[UUID], day: date) -> set[UUID]:
        """Who of these has people under them on that day."""
        ...

    async def goals(self, ids: Collection[UUID]) -> Mapping[UUID, Goal]:
        """Regional goals that are there."""
        ...

    async def save_goal(self, goal: Goal) -> None: ...

    async def courses(self, indicators: Collection[UUID]) -> Mapping[UUID, Course]: ...

    async def indicators_of(self, entries: Collection[UUID]) -> Mapping[UUID, UUID]:
        """Which indicators these realizations are of."""
        ...

    async def save_realizations(self, appended: Sequence[Appended], occasion: Occasion) -> None: ...

    async def save_checks(self, checked: Sequence[Appended], occasion: Occasion) -> None: ...

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

    async def goal(self, id_: UUID) -> Goal | None: ...

    async def steps(self, plan_id: UUID) -> list[Step]:
        """A plan's history, oldest first."""
        ...

    async def course(self, indicator_id: UUID) -> Course | None: ...
