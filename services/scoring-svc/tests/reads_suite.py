"""What every `Reads` must answer, the fake and the real one alike. A test class supplies the fixture `world`."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol
from uuid import UUID

import msgspec
from scoring_svc.app.ports import Reads
from scoring_svc.domain.contribution import Contribution, PlanApproved
from scoring_svc.domain.roster import Agency, Person, Term, Unit, Year

from . import situations as that

LAST_YEAR = that.year(id=UUID(int=0xD0), name="Tahun 2025", starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
QUARTER = that.year(id=that.QUARTER, kind="quarterly", annual_period_id=that.YEAR, ends_on=date(2026, 3, 31))
MOVED = that.siti(places=(that.place(until=date(2026, 3, 31)), that.place(that.OTHER_UNIT, since=date(2026, 4, 1))))
KEY = (that.SITI, that.YEAR)


class World(Protocol):
    """Reads under test, and a way to make something true."""

    @property
    def reads(self) -> Reads: ...

    async def say(self, contributions: Sequence[Contribution]) -> None:
        """Each in a transaction of its own, in this order."""
        ...

    async def keep(self, entries: Sequence[Agency | Unit | Person | Year]) -> None: ...


class ReadsSuite:
    """Inherited by a class for each adapter."""

    async def test_nothing_is_there_before_it_was_said(self, world: World):
        assert await world.reads.card(KEY) is None
        assert await world.reads.bodies([KEY]) == {}
        assert list(await world.reads.contributions(KEY)) == []
        assert await world.reads.person(that.SITI) is None
        assert await world.reads.unit(that.UNIT) is None
        assert list(await world.reads.years()) == []

    async def test_a_card_comes_back_as_it_was_folded(self, world: World):
        said = [
            that.plan(that.within("80.5", "90"), that.indicator(id=that.WAITING, max_attainable=True)),
            that.realized("85.0001"),
            that.realized(None, that.WAITING),
            that.rated(),
            that.surveyed("87.50", 30),
        ]
        await world.say(said)
        kept = await world.reads.card(KEY)
        assert kept is not None
        assert {slot.event_id: slot.said for slot in kept.card.slots.values()} == {e.event_id: e.said for e in said}
        plan = kept.card.slots[that.PLAN].said
        assert isinstance(plan, PlanApproved) and plan.indicators[0].range_low == Decimal("80.5")
        (sequence, body) = (await world.reads.bodies([KEY, (that.DEWI, that.YEAR)]))[KEY]
        shown = msgspec.json.decode(body)
        assert (shown["sequence"], shown["kind"]) == (sequence, "live") and isinstance(shown["score"], str)

    async def test_the_log_keeps_all_that_was_new(self, world: World):
        said = [that.realized("80", sequence=1), that.realized("81", sequence=2), that.rated()]
        await world.say(said)
        found = await world.reads.contributions(KEY)
        assert {each.event_id: each for each in found} == {each.event_id: each for each in said}

    async def test_the_log_tells_when_each_was_recorded(self, world: World):
        said = [that.realized("80", sequence=1), that.rated()]
        await world.say(said)
        found = await world.reads.recorded(KEY)
        assert {(each.contribution.event_id, each.recorded_at) for each in found} == {
            (each.event_id, that.NOW) for each in said
        }

    async def test_who_serves_where_on_a_day(self, world: World):
        await world.keep([MOVED, that.dewi()])
        march, april = date(2026, 3, 31), date(2026, 4, 1)
        assert list(await world.reads.people_of(that.UNIT, march)) == [that.dewi(), MOVED]
        assert list(await world.reads.people_of(that.UNIT, april)) == [that.dewi()]
        assert list(await world.reads.people_of(that.OTHER_UNIT, april)) == [MOVED]
        found = await world.reads.units_of([that.SITI, that.BUDI], april)
        assert {person: set(units) for person, units in found.items() if units} == {that.SITI: {that.OTHER_UNIT}}

    async def test_whom_somebody_leads_on_a_day(self, world: World):
        led = that.siti(lines=((that.DEWI, Term(that.SINCE, date(2026, 3, 31))),))
        await world.keep([led, that.dewi()])
        assert list(await world.reads.reports_of(that.DEWI, date(2026, 3, 31))) == [led]
        assert list(await world.reads.reports_of(that.DEWI, date(2026, 4, 1))) == []

    async def test_terms_of_two_kinds_begin_on_one_day(self, world: World):
        """Somebody acts in another unit, or for another superior, from the day on which their own post begins."""
        places = (that.place(), that.place(), that.place(that.OTHER_UNIT))
        acting = that.siti(places=places, lines=2 * ((that.DEWI, Term(that.SINCE, None)),))
        await world.keep([acting])
        for unit_id in (that.UNIT, that.OTHER_UNIT):
            assert await world.reads.people_of(unit_id, that.TODAY) == [acting]
        assert await world.reads.reports_of(that.DEWI, that.TODAY) == [acting]

    async def test_years_are_annual_and_the_latest_comes_first(self, world: World):
        await world.keep([LAST_YEAR, QUARTER, that.year()])
        assert list(await world.reads.years()) == [that.year(), LAST_YEAR]

    async def test_agencies_and_units_by_name(self, world: World):
        other = Agency(that.OTHER_AGENCY, "Dinas Pendidikan")
        await world.keep([other, that.agency(), that.unit()])
        assert list(await world.reads.agencies()) == [that.agency(), other]
        assert list(await world.reads.units()) == [that.unit()]
        assert await world.reads.unit(that.UNIT) == that.unit()
        assert await world.reads.person(that.UNIT) is None, "an id of another kind is nobody's"
