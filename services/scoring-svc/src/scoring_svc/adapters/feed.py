"""The fan-out: roster and survey events kept, and turned into one attribution a person and survey.

What a batch says of an index is gathered to the newest before it is spread. A unit's index and the people who serve in
it are joined under locks of the units' names, so that of two concurrent changes the second one sees the first.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final
from uuid import UUID

import msgspec
from chassis import outbox, postgres
from chassis.clock import Clock
from chassis.consuming import Received, Unusable
from chassis.ids import NewId, derived
from sqlalchemy.ext.asyncio import AsyncConnection

from scoring_svc.app import translate
from scoring_svc.app.translate import RosterChange
from scoring_svc.domain.roster import Attribution, Person, SurveyIndex, Unit, distribute

SOURCE: Final = "/scoring-svc"
ATTRIBUTIONS: Final = UUID("0d1c6c0e-2f53-5a7a-8f3a-1f7f8f1c9a42")

LOCK: Final = "SELECT pg_advisory_xact_lock(hashtextextended('unit ' || id::text, 0)) FROM unnest($1::uuid[]) AS id"
KEEP: Final = """
    INSERT INTO roster_entry (id, kind, sequence, agency_id, content)
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::int[], $4::uuid[], $5::bytea[])
    ON CONFLICT (id) DO UPDATE
    SET kind = excluded.kind, sequence = excluded.sequence, agency_id = excluded.agency_id, content = excluded.content
    WHERE roster_entry.sequence < excluded.sequence
    RETURNING id
"""
FORMER_PLACES: Final = "SELECT DISTINCT unit_id FROM place WHERE civil_servant_id = ANY($1::uuid[])"
CLEAR_PLACES: Final = "DELETE FROM place WHERE civil_servant_id = ANY($1::uuid[])"
PLACES: Final = """
    INSERT INTO place
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bool[], $5::date[], $6::date[])
"""
CLEAR_LINES: Final = "DELETE FROM reporting_line WHERE civil_servant_id = ANY($1::uuid[])"
LINES: Final = "INSERT INTO reporting_line SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::date[], $4::date[])"
KEEP_SURVEYS: Final = """
    INSERT INTO survey (id, unit_id, sequence, content)
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::bytea[])
    ON CONFLICT (id) DO UPDATE SET unit_id = excluded.unit_id, sequence = excluded.sequence, content = excluded.content
    WHERE survey.sequence < excluded.sequence
    RETURNING id
"""
SURVEYS: Final = "SELECT content FROM survey WHERE unit_id = ANY($1::uuid[])"
PEOPLE: Final = """
    SELECT content FROM roster_entry WHERE kind = 'Person' AND (id = ANY($2::uuid[])
        OR id IN (SELECT civil_servant_id FROM place WHERE unit_id = ANY($1::uuid[])))
"""
FORMER: Final = """
    SELECT content FROM attribution WHERE civil_servant_id = ANY($1::uuid[])
"""
KEEP_ATTRIBUTIONS: Final = """
    INSERT INTO attribution (civil_servant_id, survey_id, sequence, content)
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::bytea[])
    ON CONFLICT (civil_servant_id, survey_id) DO UPDATE
    SET sequence = excluded.sequence, content = excluded.content
