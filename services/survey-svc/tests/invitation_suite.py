"""What every store must do with invitations, the fake and the real one alike."""

import asyncio
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from contracts.survey.v1 import IndexChanged
from survey_svc.app import answering, execute, inviting, reviewing
from survey_svc.app.answering import Door
from survey_svc.app.inviting import Handed
from survey_svc.domain.facts import Decision, Entrance
from survey_svc.domain.integrity import Limits, Review
from survey_svc.domain.invitations import Asked, Invite
from survey_svc.domain.refusals import Code, Refusal
from survey_svc.domain.respondent import Respondent, Sex

from . import situations as that
from .store_suite import OCCASION, OFFICER, World, attempt, entry, given

STRICT = Door(Limits(flood_answers=1, flood_seconds=60, duplicate_seconds=600), that.TOKENS)


def asked(number: int, served_by: UUID | None = that.NURSE, valid_until: date | None = None) -> Asked:
    return Asked(UUID(int=number), served_by, that.TODAY, valid_until, f"#/items/{number}")


class InvitationSuite:
    """Inherit from it beside the store's own suite."""

    async def invite(self, world: World, *items: Asked, key: str | None = None) -> tuple[Handed, ...]:
        command = Invite(that.SURVEY, items, 14)
        _, handed = await inviting.make(command, OFFICER, attempt(key), OCCASION, world.store, that.TOKENS)
        return handed

    async def by(self, world: World, token: str, *scores: int, door: Door = STRICT, survey: UUID = that.SURVEY) -> UUID:
        one = replace(given(*scores), respondent=Respondent(sex=Sex.FEMALE))
        command = that.counting(one, survey_id=survey)
        await answering.answer(command, token, door, attempt(), OCCASION, world.store)
        return one.answer_id

    async def refused(self, world: World, token: str, survey: UUID = that.SURVEY) -> tuple[Code, str | None]:
        with pytest.raises(Refusal) as raised:
            await self.by(world, token, 4, 4, 4, survey=survey)
        return raised.value.code, raised.value.pointer

    async def prepare(self, world: World, entrance: Entrance = Entrance.INVITATION) -> None:
        await world.put([entry(that.NURSE, that.person()), entry(that.MIDWIFE, that.person(that.MIDWIFE))])
        await execute.define(that.definition(entrance=entrance), OFFICER, attempt(), OCCASION, world.store)

    async def test_an_invitation_is_used_once_and_another_surveys_is_refused(self, world: World):
        await self.prepare(world)
        other = replace(that.definition(entrance=Entrance.BOTH), survey_id=that.OTHER_SURVEY)
        await execute.define(other, OFFICER, attempt(), OCCASION, world.store)
        (one,) = await self.invite(world, asked(1))
        not_valid = (Code.INVITATION_NOT_VALID, "#/invitation")
        assert await self.refused(world, one.text, that.OTHER_SURVEY) == not_valid
        assert await self.refused(world, one.text[:-2] + ("AA" if one.text[-2:] != "AA" else "BB")) == not_valid
        assert await self.refused(world, "") == not_valid
        await self.by(world, one.text, 4, 3, 4)
        assert await self.refused(world, one.text) == (Code.INVITATION_USED, "#/invitation")
        assert len(await world.answers()) == 1

    async def test_of_two_uses_at_once_one_wins(self, world: World):
        await self.prepare(world)
        (one,) = await self.invite(world, asked(1))
        tries = [self.by(world, one.text, 4, 3, 4), self.by(world, one.text, 1, 2, 1)]
        ended = await asyncio.gather(*tries, return_exceptions=True)
        refusals = [each for each in ended if isinstance(each, Refusal)]
        assert [each.code for each in refusals] == [Code.INVITATION_USED]
        assert len(await world.answers()) == 1

    async def test_an_answer_that_is_refused_uses_nothing_up(self, world: World):
        await self.prepare(world)
        (one,) = await self.invite(world, asked(1))
        with pytest.raises(Refusal):
            await self.by(world, one.text, 4, 5, 4)
        await self.by(world, one.text, 4, 4, 4)

    async def test_repeated_ids_get_the_same_tokens_and_another_content_is_refused(self, world: World):
        await self.prepare(world)
        first = await self.invite(world, asked(1), key="once")
        assert await self.invite(world, asked(1), key="once") == first
        again = await self.invite(world, asked(2), asked(1))
        assert again[1] == first[0]
        assert again[0].text != first[0].text
        await self.by(world, first[0].text, 4, 4, 4)
        assert await self.invite(world, asked(1)) == first
        for other in (asked(1, served_by=None), asked(1, valid_until=that.TODAY)):
            with pytest.raises(Refusal) as raised:
                await self.invite(world, other)
            assert (raised.value.code, raised.value.pointer) == (Code.ALREADY_EXISTS, "#/items/1/id")

    async def test_served_counts_what_counts_by_who_served(self, world: World):
        await self.prepare(world)
        handed = await self.invite(world, *(asked(n, that.MIDWIFE if n == 9 else that.NURSE) for n in range(1, 10)))
        rows = [(4, 3, 4), (4, 4, 3), (3, 4, 4), (3, 3, 4), (4, 3, 4), (2, 2, 3)]
        ids = [await self.by(world, one.text, *row) for one, row in zip(handed[:6], rows, strict=True)]
        await self.by(world, handed[8].text, 1, 1, 2)
        said = [data for _, _, data in await world.said() if isinstance(data, IndexChanged)]
        told = [[(each.civil_servant_id, each.respondents, str(each.index)) for each in one.served] for one in said]
        # The fifth is set aside as a duplicate, so the fifth that counts is the sixth.
        assert told == [[]] * 6 + [[(that.NURSE, 5, "83.33")]] * 2
        command = Review(ids[4], Decision.ACCEPTED, "Warga lain.")
        await reviewing.decide(command, OFFICER, attempt(), OCCASION, world.store)
        _, _, last = (await world.said())[-1]
        assert isinstance(last, IndexChanged)
        assert [(each.respondents, str(each.index)) for each in last.served] == [(6, "84.72")]
        state = await world.reads.survey(that.SURVEY)
        assert state is not None
        assert [(each.civil_servant_id, each.respondents, each.total) for each in state.tally.served] == [
            (that.NURSE, 6, 61),
            (that.MIDWIFE, 1, 4),
        ]

    async def test_who_is_unknown_served_nobody_and_nothing_is_kept(self, world: World):
        await self.prepare(world)
        with pytest.raises(Refusal) as raised:
            await self.invite(world, asked(1), asked(2, that.YEAR))
        assert (raised.value.code, raised.value.pointer) == (Code.UNKNOWN_CIVIL_SERVANT, "#/items/2/served_by")
        token = that.TOKENS.made(that.SURVEY, UUID(int=1))[0].text
        assert await self.refused(world, token) == (Code.INVITATION_NOT_VALID, "#/invitation")
