"""Coaching plans opened by what other services say: an early warning, or a rating below.

It has no memory between batches: what a batch calls for is gathered, then decided and written with the cursor in one
transaction. Events that call for nothing are passed over; only one about somebody unknown here is put aside.
"""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple
from uuid import UUID

from chassis import outbox, postgres
from chassis.clock import Clock, day
from chassis.consuming.projection import Received, Unusable
from chassis.ids import NewId
from sqlalchemy.ext.asyncio import AsyncConnection

from target_svc.adapters.records import PostgresRecords
from target_svc.adapters.saying import CLAIM, SOURCE
from target_svc.app import translate
from target_svc.app.keep_coachings import Begun, begin_all, slot
from target_svc.domain.coaching import Opening, id_of

KNOWN: Final = "SELECT id FROM roster_entry WHERE id = ANY($1::uuid[])"


class Called(NamedTuple):
    """An opening, and the event that called for it."""

    opening: Opening
    event_id: UUID
    correlation_id: str


Taken = tuple[Called, ...]


class CoachingProjection:
    """What the group target-svc.coaching does with its records. `committed` wakes the relay."""

    def __init__(self, clock: Clock, zone: str, new_id: NewId, committed: Callable[[], None]) -> None:
        self._clock, self._zone, self._new_id, self._committed = clock, zone, new_id, committed
        self._called: list[Called] = []
        self._known: set[UUID] = set()

    async def load(self, connection: AsyncConnection, records: Sequence[Received]) -> None:
        """Which of the people and periods that these records speak of are known."""
        openings = [self._opening(record) for record in records]
        named = {id_ for each in openings if each is not None for id_ in (each.civil_servant_id, each.period_id)}
        if named - self._known:
            driver = await postgres.raw(connection)
            self._known |= {row["id"] for row in await driver.fetch(KNOWN, list(named - self._known))}

    def fold(self, record: Received) -> None:
        """Notes what a record calls for."""
        opening = self._opening(record)
        if opening is None:
            return
        if not {opening.civil_servant_id, opening.period_id} <= self._known:
            raise Unusable("unknown_civil_servant", "it speaks of a person or period that the roster does not have")
        self._called.append(Called(opening, record.envelope.id, record.envelope.correlation_id))

    def take(self) -> Taken | None:
        """What was called for since the last time."""
        taken, self._called = tuple(self._called), []
        return taken or None

    async def save(self, connection: AsyncConnection, taken: Taken) -> None:
        """Opens the plans, and says so."""
        driver = await postgres.raw(connection)
        await driver.execute(CLAIM, sorted({id_of(each.opening, 0) for each in taken}))
        records = PostgresRecords(driver)
        former = await records.coachings_of({slot(each.opening) for each in taken})
        begun = begin_all({key: list(found) for key, found in former.items()}, [each.opening for each in taken])
        await records.save_coachings([each.state for each in begun])
        await outbox.writer.append(connection, [self._event(each, taken[each.place]) for each in begun])

    def saved(self, taken: Taken) -> None:
        """Wakes the relay."""
        self._committed()

    def forget(self) -> None:
        """Drops what was gathered."""
        self._called, self._known = [], set()

    def _opening(self, record: Received) -> Opening | None:
        envelope = record.envelope
        return translate.opening(record.data, envelope.id, day(envelope.occurred_at, self._zone))

    def _event(self, begun: Begun, called: Called) -> outbox.Event:
        said = translate.of_coaching(begun.state, self._clock(), called.correlation_id)
        return outbox.announced(said, self._new_id(), SOURCE, called.event_id)