"""

Gathered = dict[UUID, tuple[RosterChange, int, str]]
"""Aggregate → its newest state, sequence, and the correlation id of the request that led to it."""


class FeedProjection:
    """What the group scoring-svc.roster does with its records: no memory of its own, all work in `save`."""

    def __init__(self, clock: Clock, new_id: NewId, ring: Callable[[], None]) -> None:
        self._clock, self._new_id, self._ring = clock, new_id, ring
        self._gathered: Gathered = {}

    async def load(self, connection: AsyncConnection, records: Sequence[Received]) -> None:
        """Nothing: an event states all that is true of its aggregate."""

    def fold(self, record: Received) -> None:
        """Keeps the newest of each aggregate."""
        envelope = record.envelope
        change = translate.roster_change(envelope, record.data)
        if change is None:
            raise Unusable("not_of_the_roster", f"{envelope.type} does not belong on {record.topic}")
        former = self._gathered.get(envelope.aggregate_id)
        if former is None or former[1] < envelope.sequence:
            self._gathered[envelope.aggregate_id] = (change, envelope.sequence, envelope.correlation_id)

    def take(self) -> Gathered | None:
        """All that was gathered."""
        taken, self._gathered = self._gathered, {}
        return taken or None

    async def save(self, connection: AsyncConnection, taken: Gathered) -> None:
        """Keeps it, and says what it means for each person."""
        driver = await postgres.raw(connection)
        people = [change for change, _, _ in taken.values() if isinstance(change, Person)]
        surveys = [change for change, _, _ in taken.values() if isinstance(change, SurveyIndex)]
        units = {place.unit_id for person in people for place in person.places} | {each.unit_id for each in surveys}
        former = await driver.fetch(FORMER_PLACES, [person.id for person in people])
        units |= {row["unit_id"] for row in former}
        await driver.execute(LOCK, sorted(units))
        await _keep_roster(driver, taken)
        await _keep_surveys(driver, taken)
        await self._spread(connection, driver, people, surveys, units, _correlation(taken))

    def saved(self, taken: Gathered) -> None:
        """Attributions may wait in the event log."""
        self._ring()

    def forget(self) -> None:
        """Drops what was gathered."""
        self._gathered = {}

    async def _spread(
        self,
        connection: AsyncConnection,
        driver: Any,
        people: Sequence[Person],
        surveys: Sequence[SurveyIndex],
        units: set[UUID],
        correlation_id: str,
    ) -> None:
        """Attributions of the people that changed to all surveys of their units, and of the surveys that changed to all
        people of theirs."""
        surveyed = {each.unit_id for each in surveys}
        rows = await driver.fetch(PEOPLE, list(surveyed), [person.id for person in people])
        concerned = [msgspec.json.decode(row["content"], type=Person) for row in rows]
        indexes = [
            msgspec.json.decode(row["content"], type=SurveyIndex) for row in await driver.fetch(SURVEYS, list(units))
        ]
        rows = await driver.fetch(FORMER, [person.id for person in concerned])
        known = [msgspec.json.decode(row["content"], type=Attribution) for row in rows]
        former = {(each.civil_servant_id, each.survey.survey_id): each for each in known}
        said = distribute(concerned, indexes, former)
        if not said:
            return
        said.sort(key=lambda each: (each.civil_servant_id, each.survey.survey_id))
        await driver.execute(
            KEEP_ATTRIBUTIONS,
            [each.civil_servant_id for each in said],
            [each.survey.survey_id for each in said],
            [each.sequence for each in said],
            [msgspec.json.encode(each) for each in said],
        )
        now = self._clock()
        await outbox.writer.append(connection, [self._event(each, now, correlation_id) for each in said])

    def _event(self, attribution: Attribution, now: Any, correlation_id: str) -> outbox.Event:
        return outbox.make_event(
            translate.attributed(attribution),
            event_id=self._new_id(),
            aggregate_id=derived(ATTRIBUTIONS, str(attribution.civil_servant_id), str(attribution.survey.survey_id)),
            sequence=attribution.sequence,
            key=str(attribution.civil_servant_id),
            source=SOURCE,
            occurred_at=now,
            correlation_id=correlation_id,
            causation_id=attribution.survey.event_id,
        )


async def _keep_roster(driver: Any, taken: Gathered) -> None:
    entries = sorted(
        (each for each in taken.items() if not isinstance(each[1][0], SurveyIndex)), key=lambda each: each[0]
    )
    if not entries:
        return
    kept = await driver.fetch(
        KEEP,
        [id_ for id_, _ in entries],
        [type(change).__name__ for _, (change, _, _) in entries],
        [sequence for _, (_, sequence, _) in entries],
        [change.agency_id if isinstance(change, Unit | Person) else None for _, (change, _, _) in entries],
        [msgspec.json.encode(change) for _, (change, _, _) in entries],
    )
    newer = {row["id"] for row in kept}
    await _keep_terms(
        driver, [change for id_, (change, _, _) in entries if isinstance(change, Person) and id_ in newer]
    )


async def _keep_terms(driver: Any, people: Sequence[Person]) -> None:
    """Where people serve and whom they answer to, by day, for the questions that begin at a unit or a superior."""
    ids = [person.id for person in people]
    await driver.execute(CLEAR_PLACES, ids)
    await driver.execute(CLEAR_LINES, ids)
    places = [
        (one.id, each.unit_id, each.position, each.serves_public, each.term.since, each.term.until)
        for one in people
        for each in one.places
    ]
    lines = [(one.id, superior, term.since, term.until) for one in people for superior, term in one.lines]
    for statement, rows in ((PLACES, places), (LINES, lines)):
        if rows:
            await driver.execute(statement, *(list(column) for column in zip(*rows, strict=True)))


async def _keep_surveys(driver: Any, taken: Gathered) -> None:
    entries = sorted(
        ((id_, change, seq) for id_, (change, seq, _) in taken.items() if isinstance(change, SurveyIndex)),
        key=lambda each: each[0],
    )
    if entries:
        await driver.execute(
            KEEP_SURVEYS,
            [id_ for id_, _, _ in entries],
            [change.unit_id for _, change, _ in entries],
            [sequence for _, _, sequence in entries],
            [msgspec.json.encode(change) for _, change, _ in entries],
        )


def _correlation(taken: Gathered) -> str:
    return next(reversed(taken.values()))[2]
