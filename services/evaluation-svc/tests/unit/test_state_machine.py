"""Any course of commands against a model that knows the rules in another way: by status words and days alone."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from evaluation_svc.domain import appeals, decide
from evaluation_svc.domain import commands as do
from evaluation_svc.domain.evaluation import Evaluation, evolve
from evaluation_svc.domain.facts import Fact, Outcome
from evaluation_svc.domain.ratings import Rating
from evaluation_svc.domain.refusals import Refusal
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from .. import situations as that

PEOPLE = st.sampled_from([that.SITI, that.DEWI, that.BUDI, that.ANOTHER])
RATINGS = st.sampled_from(list(Rating))
FRESH = st.sampled_from([True, True, True, True, False])
"""Whether the version that stands was seen."""


class Evaluations(RuleBasedStateMachine):
    """Siti is rated by Dewi, who is under Budi."""

    @initialize(draft=st.booleans())
    def begin(self, draft: bool):
        self.today, self.results = that.TODAY, Rating.MEETS
        self.state: Evaluation = that.drafted() if draft else that.submitted()
        self.status = "draft" if draft else "submitted"
        self.received, self.filed = (None if draft else self.today), date.min
        self.spoken: set[UUID] = set()
        self.versions, self.took_note = 1, False

    @rule(days=st.integers(1, 9))
    def time_passes(self, days: int):
        self.today += timedelta(days=days)

    @rule(who=PEOPLE, results=RATINGS, fresh=FRESH)
    def revise(self, who: UUID, results: Rating, fresh: bool):
        command = do.Revise(that.EVALUATION, self.seen(fresh), who, that.judgement(results=results))
        allowed = fresh and who == that.DEWI and self.raters_own()
        if self.attempt(lambda: decide.revise(command, self.state, self.given()), allowed, results != self.results):
            self.results = results
            self.received = self.today if self.status == "submitted" else None

    @rule(who=PEOPLE, fresh=FRESH)
    def hand_in(self, who: UUID, fresh: bool):
        command = do.HandIn(that.EVALUATION, self.seen(fresh), who)
        allowed = fresh and who == that.DEWI and self.status == "draft"
        if self.attempt(lambda: decide.hand_in(command, self.state, self.given()), allowed):
            self.status, self.received = "submitted", self.today

    @rule(who=PEOPLE, fresh=FRESH)
    def withdraw(self, who: UUID, fresh: bool):
        command = that.withdrawal(who, self.seen(fresh))
        allowed = fresh and who == that.DEWI and self.raters_own()
        if self.attempt(lambda: decide.withdraw(command, self.state, self.given()), allowed):
            self.status = "withdrawn"

    @rule(who=PEOPLE, results=RATINGS, draft=st.booleans())
    def submit(self, who: UUID, results: Rating, draft: bool):
        command = that.submission(who, that.judgement(results=results), that.ANOTHER, named=False, draft=draft)
        says_so = self.status != "withdrawn" and (self.status == "draft") is draft and results == self.results
        goes_on = self.status == "withdrawn" or (self.status == "draft" and not draft)
        allowed = who == that.DEWI and (says_so or goes_on)
        done = self.attempt(lambda: decide.submit(command, self.state, self.given()), allowed, not says_so)
        if done:
            self.status, self.results = ("draft" if draft else "submitted"), results
            self.received = None if draft else self.today

    @rule(who=PEOPLE, fresh=FRESH)
    def acknowledge(self, who: UUID, fresh: bool):
        command = that.acknowledgement(who, self.seen(fresh))
        again = self.status == "acknowledged" and self.took_note
        allowed = who == that.SITI and (again or (fresh and self.status == "submitted" and self.in_time()))
        if self.attempt(partial(appeals.acknowledge, command, self.state, self.today, that.RULES), allowed, not again):
            self.status, self.took_note = "acknowledged", True

    @rule()
    def the_clock_looks(self):
        late = self.status == "submitted" and not self.in_time()
        if self.attempt(lambda: appeals.expire(self.state, self.today, that.RULES), allowed=True, changes=late):
            self.status = "acknowledged"

    @rule(who=PEOPLE, fresh=FRESH)
    def object(self, who: UUID, fresh: bool):
        command = that.objection(who, self.seen(fresh))
        allowed = fresh and who == that.SITI and self.status == "submitted" and self.in_time()
        if self.attempt(lambda: appeals.appeal(command, self.state, that.court(self.today)), allowed):
            self.status, self.filed = "objected", self.today

    @rule(who=PEOPLE, words=st.sampled_from(["satu", "dua"]))
    def speak(self, who: UUID, words: str):
        said = self.state.appeal is not None and any(
            each.text == words and each.side.value == ("rated" if who == that.SITI else "rater")
            for each in self.state.appeal.statements
        )
        party = who in (that.SITI, that.DEWI)
        allowed = party and (said or (self.status == "objected" and who not in self.spoken))
        command = that.statement(who, words)
        if self.attempt(lambda: appeals.state_view(command, self.state, self.today), allowed, not said):
            self.spoken.add(who)

    @rule(who=PEOPLE, fresh=FRESH, admin=st.booleans(), results=st.none() | RATINGS)
    def decide(self, who: UUID, fresh: bool, admin: bool, results: Rating | None):
        outcome = Outcome.UPHELD if results is None else Outcome.REVISED
        command = that.decision(who, self.seen(fresh), outcome, results, of_region=admin)
        heard = len(self.spoken) == 2 or (self.today - self.filed).days > 7
        allowed = fresh and who == that.BUDI and self.status == "objected" and heard and results != self.results
        if self.attempt(lambda: appeals.decide(command, self.state, that.court(self.today)), allowed):
            self.status, self.results = "decided", results or self.results

    @invariant()
    def both_know_the_same(self):
        standing = self.state.judgement.work_results
        assert (self.state.status, standing, self.state.sequence) == (self.status, self.results, self.versions)
        assert self.state.received_on == self.received

    def attempt(self, decision: Callable[[], tuple[Fact, ...]], allowed: bool, changes: bool = True) -> bool:
        """Whether it was done; it is, just where the model allows it."""
        try:
            facts = decision()
        except Refusal:
            assert not allowed
            return False
        assert allowed
        assert len(facts) == changes
        for fact in facts:
            self.state = evolve(self.state, fact)
            self.versions += 1
        return changes

    def seen(self, fresh: bool) -> int:
        return self.versions if fresh else self.versions + 1

    def in_time(self) -> bool:
        """Whether the person may answer: nobody waits for the clock to look."""
        return self.received is not None and (self.today - self.received).days <= 14

    def raters_own(self) -> bool:
        return self.status == "draft" or (self.status == "submitted" and self.in_time())

    def given(self):
        return that.given(today=self.today)


TestEvaluations = Evaluations.TestCase
TestEvaluations.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
