"""A year's results under any order of openings, closings, late facts and appeals, against a model of a few lines.

The model keeps what each source said last, what it had said when a version was sealed, and the versions as they were
first seen; it knows neither cards nor hashes.
"""

import hashlib
from datetime import date
from itertools import pairwise
from typing import Any

from hypothesis import settings
from hypothesis import strategies as any_
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from scoring_svc.domain.card import apply
from scoring_svc.domain.contribution import Contribution, Rated, Realized
from scoring_svc.domain.official import Reason, Result, late, revise, seal

from .. import situations as that

ON = date(2027, 1, 15)
RATINGS = any_.sampled_from(["above", "meets", "below"])


class AYear(RuleBasedStateMachine):
    """`live`, `results`: the code's. `said`, `under_seal`, `seen`: the model's."""

    @initialize()
    def begin(self) -> None:
        self.live, self.results = that.empty(), list[Result]()
        self.open, self.rounds, self.counter = True, 0, 0
        self.said: dict[Any, object] = {}
        self.under_seal: dict[Any, object] = {}
        self.seen: list[tuple[bytes, str, int]] = []
        self.log: list[Contribution] = []
        self.say(that.plan(that.indicator(), sequence=self.next()))

    def next(self) -> int:
        self.counter += 1
        return self.counter

    def say(self, fact: Contribution) -> None:
        self.live = apply(self.live, fact)
        self.log.append(fact)
        self.said[fact.source_id] = fact.sequence

    def keep(self, made: Result | None, changed: bool) -> None:
        assert (made is not None) is changed
        if made is not None:
            self.results.append(made)
            self.seen.append((bytes(made.canonical), made.hash, made.version))

    @rule(value=any_.integers(0, 120))
    def a_realization_comes_in_time_or_late(self, value: int) -> None:
        self.say(that.realized(str(value), sequence=self.next()))

    @rule(results=RATINGS, behavior=RATINGS)
    def a_rating_comes_in_time_or_late(self, results: str, behavior: str) -> None:
        self.say(that.rated(results, behavior, sequence=self.next()))

    @precondition(lambda self: self.open)
    @rule()
    def the_year_closes(self) -> None:
        changed = not self.results or self.under_seal != self.said
        reason = Reason.REOPENING if self.rounds else Reason.PERIOD_CLOSED
        self.keep(seal(self.live, that.LAMPUNG, self.results[-1] if self.results else None, reason, ON), changed)
        self.under_seal, self.open, self.rounds = dict(self.said), False, self.rounds + 1

    @precondition(lambda self: not self.open)
    @rule()
    def it_is_reopened(self) -> None:
        self.open = True

    @precondition(lambda self: bool(self.results))
    @rule(results=RATINGS)
    def an_appeal_is_decided(self, results: str) -> None:
        decision = that.rated(results, "meets", sequence=self.next())
        self.say(decision)
        rated = that.RATING in self.under_seal
        self.keep(revise(self.results[-1], decision, that.LAMPUNG, ON), rated)
        if rated:
            self.under_seal[that.RATING] = decision.sequence

    @invariant()
    def sealed_results_never_change(self) -> None:
        assert [(each.canonical, each.hash, each.version) for each in self.results] == self.seen
        for each in self.results:
            assert hashlib.sha256(each.canonical).hexdigest() == each.hash

    @invariant()
    def each_version_names_the_one_before(self) -> None:
        hashes = [None, *(each.hash for each in self.results)]
        assert [each.replaces for each in self.results] == hashes[:-1]
        assert [each.version for each in self.results] == list(range(1, len(self.results) + 1))
        assert all(one != other for one, other in pairwise(hashes))

    @invariant()
    def what_is_late_is_just_what_the_result_does_not_have(self) -> None:
        if not self.results:
            return
        facts = self.results[-1].facts
        assert {source: slot.sequence for source, slot in facts.slots.items()} == self.under_seal
        newest = {each.source_id: each.sequence for each in sorted(late(facts, self.log), key=lambda e: e.sequence)}
        assert newest == {k: v for k, v in self.said.items() if self.under_seal.get(k) != v}

    @invariant()
    def the_live_card_has_all(self) -> None:
        assert {source: slot.sequence for source, slot in self.live.slots.items()} == self.said
        assert all(
            isinstance(slot.said, Realized | Rated) or source == that.PLAN for source, slot in self.live.slots.items()
        )


TestAYear = AYear.TestCase
TestAYear.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
