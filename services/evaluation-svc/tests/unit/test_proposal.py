"""What the numbers propose: the worked values, each bound on both sides, and that it decides nothing."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import msgspec
import pytest
from chassis.consuming.projection import Received
from contracts.envelope import Data, Envelope
from contracts.score import v1 as wire
from evaluation_svc.adapters.scores import ScoreProjection
from evaluation_svc.app.resources import resource
from evaluation_svc.domain.commands import HandIn
from evaluation_svc.domain.decide import hand_in, revise, submit
from evaluation_svc.domain.evaluation import evolve
from evaluation_svc.domain.facts import Drafted, Submitted
from evaluation_svc.domain.proposal import Proposal, ProposalRules, Threshold, propose, rating
from evaluation_svc.domain.ratings import Rating
from hypothesis import given
from hypothesis import strategies as st

from .. import situations as that

VALUES = st.decimals(0, 120, places=4)
PROPOSAL = Proposal(Rating.ABOVE, Decimal("102.3158"), date(2026, 6, 30), that.ANOTHER, that.PROPOSAL)
ORDER = [Rating.BELOW, Rating.MEETS, Rating.ABOVE]


@pytest.mark.parametrize(
    ("value", "proposed"),
    [("100.01", "above"), ("100", "meets"), ("90", "meets"), ("89.99", "below"), ("0", "below"), ("120", "above")],
)
def test_the_worked_values(value: str, proposed: str):
    assert rating(Decimal(value), that.PROPOSAL).value == proposed


@given(VALUES, VALUES)
def test_more_is_never_proposed_to_be_less(one: Decimal, other: Decimal):
    low, high = sorted((one, other))
    assert ORDER.index(rating(low, that.PROPOSAL)) <= ORDER.index(rating(high, that.PROPOSAL))


def test_the_bounds_are_the_regions():
    rules = ProposalRules(Threshold(Decimal(110), "own"), Threshold(Decimal(85), "own"))
    assert rating(Decimal("102.3158"), rules) is Rating.MEETS
    assert rating(Decimal("85"), rules) is Rating.MEETS


def test_it_names_its_value_and_rules_and_is_none_without_a_value():
    assert propose(that.target_value(), that.PROPOSAL) == PROPOSAL
    assert propose(that.target_value(None), that.PROPOSAL) is None
    assert propose(None, that.PROPOSAL) is None


def test_what_was_proposed_is_kept_with_the_ratings_and_changes_none():
    known = replace(that.given(), proposal=PROPOSAL)
    for facts in (
        submit(that.submission(), None, known),
        submit(that.submission(draft=True), None, known),
        revise(that.revision(judged=that.judgement(results=Rating.BELOW)), that.submitted(), known),
        revise(that.revision(judged=that.judgement(results=Rating.BELOW)), that.drafted(), known),
        hand_in(HandIn(that.EVALUATION, 1, that.DEWI), that.drafted(), known),
    ):
        (fact,) = facts
        assert isinstance(fact, Drafted | Submitted)
        assert fact.proposal == PROPOSAL
        assert fact.judgement.work_results is not Rating.ABOVE
        assert evolve(None, fact).proposal == PROPOSAL


def test_it_stays_beside_the_ratings_until_others_are_given():
    (fact,) = submit(that.submission(), None, replace(that.given(), proposal=PROPOSAL))
    before = evolve(None, fact)
    shown = resource(that.objected(before), that.TODAY, that.RULES)["proposal"]
    assert isinstance(shown, dict)
    assert shown == {
        "work_results": "above", "value": "102.3158", "effective_on": "2026-06-30", "event_id": str(that.ANOTHER),
        "above_over": "100", "above_over_source": "KMK 127/2026", "meets_from": "90",
        "meets_from_source": "KMK 127/2026",
        "advice": "It is worked out from the reported targets alone and never replaces the rater's decision.",
    }  # fmt: skip
    assert resource(that.submitted(), that.TODAY, that.RULES)["proposal"] is None
    (revised,) = revise(that.revision(), before, that.given())
    assert evolve(before, revised).proposal is None


def received(data: Data, sequence: int) -> Received:
    envelope = Envelope(
        id=that.ANOTHER,
        type="score.changed",
        version=1,
        source="/scoring-svc",
        key=str(that.SITI),
        aggregate_id=that.THIRD,
        sequence=sequence,
        occurred_at=that.NOON,
        correlation_id="9f2c1e7a",
        data=msgspec.Raw(b"{}"),
    )
    return Received("score-events", 0, 0, envelope, data)


def changed(value: str | None, *components: wire.ComponentScore) -> wire.ScoreChanged:
    hundred = Decimal(100)
    targets = wire.ComponentScore(
        component="targets", value=None if value is None else Decimal(value), weight=hundred, share=hundred
    )
    return wire.ScoreChanged(
        civil_servant_id=that.SITI,
        period_id=that.YEAR,
        score=Decimal(1),
        completeness=hundred,
        components=components or (targets,),
        policy="lampung",
        policy_version=1,
        effective_on=date(2026, 6, 30),
    )


class TestScoreProjection:
    def test_of_a_batch_the_newest_value_is_kept(self):
        projection = ScoreProjection()
        assert projection.take() is None
        for sequence, value in ((1, "90"), (3, "102.3158"), (2, "95"), (3, "96")):
            projection.fold(received(changed(value), sequence))
        assert projection.take() == (that.target_value(sequence=3),)
        assert projection.take() is None

    def test_a_score_without_targets_has_no_value(self):
        projection = ScoreProjection()
        survey = wire.ComponentScore(component="survey", value=Decimal(90), weight=Decimal(15), share=Decimal(100))
        projection.fold(received(changed(None, survey), 1))
        projection.fold(received(changed(None), 2))
        assert projection.take() == (that.target_value(None, sequence=2),)

    def test_other_events_are_passed_over_and_what_is_forgotten_is_not_written(self):
        projection = ScoreProjection()
        projection.fold(received(Data(), 1))
        assert projection.take() is None
        projection.fold(received(changed("90"), 1))
        projection.forget()
        assert projection.take() is None
