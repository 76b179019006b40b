"""What a person reads where something is refused, and which field it points to."""

from collections.abc import Callable
from datetime import date

import pytest
from evaluation_svc.domain.access import Actor, check_brings_in
from evaluation_svc.domain.appeals import acknowledge, appeal, decide, state_view
from evaluation_svc.domain.commands import HandIn
from evaluation_svc.domain.decide import hand_in, revise, submit, withdraw
from evaluation_svc.domain.evaluation import Evaluation, evolve
from evaluation_svc.domain.facts import Outcome
from evaluation_svc.domain.ratings import Rating
from evaluation_svc.domain.refusals import Refusal
from evaluation_svc.domain.roster import PeriodStatus

from .. import situations as that

EARLY = that.submission(that.BUDI, that.judgement(date(2026, 3, 31)))
TOMORROW = that.submission(judged=that.judgement(date(2026, 7, 10)))
OTHER = that.judgement(results=Rating.BELOW)
NOBODY = that.judgement(date(2023, 12, 31))


def withdrawn() -> Evaluation:
    (fact,) = withdraw(that.withdrawal(), that.submitted(), that.given())
    return evolve(that.submitted(), fact)


@pytest.mark.parametrize(
    ("decision", "sentence", "pointer"),
    [
        (lambda: submit(EARLY, None, that.given()), "The period begins only on 2026-04-01.", "#/evaluated_on"),
        (lambda: submit(TOMORROW, None, that.given()), "2026-07-10 has not come yet.", "#/evaluated_on"),
        (lambda: submit(that.submission(that.SITI), None, that.given()), "Nobody rates themself", None),
        (
            lambda: submit(that.submission(that.BUDI), None, that.given()),
            "2026-07-06, or.*names somebody else",
            None,
        ),
        (lambda: submit(that.submission(judged=NOBODY), None, that.given()), "2023-12-31.*names nobody for it", None),
        (
            lambda: submit(that.submission(), None, that.given(PeriodStatus.PLANNED)),
            "The period Triwulan II 2026 is not open yet.",
            None,
        ),
        (
            lambda: submit(that.submission(), None, that.given(PeriodStatus.CLOSED)),
            "of the period Triwulan II 2026 are closed and stay",
            None,
        ),
        (lambda: submit(that.submission(judged=OTHER), that.submitted(), that.given()), "with this id exists", "#/id"),
        (
            lambda: submit(that.submission(evaluation_id=that.ANOTHER), that.submitted(), that.given()),
            f"{that.EVALUATION}: revise that one, as long as it can be",
            None,
        ),
        (
            lambda: submit(that.submission(evaluation_id=that.ANOTHER), withdrawn(), that.given()),
            f"{that.EVALUATION}: it goes on under its own id",
            None,
        ),
        (
            lambda: revise(that.revision(expected=7), that.submitted(), that.given()),
            "at version 1 by now, not 7",
            "header:If-Match",
        ),
        (lambda: revise(that.revision(expected=2), withdrawn(), that.given()), "was withdrawn: submit it again", None),
        (
            lambda: revise(that.revision(expected=2), that.acknowledged(), that.given()),
            "acknowledged, and can no longer be revised",
            None,
        ),
        (
            lambda: withdraw(that.withdrawal(expected=2), that.objected(), that.given()),
            "is running: it can no longer be withdrawn, only decided",
            None,
        ),
        (
            lambda: withdraw(that.withdrawal(expected=5), that.decided(), that.given()),
            "decided, and that is final: it cannot be withdrawn",
            None,
        ),
        (lambda: withdraw(that.withdrawal(that.BUDI), that.submitted(), that.given()), "Only the superior who", None),
        (
            lambda: hand_in(HandIn(that.EVALUATION, 1, that.DEWI), that.submitted(), that.given()),
            "Only a draft is submitted; this evaluation is submitted.",
            None,
        ),
        (
            lambda: acknowledge(that.acknowledgement(), that.drafted(), that.TODAY, that.RULES),
            "There is no evaluation",
            None,
        ),
        (lambda: appeal(that.objection(), that.drafted(), that.court()), "There is no evaluation", None),
        (lambda: state_view(that.statement(that.BUDI), that.objected(), that.TODAY), "Only the rater and the", None),
        (lambda: state_view(that.statement(text="Lagi."), that.heard(), that.TODAY), "each side makes one", None),
        (lambda: state_view(that.statement(), that.submitted(), that.TODAY), "There is no appeal against this", None),
        (lambda: decide(that.decision(expected=5), that.decided(), that.court()), "This appeal was decided, and", None),
        (
            lambda: decide(that.decision(results=Rating.ABOVE), that.heard(), that.court()),
            "upheld are not given anew",
            "#/work_results",
        ),
        (
            lambda: decide(that.decision(outcome=Outcome.REVISED), that.heard(), that.court()),
            "says which ratings hold",
            "#/outcome",
        ),
        (
            lambda: decide(that.decision(outcome=Outcome.REVISED, results=Rating.MEETS), that.heard(), that.court()),
            "These ratings stand already",
            "#/outcome",
        ),
        (
            lambda: check_brings_in(Actor(frozenset(), None, None), that.siti(), "#/items/3"),
            "brought in by the person's own agency",
            "#/items/3",
        ),
    ],
)
def test_a_refusal_is_a_sentence_to_act_on(decision: Callable[[], object], sentence: str, pointer: str | None):
    with pytest.raises(Refusal, match=sentence) as raised:
        decision()
    assert raised.value.pointer == pointer
    assert f"{raised.value.code}: {raised.value.detail}" == str(raised.value)
