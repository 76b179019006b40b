"""What every store must do with follow-ups, the fake and the real one alike."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from contracts.evaluation import v1 as wire
from evaluation_svc.app import bring_in, execute, follow_ups
from evaluation_svc.app.deadlines import acknowledge_overdue
from evaluation_svc.domain.access import Actor
from evaluation_svc.domain.commands import Submit
from evaluation_svc.domain.follow_up import FollowUp, FollowUpStatus, Settle
from evaluation_svc.domain.ratings import Rating
from evaluation_svc.domain.refusals import Code, Refusal

from . import situations as that
from .store_suite import ADMIN, OCCASION, World, attempt, entry

OFFICER = Actor(frozenset({"personnel_officer"}), that.AGENCY, None)
JUDGED = that.judgement(results=Rating.ABOVE, behavior=Rating.ABOVE)


class FollowUpsSuite:
    """Inherit from it, and supply `world`, with the suite's roster on it."""

    async def rated_year(self, world: World) -> Submit:
        year = replace(that.quarter(), period_id=that.YEAR, annual_period_id=None)
        await world.put([entry(that.YEAR, year)])
        command = replace(that.submission(judged=JUDGED), evaluated_period_id=that.YEAR)
        await execute.submit(command, attempt(), OCCASION, world.store)
        return command

    async def found(self, world: World) -> list[FollowUp]:
        return await world.reads.follow_ups.under(None, 5, civil_servant_id=that.SITI)

    async def test_an_acknowledged_year_proposes_and_a_confirmation_is_said(self, world: World):
        await self.rated_year(world)
        assert await self.found(world) == []
        for _ in range(2):
            await execute.change(that.acknowledgement(), attempt(), OCCASION, world.store)
        (proposed,) = await self.found(world)
        assert (proposed.measure, proposed.status, proposed.sequence) == (
            "certificate_of_merit", FollowUpStatus.PROPOSED, 1,
        )  # fmt: skip
        command = Settle(proposed.follow_up_id, 1, None)
        first, again = [
            await follow_ups.settle(command, OFFICER, attempt("once"), OCCASION, world.store) for _ in range(2)
        ]
        assert (first.sequence, again.replayed) == (2, True)
        assert (await follow_ups.settle(command, OFFICER, attempt(), OCCASION, world.store)).sequence == 2
        key, sequence, data = (await world.said())[-1]
        assert (key, sequence) == (proposed.follow_up_id, 2)
        assert data == wire.FollowUpConfirmed(
            follow_up_id=proposed.follow_up_id,
            civil_servant_id=that.SITI,
            period_id=that.YEAR,
            kind="reward",
            measure="certificate_of_merit",
            confirmed_by=None,
            confirmed_on=that.TODAY,
        )
        assert len(await world.said()) == 3

    async def test_a_declination_is_kept_and_not_said(self, world: World):
        await self.rated_year(world)
        await execute.change(that.acknowledgement(), attempt(), OCCASION, world.store)
        (proposed,) = await self.found(world)
        declined = Settle(proposed.follow_up_id, 1, "Sudah diberikan.")
        await follow_ups.settle(declined, OFFICER, attempt(), OCCASION, world.store)
        assert [(each.status, each.reason) for each in await self.found(world)] == [
            (FollowUpStatus.DECLINED, "Sudah diberikan."),
        ]  # fmt: skip
        assert len(await world.said()) == 2
        of_agency = world.reads.follow_ups.under
        assert len(await of_agency(None, 5, agency_id=that.AGENCY, status="declined")) == 1
        assert await of_agency(None, 5, agency_id=that.AGENCY, status="proposed") == []
        with pytest.raises(Refusal) as raised:
            await follow_ups.settle(Settle(that.ANOTHER, 1, None), OFFICER, attempt(), OCCASION, world.store)
        assert raised.value.code == Code.UNKNOWN_FOLLOW_UP

    async def test_silence_and_an_appeals_decision_propose_too(self, world: World):
        await self.rated_year(world)
        late = replace(OCCASION, today=that.LAST_DAY + timedelta(days=1))
        assert await acknowledge_overdue(late, world.store, 5) == 1
        assert [each.proposed_on for each in await self.found(world)] == [late.today]

    async def test_a_decision_proposes(self, world: World):
        await self.rated_year(world)
        await execute.change(that.objection(), attempt(), OCCASION, world.store)
        for who in (that.SITI, that.DEWI):
            await execute.hear(that.statement(who), attempt(), OCCASION, world.store)
        assert await self.found(world) == []
        await execute.hear(that.decision(), attempt(), OCCASION, world.store)
        assert len(await self.found(world)) == 1

    async def test_what_was_received_long_ago_elsewhere_proposes_at_once(self, world: World):
        year = replace(that.quarter(), period_id=that.YEAR, annual_period_id=None)
        await world.put([entry(that.YEAR, year)])
        command = replace(that.submission(judged=JUDGED), evaluated_period_id=that.YEAR, received_on=date(2026, 7, 6))
        await bring_in.bring_in([command], ADMIN, attempt(), replace(OCCASION, today=date(2026, 8, 1)), world.store)
        assert len(await self.found(world)) == 1

    async def test_a_quarter_proposes_nothing(self, world: World):
        await execute.submit(that.submission(judged=JUDGED), attempt(), OCCASION, world.store)
        await execute.change(that.acknowledgement(), attempt(), OCCASION, world.store)
        assert await self.found(world) == []
