"""What follows from a year's result: proposed by policy, settled by an officer, for good."""

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid5

import pytest
from evaluation_svc.domain.access import Actor
from evaluation_svc.domain.evaluation import Evaluation
from evaluation_svc.domain.facts import Judgement
from evaluation_svc.domain.follow_up import FollowUp, FollowUpStatus, Settle, propose, settle
from evaluation_svc.domain.ratings import MATRIX, Predicate, Rating
from evaluation_svc.domain.refusals import Code, Refusal
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from .. import situations as that

OFFICER = Actor(frozenset({"personnel_officer"}), that.AGENCY, that.ANOTHER)
REGION = Actor(frozenset({"region_admin"}), None, None)


def annual(state: Evaluation, results: Rating = Rating.BELOW, behavior: Rating = Rating.BELOW) -> Evaluation:
    of = replace(state.of, evaluated_period_id=that.YEAR)
    return replace(state, of=of, judgement=Judgement(results, behavior, that.TODAY))


def proposed(state: Evaluation | None = None) -> tuple[FollowUp, ...]:
    return propose(state or annual(that.acknowledged()), that.AGENCY, that.TODAY, that.MEASURES)


def confirmation(expected: int = 1) -> Settle:
    return Settle(proposed()[0].follow_up_id, expected, None)


def declination(expected: int = 1, reason: str = "Sakit panjang.") -> Settle:
    return Settle(proposed()[0].follow_up_id, expected, reason)


def test_each_measure_of_the_predicate_is_proposed():
    first, second = proposed()
    assert first == FollowUp(
        follow_up_id=uuid5(that.EVALUATION, "follow_up/improvement_period"),
        sequence=1,
        evaluation_id=that.EVALUATION,
        civil_servant_id=that.SITI,
        period_id=that.YEAR,
        agency_id=that.AGENCY,
        rater_id=that.DEWI,
        predicate=Predicate.VERY_POOR,
        measure="improvement_period",
        kind="coaching",
        source="PP 30/2019 Ps 56-58",
        status=FollowUpStatus.PROPOSED,
        proposed_on=that.TODAY,
    )
    assert (second.measure, second.kind, second.source) == ("discipline_review", "sanction", "verify: PP 94/2021")
    assert len({first.follow_up_id, second.follow_up_id}) == 2
    assert proposed() == (first, second)


@pytest.mark.parametrize(("ratings", "predicate"), MATRIX.items())
def test_what_is_proposed_follows_the_predicate(ratings: tuple[Rating, Rating], predicate: Predicate):
    found = proposed(annual(that.decided(), *ratings))
    assert [each.measure for each in found] == [each.key for each in that.MEASURES.get(predicate, ())]
    assert all(each.predicate is predicate for each in found)


@pytest.mark.parametrize("state", [that.submitted(), that.drafted(), that.objected()])
def test_nothing_follows_before_it_is_final(state: Evaluation):
    assert proposed(annual(state)) == ()


def test_nothing_follows_from_a_part_of_a_year():
    part = replace(that.acknowledged(), judgement=Judgement(Rating.BELOW, Rating.BELOW, that.TODAY))
    assert proposed(part) == ()


@pytest.mark.parametrize("who", [OFFICER, REGION])
def test_an_officer_confirms(who: Actor):
    before = proposed()[0]
    assert settle(confirmation(), before, who, that.TODAY) == replace(
        before, sequence=2, status=FollowUpStatus.CONFIRMED, settled_by=who.civil_servant_id, settled_on=that.TODAY
    )


def test_or_declines_with_a_reason():
    found = settle(declination(), proposed()[0], OFFICER, that.TODAY)
    assert (found.status, found.reason, found.sequence) == (FollowUpStatus.DECLINED, "Sakit panjang.", 2)


@pytest.mark.parametrize(
    "who",
    [
        replace(OFFICER, civil_servant_id=that.SITI),
        replace(OFFICER, civil_servant_id=that.DEWI),
        replace(REGION, civil_servant_id=that.SITI),
        replace(REGION, civil_servant_id=that.DEWI),
        replace(OFFICER, agency_id=that.YEAR),
        replace(OFFICER, roles=frozenset({"agency_system"})),
        replace(OFFICER, roles=frozenset({"inspector"})),
        Actor(frozenset(), None, None),
    ],
)
def test_nobody_else_does(who: Actor):
    sentence = "Neither" if who.civil_servant_id in (that.SITI, that.DEWI) else "personnel officer or the region"
    for command in (confirmation(), declination()):
        with pytest.raises(Refusal, match=sentence) as raised:
            settle(command, proposed()[0], who, that.TODAY)
        assert (raised.value.code, raised.value.pointer) == (Code.NOT_THE_FOLLOW_UPS_OFFICER, None)


def test_it_is_settled_for_good():
    before = proposed()[0]
    confirmed = settle(confirmation(), before, OFFICER, that.TODAY)
    assert settle(confirmation(9), confirmed, REGION, that.TODAY) is confirmed
    with pytest.raises(Refusal, match="is confirmed, and that is for good") as raised:
        settle(declination(2), confirmed, OFFICER, that.TODAY)
    assert raised.value.code == Code.ALREADY_SETTLED
    declined = settle(declination(), before, OFFICER, that.TODAY)
    assert settle(declination(9), declined, OFFICER, that.TODAY) is declined
    for command in (confirmation(2), declination(2, "Lain.")):
        with pytest.raises(Refusal, match="is declined, and that") as raised:
            settle(command, declined, OFFICER, that.TODAY)
        assert raised.value.code == Code.ALREADY_SETTLED


def test_a_stale_version_is_told_what_it_is_now():
    with pytest.raises(Refusal, match="at version 1 by now, not 2") as raised:
        settle(confirmation(2), proposed()[0], OFFICER, that.TODAY)
    assert (raised.value.code, raised.value.pointer, raised.value.found) == (Code.STALE_VERSION, "header:If-Match", 1)


class FollowUps(RuleBasedStateMachine):
    """Against a model that knows words alone."""

    @initialize()
    def begin(self):
        self.state, self.word, self.versions = proposed()[0], "proposed", 1

    @rule(who=st.sampled_from([OFFICER, REGION, Actor(frozenset(), that.AGENCY, that.DEWI)]), fresh=st.booleans())
    def confirm(self, who: Actor, fresh: bool):
        self.attempt(who, fresh, "confirmed", lambda seen: confirmation(seen))

    @rule(who=st.sampled_from([OFFICER, Actor(frozenset({"inspector"}), None, None)]), fresh=st.booleans())
    def decline(self, who: Actor, fresh: bool):
        self.attempt(who, fresh, "declined", lambda seen: declination(seen))

    def attempt(self, who: Actor, fresh: bool, word: str, command: Callable[[int], Settle]):
        again = self.word == word
        allowed = who in (OFFICER, REGION) and (again or (fresh and self.word == "proposed"))
        try:
            self.state = settle(command(self.versions if fresh else self.versions + 1), self.state, who, that.TODAY)
            assert allowed
            self.versions += not again
            self.word = word
        except Refusal:
            assert not allowed

    @invariant()
    def both_know_the_same(self):
        assert (self.state.status.value, self.state.sequence) == (self.word, self.versions)


TestFollowUps = FollowUps.TestCase
TestFollowUps.settings = settings(max_examples=30, stateful_step_count=10, deadline=None)
