"""The fan-out: roster, surveys and ratings of units kept, and turned into one attribution a person and source.

What a batch says of an aggregate is gathered to the newest before it is spread. What is said of a unit and the people
who serve in it are joined under locks of the units' names, so that of two concurrent changes the second one sees the
first; a period and what is spread by it, under locks of the period's name in the same way.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from chassis import postgres
from chassis.clock import Clock
from chassis.consuming import Received, Unusable
from chassis.ids import NewId
from sqlalchemy.ext.asyncio import AsyncConnection

from scoring_svc.adapters import roster_copy
from scoring_svc.adapters.kinds import ratings, surveys
from scoring_svc.adapters.spreading import Spreading, lock_units
from scoring_svc.app import translate_roster
from scoring_svc.app.translate_roster import RosterChange
from scoring_svc.domain.policy import Packs
from scoring_svc.domain.roster import Agency, Person, SurveyIndex, Unit, UnitRating, Year

LOCK_PERIODS: Final = """
    SELECT CASE WHEN changes THEN pg_advisory_xact_lock(hashtextextended('period ' || id::text, 0))::text
        ELSE pg_advisory_xact_lock_shared(hashtextextended('period ' || id::text, 0))::text END
    FROM unnest($1::uuid[], $2::bool[]) AS period (id, changes)
"""

Gathered = dict[UUID, tuple[RosterChange, int, str]]
"""Aggregate → its newest state, sequence, and the correlation id of the request that led to it."""


class FeedProjection:
    """What the group scoring-svc.roster does with its records: no memory of its own, all work in `save`."""

    def __init__(self, clock: Clock, new_id: NewId, ring: Callable[[], None], packs: Packs) -> None:
        self._ring = ring
        self._surveys = Spreading(surveys(packs), clock, new_id)
        self._ratings = Spreading(ratings(), clock, new_id)
        self._gathered: Gathered = {}

    @property
    def spreadings(self) -> Sequence[Spreading[Any, Any]]:
        """The kinds of things that are spread."""
        return self._surveys, self._ratings

    async def load(self, connection: AsyncConnection, records: Sequence[Received]) -> None:
        """Nothing: an event states all that is true of its aggregate."""

    def fold(self, record: Received) -> None:
        """Keeps the newest of each aggregate."""
        envelope = record.envelope
        change = translate_roster.roster_change(envelope, record.data)
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
        periods = [change.id for change, _, _ in taken.values() if isinstance(change, Year)]
        people = [change for change, _, _ in taken.values() if isinstance(change, Person)]
        surveyed = [(change, sequence) for change, sequence, _ in taken.values() if isinstance(change, SurveyIndex)]
        rated = [(change, sequence) for change, sequence, _ in taken.values() if isinstance(change, UnitRating)]
        spread_by = {each.period_id for each, _ in surveyed} | {each.evaluated_period_id for each, _ in rated}
        await _lock_periods(driver, periods, spread_by)
        await roster_copy.keep(driver, _entries(taken, Year))
        whole = {each.unit_id for each, _ in (*surveyed, *rated)}
        for each in self.spreadings if periods else ():
            whole |= await each.stale(driver, periods)
        units = whole | {place.unit_id for person in people for place in person.places}
        units |= await roster_copy.former_units(driver, [person.id for person in people])
        await lock_units(driver, units)
        await roster_copy.keep(driver, _entries(taken, Agency | Unit | Person))
        await self._surveys.keep(driver, surveyed)
        await self._ratings.keep(driver, rated)
        concerned = await roster_copy.people_of(driver, whole, [person.id for person in people])
        for each in self.spreadings:
            await each.spread(connection, concerned, units, whole, _correlation(taken))

    def saved(self, taken: Gathered) -> None:
        """Attributions may wait in the event log."""
        self._ring()

    def forget(self) -> None:
        """Drops what was gathered."""
        self._gathered = {}


async def _lock_periods(driver: Any, changed: Iterable[UUID], read: Iterable[UUID]) -> None:
    """Whoever changes a period waits for who spreads by it, and the other way round; those who spread do not wait for
    each other."""
    wanted = {**dict.fromkeys(read, False), **dict.fromkeys(changed, True)}
    if wanted:
        ordered = sorted(wanted.items())
        await driver.execute(LOCK_PERIODS, [id_ for id_, _ in ordered], [changes for _, changes in ordered])


def _entries(taken: Gathered, kind: Any) -> list[tuple[UUID, int, Any]]:
    """By id, so that two members never wait for each other in a circle."""
    found = [(id_, sequence, change) for id_, (change, sequence, _) in taken.items() if isinstance(change, kind)]
    return sorted(found, key=lambda each: each[0])


def _correlation(taken: Gathered) -> str:
    return next(reversed(taken.values()))[2]
