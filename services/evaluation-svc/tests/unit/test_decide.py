"""Who may rate whom, when, and what becomes of it."""

from datetime import date
from functools import reduce
from uuid import UUID

import pytest
from evaluation_svc.domain.decide import revise, submit, withdraw
from evaluation_svc.domain.evaluation import Evaluation, evolve
from evaluation_svc.domain.facts import Judgement, Of, Submitted, Withdrawn
from evaluation_svc.domain.ratings import Predicate, Rating
from evaluation_svc.domain.refusals import Code, Refusal
from evaluation_svc.domain.roster import PeriodStatus

from .. import situations as that
from ..situations import refusal_of

OF = Of(
    evaluation_id=that.EVALUATION,
    civil_servant_id=that.SITI,
    period_id=that.YEAR,
    evaluated_period_id=that.QUARTER,
    evaluated_until=date(2026, 6, 30),
    rater_id=that.DEWI,
)


def withdrawn() -> Evaluation:
    return reduce(evolve, withdraw(that.withdrawal(), that.submitted(), that.given()), that.submitted())


def test_a_submission_states_the_ratings_the_quarter_and_its_year():
    assert submit(that.submission(), None, that.given()) == (
        Submitted(of=OF, judgement=that.judgement(), revised=False, received_on=that.TODAY),
    )
    assert that.submitted().sequence == 1
    assert that.submitted().judgement.predicate is Predicate.GOOD


@pytest.mark.parametrize(
    ("rater", "day", "code"),
    [
        (that.BUDI, date(2026, 5, 31), None),
        (that.DEWI, date(2026, 5, 31), Code.NOT_THE_RATER),
        (that.BUDI, date(2026, 6, 1), Code.NOT_THE_RATER),
        (that.DEWI, date(2026, 6, 1), None),
        (that.BUDI, date(2023, 12, 31), Code.NOT_THE_RATER),
        (that.SITI, date(2026, 6, 1), Code.OWN_EVALUATION),
        (None, date(2026, 6, 1), Code.NOT_THE_RATER),
    ],
)
def test_only_the_direct_superior_of_that_day_rates(rater: UUID | None, day: date, code: Code | None):
    command = that.submission(rater=rater, judged=that.judgement(day))
    assert refusal_of(lambda: submit(command, None, that.given())) == code
    other = that.revision(rater=rater, judged=that.judgement(day, Rating.BELOW))
    assert refusal_of(lambda: revise(other, that.submitted(), that.given())) == code


@pytest.mark.parametrize(
    ("day", "code", "rater"),
    [
        (date(2026, 3, 31), Code.BEFORE_PERIOD, that.BUDI),
        (date(2026, 4, 1), None, that.BUDI),
        (that.TODAY, None, that.DEWI),
        (date(2026, 7, 10), Code.IN_THE_FUTURE, that.DEWI),
    ],
)
def test_the_day_is_neither_before_the_period_nor_in_the_future(day: date, code: Code | None, rater: UUID):
    command = that.submission(rater=rater, judged=that.judgement(day))
    assert refusal_of(lambda: submit(command, None, that.given())) == code


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (PeriodStatus.PLANNED, Code.PERIOD_NOT_OPEN),
        (PeriodStatus.OPEN, None),
        (PeriodStatus.EVALUATION, None),
        (PeriodStatus.PUBLISHED, Code.PERIOD_FROZEN),
        (PeriodStatus.CLOSED, Code.PERIOD_FROZEN),
    ],
)
def test_a_period_that_has_not_begun_or_is_frozen_takes_nothing(status: PeriodStatus, code: Code | None):
    given = that.given(status)
    assert refusal_of(lambda: submit(that.submission(), None, given)) == code
    assert refusal_of(lambda: revise(that.revision(), that.submitted(), given)) == code
    assert refusal_of(lambda: withdraw(that.withdrawal(), that.submitted(), given)) == code


def test_a_submission_said_twice_changes_nothing():
    assert submit(that.submission(), that.submitted(), that.given()) == ()
    assert submit(that.submission(named=False, evaluation_id=that.ANOTHER), that.submitted(), that.given()) == ()


