"""From a period that closes to sealed results: what it waits for, that a crash goes on, what makes a new version."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
import pytest
import structlog
from chassis import ids
from chassis.consuming import Received, Together
from chassis.consuming.cursor import Place
from contracts import registry
from contracts.envelope import Data, Envelope
from contracts.evaluation.v1 import EvaluationDecided
from contracts.roster.v1 import PeriodChanged
from contracts.score.v1 import ResultSealed
from scoring_svc.adapters.cards import CardsProjection, find
from scoring_svc.adapters.closings import Closings, Decisions
from scoring_svc.adapters.results import PostgresResults
from scoring_svc.adapters.sealing import Sealing
from scoring_svc.adapters.waiting import PostgresWaiting, WaitingDecisions
from scoring_svc.app.project import Cards
from scoring_svc.domain.contribution import Contribution
from scoring_svc.domain.official import Reason, Result
from scoring_svc.domain.policy import Packs
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from .. import situations as that
from .conftest import PostgresWorld, Visitor

pytestmark = pytest.mark.servers
SITI, DEWI = (that.SITI, that.YEAR), (that.DEWI, that.YEAR)
CLOSED_AT = datetime(2027, 1, 14, 18, 0, tzinfo=UTC)
"""The fifteenth of January in Lampung."""


def received(data: Data, aggregate: UUID, sequence: int, at: datetime = CLOSED_AT) -> Received:
    type_, version = registry.name_of(data)
    envelope = Envelope(
        id=ids.new_id(), type=type_, version=version, source="/a-service", key="k", aggregate_id=aggregate,
        sequence=sequence, occurred_at=at, correlation_id="a-request", data=registry.encode_data(data),
    )  # fmt: skip
    return Received("a-topic", 0, sequence, envelope, data)


def period(status: Any, reopened: int = 0, kind: Any = "annual", id_: UUID = that.YEAR) -> PeriodChanged:
    return PeriodChanged(
        period_id=id_, kind=kind, annual_period_id=None, name="Tahun 2026", starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31), status=status, reopened=reopened,
    )  # fmt: skip


def decided(results: Any, sequence: int) -> Received:
    data = EvaluationDecided(
        evaluation_id=that.RATING, civil_servant_id=that.SITI, period_id=that.YEAR, evaluated_period_id=that.YEAR,
        evaluated_until=date(2026, 6, 30), rater_id=that.DEWI, work_results=results, work_behavior="meets",
        predicate="good", evaluated_on=date(2026, 7, 1), appeal_id=UUID(int=0x77), decided_on=date(2027, 2, 3),
        decided_by=that.BUDI, outcome="revised", reason="Bukti baru",
    )  # fmt: skip
    return received(data, that.RATING, sequence)


class Office:
    """Closings, decisions and the work on them over one database. ends: what the broker would say. cards_at_once: how
    many are sealed in a transaction."""

    def __init__(self, world: PostgresWorld) -> None:
        self.world, self.results = world, PostgresResults(world.engine)
        self.ends: dict[str, int] = {}
        self.cards_at_once, self.packs = 200, that.PACKS
        self.counted: list[float] = []

    async def period(self, record: Received) -> None:
        feed = Together(Closings(), self.world.feed())
        feed.fold(record)
        taken = feed.take()
        assert taken is not None
        async with self.world.engine.begin() as connection:
            await feed.save(connection, taken)
        feed.saved(taken)

    async def close(self, sequence: int, reopened: int = 0) -> None:
        await self.period(received(period("closed", reopened), that.YEAR, sequence))

    async def decide(self, record: Received) -> None:
        cards = Cards(that.PACKS, 100)
        projection = Together(CardsProjection(cards, lambda: that.NOW, ids.new_id, lambda _: None), Decisions())
        async with self.world.engine.begin() as connection:
            await projection.load(connection, [record])
            cards.put(await find(connection, [SITI, DEWI]))
            projection.fold(record)
            taken = projection.take()
            assert taken is not None
            await projection.save(connection, taken)
        projection.saved(taken)

    def sealing(self) -> Sealing:
        now, zone = lambda: that.NOW, "Asia/Jakarta"
        waiting = WaitingDecisions(self.counted.append)
        return Sealing(self.world.engine, self.packs, now, ids.new_id, zone, self._ends, waiting, self.cards_at_once)

    async def work(self) -> None:
        """To the end, each step by a process that has just begun."""
        while await self.sealing().step():
            pass

    async def consumed(self, group: str, topic: str, offset: int) -> None:
        await self._do(
            "INSERT INTO consumer_cursor VALUES (:group, :topic, 0, :at) ON CONFLICT (group_name, topic, partition) "
            "DO UPDATE SET next_offset = :at",
            group=group, topic=topic, at=offset,
        )  # fmt: skip

    async def status(self) -> list[tuple[int, str, str, int, int]]:
        query = text("SELECT closing, reason, status, cards, results FROM sealing ORDER BY closing")
        async with self.world.engine.connect() as connection:
            return [tuple(row) for row in await connection.execute(query)]

    async def said(self) -> list[tuple[Envelope, ResultSealed]]:
        found = await self.world.said()
        return [(envelope, data) for envelope, data in found if isinstance(data, ResultSealed)]

    async def versions(self, key: tuple[UUID, UUID] = SITI) -> Sequence[Result]:
        return await self.results.versions(key)

    async def _do(self, statement: str, **values: object) -> None:
        async with self.world.engine.begin() as connection:
            await connection.execute(text(statement), values)

    async def published(self) -> None:
        await self._do("UPDATE event_log SET published_at = now()")

    async def _ends(self, topics: Sequence[str]) -> Mapping[Place, int]:
        return {Place(topic, 0): self.ends[topic] for topic in topics if topic in self.ends}


def decided_of_dewi(sequence: int) -> Received:
    record = decided("above", sequence)
    data = msgspec.structs.replace(record.data, civil_servant_id=that.DEWI)
    return received(data, UUID(int=that.RATING.int + 0x1000), sequence)


def of_dewi(contribution: Contribution) -> Contribution:
    return contribution.__class__(
        that.DEWI, contribution.period_id, UUID(int=contribution.source_id.int + 0x1000), contribution.sequence,
        UUID(int=contribution.event_id.int + 0x1000), contribution.effective_on, contribution.said,
    )  # fmt: skip


@pytest.fixture
async def office(world: PostgresWorld) -> Office:
    await world.keep([that.agency(), that.unit(), that.siti(), that.dewi(), that.year()])
    await world.say([that.plan(that.indicator(target="100")), that.realized("80"), that.rated(), of_dewi(that.rated())])
    return Office(world)


async def test_a_closing_seals_every_card_of_the_year_once(office: Office):
    await office.close(2)
    await office.work()
    assert await office.status() == [(2, "period_closed", "done", 2, 2)]
    (siti,), (dewi,) = await office.versions(), await office.versions(DEWI)
    assert (siti.version, siti.reason, siti.replaces) == (1, Reason.PERIOD_CLOSED, None)
    assert siti.sealed_on == date(2027, 1, 15), "the region's day of the closing"
    kept = await office.world.reads.card(SITI)
    assert kept is not None and siti.facts == kept.card
    # (60 · 80 + 25 · 100) / 85
    assert siti.score == Decimal("85.8824") and dewi.score == Decimal("100.0000")
    said = {data.civil_servant_id: (envelope, data) for envelope, data in await office.said()}
    envelope, data = said[that.SITI]
    assert (envelope.key, envelope.sequence, data.hash, data.score) == (str(that.SITI), 1, siti.hash, siti.score)
    assert envelope.correlation_id == "a-request" and envelope.causation_id is not None
    await office.work()
    assert len(await office.said()) == 2


async def test_what_closes_nothing_makes_no_work(office: Office):
    await office.period(received(period("closed", kind="quarterly", id_=that.QUARTER), that.QUARTER, 1))
    await office.period(received(period("published"), that.YEAR, 2))
    assert await office.status() == []
    await office.close(3)
    await office.close(3)
    await office.close(4)
    await office.period(received(period("published"), that.YEAR, 2))
    assert [(closing, status) for closing, _, status, _, _ in await office.status()] == [(3, "noticed")]


async def test_a_closing_that_is_heard_while_the_step_before_it_is_written_is_not_lost(office: Office):
    feed = Together(Closings(), office.world.feed())

    async def write(taken: Any) -> None:
        async with office.world.engine.begin() as connection:
            await feed.save(connection, taken)

    feed.fold(received(period("published"), that.YEAR, 2))
    published = feed.take()
    feed.fold(received(period("closed"), that.YEAR, 3))
    assert published is not None
    await write(published)
    feed.saved(published)
    closed = feed.take()
    assert closed is not None
    await write(closed)
    feed.saved(closed)
    assert [(closing, status) for closing, _, status, _, _ in await office.status()] == [(3, "noticed")]


async def test_it_waits_until_what_was_published_before_is_on_the_cards(office: Office):
    office.ends = {"target-events": 7, "survey-events": 3}
    await office.close(2)
    assert await office.sealing().step() and not await office.sealing().step()
    await office.consumed("scoring-svc.cards", "target-events", 7)
    await office.consumed("scoring-svc.roster", "survey-events", 2)
    assert not await office.sealing().step()
    await office.consumed("scoring-svc.roster", "survey-events", 3)
    await office.world.keep([that.index()], sequence=1)
    assert await office.sealing().step()
    assert not await office.sealing().step(), "what the survey means for people is not published yet"
    await office.published()
    office.ends["survey-attribution-events"] = 4
    assert await office.sealing().step()
    await office.consumed("scoring-svc.cards", "survey-attribution-events", 3)
    assert not await office.sealing().step() and await office.versions() == []
    await office.consumed("scoring-svc.cards", "survey-attribution-events", 4)
    await office.work()
    assert len(await office.versions()) == 1


async def test_a_crash_between_two_transactions_goes_on(office: Office):
    office.cards_at_once = 1
    await office.close(2)
    for _ in range(5):
        assert await office.sealing().step()
    assert [(cards, results) for _, _, _, cards, results in await office.status()] == [(1, 1)]
    await office.work()
    assert await office.status() == [(2, "period_closed", "done", 2, 2)]
    assert [len(await office.versions(key)) for key in (SITI, DEWI)] == [1, 1]


async def test_late_facts_move_the_card_and_count_after_a_reopening(office: Office):
    await office.close(2)
    await office.work()
    before = await office.versions()
    await office.world.say([that.realized("90", sequence=2)])
    await office.work()
    assert await office.versions() == before
    await office.period(received(period("open", 1), that.YEAR, 3))
    await office.work()
    assert await office.versions() == before
    await office.close(4, reopened=1)
    await office.work()
    first, second = await office.versions()
    assert (first, second.reason, second.replaces) == (before[0], Reason.REOPENING, first.hash)
    assert len(await office.versions(DEWI)) == 1, "whose explanation is the same has no new version"
    assert [(reason, cards, results) for _, reason, _, cards, results in await office.status()] == [
        ("period_closed", 2, 2), ("reopening", 2, 1),
    ]  # fmt: skip


async def test_reopened_and_closed_again_in_one_batch_is_noticed(office: Office):
    await office.close(2)
    await office.close(4, reopened=1)
    assert [(closing, reason) for closing, reason, *_ in await office.status()] == [
        (2, "period_closed"), (4, "reopening"),
    ]  # fmt: skip


async def test_a_period_that_is_reopened_cancels_what_is_left(office: Office):
    office.cards_at_once = 1
    await office.close(2)
    for _ in range(5):
        await office.sealing().step()
    await office.period(received(period("evaluation", 1), that.YEAR, 3))
    await office.work()
    assert await office.status() == [(2, "period_closed", "cancelled", 1, 1)]


async def test_a_decision_makes_a_version_of_the_sealed_facts(office: Office):
    await office.close(2)
    await office.work()
    await office.world.say([that.realized("100", sequence=2)])
    await office.decide(decided("above", 5))
    await office.work()
    first, second = await office.versions()
    assert (second.reason, second.replaces, second.sealed_on) == (Reason.APPEAL, first.hash, date(2027, 2, 3))
    targets = [part for part in second.facts.slots if part == that.COVERAGE]
    assert targets and second.facts.slots[that.COVERAGE].sequence == 1, "the late realization is not in it"
    assert second.score is not None and first.score is not None and second.score > first.score
    assert [(data.result_version, data.reason) for _, data in await office.said()][-1] == (2, "appeal")
    await office.work()
    assert len(await office.versions()) == 2


@pytest.mark.parametrize("sequence", [5, 1], ids=["before the closing", "already on the card"])
async def test_a_decision_without_a_result_waits_for_none(office: Office, sequence: int):
    if sequence == 5:
        await office.decide(decided("above", sequence))
    await office.work()
    assert await office.versions() == [] and await office.said() == []
    await office.close(2)
    await office.work()
    assert [each.reason for each in await office.versions()] == [Reason.PERIOD_CLOSED]


async def test_a_decision_that_came_while_the_year_was_sealed_is_in_it_or_after_it(office: Office):
    await office.close(2)
    await office.sealing().step()
    await office.decide(decided("above", 5))
    await office.work()
    (only,) = await office.versions()
    assert only.facts.slots[that.RATING].sequence == 5


@pytest.mark.parametrize("statement", ["UPDATE official_result SET score = 120", "DELETE FROM official_result"])
async def test_no_statement_changes_a_result(office: Office, statement: str):
    await office.close(2)
    await office.work()
    with pytest.raises(DBAPIError, match="an official result never changes"):
        await office._do(statement)


GONE = Packs((replace(that.LAMPUNG, version=7),))


async def sealed_by_what_is_gone(office: Office) -> None:
    """The year's results, under a version that is there no longer afterwards."""
    office.packs = GONE
    await office.close(2)
    await office.work()
    office.packs = that.PACKS


