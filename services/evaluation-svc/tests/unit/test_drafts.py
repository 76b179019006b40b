"""Drafts, and behaviour value by value."""

from dataclasses import replace
from functools import reduce
from uuid import UUID

import pytest
from evaluation_svc.domain.behavior import BehaviorRating, check_whole, in_order
from evaluation_svc.domain.commands import HandIn
from evaluation_svc.domain.decide import hand_in, revise, submit, withdraw
from evaluation_svc.domain.evaluation import Status, evolve
from evaluation_svc.domain.facts import Drafted, Submitted
from evaluation_svc.domain.ratings import Rating
from evaluation_svc.domain.refusals import Code, Refusal
from evaluation_svc.domain.roster import PeriodStatus

from .. import situations as that
from ..situations import refusal_of

OF = that.submitted().of


class TestDraft:
    """A draft is its rater's alone, revised at will, and submitted under its own id."""

    def test_it_holds_the_ratings_and_is_received_by_nobody(self):
        assert submit(that.submission(draft=True), None, that.given()) == (Drafted(OF, that.judgement()),)
        state = that.drafted()
        assert (state.status, state.sequence, state.received_on) == (Status.DRAFT, 1, None)

    def test_said_twice_it_changes_nothing_and_another_one_is_a_revision(self):
        again = that.submission(draft=True)
        assert submit(again, that.drafted(), that.given()) == ()
        other = that.submission(draft=True, judged=that.judgement(results=Rating.BELOW))
        assert refusal_of(lambda: submit(other, that.drafted(), that.given())) == Code.ALREADY_EXISTS
        unnamed = replace(other, named=False, evaluation_id=that.ANOTHER)
        assert refusal_of(lambda: submit(unnamed, that.drafted(), that.given())) == Code.ALREADY_EVALUATED
        assert refusal_of(lambda: submit(again, that.submitted(), that.given())) == Code.ALREADY_EXISTS

    def test_it_is_revised_as_a_draft(self):
        judged = that.judgement(results=Rating.ABOVE)
        assert revise(that.revision(), that.drafted(), that.given()) == (Drafted(OF, judged),)

    def test_it_is_submitted_as_it_is(self):
        facts = hand_in(HandIn(that.EVALUATION, 1, that.DEWI), that.drafted(), that.given())
        assert facts == (Submitted(OF, that.judgement(), revised=False, received_on=that.TODAY),)
        state = reduce(evolve, facts, that.drafted())
        assert (state.status, state.sequence) == (Status.SUBMITTED, 2)

    def test_it_is_submitted_by_a_submission_too(self):
        for command in (that.submission(), that.submission(named=False, evaluation_id=that.ANOTHER)):
            (fact,) = submit(command, that.drafted(), that.given())
            assert fact == Submitted(OF, that.judgement(), revised=False, received_on=that.TODAY)

    def test_it_is_taken_back_like_any_other(self):
        state = reduce(evolve, withdraw(that.withdrawal(), that.drafted(), that.given()), that.drafted())
        assert (state.status, state.received_on) == (Status.WITHDRAWN, None)

    @pytest.mark.parametrize(
        ("rater", "expected", "status", "code"),
        [
            (that.BUDI, 1, PeriodStatus.EVALUATION, Code.NOT_THE_RATER),
            (that.DEWI, 2, PeriodStatus.EVALUATION, Code.STALE_VERSION),
            (that.DEWI, 1, PeriodStatus.PUBLISHED, Code.PERIOD_FROZEN),
        ],
    )
    def test_its_submission_is_refused(self, rater: UUID, expected: int, status: PeriodStatus, code: Code):
        command = HandIn(that.EVALUATION, expected, rater)
        assert refusal_of(lambda: hand_in(command, that.drafted(), that.given(status))) == code

    def test_only_a_draft_is_submitted(self):
        for state in (that.submitted(), that.acknowledged(), that.objected(), that.decided()):
            command = HandIn(that.EVALUATION, state.sequence, that.DEWI)
            assert refusal_of(lambda: hand_in(command, state, that.given())) == Code.NOT_A_DRAFT  # noqa: B023


class TestBehaviors:
    """All seven BerAKHLAK values, or behaviour as a whole."""

    def test_all_seven_are_kept_in_their_order(self):
        judged = that.judgement(behaviors=in_order(reversed(that.SEVEN)))
        assert judged.behaviors == that.SEVEN
        (fact,) = submit(that.submission(judged=judged), None, that.given())
        assert isinstance(fact, Submitted)
        assert fact.judgement.behaviors == that.SEVEN

    @pytest.mark.parametrize("behaviors", [that.SEVEN[1:], that.SEVEN[:1], (*that.SEVEN, that.SEVEN[0])])
    def test_some_or_one_twice_are_refused(self, behaviors: tuple[BehaviorRating, ...]):
        judged = that.judgement(behaviors=behaviors)
        for decision in (
            lambda: submit(that.submission(judged=judged), None, that.given()),
            lambda: submit(that.submission(judged=judged, draft=True), None, that.given()),
            lambda: revise(that.revision(judged=judged), that.submitted(), that.given()),
        ):
            with pytest.raises(Refusal) as raised:
                decision()
            assert (raised.value.code, raised.value.pointer) == (Code.BEHAVIORS_INCOMPLETE, "#/behaviors")

    def test_what_is_missing_is_named(self):
        with pytest.raises(Refusal, match="not rated yet: service_oriented, collaborative"):
            check_whole(that.SEVEN[1:-1])
        with pytest.raises(Refusal, match="one of them has two"):
            check_whole((*that.SEVEN, that.SEVEN[3]))
