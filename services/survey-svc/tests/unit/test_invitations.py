"""Invitations by the rules alone: who gets one, and any course of uses against a word and a day."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from survey_svc.adapters.tokens import LONGEST, SignedTokens
from survey_svc.domain.facts import Closed, Defined, Entrance, Published
from survey_svc.domain.invitations import Asked, Invitation, Invite, check_without, invite, use
from survey_svc.domain.refusals import Code
from survey_svc.domain.roster import Person
from survey_svc.domain.survey import Survey, evolve

from .. import situations as that
from ..situations import refused

OPEN = that.opened(entrance=Entrance.BOTH)
ONE = Asked(that.ANSWER, that.NURSE, date(2026, 7, 5), None, "#/items/0")
PEOPLE = {that.NURSE: that.person()}


def made(*items: Asked, state: Survey = OPEN, people: dict[UUID, Person] = PEOPLE) -> tuple[Invitation, ...]:
    return invite(Invite(that.SURVEY, items, 14), state, people, that.TODAY)


@pytest.mark.parametrize(
    ("item", "until"),
    [
        (ONE, date(2026, 7, 19)),
        (replace(ONE, served_by=None), date(2026, 7, 19)),
        (replace(ONE, served_on=date(2026, 7, 1)), date(2026, 7, 15)),
        (replace(ONE, served_on=that.TODAY), date(2026, 7, 23)),
        (replace(ONE, valid_until=that.TODAY), that.TODAY),
        (replace(ONE, valid_until=date(2026, 7, 31)), date(2026, 7, 31)),
    ],
)
def test_how_long_an_invitation_is_good(item: Asked, until: date):
    assert made(item) == (Invitation(that.SURVEY, item.served_by, until),)


def test_the_last_day_is_the_surveys_at_the_latest():
    (one,) = invite(Invite(that.SURVEY, (ONE,), 60), OPEN, PEOPLE, that.TODAY)
    assert one.valid_until == date(2026, 7, 31)


@pytest.mark.parametrize(
    ("item", "code", "pointer", "word"),
    [
        (replace(ONE, served_on=date(2026, 7, 10)), Code.IN_THE_FUTURE, "served_on", "2026-07-10 has not come yet"),
        (replace(ONE, served_on=date(2026, 6, 30)), Code.OUTSIDE_SURVEY_DAYS, "served_on", "2026-07-01 to 2026-07-31"),
        (replace(ONE, valid_until=date(2026, 8, 1)), Code.OUTSIDE_SURVEY_DAYS, "valid_until", "closes on 2026-07-31"),
        (replace(ONE, valid_until=date(2026, 7, 8)), Code.INVITATION_EXPIRED, "valid_until", "2026-07-08"),
        (replace(ONE, served_by=that.MIDWIFE), Code.UNKNOWN_CIVIL_SERVANT, "served_by", "try again in a few seconds"),
    ],
)
def test_what_cannot_be_invited(item: Asked, code: Code, pointer: str, word: str):
    found = refused(lambda: made(ONE, replace(item, invitation_id=that.YEAR, pointer="#/items/1")))
    assert found[:2] == (code, f"#/items/1/{pointer}")
    assert word in found[2]


def test_a_custom_that_ended_names_the_day_of_the_service():
    early = replace(ONE, served_on=date(2026, 7, 1))
    command = Invite(that.SURVEY, (early,), 7)
    assert refused(lambda: invite(command, OPEN, PEOPLE, that.TODAY))[:2] == (
        Code.INVITATION_EXPIRED,
        "#/items/0/served_on",
    )
    assert len(invite(Invite(that.SURVEY, (early,), 8), OPEN, PEOPLE, that.TODAY)) == 1


def test_an_id_stands_once_in_a_request():
    assert refused(lambda: made(ONE, replace(ONE, pointer="#/items/1")))[:2] == (Code.ALREADY_EXISTS, "#/items/1/id")


@pytest.mark.parametrize(
    ("person", "may"),
    [
        (that.person(), True),
        (that.person(unit_ids=()), True),
        (that.person(agency_id=that.OTHER_AGENCY), True),
        (that.person(agency_id=that.OTHER_AGENCY, unit_ids=(that.OTHER_UNIT,)), False),
    ],
)
def test_who_can_have_served(person: Person, may: bool):
    if may:
        assert made(ONE, people={that.NURSE: person})
    else:
        found = refused(lambda: made(ONE, people={that.NURSE: person}))
        assert found[:2] == (Code.SERVED_ELSEWHERE, "#/items/0/served_by")
        assert "never assigned to this unit" in found[2]


def test_which_surveys_invite():
    draft = evolve(OPEN, Defined(that.SURVEY, OPEN.definition, draft=True))
    closed = evolve(OPEN, Closed())
    by_link = that.opened(entrance=Entrance.OPEN_LINK)
    assert refused(lambda: made(ONE, state=draft))[:2] == (Code.SURVEY_NOT_OPEN, None)
    assert "being prepared" in refused(lambda: made(ONE, state=draft))[2]
    for state in (closed, evolve(closed, Published())):
        assert refused(lambda state=state: made(ONE, state=state))[:2] == (Code.SURVEY_CLOSED, None)
    assert refused(lambda: made(ONE, state=by_link))[:2] == (Code.INVITATIONS_NOT_USED, None)
    assert "`entry`" in refused(lambda: made(ONE, state=by_link))[2]
    assert made(ONE, state=that.opened(entrance=Entrance.INVITATION))


def test_where_one_is_needed():
    check_without(OPEN)
    check_without(that.opened())
    found = refused(lambda: check_without(that.opened(entrance=Entrance.INVITATION)))
    assert found[:2] == (Code.INVITATION_NEEDED, "#/invitation")
    assert "by invitation" in found[2]


class Uses(RuleBasedStateMachine):
    """The model is whether it was used, and its last day."""

    def __init__(self) -> None:
        super().__init__()
        self.invitation, self.used = Invitation(that.SURVEY, that.NURSE, that.TODAY), False

    def expected(self, days: int, other: bool) -> tuple[Code, str] | None:
        if other:
            return Code.INVITATION_NOT_VALID, "another survey"
        if self.used:
            return Code.INVITATION_USED, "has been used"
        return (Code.INVITATION_EXPIRED, "2026-07-09") if days > 0 else None

    @rule(days=st.integers(-2, 2), other=st.booleans())
    def tried(self, days: int, other: bool) -> None:
        survey = replace(OPEN, survey_id=that.OTHER_SURVEY) if other else OPEN
        expected, today = self.expected(days, other), that.TODAY + timedelta(days=days)
        if expected is None:
            after = use(self.invitation, survey, today)
            assert after == replace(self.invitation, used=True)
            self.invitation, self.used = after, True
        else:
            code, pointer, detail = refused(lambda: use(self.invitation, survey, today))
            assert (code, pointer) == (expected[0], "#/invitation")
            assert expected[1] in detail


TestUses = Uses.TestCase


def test_what_nobody_made():
    found = refused(lambda: use(None, OPEN, that.TODAY))
    assert found[:2] == (Code.INVITATION_NOT_VALID, "#/invitation")
    assert "not made here" in found[2]


class TestTokens:
    NEW = SignedTokens({"k2": "y" * 40, **that.KEYS}, "https://survei.example")

    def test_a_token_says_nothing_and_is_the_same_again(self):
        first, again = (that.TOKENS.made(that.SURVEY, that.ANSWER)[0] for _ in range(2))
        assert first == again
        assert first.link == f"http://survey/s/{first.text}"
        assert that.TOKENS.digest(first.text) == first.digest
        assert len(first.text) < 80
        others = {that.TOKENS.made(*ids)[0].digest for ids in ((that.SURVEY, that.YEAR), (that.YEAR, that.ANSWER))}
        assert len(others | {first.digest}) == 3

    def test_after_a_change_of_keys_old_tokens_are_good_until_the_old_key_is_gone(self):
        old = that.TOKENS.made(that.SURVEY, that.ANSWER)[0]
        new, still = self.NEW.made(that.SURVEY, that.ANSWER)
        assert (new.key, still.key, still.text) == ("k2", "k1", old.text)
        assert self.NEW.digest(old.text) == old.digest
        assert SignedTokens({"k2": "y" * 40}, "").digest(old.text) is None
        assert SignedTokens({"k1": "z" * 40}, "").digest(old.text) is None

    @pytest.mark.parametrize("bad", ["", ".", "k1", "k1.", "k1..", "k1.aaaa.bbbb", "k9.aaaa.bbbb", "é.a.b", "k1.é.é"])
    def test_what_nobody_signed(self, bad: str):
        assert that.TOKENS.digest(bad) is None

    def test_any_changed_character_is_seen(self):
        text = that.TOKENS.made(that.SURVEY, that.ANSWER)[0].text
        for place in range(len(text) - 1):
            changed = text[:place] + ("B" if text[place] != "B" else "C") + text[place + 1 :]
            assert that.TOKENS.digest(changed) is None
        assert that.TOKENS.digest(text + "x" * LONGEST) is None
