"""Surveys in PostgreSQL: state, answers, event and the answer for repetitions are one transaction.

Order of locks in every command: the idempotency key, then the survey. Answers to one survey wait for each other at its
row and nowhere else; answers to different surveys never do.
"""

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Final, TypeVar
from uuid import UUID

import msgspec
from chassis import idempotency
from chassis.ids import NewId
from chassis.outbox import writer
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from survey_svc.adapters import instruments, invitations, responses, rows, suggestions
from survey_svc.app.ports import Attempt, Outcome, Work
from survey_svc.app.translate import Announcement
from survey_svc.domain.facts import Answer
from survey_svc.domain.instrument import Instrument, Kept
from survey_svc.domain.integrity import Limits, Near, Response, Review
from survey_svc.domain.invitations import Invitation
from survey_svc.domain.roster import Agency, Entry, Period, Person, Unit
from survey_svc.domain.suggestions import Suggestion, Verdict
from survey_svc.domain.survey import Survey

SOURCE: Final = "/survey-svc"
Found = TypeVar("Found", bound=Entry)

_NAMES: Final = ", ".join(rows.SURVEY_COLUMNS)
# A survey that has no row yet is locked by its id's digest, because there is nothing else to lock.
_LOCK: Final = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
_LOAD: Final = text(f"SELECT {_NAMES} FROM survey WHERE survey_id = :id FOR NO KEY UPDATE")
# One statement, so that the row is held for one trip less. Scores go as array literals: unnest would flatten them.
_SAVE: Final = text(f"""
    WITH added AS (
        INSERT INTO answer (survey_id, received_at, answer_id, answered_on, scores, suggestion,
                            sex, education, occupation, time_slot, reason, by_link, invited, served_by)
        SELECT :survey_id, :received_at, answer_id, answered_on, scores::smallint[], suggestion,
               sex, education, occupation, time_slot, reason, by_link, invited, served_by
        FROM unnest(CAST(:answer_ids AS uuid[]), CAST(:days AS date[]), CAST(:scores AS text[]),
                    CAST(:suggestions AS text[]), CAST(:sexes AS text[]), CAST(:educations AS text[]),
                    CAST(:occupations AS text[]), CAST(:time_slots AS text[]),
                    CAST(:reasons AS text[]), CAST(:by_links AS boolean[]), CAST(:inviteds AS boolean[]),
                    CAST(:servers AS uuid[]))
            AS given (answer_id, answered_on, scores, suggestion, sex, education, occupation, time_slot, reason,
                      by_link, invited, served_by)
    )
    INSERT INTO survey ({_NAMES}) VALUES ({", ".join(f":{name}" for name in rows.SURVEY_COLUMNS)})
    ON CONFLICT (survey_id) DO UPDATE
    SET {", ".join(f"{name} = excluded.{name}" for name in rows.SURVEY_COLUMNS if name != "survey_id")}
""")
_ENTRY: Final = text("""
    SELECT content::text AS content FROM roster_entry WHERE aggregate_id = :id AND kind = :kind
""")

_PEOPLE: Final = text("""
    SELECT content::text AS content FROM roster_entry
    WHERE kind = 'person' AND aggregate_id = ANY(CAST(:ids AS uuid[]))
""")


