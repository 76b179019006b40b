"""What every store must do, the fake and the real one alike. A test class supplies the fixture `world`."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from uuid import UUID

import pytest
from chassis.problem import Problem
from contracts.evaluation import v1 as wire
from evaluation_svc.app import bring_in, execute
from evaluation_svc.app.deadlines import acknowledge_overdue
from evaluation_svc.app.ports import Attempt, Occasion, Outcome, RosterEntry, Store
from evaluation_svc.app.reads import OfPerson, Reads
from evaluation_svc.app.translate import Data
from evaluation_svc.domain import commands as do
from evaluation_svc.domain.access import Actor, Sight
from evaluation_svc.domain.commands import Submit
from evaluation_svc.domain.evaluation import Status
from evaluation_svc.domain.facts import Outcome as Ending
from evaluation_svc.domain.proposal import TargetValue
from evaluation_svc.domain.ratings import Rating
from evaluation_svc.domain.refusals import Code, Refusal
from evaluation_svc.domain.roster import Entry

from . import situations as that

OCCASION = Occasion(
    now=datetime(2026, 7, 9, 2, 15, tzinfo=UTC), today=that.TODAY, correlation_id="9f2c1e7a", rules=that.REGIONAL
)
ADMIN = Actor(roles={"region_admin"}, agency_id=None, civil_servant_id=None)


class World(Protocol):
    """A store under test, and a look at what it holds."""

    @property
    def store(self) -> Store: ...

    @property
    def reads(self) -> Reads: ...

    async def put(self, entries: Sequence[RosterEntry]) -> None: ...

    async def value(self, value: TargetValue) -> None:
        """Keeps the newest value of somebody's targets."""
        ...

    async def said(self) -> list[tuple[UUID, int, Data]]:
        """(aggregate, sequence, data) of every event, in the order in which they were appended."""
        ...


def attempt(key: str | None = None, fingerprint: bytes = b"first", actor: str = "dewi") -> Attempt:
    return Attempt(key=key, fingerprint=fingerprint, actor=actor)


def entry(aggregate_id: UUID, content: Entry, sequence: int = 1) -> RosterEntry:
    return RosterEntry(aggregate_id=aggregate_id, sequence=sequence, entry=content)


ROSTER = [entry(that.SITI, that.siti()), entry(that.DEWI, that.dewi()), entry(that.QUARTER, that.quarter())]


