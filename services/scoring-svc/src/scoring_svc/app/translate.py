"""The only door between the wire's words and this service's: events become contributions or roster changes, scores and
attributions become events. Pure."""

from datetime import date

from contracts.envelope import Data as Data
from contracts.envelope import Envelope as Envelope
from contracts.evaluation import v1 as evaluation
from contracts.roster import v1 as roster
from contracts.score import v1 as score_wire
from contracts.survey import v1 as survey
from contracts.target import v1 as target

from scoring_svc.app.ports import CardKey
from scoring_svc.domain.card import Card
from scoring_svc.domain.contribution import (
    Contribution,
    EvaluationWithdrawn,
    Indicator,
    Innovated,
    PlanApproved,
    Rated,
    Realized,
    Said,
    SurveyCeased,
    SurveyCounts,
)
from scoring_svc.domain.formula import Score
from scoring_svc.domain.official import Result
from scoring_svc.domain.policy import Policy
from scoring_svc.domain.roster import Agency, Attribution, Person, Place, SurveyIndex, Term, Unit, Year


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
            counts = SurveyCounts(
                data.survey_id, data.service, data.index, data.respondents, data.basis, data.required_sample
            )
            said = counts if data.counts else SurveyCeased()
            effective_on = data.as_of
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


def moved(data: Data) -> CardKey | None:
    """Whose card a score event speaks of."""
    return (data.civil_servant_id, data.period_id) if isinstance(data, score_wire.ScoreChanged) else None


RosterChange = Agency | Unit | Person | Year | SurveyIndex


def roster_change(envelope: Envelope, data: Data) -> RosterChange | None:
    """What an event changes in scoring's copy of the roster and of the surveys."""
    match data:
        case roster.AgencyChanged():
            return Agency(data.agency_id, data.name)
        case roster.UnitChanged():
            return Unit(data.unit_id, data.agency_id, data.name)
        case roster.CivilServantChanged():
            places = tuple(
                Place(each.unit_id, each.position, each.serves_public, Term(each.since, each.until))
                for each in data.assignments
            )
            lines = tuple((each.superior_id, Term(each.since, each.until)) for each in data.reporting_lines)
            return Person(data.civil_servant_id, data.agency_id, data.name, places, lines)
        case roster.PeriodChanged():
            return Year(
                data.period_id, data.kind, data.annual_period_id, data.name, data.starts_on, data.ends_on, data.status,
                data.reopened,
            )  # fmt: skip
        case survey.IndexChanged():
            return SurveyIndex(
                data.survey_id, data.unit_id, data.period_id, data.service, data.index, data.respondents, data.as_of,
                envelope.id,
            )  # fmt: skip
        case _:
            return None


def attributed(attribution: Attribution) -> Data:
    """What is said of a survey as it counts for one person."""
    index = attribution.survey
    return score_wire.SurveyAttributed(
        survey_id=index.survey_id,
        unit_id=index.unit_id,
        civil_servant_id=attribution.civil_servant_id,
        period_id=index.period_id,
        service=index.service,
        index=index.index,
        respondents=index.respondents,
        as_of=index.as_of,
        counts=attribution.counts,
        survey_event_id=index.event_id,
    )
