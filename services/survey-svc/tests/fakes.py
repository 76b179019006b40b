"""The ports in memory, held to the same suite as PostgreSQL.

What it can't show: one transaction at a time runs here, so nobody waits for a row, deadlocks or loses a connection.
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from chassis.problem import Problem
from survey_svc.app.ports import Attempt, Offered, Outcome, Wanted, Work
from survey_svc.app.translate import Announcement
from survey_svc.domain.access import Actor
from survey_svc.domain.facts import Answer, Status
from survey_svc.domain.instrument import Instrument, Kept
from survey_svc.domain.integrity import Limits, Near, Response, Review
from survey_svc.domain.invitations import Invitation
from survey_svc.domain.roster import Agency, Entry, Period, Person, Unit
from survey_svc.domain.suggestions import State, Suggestion, Verdict
from survey_svc.domain.survey import Survey

from .situations import SKM


class MemoryStore:
    """Store and reads in one. `roster`: the entries that it knows; `said`: the event log; `answers`: all, in order."""

    def __init__(self) -> None:
        self.roster: dict[UUID, Entry] = {}
        self.states: dict[UUID, Survey] = {}
        self.answers: list[tuple[UUID, Answer]] = []
        self.said: list[Announcement] = []
        self.outcomes: dict[tuple[str, str], tuple[bytes, Outcome]] = {}
        self.instruments: dict[tuple[str, int], Instrument] = {("skm", 1): SKM}
        self.reviews: dict[UUID, Review] = {}
        self.invitations: dict[bytes, Invitation] = {}
        self.verdicts: dict[UUID, Verdict] = {}
        self.received: dict[UUID, datetime] = {}
        self._one_at_a_time = asyncio.Lock()

    @asynccontextmanager
    async def begin(self) -> AsyncGenerator[Work]:
        async with self._one_at_a_time:
            work = MemoryWork(self)
            yield work
            work.commit()

    async def survey(self, survey_id: UUID) -> Survey | None:
        return self.states.get(survey_id)

    async def invitation(self, digest: bytes) -> Invitation | None:
        return self.invitations.get(digest)

    async def names(self, ids: Sequence[UUID]) -> Mapping[UUID, str]:
        found = {each: self.roster.get(each) for each in ids}
        return {key: each.name for key, each in found.items() if isinstance(each, Agency | Unit | Period)}

    async def surveys(self, unit_id: UUID | None, after: UUID | None, limit: int, by: Actor) -> list[Survey]:
        found = [
            each
            for key, each in sorted(self.states.items())
            if unit_id in (None, each.definition.unit_id)
            and (after is None or key > after)
            and (each.status is not Status.DRAFT or by.sees(each.definition.agency_id))
        ]
        return found[:limit]

    def response(self, answer_id: UUID) -> Response | None:
        review = self.reviews.get(answer_id)
        found = (
            Response(of, each, review and review.decision) for of, each in self.answers if each.answer_id == answer_id
        )
        return next(found, None)

    async def aside(self, survey_id: UUID, after: UUID | None, limit: int) -> list[Response]:
        ids = sorted(each.answer_id for of, each in self.answers if of == survey_id and each.reason is not None)
        found = [self.response(each) for each in ids if after is None or each > after]
        return [each for each in found if each is not None][:limit]

    def suggestion(self, answer_id: UUID) -> Suggestion | None:
        found = self.response(answer_id)
        return None if found is None else Suggestion(found, self.verdicts.get(answer_id))

    async def suggestions(
        self, survey_id: UUID, state: State | None, after: UUID | None, limit: int
    ) -> Sequence[Suggestion]:
        ids = sorted(each.answer_id for of, each in self.answers if of == survey_id and each.suggestion is not None)
        found = [self.suggestion(each) for each in ids if after is None or each > after]
        return [each for each in found if each is not None and state in (None, each.state)][:limit]

    async def offered(self) -> Offered:
        asked = [each.definition for each in self.states.values() if each.status is Status.PUBLISHED]
        agencies = await self.names(sorted({each.agency_id for each in asked}))
        periods = await self.names(sorted({one for each in asked for one in (each.period_id, each.year_id)}))
        return Offered(list(agencies.items()), list(periods.items()))

    async def published(self, wanted: Wanted, after: UUID | None, limit: int) -> list[Survey]:
        found = [
            each
            for key, each in sorted(self.states.items())
            if each.status is Status.PUBLISHED
            and wanted.agency_id in (None, each.definition.agency_id)
            and wanted.period_id in (None, each.definition.period_id, each.definition.year_id)
            and (after is None or key > after)
        ]
        return found[:limit]

    async def instrument(self, key: str, version: int) -> Instrument | None:
        return self.instruments.get((key, version))


class MemoryWork:
    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self._states: dict[UUID, Survey] = {}
        self._answers: list[tuple[UUID, Answer]] = []
        self._instruments: dict[tuple[str, int], Instrument] = {}
        self._reviews: dict[UUID, Review] = {}
        self._invitations: dict[bytes, Invitation] = {}
        self._verdicts: dict[UUID, Verdict] = {}
        self._received: dict[UUID, datetime] = {}
        self._said: list[Announcement] = []
        self._outcomes: dict[tuple[str, str], tuple[bytes, Outcome]] = {}

    def commit(self) -> None:
        self._store.states |= self._states
        self._store.instruments |= self._instruments
        self._store.reviews |= self._reviews
        self._store.invitations |= self._invitations
        self._store.verdicts |= self._verdicts
        self._store.received |= self._received
        self._store.answers += self._answers
        self._store.said += self._said
        self._store.outcomes |= self._outcomes

    async def replay(self, attempt: Attempt) -> Outcome | None:
        found = None if attempt.key is None else self._store.outcomes.get((attempt.actor, attempt.key))
        if found is None:
            return None
        if found[0] != attempt.fingerprint:
            raise Problem(422, "idempotency_key_reused", "This Idempotency-Key was used for another request.")
        return replace(found[1], replayed=True)

    async def remember(self, attempt: Attempt, outcome: Outcome, now: datetime) -> None:
        if attempt.key is not None:
            self._outcomes[attempt.actor, attempt.key] = attempt.fingerprint, outcome

    async def unit(self, unit_id: UUID) -> Unit | None:
        found = self._store.roster.get(unit_id)
        return found if isinstance(found, Unit) else None

    async def agency(self, agency_id: UUID) -> Agency | None:
        found = self._store.roster.get(agency_id)
        return found if isinstance(found, Agency) else None

    async def period(self, period_id: UUID) -> Period | None:
        found = self._store.roster.get(period_id)
        return found if isinstance(found, Period) else None

    async def near(self, survey_id: UUID, answer: Answer, now: datetime, limits: Limits) -> Near:
        def within(seconds: int, invited: bool) -> list[Answer]:
            first = now - timedelta(seconds=seconds)
            times = self._store.received
            return [
                each
                for of, each in self._store.answers
                if of == survey_id and (each.by_link or (invited and each.invited)) and times[each.answer_id] > first
            ]

        equal = [(each.scores, each.respondent) for each in within(limits.duplicate_seconds, True)]
        return Near(len(within(limits.flood_seconds, False)), (answer.scores, answer.respondent) in equal)

    async def survey_of(self, answer_id: UUID) -> UUID | None:
        return next((of for of, each in self._store.answers if each.answer_id == answer_id), None)

    async def response(self, answer_id: UUID) -> Response | None:
        return self._store.response(answer_id)

    async def keep_review(self, review: Review, reviewer: str, now: datetime) -> None:
        self._reviews[review.answer_id] = review

    async def people(self, ids: Sequence[UUID]) -> Mapping[UUID, Person]:
        found = [self._store.roster.get(each) for each in ids]
        return {each.civil_servant_id: each for each in found if isinstance(each, Person)}

    async def invitations(self, digests: Sequence[bytes]) -> Mapping[bytes, Invitation]:
        return {each: self._store.invitations[each] for each in digests if each in self._store.invitations}

    async def keep_invitations(self, made: Sequence[tuple[bytes, Invitation]]) -> None:
        self._invitations |= dict(made)

    async def use_invitation(self, digest: bytes) -> None:
        self._invitations[digest] = replace(self._store.invitations[digest], used=True)

    async def instrument(self, key: str, version: int) -> Kept | None:
        found = self._store.instruments.get((key, version))
        named = {
            (each.definition.instrument, each.definition.instrument_version) for each in self._store.states.values()
        }
        return None if found is None else Kept(found, found == SKM or (key, version) in named)

    async def keep_instrument(self, instrument: Instrument) -> None:
        self._instruments[instrument.key, instrument.version] = instrument

    async def suggestion(self, answer_id: UUID) -> Suggestion | None:
        return self._store.suggestion(answer_id)

    async def keep_verdict(self, answer_id: UUID, verdict: Verdict, reader: str, now: datetime) -> None:
        self._verdicts[answer_id] = verdict

    async def claim(self, survey_id: UUID) -> Survey | None:
        return await self.load(survey_id)

    async def load(self, survey_id: UUID) -> Survey | None:
        return self._store.states.get(survey_id)

    async def save(self, state: Survey, answers: Sequence[Answer], said: Announcement | None, now: datetime) -> None:
        self._states[state.survey_id] = state
        self._received |= {each.answer_id: now for each in answers}
        self._answers += [(state.survey_id, each) for each in answers]
        if said is not None:
            self._said.append(said)
