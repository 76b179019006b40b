"""What is set aside, and that a review moves an answer once and loses none."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from survey_svc.domain.facts import Answer, Answered, Closed, Decision, Fact, Published, Reason
from survey_svc.domain.index import index
from survey_svc.domain.integrity import Limits, Near, Response, Review, review, weighed
from survey_svc.domain.refusals import Code, Refusal
from survey_svc.domain.respondent import Respondent, Sex
from survey_svc.domain.survey import evolve

from .. import situations as that

LIMITS = Limits(flood_answers=10, flood_seconds=60, duplicate_seconds=600)
MIXED = Answer(that.ANSWER, that.TODAY, (4, 3, 4))
EQUAL = replace(MIXED, scores=(4, 4, 4))
SAID = Respondent(sex=Sex.FEMALE)


@pytest.mark.parametrize(
    ("answer", "near", "reason"),
    [
        (MIXED, Near(9, equal=False), None),
        (MIXED, Near(10, equal=False), Reason.FLOOD),
        (MIXED, Near(10, equal=True), Reason.FLOOD),
        (MIXED, Near(1, equal=True), Reason.DUPLICATE),
        (EQUAL, Near(1, equal=True), None),
        (EQUAL, Near(1, equal=False), None),
        (replace(EQUAL, respondent=SAID), Near(1, equal=True), Reason.DUPLICATE),
        (replace(MIXED, respondent=SAID), Near(1, equal=False), None),
    ],
)
def test_what_is_set_aside(answer: Answer, near: Near, reason: Reason | None):
    assert weighed(answer, near, LIMITS) == replace(answer, reason=reason, by_link=True)


def refused(decision: Callable[[], tuple[Fact, ...]]) -> Code | None:
    try:
        decision()
    except Refusal as refusal:
        assert refusal.pointer is None
        return refusal.code
    return None


def test_a_published_result_takes_no_review():
    aside = replace(MIXED, reason=Reason.FLOOD)
    state = evolve(that.opened(), Answered((aside,)))
    command, response = Review(that.ANSWER, Decision.ACCEPTED, "sah"), Response(that.SURVEY, aside, None)
    closed = evolve(state, Closed())
    assert refused(lambda: review(command, response, closed)) is None
    assert refused(lambda: review(command, response, evolve(closed, Published()))) is Code.SURVEY_PUBLISHED


class Responses(RuleBasedStateMachine):
    """The model keeps each answer under a word; the survey's counts must be those of the words."""

    def __init__(self) -> None:
        super().__init__()
        self.state = that.opened()
        self.words: list[tuple[Answer, str]] = []

    def total(self, *words: str) -> tuple[int, int]:
        rows = [answer.scores for answer, word in self.words if word in words]
        return sum(map(sum, rows)), len(rows)

    @rule(scores=st.tuples(*[st.integers(1, 4)] * 3), reason=st.sampled_from([None, *Reason]))
    def came(self, scores: tuple[int, ...], reason: Reason | None) -> None:
        answer = Answer(that.ANSWER, that.TODAY, scores, reason=reason)
        self.state = evolve(self.state, Answered((answer,)))
        self.words.append((answer, "accepted" if reason is None else "quarantined"))

    @rule(place=st.integers(0, 30), decision=st.sampled_from(Decision))
    def reviewed(self, place: int, decision: Decision) -> None:
        if place >= len(self.words):
            return
        answer, word = self.words[place]
        decided = Decision(word) if answer.reason is not None and word != "quarantined" else None
        command, response = Review(answer.answer_id, decision, "dilihat"), Response(that.SURVEY, answer, decided)
        done = refused(lambda: review(command, response, self.state))
        if word == "quarantined":
            (fact,) = review(command, response, self.state)
            self.state = evolve(self.state, fact)
            self.words[place] = answer, decision.value
            assert done is None
        else:
            assert done == (None if decided is decision else Code.NOT_QUARANTINED)

    @invariant()
    def agrees(self) -> None:
        tally, asked = self.state.tally, self.state.definition
        assert (sum(tally.sums), tally.respondents) == self.total("accepted")
        assert (sum(tally.quarantined_sums), tally.quarantined) == self.total("quarantined")
        assert tally.rejected == self.total("rejected")[1]
        assert tally.received == len(self.words)
        both = self.total("accepted", "quarantined")
        assert self.state.index_with_quarantined == index(*both, 3, asked.rounding)


TestResponses = Responses.TestCase
