"""What the application asks of the world: a store that works in transactions, and reads beside it.

The same suite of tests runs over the fake and over PostgreSQL. Invariant: everything done with one `Work` becomes true
together or not at all, events included; what `claim` and `load` answer stays as it is until that end.
"""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from evaluation_svc.app.translate import Announcement
from evaluation_svc.domain.access import Sight
from evaluation_svc.domain.commands import Submit
from evaluation_svc.domain.evaluation import Evaluation, Status
from evaluation_svc.domain.roster import CivilServant, Entry, Period
from evaluation_svc.domain.rules import AppealRules


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
    """When a command came, by the clock and by the region's calendar, and the request that it belongs to.

    rules: the region's for appeals.
    """

    now: datetime
    today: date
    correlation_id: str
    rules: AppealRules


@dataclass(frozen=True, slots=True)
class Roster:
    """The part of the roster that a command speaks of; what is missing is not known here (yet)."""

    people: Mapping[UUID, CivilServant]
    periods: Mapping[UUID, Period]


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One aggregate of the roster at a version of it."""

    aggregate_id: UUID
    sequence: int
    entry: Entry


class Work(Protocol):
    """One transaction."""

    async def replay(self, attempt: Attempt) -> Outcome | None:
        """The outcome of an earlier try with the same key, which nobody else can work on until the end."""
        ...

    async def roster(self, people: Collection[UUID], periods: Collection[UUID]) -> Roster: ...

    async def claim(self, submissions: Sequence[Submit]) -> list[Evaluation]:
        """The evaluations that bear the id, or stand for the person and period, of any of `submissions`.

        Until the end nobody else can make one of these ids, persons and periods, whether it is there or not.
        """
        ...

    async def load(self, evaluation_id: UUID) -> Evaluation | None:
        """The evaluation, which nobody else can change until the end."""
        ...

    async def load_appeal(self, appeal_id: UUID) -> Evaluation | None:
        """The evaluation that this appeal is against, as `load` answers it."""
        ...

    async def overdue(self, received_until: date, limit: int) -> list[Evaluation]:
        """Up to `limit` submitted evaluations that were received until then, the longest waiting first, which nobody
        else can change until the end. Those that somebody else is changing are left out and not waited for.
        """
        ...

    async def save(self, states: Sequence[Evaluation], said: Sequence[Announcement]) -> None:
        """Keeps states, each of another aggregate, together with what is to be said of them."""
        ...

    async def remember(self, attempt: Attempt, outcome: Outcome, now: datetime) -> None:
        """Keeps the answer for repetitions."""
        ...


class Store(Protocol):
    def begin(self) -> AbstractAsyncContextManager[Work]: ...


@dataclass(frozen=True, slots=True)
class OfPerson:
    """Which evaluations of a person are wanted.

    period_id: of that period, or of the year that it is. rater_id: only those that this superior made. drafts_of: whose
    drafts are among them.
    """

    civil_servant_id: UUID
    period_id: UUID | None = None
    rater_id: UUID | None = None
    drafts_of: UUID | None = None


class Reads(Protocol):
    """Answers without locks."""

    async def person(self, civil_servant_id: UUID) -> CivilServant | None: ...

    async def evaluation(self, evaluation_id: UUID) -> Evaluation | None: ...

    async def of_person(self, wanted: OfPerson, after: UUID | None, limit: int) -> list[Evaluation]:
        """Evaluations in order of their ids, from the one after `after`."""
        ...

    async def of_appeal(self, appeal_id: UUID) -> Evaluation | None:
        """The evaluation that this appeal is against."""
        ...

    async def appealed(self, seen: Sight, status: Status | None, after: UUID | None, limit: int) -> list[Evaluation]:
        """Evaluations with an appeal that `seen` covers, in order of the appeals' ids, from the one after `after`.

        status: objected or decided; None is both.
        """
        ...
