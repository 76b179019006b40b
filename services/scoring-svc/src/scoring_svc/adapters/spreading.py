"""What is said of a unit, kept, and spread over the people who serve there: one attribution a person and source.

A source is spread by something that comes with its period (`adapters.kinds`): a survey by the policy of its year. It
may be told before its period is, or before a policy is put in force; then it is spread by the newest policy, what it
was spread by is kept beside it, and it is spread anew when that turns out to be another.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Final, Generic, NamedTuple, TypeVar
from uuid import UUID

import msgspec
from chassis import outbox, postgres
from chassis.clock import Clock
from chassis.ids import NewId, derived
from contracts.envelope import Data
from sqlalchemy.ext.asyncio import AsyncConnection

from scoring_svc.adapters.roster_copy import people_of, years
from scoring_svc.domain.attribution import Attribution, Source, distribute
from scoring_svc.domain.contribution import OrganizationCounts, SurveyCounts
from scoring_svc.domain.roster import Person, SurveyIndex, UnitRating, Year

SOURCE: Final = "/scoring-svc"
ATTRIBUTIONS: Final = UUID("0d1c6c0e-2f53-5a7a-8f3a-1f7f8f1c9a42")
"""Namespace of the ids of attributions."""

Told = TypeVar("Told", SurveyIndex, UnitRating)
Counts = TypeVar("Counts", SurveyCounts, OrganizationCounts)

LOCK: Final = "SELECT pg_advisory_xact_lock(hashtextextended('unit ' || id::text, 0)) FROM unnest($1::uuid[]) AS id"
KEEP: Final = """
    INSERT INTO {sources} (id, unit_id, period_id, sequence, content)
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::bytea[])
    ON CONFLICT (id) DO UPDATE SET unit_id = excluded.unit_id, period_id = excluded.period_id,
        sequence = excluded.sequence, content = excluded.content
    WHERE {sources}.sequence < excluded.sequence
"""
OF_UNITS: Final = "SELECT id, period_id, content FROM {sources} WHERE unit_id = ANY($1::uuid[])"
SPREAD_BY: Final = """
    SELECT unit_id, period_id, spread_by FROM {sources} WHERE $1::uuid[] IS NULL OR period_id = ANY($1::uuid[])
"""
STAMP: Final = """
    UPDATE {sources} AS source SET spread_by = new.by FROM unnest($1::uuid[], $2::text[]) AS new (id, by)
    WHERE source.id = new.id AND source.spread_by IS DISTINCT FROM new.by
"""
FORMER: Final = "SELECT content FROM {attributions} WHERE civil_servant_id = ANY($1::uuid[])"
KEEP_ATTRIBUTIONS: Final = """
    INSERT INTO {attributions} (civil_servant_id, {source_id}, sequence, content)
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::bytea[])
    ON CONFLICT (civil_servant_id, {source_id}) DO UPDATE
    SET sequence = excluded.sequence, content = excluded.content