@pytest.mark.parametrize(
    ("evaluation_id", "named", "judged", "code"),
    [
        (that.EVALUATION, True, that.judgement(results=Rating.ABOVE), Code.ALREADY_EXISTS),
        (that.ANOTHER, True, that.judgement(), Code.ALREADY_EVALUATED),
        (that.ANOTHER, True, that.judgement(results=Rating.ABOVE), Code.ALREADY_EVALUATED),
        (that.ANOTHER, False, that.judgement(results=Rating.ABOVE), Code.ALREADY_EVALUATED),
    ],
)
def test_a_person_has_one_standing_evaluation_a_period(evaluation_id: UUID, named: bool, judged: Judgement, code: Code):
    command = that.submission(evaluation_id=evaluation_id, named=named, judged=judged)
    assert refusal_of(lambda: submit(command, that.submitted(), that.given())) == code


def test_a_revision_puts_other_ratings_in_their_place():
    facts = revise(that.revision(), that.submitted(), that.given())
    state = reduce(evolve, facts, that.submitted())
    assert (state.sequence, state.judgement.predicate) == (2, Predicate.VERY_GOOD)
    assert [fact.revised for fact in facts if isinstance(fact, Submitted)] == [True]


def test_a_revision_to_what_stands_changes_nothing():
    assert revise(that.revision(judged=that.judgement()), that.submitted(), that.given()) == ()


def test_a_stale_version_is_refused():
    assert refusal_of(lambda: revise(that.revision(expected=2), that.submitted(), that.given())) == Code.STALE_VERSION
    stale = that.withdrawal(expected=2)
    with pytest.raises(Refusal) as raised:
        withdraw(stale, that.submitted(), that.given())
    assert (raised.value.code, raised.value.found) == (Code.STALE_VERSION, 1), "the version that is there"


def test_a_withdrawal_takes_the_ratings_back_and_a_new_submission_goes_on_with_the_same_evaluation():
    state = withdrawn()
    assert state.withdrawn == Withdrawn(withdrawn_on=that.TODAY, reason="Data triwulan belum lengkap.")
    assert state.sequence == 2
    again = that.submission(named=False, evaluation_id=that.ANOTHER)
    state = reduce(evolve, submit(again, state, that.given()), state)
    assert (state.evaluation_id, state.sequence, state.withdrawn) == (that.EVALUATION, 3, None)


def test_what_was_withdrawn_is_neither_revised_nor_withdrawn_nor_submitted_under_another_id():
    state = withdrawn()
    revision, withdrawal = that.revision(expected=2), that.withdrawal(expected=2)
    assert refusal_of(lambda: revise(revision, state, that.given())) == Code.ALREADY_WITHDRAWN
    assert refusal_of(lambda: withdraw(withdrawal, state, that.given())) == Code.ALREADY_WITHDRAWN
    other = that.submission(evaluation_id=that.ANOTHER)
    assert refusal_of(lambda: submit(other, state, that.given())) == Code.ALREADY_EVALUATED


def test_only_who_rated_withdraws():
    command = that.withdrawal(rater=that.BUDI)
    assert refusal_of(lambda: withdraw(command, that.submitted(), that.given())) == Code.NOT_THE_RATER


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (that.acknowledged(), Code.ALREADY_ACKNOWLEDGED),
        (that.objected(), Code.ALREADY_OBJECTED),
        (that.decided(), Code.ALREADY_DECIDED),
    ],
)
def test_what_the_person_answered_is_neither_revised_nor_withdrawn(state: Evaluation, code: Code):
    now = state.sequence
    assert refusal_of(lambda: revise(that.revision(expected=now), state, that.given())) == code
    assert refusal_of(lambda: withdraw(that.withdrawal(expected=now), state, that.given())) == code
    other = that.submission(named=False, evaluation_id=that.ANOTHER, judged=that.judgement(results=Rating.BELOW))
    assert refusal_of(lambda: submit(other, state, that.given())) == Code.ALREADY_EVALUATED


def test_the_refusals_of_what_was_answered_say_what_was_to_be_done():
    for state in (that.acknowledged(), that.objected(), that.decided()):
        with pytest.raises(Refusal, match="revised"):
            revise(that.revision(expected=state.sequence), state, that.given())
        with pytest.raises(Refusal, match="withdrawn"):
            withdraw(that.withdrawal(expected=state.sequence), state, that.given())
