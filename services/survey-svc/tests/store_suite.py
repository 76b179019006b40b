"""What every store must do, the fake and the real one alike. A test class supplies the fixture `world`."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Protocol
from uuid import UUID

import pytest
from chassis import ids
from chassis.problem import Problem
from contracts.survey.v1 import IndexChanged
from survey_svc.app import answering, execute, reviewing, suggesting
from survey_svc.app.answering import Door
from survey_svc.app.ports import Attempt, Occasion, Outcome, Reads, RosterEntry, Store
from survey_svc.app.translate import Data
from survey_svc.domain.access import ANYBODY, Actor
from survey_svc.domain.answers import Given
from survey_svc.domain.decide import Close, Define
from survey_svc.domain.facts import Decision, Reason, Status
from survey_svc.domain.integrity import Limits, Review
from survey_svc.domain.refusals import Code, Refusal
from survey_svc.domain.roster import Entry
from survey_svc.domain.suggestions import Choice, Judge, State, Verdict

from . import situations as that

OCCASION = Occasion(now=datetime(2026, 7, 9, 2, 15, tzinfo=UTC), today=that.TODAY, correlation_id="9f2c1e7a")
OFFICER = Actor(roles={"personnel_officer"}, agency_id=that.AGENCY)


class World(Protocol):
    """A store under test, and a look at what it holds."""

    @property
    def store(self) -> Store: ...

    @property
    def reads(self) -> Reads: ...

    async def put(self, entries: Sequence[RosterEntry]) -> None: ...

    async def said(self) -> list[tuple[UUID, int, Data]]:
        """(aggregate, sequence, data) of every event, in the order in which they were appended."""
        ...

    async def answers(self) -> list[tuple[UUID, date, tuple[int, ...], str | None]]:
        """(survey, day, scores, suggestion) of every answer, in the order of their ids."""
        ...


def attempt(key: str | None = None, fingerprint: bytes = b"first", actor: str = "officer") -> Attempt:
    return Attempt(key=key, fingerprint=fingerprint, actor=actor)


def entry(aggregate_id: UUID, content: Entry, sequence: int = 1) -> RosterEntry:
    return RosterEntry(aggregate_id=aggregate_id, sequence=sequence, entry=content)


ROSTER = [entry(that.AGENCY, that.agency()), entry(that.UNIT, that.unit()), entry(that.QUARTER, that.period())]


def given(*scores: int, suggestion: str | None = None) -> Given:
    return replace(that.given(*scores), answer_id=ids.new_id(), suggestion=suggestion)


class StoreSuite:
    """Inherit from it, and supply `world`, with the unit, its agency and the quarter on the roster."""

    async def define(self, world: World, command: Define | None = None, key: str | None = None) -> Outcome:
        return await execute.define(command or that.definition(), OFFICER, attempt(key), OCCASION, world.store)

    async def answer(self, world: World, one: Given, key: str | None = None) -> Outcome:
        trying = attempt(key, actor="anonymous")
        return await answering.answer(that.counting(one), None, that.LENIENT, trying, OCCASION, world.store)

    async def test_a_survey_is_made_answered_and_closed(self, world: World):
        made = await self.define(world)
        assert (made.created, made.sequence, made.resource["index"]) == (True, 1, None)
        await self.answer(world, given(4, 3, 4, suggestion="Antrean lebih singkat."))
        await self.answer(world, given(2, 3, 4))
        closed = await execute.advance(Close(that.SURVEY, 3), OFFICER, attempt(), OCCASION, world.store)
        assert (closed.sequence, closed.resource["status"], closed.resource["index"]) == (4, "closed", "83.33")
        state = await world.reads.survey(that.SURVEY)
        assert state is not None
        assert (state.sequence, state.tally.sums, state.status) == (4, (6, 6, 8), Status.CLOSED)
        assert await world.answers() == [
            (that.SURVEY, that.TODAY, (4, 3, 4), "Antrean lebih singkat."),
            (that.SURVEY, that.TODAY, (2, 3, 4), None),
        ]

    async def test_each_change_says_the_whole_result_under_its_year(self, world: World):
        await self.define(world)
        await self.answer(world, given(4, 3, 4))
        said = await world.said()
        assert [sequence for _, sequence, _ in said] == [1, 2]
        first, second = (data for _, _, data in said)
        assert isinstance(first, IndexChanged)
        assert (first.index, first.grade, first.respondents, first.elements) == (None, None, 0, ())
        assert isinstance(second, IndexChanged)
        assert (second.index, second.grade, second.period_id) == (Decimal("91.67"), "A", that.YEAR)
        assert [(each.element, str(each.mean), each.answers) for each in second.elements] == [
            ("procedure", "4.0000", 1),
            ("cost", "3.0000", 1),
            ("staff_behavior", "4.0000", 1),
        ]

    async def test_many_answers_are_one_event_and_all_or_none(self, world: World):
        await self.define(world)
        bad = [given(4, 4, 4), replace(given(4, 5, 4), pointer="#/items/1")]
        with pytest.raises(Refusal) as raised:
            await execute.bring_in(that.counting(*bad), OFFICER, attempt(), OCCASION, world.store)
        assert raised.value.pointer == "#/items/1/scores/cost"
        assert await world.answers() == []
        good = that.counting(*(given(4, 4, 3) for _ in range(20)))
        outcome = await execute.bring_in(good, OFFICER, attempt(), OCCASION, world.store)
        assert outcome.resource == {"accepted": 20}
        assert len(await world.answers()) == 20
        assert [sequence for _, sequence, _ in await world.said()] == [1, 2]

    async def test_a_repetition_under_its_key_is_counted_once(self, world: World):
        await self.define(world)
        one = given(4, 4, 4)
        first = await self.answer(world, one, key="once")
        second = await self.answer(world, given(4, 4, 4), key="once")
        assert (second.resource, second.created, second.replayed) == (first.resource, True, True)
        assert len(await world.answers()) == 1

    async def test_a_key_is_one_request(self, world: World):
        await self.define(world, key="once")
        other = attempt("once", b"other")
        with pytest.raises(Problem) as raised:
            await execute.define(that.definition(), OFFICER, other, OCCASION, world.store)
        assert raised.value.code == "idempotency_key_reused"

    async def test_answers_at_once_are_all_counted_in_a_row(self, world: World):
        await self.define(world)
        await asyncio.gather(*(self.answer(world, given(1 + number % 4, 2, 3)) for number in range(24)))
        state = await world.reads.survey(that.SURVEY)
        assert state is not None
        assert (state.tally.respondents, state.tally.sums) == (24, (60, 48, 72))
        assert [sequence for _, sequence, _ in await world.said()] == list(range(1, 26))

    async def test_of_two_who_make_the_same_survey_at_once_one_makes_it(self, world: World):
        outcomes = await asyncio.gather(self.define(world), self.define(world))
        assert sorted(each.created for each in outcomes) == [False, True]
        assert len(await world.said()) == 1

    async def test_what_is_not_there_is_named(self, world: World):
        cases = (
            (replace(that.definition(), unit_id=that.OTHER_UNIT), Code.UNKNOWN_UNIT),
            (replace(that.definition(), period_id=that.YEAR), Code.UNKNOWN_PERIOD),
        )
        for command, code in cases:
            with pytest.raises(Refusal) as raised:
                await self.define(world, command)
            assert raised.value.code == code
        with pytest.raises(Refusal) as raised:
            await self.answer(world, given(4, 4, 4))
        assert raised.value.code == Code.UNKNOWN_SURVEY

    async def test_a_unit_whose_agency_is_still_on_its_way(self, world: World):
        await world.put([entry(that.OTHER_UNIT, replace(that.unit(that.OTHER_UNIT), agency_id=that.YEAR))])
        with pytest.raises(Refusal) as raised:
            await self.define(world, replace(that.definition(), unit_id=that.OTHER_UNIT))
        assert raised.value.code == Code.UNKNOWN_AGENCY

    @pytest.mark.parametrize(
        ("actor", "code"),
        [
            (Actor({"region_admin"}, None), None),
            (Actor({"agency_system"}, that.AGENCY), None),
            (Actor({"agency_system"}, that.YEAR), Code.ANOTHER_AGENCY),
            (Actor({"civil_servant", "inspector"}, that.AGENCY), Code.FORBIDDEN),
        ],
    )
    async def test_who_runs_surveys(self, world: World, actor: Actor, code: Code | None):
        await self.define(world)
        commands = (
            lambda: execute.define(that.definition(), actor, attempt(), OCCASION, world.store),
            lambda: execute.bring_in(that.counting(given(4, 4, 4)), actor, attempt(), OCCASION, world.store),
            lambda: execute.advance(Close(that.SURVEY, 2), actor, attempt(), OCCASION, world.store),
        )
        for command in commands:
            try:
                await command()
                found = None
            except Refusal as refusal:
                found = refusal.code
            assert found == code

    async def test_a_stranger_makes_no_survey_and_takes_none_over(self, world: World):
        stranger = Actor({"personnel_officer"}, that.OTHER_AGENCY)
        with pytest.raises(Refusal) as raised:
            await execute.define(that.definition(), stranger, attempt(), OCCASION, world.store)
        assert raised.value.code == Code.ANOTHER_AGENCY
        await self.define(world)
        await world.put(
            [
                entry(that.OTHER_AGENCY, replace(that.agency(), agency_id=that.OTHER_AGENCY)),
                entry(that.OTHER_UNIT, replace(that.unit(that.OTHER_UNIT), agency_id=that.OTHER_AGENCY)),
            ]
        )
        own = replace(that.definition(expected=1), unit_id=that.OTHER_UNIT)
        with pytest.raises(Refusal) as raised:
            await execute.define(own, stranger, attempt(), OCCASION, world.store)
        assert raised.value.code == Code.ANOTHER_AGENCY
        assert len(await world.said()) == 1

    async def test_every_command_is_done_once_under_its_key(self, world: World):
        made = [await self.define(world, key="survey") for _ in range(2)]
        imported = [
            await execute.bring_in(that.counting(given(4, 4, 4)), OFFICER, attempt("import"), OCCASION, world.store)
            for _ in range(2)
        ]
        closed = [
            await execute.advance(Close(that.SURVEY, 2), OFFICER, attempt("closing"), OCCASION, world.store)
            for _ in range(2)
        ]
        for first, second in (made, imported, closed):
            assert (first.replayed, second.replayed) == (False, True)
            assert (second.resource, second.sequence) == (first.resource, first.sequence)
        assert [sequence for _, sequence, _ in await world.said()] == [1, 2, 3]

    async def test_a_list_is_narrowed_by_unit_and_goes_on_after_its_last(self, world: World):
        await self.define(world)
        assert [each.survey_id for each in await world.reads.surveys(None, None, 5, ANYBODY)] == [that.SURVEY]
        assert len(await world.reads.surveys(that.UNIT, None, 5, ANYBODY)) == 1
        assert await world.reads.surveys(that.OTHER_UNIT, None, 5, ANYBODY) == []
        assert await world.reads.surveys(None, that.SURVEY, 5, ANYBODY) == []

    async def test_what_is_suspect_is_set_aside_and_reviewed_once(self, world: World):
        await self.define(world)
        strict = Door(Limits(flood_answers=3, flood_seconds=60, duplicate_seconds=600), that.TOKENS)
        sent = [given(4, 3, 4), given(4, 3, 4), given(2, 2, 2), given(1, 1, 1)]
        for one in sent:
            await answering.answer(that.counting(one), None, strict, attempt(), OCCASION, world.store)
        aside = await world.reads.aside(that.SURVEY, None, 5)
        assert [(each.answer.answer_id, each.answer.reason, each.decision) for each in aside] == [
            (sent[1].answer_id, Reason.DUPLICATE, None),
            (sent[3].answer_id, Reason.FLOOD, None),
        ]
        for one, decision in ((sent[1], Decision.ACCEPTED), (sent[3], Decision.REJECTED)):
            command = Review(one.answer_id, decision, "Dilihat bersama.")
            await reviewing.decide(command, OFFICER, attempt(), OCCASION, world.store)
            await reviewing.decide(command, OFFICER, attempt(), OCCASION, world.store)
        state = await world.reads.survey(that.SURVEY)
        assert state is not None
        tally = state.tally
        assert (tally.respondents, tally.sums, tally.quarantined, tally.rejected) == (3, (10, 8, 10), 0, 1)
        said = [data for _, _, data in await world.said() if isinstance(data, IndexChanged)]
        assert [each.quarantined for each in said] == [0, 0, 1, 1, 2, 1, 0]
        assert [str(each.index_with_quarantined) for each in said[4:6]] == ["64.58", "64.58"]
        assert await world.reads.aside(that.SURVEY, sent[3].answer_id, 5) == []
        with pytest.raises(Refusal) as raised:
            other = Review(sent[1].answer_id, Decision.REJECTED, "Lain.")
            await reviewing.decide(other, OFFICER, attempt(), OCCASION, world.store)
        assert raised.value.code == Code.NOT_QUARANTINED

    async def test_of_the_verdicts_on_a_suggestion_the_last_one_holds(self, world: World):
        await self.define(world)
        said, silent = given(4, 3, 4, suggestion="Bu Rina lambat."), given(4, 4, 4)
        for one in (said, silent):
            await self.answer(world, one)
        states: list[list[str]] = []
        for choice, reason, shown in (
            (Choice.SHOWN, None, "Bu … lambat."),
            (Choice.HIDDEN, "Atas permintaan.", None),
            (Choice.SHOWN, "Keliru.", None),
        ):
            command = Judge(said.answer_id, choice, reason, shown)
            await suggesting.decide(command, OFFICER, attempt(), OCCASION, world.store)
            found = {state: await world.reads.suggestions(that.SURVEY, state, None, 5) for state in (None, *State)}
            states.append([str(state) for state, each in found.items() if each])
            (one,) = found[None]
            wanted = shown if choice is Choice.HIDDEN else shown or "Bu Rina lambat."
            assert one.verdict == Verdict(choice, reason, wanted)
        assert states == [["None", "shown"], ["None", "hidden"], ["None", "shown"]]
        assert await world.reads.suggestions(that.SURVEY, None, said.answer_id, 5) == []
        assert len(await world.said()) == 3

    async def test_what_an_agency_brings_in_makes_no_answer_suspect(self, world: World):
        await self.define(world)
        brought = that.counting(*(given(4, 3, 4) for _ in range(5)))
        await execute.bring_in(brought, OFFICER, attempt(), OCCASION, world.store)
        strict = Door(Limits(flood_answers=3, flood_seconds=60, duplicate_seconds=600), that.TOKENS)
        await answering.answer(that.counting(given(4, 3, 4)), None, strict, attempt(), OCCASION, world.store)
        assert await world.reads.aside(that.SURVEY, None, 5) == []
