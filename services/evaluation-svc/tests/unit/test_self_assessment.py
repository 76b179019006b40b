"""What a person says of themself: by whom, until when, and how long a superior waits for it."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from evaluation_svc.domain.commands import HandIn
from evaluation_svc.domain.decide import hand_in, revise, submit, withdraw
from evaluation_svc.domain.evaluation import Evaluation, evolve
from evaluation_svc.domain.ratings import Rating
from evaluation_svc.domain.refusals import Code, Refusal
from evaluation_svc.domain.roster import PeriodStatus
from evaluation_svc.domain.rules import Days, SelfAssessmentRules
from evaluation_svc.domain.self_assessment import Assess, SelfAssessment, assess

from .. import situations as that

FIRST = SelfAssessmentRules(first=True, source="Pergub 3", wait=Days(10, "own"))
LAST = date(2026, 7, 10)
"""Day 10 after the quarter."""


def command(
    asking: UUID | None = that.SITI, expected: int | None = None, results: Rating = Rating.ABOVE, words: str = "Baik."
) -> Assess:
    return Assess(that.SITI, that.QUARTER, asking, expected, results, Rating.MEETS, words)


def assessed() -> SelfAssessment:
    return assess(command(), None, None, that.given())


def withdrawn() -> Evaluation:
    (fact,) = withdraw(that.withdrawal(), that.submitted(), that.given())
    return evolve(that.submitted(), fact)


def test_the_person_assesses_themself_and_thinks_again():
    assert assessed() == SelfAssessment(
        that.SITI, that.QUARTER, 1, Rating.ABOVE, Rating.MEETS, "Baik.", that.TODAY
    )  # fmt: skip
    again = assess(command(expected=1, words="Cukup."), assessed(), None, that.given())
    assert (again.sequence, again.reflection) == (2, "Cukup.")
    assert assess(command(expected=1, results=Rating.MEETS), assessed(), None, that.given()).sequence == 2
    behavior = replace(command(expected=1), work_behavior=Rating.ABOVE)
    assert assess(behavior, assessed(), None, that.given()).sequence == 2


def test_what_was_said_already_changes_nothing_whenever_it_is_said():
    state = assessed()
    assert assess(command(expected=9), state, that.submitted(), that.given(PeriodStatus.CLOSED)) is state


@pytest.mark.parametrize("asking", [that.DEWI, None])
def test_nobody_assesses_somebody_else(asking: UUID | None):
    with pytest.raises(Refusal, match="Only the person") as raised:
        assess(command(asking), None, None, that.given())
    assert raised.value.code == Code.NOT_THE_RATED_PERSON


@pytest.mark.parametrize("evaluation", [that.submitted(), that.acknowledged(), that.objected(), that.decided()])
def test_it_stays_once_the_ratings_are_submitted(evaluation: Evaluation):
    with pytest.raises(Refusal, match="has submitted the ratings") as raised:
        assess(command(), None, evaluation, that.given())
    assert raised.value.code == Code.SELF_ASSESSMENT_CLOSED


@pytest.mark.parametrize("evaluation", [None, that.drafted(), withdrawn()])
def test_it_may_change_while_they_are_not(evaluation: Evaluation | None):
    assert assess(command(), None, evaluation, that.given()) == assessed()


@pytest.mark.parametrize(
    ("expected", "state", "code", "found"),
    [
        (None, assessed(), Code.VERSION_REQUIRED, 1),
        (2, assessed(), Code.STALE_VERSION, 1),
        (1, None, Code.STALE_VERSION, None),
    ],
)
def test_a_change_names_the_version_that_it_changes(
    expected: int | None, state: SelfAssessment | None, code: Code, found: int | None
):
    with pytest.raises(Refusal, match="The self-assessment is") as raised:
        assess(command(expected=expected, words="Lain."), state, None, that.given())
    assert (raised.value.code, raised.value.pointer, raised.value.found) == (code, "header:If-Match", found)


@pytest.mark.parametrize(
    ("status", "today", "code"),
    [
        (PeriodStatus.PLANNED, that.TODAY, Code.PERIOD_NOT_OPEN),
        (PeriodStatus.PUBLISHED, that.TODAY, Code.PERIOD_FROZEN),
        (PeriodStatus.OPEN, date(2026, 3, 31), Code.BEFORE_PERIOD),
    ],
)
def test_a_period_that_takes_none(status: PeriodStatus, today: date, code: Code):
    with pytest.raises(Refusal) as raised:
        assess(command(), None, None, that.given(status, today))
    assert (raised.value.code, raised.value.pointer) == (code, None)
    assert assess(command(), None, None, that.given(PeriodStatus.OPEN, date(2026, 4, 1))).sequence == 1


def test_before_the_period_it_is_said_when_it_begins():
    with pytest.raises(Refusal, match=r"^before_period: The period begins only on 2026-04-01\.$"):
        assess(command(), None, None, that.given(today=date(2026, 3, 31)))


def test_a_superior_waits_for_it_until_the_days_have_passed():
    waiting = replace(that.given(today=LAST), awaited=FIRST)
    hands_in = HandIn(that.EVALUATION, 1, that.DEWI)
    for decision in (
        lambda: submit(that.submission(), None, waiting),
        lambda: submit(that.submission(), that.drafted(), waiting),
        lambda: hand_in(hands_in, that.drafted(), waiting),
    ):
        with pytest.raises(
            Refusal, match=r"first \(Pergub 3\).*after 2026-07-10, day 10 after the period \(own\)"
        ) as raised:
            decision()
        assert (raised.value.code, raised.value.pointer) == (Code.SELF_ASSESSMENT_FIRST, None)
    over = replace(waiting, today=LAST + timedelta(days=1))
    assert submit(that.submission(), None, over)
    assert hand_in(hands_in, that.drafted(), over)


def test_a_superior_does_not_wait_where_it_is_there_or_the_region_does_not_ask_for_it():
    assert submit(that.submission(), None, that.given())
    assert submit(that.submission(), None, replace(that.given(), awaited=replace(FIRST, first=False)))
    assert submit(that.submission(draft=True), None, replace(that.given(), awaited=FIRST))
    assert revise(that.revision(), that.submitted(), replace(that.given(), awaited=FIRST))