"""


class Tables(NamedTuple):
    """Where a kind of source and its attributions are kept."""

    sources: str
    attributions: str
    source_id: str


class Kind(NamedTuple, Generic[Told, Counts]):
    """A kind of thing that is said of units. identity: a source's own id and that of the period by which it is spread.
    by: what that is, by the period, as far as it is known. source: what is spread, by that. event: what is said of an
    attribution."""

    tables: Tables
    told: type[Told]
    attribution: type[Attribution[Counts]]
    identity: Callable[[Told], tuple[UUID, UUID]]
    by: Callable[[Year | None], str]
    source: Callable[[Told, str], Source[Counts]]
    event: Callable[[Attribution[Counts]], Data]


class Spreading(Generic[Told, Counts]):
    """The work on one kind of source, in the caller's transaction."""

    def __init__(self, kind: Kind[Told, Counts], clock: Clock, new_id: NewId) -> None:
        self._kind, self._clock, self._new_id = kind, clock, new_id

    async def keep(self, driver: Any, told: Iterable[tuple[Told, int]]) -> None:
        """Keeps what is newer than what is kept."""
        rows = sorted(((*self._kind.identity(each), each, sequence) for each, sequence in told), key=lambda row: row[0])
        if rows:
            await driver.execute(
                self._sql(KEEP),
                [id_ for id_, _, _, _ in rows],
                [each.unit_id for _, _, each, _ in rows],
                [period_id for _, period_id, _, _ in rows],
                [sequence for _, _, _, sequence in rows],
                [msgspec.json.encode(each) for _, _, each, _ in rows],
            )

    async def stale(self, driver: Any, periods: Collection[UUID] | None = None) -> set[UUID]:
        """The units with a source that was spread by something else than what holds now; of these periods or of all."""
        rows = await driver.fetch(self._sql(SPREAD_BY), None if periods is None else list(periods))
        known = await years(driver, {row["period_id"] for row in rows})
        return {row["unit_id"] for row in rows if row["spread_by"] != self._kind.by(known.get(row["period_id"]))}

    async def spread(
        self,
        connection: AsyncConnection,
        people: Sequence[Person],
        units: Iterable[UUID],
        whole: Collection[UUID],
        correlation_id: str,
    ) -> None:
        """Says what is new for these people of all sources of these units. whole: units whose people are all here."""
        driver = await postgres.raw(connection)
        rows = await driver.fetch(self._sql(OF_UNITS), list(units))
        known = await years(driver, {row["period_id"] for row in rows})
        by = {row["id"]: self._kind.by(known.get(row["period_id"])) for row in rows}
        told = [msgspec.json.decode(row["content"], type=self._kind.told) for row in rows]
        sources = [self._kind.source(each, by[self._kind.identity(each)[0]]) for each in told]
        said = distribute(people, sources, await self._former(driver, people))
        stamped = [each.id for each in sources if each.unit_id in whole]
        if stamped:
            await driver.execute(self._sql(STAMP), stamped, [by[id_] for id_ in stamped])
        if said:
            said.sort(key=lambda each: (each.civil_servant_id, each.source_id))
            await self._say(connection, said, correlation_id)

    async def _former(self, driver: Any, people: Sequence[Person]) -> Mapping[UUID, Sequence[Attribution[Counts]]]:
        found: dict[UUID, list[Attribution[Counts]]] = defaultdict(list)
        for row in await driver.fetch(self._sql(FORMER), [person.id for person in people]):
            each = msgspec.json.decode(row["content"], type=self._kind.attribution)
            found[each.civil_servant_id].append(each)
        return found

    async def _say(self, connection: AsyncConnection, said: Sequence[Attribution[Counts]], correlation_id: str) -> None:
        await (await postgres.raw(connection)).execute(
            self._sql(KEEP_ATTRIBUTIONS),
            [each.civil_servant_id for each in said],
            [each.source_id for each in said],
            [each.sequence for each in said],
            [msgspec.json.encode(each) for each in said],
        )
        now = self._clock()
        await outbox.writer.append(connection, [self._event(each, now, correlation_id) for each in said])

    def _event(self, attribution: Attribution[Counts], now: Any, correlation_id: str) -> outbox.Event:
        return outbox.make_event(
            self._kind.event(attribution),
            event_id=self._new_id(),
            aggregate_id=derived(ATTRIBUTIONS, str(attribution.civil_servant_id), str(attribution.source_id)),
            sequence=attribution.sequence,
            key=str(attribution.civil_servant_id),
            source=SOURCE,
            occurred_at=now,
            correlation_id=correlation_id,
            causation_id=attribution.event_id,
        )

    def _sql(self, statement: str) -> str:
        return statement.format(**self._kind.tables._asdict())


async def lock_units(driver: Any, units: Iterable[UUID]) -> None:
    """Until the transaction ends: whoever joins a unit's people with what is said of it sees all that others joined."""
    await driver.execute(LOCK, sorted(units))


class Respreading:
    """`step()` spreads anew, unit by unit, what was spread under a policy that no longer holds: after a start with
    other policies. What comes later is seen to by who takes it in, so when none is left there never is one again."""

    def __init__(self, engine: Any, spreadings: Sequence[Spreading[Any, Any]]) -> None:
        self._engine, self._spreadings = engine, spreadings
        self._left: list[UUID] | None = None

    async def step(self) -> bool:
        """One unit, in one transaction; False when none is left."""
        if self._left == []:
            return False
        async with self._engine.begin() as connection:
            driver = await postgres.raw(connection)
            if self._left is None:
                found = [await each.stale(driver) for each in self._spreadings]
                self._left = sorted(set[UUID]().union(*found))
                return bool(self._left)
            unit = self._left[-1]
            await lock_units(driver, [unit])
            people = await people_of(driver, [unit], [])
            for each in self._spreadings:
                await each.spread(connection, people, [unit], [unit], "policy-in-force")
        self._left.pop()
        return True