class PostgresWork:
    """One open transaction."""

    def __init__(self, connection: AsyncConnection, new_id: NewId, shipped: Sequence[Instrument]) -> None:
        self._connection, self._new_id, self._shipped = connection, new_id, shipped

    async def replay(self, attempt: Attempt) -> Outcome | None:
        stored = await idempotency.replay(self._connection, _attempt(attempt))
        return None if stored is None else _outcome(stored)

    async def remember(self, attempt: Attempt, outcome: Outcome, now: datetime) -> None:
        await idempotency.remember(self._connection, _attempt(attempt), _stored(outcome), now)

    async def unit(self, unit_id: UUID) -> Unit | None:
        return await self._entry(unit_id, Unit)

    async def agency(self, agency_id: UUID) -> Agency | None:
        return await self._entry(agency_id, Agency)

    async def period(self, period_id: UUID) -> Period | None:
        return await self._entry(period_id, Period)

    async def _entry(self, aggregate_id: UUID, kind: type[Found]) -> Found | None:
        wanted = {"id": aggregate_id, "kind": rows.KINDS[kind]}
        content = (await self._connection.execute(_ENTRY, wanted)).scalar_one_or_none()
        return None if content is None else msgspec.json.decode(content, type=kind)

    async def people(self, ids: Sequence[UUID]) -> Mapping[UUID, Person]:
        found = (await self._connection.execute(_PEOPLE, {"ids": list(ids)})).scalars()
        people = [msgspec.json.decode(content, type=Person) for content in found]
        return {each.civil_servant_id: each for each in people}

    async def invitations(self, digests: Sequence[bytes]) -> Mapping[bytes, Invitation]:
        return await invitations.find(self._connection, digests)

    async def keep_invitations(self, made: Sequence[tuple[bytes, Invitation]]) -> None:
        await invitations.add(self._connection, made)

    async def use_invitation(self, digest: bytes) -> None:
        await invitations.use(self._connection, digest)

    async def instrument(self, key: str, version: int) -> Kept | None:
        shipped = instruments.of(self._shipped, key, version)
        return Kept(shipped, in_use=True) if shipped else await instruments.claim(self._connection, key, version)

    async def keep_instrument(self, instrument: Instrument) -> None:
        await instruments.keep(self._connection, instrument)

    async def near(self, survey_id: UUID, answer: Answer, now: datetime, limits: Limits) -> Near:
        return await responses.near(self._connection, survey_id, answer, now, limits)

    async def survey_of(self, answer_id: UUID) -> UUID | None:
        return await responses.survey_of(self._connection, answer_id)

    async def response(self, answer_id: UUID) -> Response | None:
        return await responses.one(self._connection, answer_id)

    async def keep_review(self, review: Review, reviewer: str, now: datetime) -> None:
        await responses.keep(self._connection, review, reviewer, now)

    async def suggestion(self, answer_id: UUID) -> Suggestion | None:
        return await suggestions.one(self._connection, answer_id)

    async def keep_verdict(self, answer_id: UUID, verdict: Verdict, reader: str, now: datetime) -> None:
        await suggestions.keep(self._connection, answer_id, verdict, reader, now)

    async def claim(self, survey_id: UUID) -> Survey | None:
        await self._connection.execute(_LOCK, {"name": str(survey_id)})
        return await self.load(survey_id)

    async def load(self, survey_id: UUID) -> Survey | None:
        row = (await self._connection.execute(_LOAD, {"id": survey_id})).one_or_none()
        return None if row is None else rows.survey(row)

    async def save(self, state: Survey, answers: Sequence[Answer], said: Announcement | None, now: datetime) -> None:
        await self._connection.execute(_SAVE, rows.values(state) | rows.answers(answers) | {"received_at": now})
        if said is not None:
            await writer.append_of_command(self._connection, [writer.announced(said, self._new_id(), SOURCE)])


class PostgresStore:
    """Opens transactions. `committed` is called after each one that succeeded, to wake the relay. shipped: the region's
    own instruments."""

    def __init__(
        self, engine: AsyncEngine, new_id: NewId, committed: Callable[[], None], shipped: Sequence[Instrument]
    ) -> None:
        self._engine, self._new_id, self._committed, self._shipped = engine, new_id, committed, shipped

    @asynccontextmanager
    async def begin(self) -> AsyncGenerator[Work]:
        async with self._engine.begin() as connection:
            yield PostgresWork(connection, self._new_id, self._shipped)
        self._committed()


def _attempt(attempt: Attempt) -> idempotency.Attempt:
    return idempotency.Attempt(key=attempt.key, fingerprint=attempt.fingerprint, actor=attempt.actor)


def _stored(outcome: Outcome) -> idempotency.Stored:
    return idempotency.Stored(
        status=201 if outcome.created else 200,
        body=msgspec.json.encode(outcome.resource),
        etag=None if outcome.sequence is None else str(outcome.sequence),
        location=str(outcome.aggregate_id),
    )


def _outcome(stored: idempotency.Stored) -> Outcome:
    assert stored.location is not None, "every outcome here names its aggregate"
    return Outcome(
        created=stored.status == 201,
        resource=msgspec.json.decode(stored.body, type=dict[str, Any]),
        aggregate_id=UUID(stored.location),
        sequence=None if stored.etag is None else int(stored.etag),
        replayed=True,
    )
