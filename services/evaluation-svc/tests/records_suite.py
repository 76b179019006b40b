"""What every store must do with what stands around evaluations, the fake and the real one alike."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from contracts.evaluation import v1 as wire
from evaluation_svc.app import bring_in, execute, feedback, opinions, organizations, self_assessments
from evaluation_svc.app.ports import Outcome
from evaluation_svc.domain.access import Actor
from evaluation_svc.domain.feedback import Give
from evaluation_svc.domain.opinions import Think
from evaluation_svc.domain.organization import Rate
from evaluation_svc.domain.ratings import OrganizationPredicate, Rating
from evaluation_svc.domain.refusals import Code, Refusal
from evaluation_svc.domain.rules import Days, SelfAssessmentRules
from evaluation_svc.domain.self_assessment import Assess

from . import situations as that
from .store_suite import ADMIN, OCCASION, World, attempt, entry

BUDI = Actor(frozenset({"civil_servant"}), None, that.BUDI)
RATE = Rate(that.ANOTHER, that.CLINIC, that.QUARTER, None, OrganizationPredicate.OUTSTANDING, Decimal("101.25"))

ASSESS = Assess(that.SITI, that.QUARTER, that.SITI, None, Rating.ABOVE, Rating.MEETS, "Target tercapai.")

GIVE = Give(that.THIRD, that.SITI, that.DEWI, "Kunjungan rumah berjalan baik.", "loyal")


class RecordsSuite:
    """Inherit from it, and supply `world`, with the suite's roster on it."""

    async def rate(self, world: World, command: Rate = RATE, key: str | None = None) -> Outcome:
        return await organizations.rate(command, BUDI, attempt(key), OCCASION, world.store)

    async def test_a_units_predicate_is_kept_and_said(self, world: World):
        await world.put(that.units())
        first, again = [await self.rate(world, key="once") for _ in range(2)]
        assert (first.created, first.sequence, again.replayed) == (True, 1, True)
        found = await world.reads.organizations.find(that.CLINIC, that.QUARTER)
        assert found is not None
        assert (found.achievement, found.head.rating, found.rated_by) == (Decimal("101.25"), Rating.ABOVE, that.BUDI)
        same = await self.rate(world)
        assert (same.created, same.sequence) == (False, 1)
        worse = replace(RATE, expected_sequence=1, predicate=OrganizationPredicate.POOR)
        assert (await self.rate(world, worse)).sequence == 2
        said = await world.said()
        assert [(key, sequence) for key, sequence, _ in said] == [(that.ANOTHER, 1), (that.ANOTHER, 2)]
        assert [data.predicate for _, _, data in said if isinstance(data, wire.OrganizationRated)] == [
            "outstanding", "poor",
        ]  # fmt: skip

    async def test_a_stale_change_of_a_units_predicate_leaves_nothing(self, world: World):
        await world.put(that.units())
        await self.rate(world)
        with pytest.raises(Refusal) as raised:
            await self.rate(world, replace(RATE, expected_sequence=2, predicate=OrganizationPredicate.POOR))
        assert (raised.value.code, raised.value.found) == (Code.STALE_VERSION, 1)
        assert len(await world.said()) == 1

    async def test_what_is_not_on_the_roster_has_no_predicate(self, world: World):
        with pytest.raises(Refusal) as raised:
            await self.rate(world)
        assert raised.value.code == Code.UNKNOWN_UNIT
        await world.put(that.units())
        with pytest.raises(Refusal) as raised:
            await self.rate(world, replace(RATE, evaluated_period_id=that.YEAR))
        assert raised.value.code == Code.UNKNOWN_PERIOD
        assert await world.reads.organizations.find(that.CLINIC, that.YEAR) is None

    async def test_the_head_of_a_rated_unit_is_rated_as_the_unit(self, world: World):
        lines = that.dewi().reporting_lines
        await world.put([*that.units(), entry(that.SITI, replace(that.siti(), reporting_lines=lines), 2)])
        await world.put([entry(that.POST, that.unit(that.POST, that.CLINIC, that.SITI), 2)])
        await self.rate(world, replace(RATE, unit_id=that.CLINIC))
        budis = that.submission(rater=that.BUDI)
        assert (await execute.submit(budis, attempt(), OCCASION, world.store)).created
        await world.put([entry(that.CLINIC, that.unit(that.CLINIC, that.OFFICE, that.SITI), 3)])
        changed = that.revision(that.BUDI, that.judgement(results=Rating.BELOW))
        with pytest.raises(Refusal) as raised:
            await execute.change(changed, attempt(), OCCASION, world.store)
        assert raised.value.code == Code.HEAD_RATING_IS_THE_ORGANIZATIONS
        above = that.revision(that.BUDI, that.judgement(results=Rating.ABOVE))
        assert (await execute.change(above, attempt(), OCCASION, world.store)).sequence == 2

    async def test_a_line_goes_up_and_staff_is_counted_down(self, world: World):
        assert await world.reads.line(that.POST) == ()
        await world.put(that.units())
        assert [each.unit_id for each in await world.reads.line(that.POST)] == [that.POST, that.CLINIC, that.OFFICE]
        assert [each.unit_id for each in await world.reads.line(that.OFFICE)] == [that.OFFICE]
        siti = that.serving(that.siti(), that.POST)
        gone = that.serving(that.dewi(), that.OFFICE, date(2025, 12, 31))
        await world.put([entry(that.SITI, siti, 2), entry(that.DEWI, gone, 2)])
        await execute.submit(that.submission(), attempt(), OCCASION, world.store)
        whole = await world.reads.staff(that.OFFICE, that.QUARTER)
        assert whole.units == {that.OFFICE, that.CLINIC, that.POST}
        assert [(each.person, each.evaluation) for each in whole.people] == [(siti, that.submitted()), (gone, None)]
        below = await world.reads.staff(that.CLINIC, that.QUARTER)
        assert [each.person.civil_servant_id for each in below.people] == [that.SITI]
        assert (await world.reads.staff(that.CLINIC, that.YEAR)).people[0].evaluation is None

    async def test_what_was_withdrawn_or_is_a_draft_does_not_stand(self, world: World):
        await world.put([*that.units(), entry(that.SITI, that.serving(that.siti(), that.POST), 2)])
        await execute.submit(that.submission(draft=True), attempt(), OCCASION, world.store)
        assert (await world.reads.staff(that.POST, that.QUARTER)).people[0].evaluation is None
        await execute.change(that.withdrawal(), attempt(), OCCASION, world.store)
        assert (await world.reads.staff(that.POST, that.QUARTER)).people[0].evaluation is None

    async def test_periods_are_read(self, world: World):
        assert await world.reads.period(that.QUARTER) == that.quarter()
        assert await world.reads.period(that.SITI) is None

    async def test_the_newest_value_is_proposed_beside_the_rating(self, world: World):
        await world.value(that.target_value("89.99", 2))
        await world.value(that.target_value("120", 1))
        await execute.submit(that.submission(), attempt(), OCCASION, world.store)
        assert await world.reads.target_values.find(that.SITI, that.YEAR) == that.target_value("89.99", 2)
        found = await world.reads.evaluation(that.EVALUATION)
        assert found is not None
        assert found.proposal is not None
        assert (found.judgement.work_results, found.proposal.work_results) == (Rating.MEETS, Rating.BELOW)
        assert found.proposal.value == Decimal("89.99")
        await world.value(that.target_value(None, 3))
        await execute.change(that.revision(), attempt(), OCCASION, world.store)
        found = await world.reads.evaluation(that.EVALUATION)
        assert found is not None
        assert found.proposal is None

    async def test_who_rated_elsewhere_saw_no_proposal(self, world: World):
        await world.value(that.target_value())
        await bring_in.bring_in([that.submission()], ADMIN, attempt(), OCCASION, world.store)
        found = await world.reads.evaluation(that.EVALUATION)
        assert found is not None
        assert found.proposal is None

    async def test_where_it_comes_first_a_self_assessment_is_waited_for(self, world: World):
        rules = replace(that.REGIONAL, self_assessment=SelfAssessmentRules(True, "own", Days(30, "own")))
        waiting = replace(OCCASION, rules=rules)
        with pytest.raises(Refusal) as raised:
            await execute.submit(that.submission(), attempt(), waiting, world.store)
        assert raised.value.code == Code.SELF_ASSESSMENT_FIRST
        first, again = [
            await self_assessments.assess(ASSESS, attempt("once", actor="siti"), OCCASION, world.store)
            for _ in range(2)
        ]
        assert (first.created, first.sequence, again.replayed) == (True, 1, True)
        found = await world.reads.self_assessments.find(that.SITI, that.QUARTER)
        assert found is not None
        assert (found.reflection, found.assessed_on) == ("Target tercapai.", that.TODAY)
        assert (await execute.submit(that.submission(), attempt(), waiting, world.store)).created
        with pytest.raises(Refusal) as raised:
            other = replace(ASSESS, expected_sequence=1, reflection="Lain.")
            await self_assessments.assess(other, attempt(), OCCASION, world.store)
        assert raised.value.code == Code.SELF_ASSESSMENT_CLOSED
        assert not (await self_assessments.assess(ASSESS, attempt(), OCCASION, world.store)).created

    async def test_what_was_made_elsewhere_waits_for_none(self, world: World):
        rules = replace(that.REGIONAL, self_assessment=SelfAssessmentRules(True, "own", Days(30, "own")))
        waiting = replace(OCCASION, rules=rules)
        done = await bring_in.bring_in([that.submission()], ADMIN, attempt(), waiting, world.store)
        assert done.resource == {"accepted": 1}

    async def test_feedback_is_given_answered_and_listed(self, world: World):
        first, again = [await feedback.give(GIVE, attempt("once"), OCCASION, world.store) for _ in range(2)]
        assert (first.created, first.sequence, again.replayed) == (True, 1, True)
        assert not (await feedback.give(GIVE, attempt(), OCCASION, world.store)).created
        for _ in range(2):
            await feedback.answer(that.THIRD, that.SITI, "Terima kasih.", attempt(), OCCASION, world.store)
        (found,) = await world.reads.feedback.under(None, 5, civil_servant_id=that.SITI)
        assert (found.sequence, found.answers[0].text, found.about) == (2, "Terima kasih.", "loyal")
        assert await world.reads.feedback.under(None, 5, civil_servant_id=that.SITI, author_id=that.DEWI) == [found]
        assert await world.reads.feedback.under(None, 5, civil_servant_id=that.SITI, author_id=that.BUDI) == []
        assert await world.reads.feedback.under(that.THIRD, 5, civil_servant_id=that.SITI) == []
        with pytest.raises(Refusal) as raised:
            await feedback.answer(that.ANOTHER, that.SITI, "Ya.", attempt(), OCCASION, world.store)
        assert raised.value.code == Code.UNKNOWN_FEEDBACK
        with pytest.raises(Refusal) as raised:
            await feedback.give(replace(GIVE, civil_servant_id=that.ANOTHER), attempt(), OCCASION, world.store)
        assert raised.value.code == Code.UNKNOWN_CIVIL_SERVANT

    async def test_opinions_are_kept_by_author_and_said_to_have_been_asked_for(self, world: World):
        asking = replace(OCCASION, rules=replace(that.REGIONAL, opinions=replace(that.REGIONAL.opinions, asked=True)))
        asking = replace(asking, today=date(2026, 7, 6))
        people = [UUID(int=number + 1) for number in range(3)]
        await world.put([that.colleague(each) for each in people])
        for person in people:
            command = Think(that.SITI, that.QUARTER, person, None, that.SEVEN, None)
            done = await opinions.think(command, attempt(), asking, world.store)
            assert (done.created, done.sequence) == (True, 1)
            assert not (await opinions.think(command, attempt(), asking, world.store)).created
        place = {"civil_servant_id": that.SITI, "evaluated_period_id": that.QUARTER}
        found = await world.reads.opinions.under(None, 9, **place)
        assert [each.author_id for each in found] == people
        assert found[0].behaviors == that.SEVEN
        assert await world.reads.opinions.under(None, 9, **place | {"evaluated_period_id": that.YEAR}) == []
        with pytest.raises(Refusal) as raised:
            nobody = Think(that.SITI, that.QUARTER, None, None, that.SEVEN, None)
            await opinions.think(nobody, attempt(), asking, world.store)
        assert raised.value.code == Code.NOT_A_COLLEAGUE
        await execute.submit(that.submission(), attempt(), asking, world.store)
        data = (await world.said())[-1][2]
        assert isinstance(data, wire.EvaluationSubmitted)
        assert data.peers
        evaluation = await world.reads.evaluation(that.EVALUATION)
        assert evaluation is not None
        assert evaluation.peers
