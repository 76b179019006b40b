"""Any course of commands leaves a survey where a small model of its own says, and refuses what the model refuses."""

from collections.abc import Callable
from functools import reduce

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from survey_svc.domain.answers import count
from survey_svc.domain.decide import Close, Open, Publish, close, define, open_, publish
from survey_svc.domain.facts import Fact
from survey_svc.domain.refusals import Code, Refusal
from survey_svc.domain.survey import Survey, evolve

from .. import situations as that

STEPS = {"open": ("draft", "open"), "close": ("open", "closed"), "publish": ("closed", "published")}
REFUSED = {"open": Code.SURVEY_NOT_DRAFT, "close": Code.SURVEY_NOT_OPEN, "publish": Code.SURVEY_NOT_CLOSED}


class Surveys(RuleBasedStateMachine):
    """The model is a word and three sums."""

    state: Survey
    status: str
    sequence = 1

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[tuple[int, ...]] = []

    @initialize(draft=st.booleans())
    def made(self, draft: bool) -> None:
        (fact,) = define(that.definition(draft=draft), None, that.place())
        self.state, self.status = evolve(None, fact), "draft" if draft else "open"

    def tried(self, decision: Callable[[], tuple[Fact, ...]]) -> Code | None:
        try:
            facts = decision()
        except Refusal as refusal:
            return refusal.code
        self.state = reduce(evolve, facts, self.state)
        self.sequence += len(facts)
        return None

    @rule(step=st.sampled_from(sorted(STEPS)), stale=st.booleans())
    def advanced(self, step: str, stale: bool) -> None:
        before, after = STEPS[step]
        version = self.sequence + stale
        done = self.tried(
            {
                "open": lambda: open_(Open(that.SURVEY, version), self.state, that.place()),
                "close": lambda: close(Close(that.SURVEY, version), self.state),
                "publish": lambda: publish(Publish(that.SURVEY, version), self.state),
            }[step]
        )
        may = self.status == before and not stale
        expected = Code.STALE_VERSION if self.status == before else REFUSED[step]
        assert done == (None if may or self.status == after else expected)
        self.status = after if may else self.status

    @rule(row=st.tuples(*[st.integers(1, 4)] * 3))
    def answered(self, row: tuple[int, ...]) -> None:
        done = self.tried(lambda: count(that.counting(that.given(*row)), self.state, that.TODAY))
        refused = {"draft": Code.SURVEY_NOT_OPEN, "closed": Code.SURVEY_CLOSED, "published": Code.SURVEY_CLOSED}
        assert done == refused.get(self.status)
        self.rows += [row] if done is None else []

    @invariant()
    def agrees(self) -> None:
        assert (self.state.status.value, self.state.sequence) == (self.status, self.sequence)
        assert self.state.tally.respondents == len(self.rows)
        assert self.state.tally.sums == tuple(sum(row[place] for row in self.rows) for place in range(3))


TestSurveys = Surveys.TestCase