async def step_all(office: Office) -> None:
    """To the end, by one process: what waits for its policy is passed over."""
    sealing = office.sealing()
    while await sealing.step():
        pass


async def test_a_policy_that_is_gone_stops_nobody_else(office: Office):
    """Siti's result was sealed under a version that is gone afterwards; Dewi's was not."""
    await sealed_by_what_is_gone(office)
    await office._do("ALTER TABLE official_result DISABLE TRIGGER never_changes")
    await office._do("UPDATE official_result SET policy_version = 1 WHERE civil_servant_id = :person", person=that.DEWI)
    await office._do("ALTER TABLE official_result ENABLE TRIGGER never_changes")
    await office.decide(decided("above", 5))
    await office.decide(decided_of_dewi(5))
    with structlog.testing.capture_logs() as logged:
        await step_all(office)
    assert len(await office.versions()) == 1 and len(await office.versions(DEWI)) == 2
    (line,) = [each for each in logged if each["event"] == "sealing.policy_missing"]
    assert (line["civil_servant_id"], line["policy"], line["policy_version"]) == (str(that.SITI), "lampung", 7)
    assert office.counted[-1] == 1
    (waits,) = await PostgresWaiting(office.world.engine).decisions(10)
    assert (waits.civil_servant_id, waits.period_id, waits.decided_on) == (that.SITI, that.YEAR, date(2027, 2, 3))
    assert (waits.policy, waits.policy_version, waits.decision) == ("lampung", 7, UUID(line["decision"]))


async def test_when_the_policy_is_back_what_waited_is_worked_off(office: Office):
    await sealed_by_what_is_gone(office)
    await office.decide(decided("above", 5))
    await step_all(office)
    assert len(await office.versions()) == 1 and len(await PostgresWaiting(office.world.engine).decisions(10)) == 1
    office.packs = GONE
    await step_all(office)
    assert [each.reason for each in await office.versions()] == [Reason.PERIOD_CLOSED, Reason.APPEAL]
    assert await PostgresWaiting(office.world.engine).decisions(10) == [] and office.counted[-1] == 0


async def test_the_worklist_is_for_who_can_see_to_it(office: Office, visitor: Visitor):
    await sealed_by_what_is_gone(office)
    await office.decide(decided("above", 5))
    await step_all(office)
    path = "/v1/worklists/waiting-decisions"
    answer = (await visitor.get(visitor.token("inspector"), path)).json()
    assert [(each["civil_servant_id"], each["policy"]) for each in answer["items"]] == [
        (str(that.SITI), {"id": "lampung", "version": 7})
    ]
    assert answer["more"] is False
    refused = await visitor.get(visitor.token("personnel_officer", that.AGENCY), path)
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
