"""The door between the wire's words and this service's, for cards: events become contributions, scores become events.
Pure. The roster has its own, `translate_roster`."""

from datetime import date
from uuid import UUID

from contracts.envelope import Data as Data
from contracts.envelope import Envelope as Envelope
from contracts.evaluation import v1 as evaluation
from contracts.score import v1 as score_wire
from contracts.target import v1 as target

from scoring_svc.app.ports import CardKey
from scoring_svc.domain.card import Card
from scoring_svc.domain.contribution import (
    Contribution,
    EvaluationWithdrawn,
    Indicator,
    Innovated,
    OrganizationCeased,
    OrganizationCounts,
    PlanApproved,
    Rated,
    Realized,
    Said,
    StaffMean,
    SurveyCeased,
    SurveyCounts,
)
from scoring_svc.domain.forecast import Forecast
from scoring_svc.domain.formula import Score
from scoring_svc.domain.official import Result
from scoring_svc.domain.policy import Policy


def contribution(envelope: Envelope, data: Data) -> Contribution | None:
    """What an event contributes to a card; None for one that changes no card (a submission, a return)."""
    match data:
        case target.RealizationRecorded():
            said: Said = Realized(data.value)
            effective_on = data.as_of
        case target.PlanApproved():
            said = PlanApproved(tuple(_indicator(each) for each in data.indicators))
            effective_on = envelope.occurred_at.date()
        case evaluation.Judged():
            said = Rated(data.work_results, data.work_behavior, data.predicate, data.evaluated_until, data.peers)
            effective_on = data.evaluated_until
        case target.InnovationChanged():
            said, effective_on = Innovated(data.title, data.status == "confirmed"), data.as_of
        case evaluation.EvaluationWithdrawn():
            said, effective_on = EvaluationWithdrawn(), data.withdrawn_on
        case score_wire.SurveyAttributed():
            staff = tuple(StaffMean(each.element, each.mean) for each in data.staff)
            counts = SurveyCounts(
                data.survey_id, data.service, data.index, data.respondents, data.basis, data.required_sample, staff
            )
            said = counts if data.counts else SurveyCeased()
            effective_on = data.as_of
        case score_wire.OrganizationAttributed():
            achieved = OrganizationCounts(data.unit_id, data.predicate, data.achievement)
            said, effective_on = achieved if data.counts else OrganizationCeased(), data.as_of
        case _:
            return None
    return Contribution(
        data.civil_servant_id,
        data.period_id,
        envelope.aggregate_id,
        envelope.sequence,
        envelope.id,
        effective_on,
        said,
    )


def _indicator(wire: target.Indicator) -> Indicator:
    return Indicator(
        wire.indicator_id,
        wire.title,
        wire.measure,
        wire.direction,
        wire.target,
        wire.range_low,
        wire.range_high,
        wire.max_attainable,
        wire.weight,
        wire.better,
    )


def score_changed(card: Card, result: Score, policy: Policy) -> Data:
    """What is said of a score."""
    effective_on = card.effective_on
    assert effective_on is not None, "a card that was scored has a contribution"
    return score_wire.ScoreChanged(
        civil_servant_id=card.civil_servant_id,
        period_id=card.period_id,
        score=result.value,
        completeness=result.completeness,
        components=tuple(
            score_wire.ComponentScore(
                component=part.name,  # pyright: ignore[reportArgumentType]  # The policy's components are just these.
                value=part.value,
                weight=part.weight,
                share=part.share,
            )
            for part in result.components
            if part.name != "organization"
        ),
        policy=policy.id,
        policy_version=policy.version,
        effective_on=effective_on,
        category=result.category,  # pyright: ignore[reportArgumentType]  # The policy's categories are just these.
        organization=next(
            (
                score_wire.OrganizationScore(value=part.value, weight=part.weight, share=part.share)
                for part in result.components
                if part.name == "organization"
            ),
            None,
        ),
    )


def decided_on(data: Data) -> date | None:
    """The day of the decision, of an event that decides an appeal."""
    return data.decided_on if isinstance(data, evaluation.EvaluationDecided) else None


def result_sealed(result: Result) -> Data:
    """What is said of an official result."""
    return score_wire.ResultSealed(
        civil_servant_id=result.facts.civil_servant_id,
        period_id=result.facts.period_id,
        result_version=result.version,
        score=result.score,
        completeness=result.completeness,
        category=result.category,  # pyright: ignore[reportArgumentType]  # The policy has just these.
        predicate=result.predicate,  # pyright: ignore[reportArgumentType]  # It came in an event as one of these.
        policy=result.policy,
        policy_version=result.policy_version,
        hash=result.hash,
        reason=result.reason.value,
        replaces=result.replaces,
        sealed_on=result.sealed_on,
    )


def forecast_changed(person: UUID, period_id: UUID, found: Forecast, policy: Policy) -> Data:
    """What is said of an early warning that begins or ends."""
    return score_wire.ForecastChanged(
        civil_servant_id=person,
        period_id=period_id,
        forecast=found.value,
        low=found.low,
        high=found.high,
        bound=policy.forecast.bound.value,
        below=found.below,
        as_of=found.as_of,
    )


def moved(data: Data) -> CardKey | None:
    """Whose card a score event speaks of."""
    return (data.civil_servant_id, data.period_id) if isinstance(data, score_wire.ScoreChanged) else None
