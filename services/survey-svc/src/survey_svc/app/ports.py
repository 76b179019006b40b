"""What the application asks of the world: a store that works in transactions, and reads beside it.

The same suite of tests runs over the fake and over PostgreSQL. Invariant: everything done with one `Work` becomes true
together or not at all, events included; what `load` answers stays as it is until that end.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from survey_svc.app.translate import Announcement
from survey_svc.domain.access import Actor
from survey_svc.domain.facts import Answer
from survey_svc.domain.instrument import Instrument, Kept
from survey_svc.domain.integrity import Limits, Near, Response, Review
from survey_svc.domain.invitations import Invitation
from survey_svc.domain.roster import Agency, Entry, Period, Person, Unit
from survey_svc.domain.suggestions import State, Suggestion, Verdict
from survey_svc.domain.survey import Survey


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

    sequence: None where the survey's version is not the client's business (an answer to it).
    """

    created: bool
    resource: Mapping[str, object]
    aggregate_id: UUID
    sequence: int | None
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Occasion:
    """When a command came, by the clock and by the region's calendar, and the request that it belongs to."""

    now: datetime
    today: date
    correlation_id: str


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One aggregate of the roster at a version of it."""

    aggregate_id: UUID
    sequence: int
    entry: Entry


class Token(NamedTuple):
    """What an invitation is handed on by. key: the name of the key that it is signed with; link: the address that it
    opens; digest: what the invitation is kept under."""

    key: str
    text: str
    link: str
    digest: bytes


class Tokens(Protocol):
    """Makes and reads tokens. The same ids give the same tokens; nobody without the keys makes one."""

    def made(self, survey_id: UUID, invitation_id: UUID) -> tuple[Token, ...]:
        """The invitation's token under each key, the one for new invitations first."""
        ...

    def digest(self, token: str) -> bytes | None:
        """What the invitation of a token is kept under; None for a token that nobody here has signed."""
        ...


class Work(Protocol):
    """One transaction."""

    async def replay(self, attempt: Attempt) -> Outcome | None:
        """The outcome of an earlier try with the same key, which nobody else can work on until the end."""
        ...

    async def unit(self, unit_id: UUID) -> Unit | None: ...

    async def agency(self, agency_id: UUID) -> Agency | None: ...

    async def period(self, period_id: UUID) -> Period | None: ...

    async def people(self, ids: Sequence[UUID]) -> Mapping[UUID, Person]:
        """Those of them whom the roster knows."""
        ...

    async def invitations(self, digests: Sequence[bytes]) -> Mapping[bytes, Invitation]:
        """Those that are there. Nobody else uses one while its survey is loaded."""
        ...

    async def keep_invitations(self, made: Sequence[tuple[bytes, Invitation]]) -> None: ...

    async def use_invitation(self, digest: bytes) -> None: ...

    async def instrument(self, key: str, version: int) -> Kept | None:
        """The instrument, which nobody else can change until the end."""
        ...

    async def keep_instrument(self, instrument: Instrument) -> None: ...

    async def near(self, survey_id: UUID, answer: Answer, now: datetime, limits: Limits) -> Near:
        """What came just before an answer."""
        ...

    async def survey_of(self, answer_id: UUID) -> UUID | None:
        """The survey of an answer; nothing is locked."""
        ...

    async def response(self, answer_id: UUID) -> Response | None: ...

    async def keep_review(self, review: Review, reviewer: str, now: datetime) -> None: ...

    async def suggestion(self, answer_id: UUID) -> Suggestion | None:
        """An answer as its suggestion, also where it has none."""
        ...

    async def keep_verdict(self, answer_id: UUID, verdict: Verdict, reader: str, now: datetime) -> None: ...

    async def claim(self, survey_id: UUID) -> Survey | None:
        """As `load`, and nobody else can make a survey with this id until the end either."""
        ...

    async def load(self, survey_id: UUID) -> Survey | None:
        """The survey, which nobody else can change until the end. No other row is locked."""
        ...

    async def save(self, state: Survey, answers: Sequence[Answer], said: Announcement | None, now: datetime) -> None:
        """Keeps the state, the answers that led to it and what is to be said of it, if anything."""
        ...

    async def remember(self, attempt: Attempt, outcome: Outcome, now: datetime) -> None:
        """Keeps the answer for repetitions."""
        ...


class Store(Protocol):
    def begin(self) -> AbstractAsyncContextManager[Work]: ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which published surveys: of one agency, of one period or of the year that it lies in; None for all."""

    agency_id: UUID | None = None
    period_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """Agencies and periods that published surveys are of, each with its name, in the order of names and of days."""

    agencies: Sequence[tuple[UUID, str]]
    periods: Sequence[tuple[UUID, str]]


class Reads(Protocol):
    """Answers without locks."""

    async def survey(self, survey_id: UUID) -> Survey | None: ...

    async def instrument(self, key: str, version: int) -> Instrument | None: ...

    async def invitation(self, digest: bytes) -> Invitation | None: ...

    async def names(self, ids: Sequence[UUID]) -> Mapping[UUID, str]:
        """The names of agencies, units and periods, as far as the roster knows them."""
        ...

    async def surveys(self, unit_id: UUID | None, after: UUID | None, limit: int, by: Actor) -> list[Survey]:
        """Surveys in order of their ids, from the one after `after`; of one unit, where one is named; drafts only as
        far as `by` sees them."""
        ...

    async def aside(self, survey_id: UUID, after: UUID | None, limit: int) -> list[Response]:
        """Answers that were set aside, also those that have been reviewed, in order of their ids."""
        ...

    async def suggestions(
        self, survey_id: UUID, state: State | None, after: UUID | None, limit: int
    ) -> Sequence[Suggestion]:
        """Answers with a suggestion in that state, or in any, in order of their ids."""
        ...

    async def offered(self) -> Offered: ...

    async def published(self, wanted: Wanted, after: UUID | None, limit: int) -> list[Survey]:
        """Published surveys in order of their ids, from the one after `after`."""
        ...