class StoreSuite:
    """Inherit from it, and supply `world`, with `ROSTER` on the roster."""

    async def submit(self, world: World, command: Submit | None = None, key: str | None = None) -> Outcome:
        return await execute.submit(command or that.submission(), attempt(key), OCCASION, world.store)

    async def test_what_is_saved_is_read_and_said(self, world: World):
        outcome = await self.submit(world)
        assert (outcome.created, outcome.sequence, outcome.aggregate_id) == (True, 1, that.EVALUATION)
        assert await world.reads.evaluation(that.EVALUATION) == that.submitted()
        assert [(key, sequence) for key, sequence, _ in await world.said()] == [(that.EVALUATION, 1)]

    async def test_the_whole_life_of_an_evaluation_is_one_aggregate(self, world: World):
        await self.submit(world)
        await execute.change(that.revision(), attempt(), OCCASION, world.store)
        await execute.change(that.withdrawal(expected=2), attempt(), OCCASION, world.store)
        again = that.submission(evaluation_id=that.ANOTHER, named=False)
        outcome = await self.submit(world, again)
        assert (outcome.created, outcome.sequence, outcome.aggregate_id) == (False, 4, that.EVALUATION)
        said = await world.said()
        assert [sequence for _, sequence, _ in said] == [1, 2, 3, 4]
        assert [type(data).__name__ for _, _, data in said] == [
            "EvaluationSubmitted",
            "EvaluationSubmitted",
            "EvaluationWithdrawn",
            "EvaluationSubmitted",
        ]

    async def test_a_repetition_under_its_key_gets_the_first_answer(self, world: World):
        first = await self.submit(world, key="once")
        await execute.change(that.revision(), attempt(), OCCASION, world.store)
        second = await self.submit(world, key="once")
        assert (second.resource, second.sequence, second.created) == (first.resource, 1, True)
        assert second.replayed
        assert len(await world.said()) == 2

    async def test_every_command_is_done_once_under_its_key(self, world: World):
        imported = [
            await bring_in.bring_in([that.submission()], ADMIN, attempt("import"), OCCASION, world.store)
            for _ in range(2)
        ]
        revised = [await execute.change(that.revision(), attempt("revision"), OCCASION, world.store) for _ in range(2)]
        withdrawn = [
            await execute.change(that.withdrawal(expected=2), attempt("withdrawal"), OCCASION, world.store)
            for _ in range(2)
        ]
        for first, second in (imported, revised, withdrawn):
            assert (first.replayed, second.replayed) == (False, True)
            assert (second.resource, second.sequence) == (first.resource, first.sequence)
        assert [sequence for _, sequence, _ in await world.said()] == [1, 2, 3]

    async def test_a_key_is_one_request_and_one_actor(self, world: World):
        await self.submit(world, key="once")
        with pytest.raises(Problem) as raised:
            await execute.submit(that.submission(), attempt("once", b"other"), OCCASION, world.store)
        assert raised.value.code == "idempotency_key_reused"
        other = attempt("once", b"other", actor="budi")
        assert not (await execute.submit(that.submission(), other, OCCASION, world.store)).replayed

    async def test_a_refused_command_leaves_nothing(self, world: World):
        with pytest.raises(Refusal):
            await self.submit(world, that.submission(rater=that.BUDI), key="once")
        assert await world.reads.evaluation(that.EVALUATION) is None
        assert await world.said() == []
        assert not (await self.submit(world, key="once")).replayed

    async def test_what_the_roster_does_not_have_is_named(self, world: World):
        stranger = Submit(that.EVALUATION, True, that.ANOTHER, that.QUARTER, that.DEWI, that.judgement())
        with pytest.raises(Refusal) as raised:
            await self.submit(world, stranger)
        assert raised.value.code == Code.UNKNOWN_CIVIL_SERVANT
        no_period = Submit(that.EVALUATION, True, that.SITI, that.AGENCY, that.DEWI, that.judgement())
        with pytest.raises(Refusal) as raised:
            await self.submit(world, no_period)
        assert raised.value.code == Code.UNKNOWN_PERIOD

    async def test_of_two_superiors_at_once_one_rates(self, world: World):
        ids = that.EVALUATION, that.ANOTHER
        both = [self.submit(world, that.submission(evaluation_id=each)) for each in ids]
        outcomes = await asyncio.gather(*both, return_exceptions=True)
        refusals = [each.code for each in outcomes if isinstance(each, Refusal)]
        assert refusals == [Code.ALREADY_EVALUATED]
        assert len(await world.said()) == 1

    async def test_of_two_changes_at_once_one_is_stale(self, world: World):
        await self.submit(world)
        both = [execute.change(each, attempt(), OCCASION, world.store) for each in (that.revision(), that.withdrawal())]
        outcomes = await asyncio.gather(*both, return_exceptions=True)
        assert [each.code for each in outcomes if isinstance(each, Refusal)] == [Code.STALE_VERSION]
        assert [sequence for _, sequence, _ in await world.said()] == [1, 2]

    @pytest.mark.parametrize("late", [False, True])
    async def test_what_was_received_elsewhere_is_acknowledged_at_once_where_its_days_are_over(
        self, world: World, late: bool
    ):
        brought = replace(that.submission(), received_on=that.judgement().evaluated_on)
        days = timedelta(days=that.RULES.filing.value + late)
        occasion = replace(OCCASION, today=that.judgement().evaluated_on + days)
        for _ in range(2):
            await bring_in.bring_in([brought], ADMIN, attempt(), occasion, world.store)
        state = await world.reads.evaluation(that.EVALUATION)
        assert state is not None and state.received_on == brought.received_on
        assert state.status is (Status.ACKNOWLEDGED if late else Status.SUBMITTED)
        assert [sequence for _, sequence, _ in await world.said()] == [1, 2][: state.sequence]
        assert state.sequence == 1 + late
        if state.acknowledged is not None:
            assert (state.acknowledged.acknowledged_on, state.acknowledged.by_deadline) == (occasion.today, True)

    async def test_many_are_brought_in_together_and_again_without_effect(self, world: World):
        commands = [that.submission()]
        first = await bring_in.bring_in(commands, ADMIN, attempt(), OCCASION, world.store)
        second = await bring_in.bring_in(commands, ADMIN, attempt(), OCCASION, world.store)
        assert first.resource == second.resource == {"accepted": 1}
        assert len(await world.said()) == 1

    async def test_one_bad_item_refuses_them_all_by_its_place(self, world: World):
        commands = [that.submission(), that.submission(evaluation_id=that.ANOTHER)]
        with pytest.raises(Refusal) as raised:
            await bring_in.bring_in(commands, ADMIN, attempt(), OCCASION, world.store)
        assert (raised.value.code, raised.value.pointer) == (Code.ALREADY_EVALUATED, "#/items/1")
        assert await world.said() == []

    async def test_a_list_goes_on_after_its_last_and_is_narrowed_by_period_and_rater(self, world: World):
        await self.submit(world)
        reads = world.reads
        assert [
            each.sequence for each in await reads.of_person(OfPerson(that.SITI, that.YEAR, that.DEWI), None, 5)
        ] == [1]
        assert len(await reads.of_person(OfPerson(that.SITI, that.QUARTER), None, 5)) == 1
        assert await reads.of_person(OfPerson(that.SITI), that.EVALUATION, 5) == []
        assert await reads.of_person(OfPerson(that.SITI, that.AGENCY), None, 5) == []
        assert await reads.of_person(OfPerson(that.SITI, None, that.BUDI), None, 5) == []
        assert await reads.of_person(OfPerson(that.BUDI), None, 5) == []

    async def test_a_draft_says_nothing_and_is_in_its_raters_list_alone(self, world: World):
        await self.submit(world, that.submission(draft=True))
        assert await world.reads.evaluation(that.EVALUATION) == that.drafted()
        assert await world.said() == []
        assert await world.reads.of_person(OfPerson(that.SITI, drafts_of=that.SITI), None, 5) == []
        assert await world.reads.of_person(OfPerson(that.SITI), None, 5) == []
        (found,) = await world.reads.of_person(OfPerson(that.SITI, drafts_of=that.DEWI), None, 5)
        assert found == that.drafted()
        await execute.change(do.HandIn(that.EVALUATION, 1, that.DEWI), attempt(), OCCASION, world.store)
        assert [(sequence, type(data).__name__) for _, sequence, data in await world.said()] == [
            (2, "EvaluationSubmitted")
        ]

    async def test_a_draft_that_is_taken_back_says_nothing(self, world: World):
        await self.submit(world, that.submission(draft=True))
        await execute.change(that.withdrawal(), attempt(), OCCASION, world.store)
        assert await world.said() == []

    async def test_behaviors_are_kept_and_said(self, world: World):
        judged = that.judgement(behaviors=that.SEVEN)
        await self.submit(world, that.submission(judged=judged))
        found = await world.reads.evaluation(that.EVALUATION)
        assert found is not None
        assert found.judgement == judged
        ((_, _, data),) = await world.said()
        assert isinstance(data, wire.EvaluationSubmitted)
        assert (data.behaviors[0].value, data.behaviors[0].rating) == ("service_oriented", "meets")
        assert len(data.behaviors) == 7

    async def test_an_appeal_goes_its_whole_way(self, world: World):
        await self.submit(world)
        filed = await execute.change(that.objection(), attempt("filing"), OCCASION, world.store)
        again = await execute.change(that.objection(), attempt("filing"), OCCASION, world.store)
        assert (filed.created, filed.aggregate_id, filed.sequence) == (True, that.APPEAL, 2)
        assert again == replace(filed, replayed=True)
        for who in (that.SITI, that.DEWI):
            await execute.hear(that.statement(who), attempt(), OCCASION, world.store)
        assert await world.reads.of_appeal(that.APPEAL) == that.heard()
        ends = that.decision(outcome=Ending.REVISED, results=Rating.ABOVE)
        done = await execute.hear(ends, attempt(), OCCASION, world.store)
        assert (done.created, done.aggregate_id, done.sequence) == (False, that.APPEAL, 5)
        _, objected, decided = [data for _, _, data in await world.said()]
        assert isinstance(objected, wire.EvaluationObjected)
        assert (objected.heard_by, objected.appeal_id, objected.work_results) == (that.BUDI, that.APPEAL, "meets")
        assert isinstance(decided, wire.EvaluationDecided)
        assert (decided.outcome, decided.work_results, decided.predicate) == ("revised", "above", "very_good")
        assert (decided.decided_by, decided.appeal_id) == (that.BUDI, that.APPEAL)
        assert [sequence for _, sequence, _ in await world.said()] == [1, 2, 5]

    async def test_where_the_rater_is_under_nobody_the_region_decides(self, world: World):
        await world.put([entry(that.DEWI, replace(that.dewi(), reporting_lines=()), 2)])
        await self.submit(world)
        await execute.change(that.objection(), attempt(), OCCASION, world.store)
        found = await world.reads.of_appeal(that.APPEAL)
        assert found is not None
        assert found.appeal is not None
        assert found.appeal.filed.heard_by is None

    async def test_what_is_not_there_is_refused(self, world: World):
        with pytest.raises(Refusal) as raised:
            await execute.change(that.objection(), attempt(), OCCASION, world.store)
        assert raised.value.code == Code.UNKNOWN_EVALUATION
        with pytest.raises(Refusal) as raised:
            await execute.hear(that.statement(), attempt(), OCCASION, world.store)
        assert raised.value.code == Code.UNKNOWN_APPEAL
        assert await world.reads.of_appeal(that.APPEAL) is None

    @pytest.mark.parametrize(
        ("seen", "found"),
        [
            (Sight(True, None, None), True),
            (Sight(False, that.AGENCY, None), True),
            (Sight(False, that.YEAR, None), False),
            (Sight(False, None, that.SITI), True),
            (Sight(False, None, that.DEWI), True),
            (Sight(False, None, that.BUDI), True),
            (Sight(False, None, that.ANOTHER), False),
            (Sight(False, None, None), False),
        ],
    )
    async def test_appeals_are_listed_to_those_whom_they_concern(self, world: World, seen: Sight, found: bool):
        await self.submit(world)
        await execute.change(that.objection(), attempt(), OCCASION, world.store)
        reads = world.reads
        assert len(await reads.appealed(seen, None, None, 5)) == found
        assert len(await reads.appealed(seen, Status.OBJECTED, None, 5)) == found
        assert await reads.appealed(seen, Status.DECIDED, None, 5) == []
        assert await reads.appealed(seen, None, that.APPEAL, 5) == []

    async def test_silence_acknowledges_once_and_not_before_its_day(self, world: World):
        await self.submit(world)
        last = replace(OCCASION, today=that.LAST_DAY)
        assert await acknowledge_overdue(last, world.store, 10) == 0
        late = replace(OCCASION, today=that.LAST_DAY + timedelta(days=3))
        assert [await acknowledge_overdue(late, world.store, 10) for _ in range(2)] == [1, 0]
        data = (await world.said())[-1][2]
        assert isinstance(data, wire.EvaluationAcknowledged)
        assert (data.by_deadline, data.acknowledged_on) == (True, that.LAST_DAY + timedelta(days=1))
        with pytest.raises(Refusal) as raised:
            await execute.change(that.objection(expected=2), attempt(), late, world.store)
        assert raised.value.code == Code.APPEAL_TOO_LATE

    async def test_silence_is_taken_for_an_answer_in_batches(self, world: World):
        people = [UUID(int=number + 1) for number in range(3)]
        await world.put([that.colleague(each) for each in people])
        for person in people:
            await self.submit(world, replace(that.submission(evaluation_id=person), civil_servant_id=person))
        late = replace(OCCASION, today=that.LAST_DAY + timedelta(days=1))
        assert [await acknowledge_overdue(late, world.store, 2) for _ in range(3)] == [2, 1, 0]
        assert len(await world.said()) == 6

    async def test_what_was_answered_waits_for_no_deadline(self, world: World):
        await self.submit(world)
        await execute.change(that.acknowledgement(), attempt(), OCCASION, world.store)
        late = replace(OCCASION, today=date(2027, 1, 1))
        assert await acknowledge_overdue(late, world.store, 10) == 0

    async def test_the_person_is_read_with_all_superiors(self, world: World):
        assert await world.reads.person(that.SITI) == that.siti()
        assert await world.reads.person(that.QUARTER) is None
