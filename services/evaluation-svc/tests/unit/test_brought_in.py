"""Ratings that were made and received elsewhere: their days run from the receipt there."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from evaluation_svc.domain.checks import Circumstances
from evaluation_svc.domain.commands import Submit
from evaluation_svc.domain.decide import submit
from evaluation_svc.domain.evaluation import evolve
from evaluation_svc.domain.facts import Submitted
from evaluation_svc.domain.refusals import Code, Refusal

from .. import situations as that

JUDGED = that.judgement().evaluated_on


def brought(received_on: date | None, evaluated_on: date = JUDGED) -> Submit:
    return replace(that.submission(judged=that.judgement(evaluated_on)), received_on=received_on)


def given(today: date = that.TODAY) -> Circumstances:
    return that.given(today=today)


def test_the_days_run_from_the_receipt_elsewhere_and_else_from_today():
    for said, day in ((None, that.TODAY), (JUDGED, JUDGED), (that.TODAY, that.TODAY)):
        (fact,) = submit(brought(said), None, given())
        assert isinstance(fact, Submitted)
        assert (fact.received_on, fact.revised) == (day, False)


@pytest.mark.parametrize(
    ("received_on", "code", "sentence"),
    [
        (JUDGED - timedelta(days=1), Code.RECEIVED_BEFORE_JUDGED, "on 2026-07-05 what was judged only on 2026-07-06"),
        (that.TODAY + timedelta(days=1), Code.IN_THE_FUTURE, "2026-07-10 has not come yet."),
    ],
)  # fmt: skip
def test_nothing_is_received_before_it_was_made_or_ahead_of_today(received_on: date, code: Code, sentence: str):
    with pytest.raises(Refusal, match=sentence) as caught:
        submit(brought(received_on), None, given())
    assert (caught.value.code, caught.value.pointer) == (code, "#/received_on")


def test_the_same_receipt_changes_nothing_and_another_one_is_another_evaluation():
    (fact,) = submit(brought(JUDGED), None, given())
    state = evolve(None, fact)
    assert submit(brought(JUDGED), state, given()) == ()
    assert submit(brought(None), state, given()) == ()
    with pytest.raises(Refusal) as caught:
        submit(brought(that.TODAY), state, given())
    assert (caught.value.code, caught.value.pointer) == (Code.ALREADY_EXISTS, "#/id")
