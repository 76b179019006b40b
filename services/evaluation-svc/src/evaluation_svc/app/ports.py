"""What the application asks of the world for its commands: a store that works in transactions.

The same suite of tests runs over the fake and over PostgreSQL. Invariant: everything done with one `Work` becomes true
together or not at all, events included; what `claim` and `load` answer stays as it is until that end.
"""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar
from uuid import UUID

from evaluation_svc.app.translate import Announcement
from evaluation_svc.domain.commands import Submit
from evaluation_svc.domain.evaluation import Evaluation
from evaluation_svc.domain.feedback import Feedback
from evaluation_svc.domain.follow_up import FollowUp
from evaluation_svc.domain.opinions import Opinion
from evaluation_svc.domain.organization import OrganizationEvaluation
from evaluation_svc.domain.proposal import TargetValue
from evaluation_svc.domain.roster import CivilServant, Entry, Period, Unit
from evaluation_svc.domain.rules import MappedRating, Rules
from evaluation_svc.domain.self_assessment import SelfAssessment

T = TypeVar("T")


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

    rules: the region's.
    """

    now: datetime
    today: date
    correlation_id: str
    rules: Rules


@dataclass(frozen=True, slots=True)
class Roster:
    """The part of the roster that a command speaks of; what is missing is not known here (yet).

    led: person and evaluated period → what the predicates of the units that the person leads mean for the head.
    values: person and year → the latest value of the targets. assessed: persons and evaluated periods that have a
    self-assessment.
    """

    people: Mapping[UUID, CivilServant]
    periods: Mapping[UUID, Period]
    led: Mapping[tuple[UUID, UUID], tuple[MappedRating, ...]]
    values: Mapping[tuple[UUID, UUID], TargetValue]
    assessed: Collection[tuple[UUID, UUID]]


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One aggregate of the roster at a version of it."""

    aggregate_id: UUID
    sequence: int
    entry: Entry


class Shelf(Protocol[T]):
    """States of one kind, each whole under its key; for commands, in their transaction."""

    async def take(self, *key: UUID) -> T | None:
        """What is kept there. Until the end nobody else can take it, nor what is not there yet."""
        ...

    async def put(self, states: Sequence[T]) -> None: ...


class Work(Protocol):
    """One transaction."""

    @property
    def organizations(self) -> Shelf[OrganizationEvaluation]:
        """By unit and evaluated period."""
        ...

    @property
    def self_assessments(self) -> Shelf[SelfAssessment]:
        """By person and evaluated period."""
        ...

    @property
    def feedback(self) -> Shelf[Feedback]: ...

    @property
    def opinions(self) -> Shelf[Opinion]:
        """By person, evaluated period and author."""
        ...

    @property
    def follow_ups(self) -> Shelf[FollowUp]: ...

    async def standing(self, civil_servant_id: UUID, evaluated_period_id: UUID) -> Evaluation | None:
        """The evaluation of this person and period, which nobody else can make or change until the end."""
        ...

    async def line(self, unit_id: UUID) -> tuple[Unit, ...]:
        """The unit, the one above it, and so on to the top; () where the roster does not have it."""
        ...

    async def say(self, said: Sequence[Announcement]) -> None:
        """Appends to the event log."""
        ...

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
