"""The only door between this service's words and the wire's: facts become contract events, roster events entries.

Pure. What the wire does not say (a note to the person) stays here, and what this service does not need (names of
positions) is not taken over.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from contracts import words
from contracts.envelope import Data as Data
from contracts.evaluation import v1 as wire
from contracts.roster import v1 as roster_wire
from contracts.score import v1 as score_wire

from evaluation_svc.domain.evaluation import Evaluation
from evaluation_svc.domain.facts import Acknowledged, Decided, Drafted, Fact, Heard, Objected, Submitted, Withdrawn
from evaluation_svc.domain.organization import OrganizationEvaluation
from evaluation_svc.domain.proposal import TargetValue
from evaluation_svc.domain.roster import (
    Agency,
    Assignment,
    CivilServant,
    Entry,
    LineKind,
    Period,
    PeriodStatus,
    ReportingLine,
    Unit,
)


@dataclass(frozen=True, slots=True)
class Announcement:
    """An event that is to be said: what is true of the aggregate at `sequence`. key: the person's id, or the unit's."""

    data: Data
    aggregate_id: UUID
    sequence: int
    key: UUID
    occurred_at: datetime
    correlation_id: str


def announcement(state: Evaluation, fact: Fact, now: datetime, correlation_id: str) -> Announcement | None:
    """What is said of a fact; None where nothing is: of a draft, also one that is taken back, and of a statement.

    state: the evaluation after it.
    """
    data = _data(state, fact)
    if data is None:
        return None
    return Announcement(
        data=data,
        aggregate_id=state.evaluation_id,
        sequence=state.sequence,
        key=state.civil_servant_id,
        occurred_at=now,
        correlation_id=correlation_id,
    )


def _data(state: Evaluation, fact: Fact) -> Data | None:
    match fact:
        case Submitted():
            return wire.EvaluationSubmitted(**_judged(state), revised=fact.revised)
        case Acknowledged():
            return wire.EvaluationAcknowledged(
                **_judged(state), acknowledged_on=fact.acknowledged_on, by_deadline=fact.by_deadline
            )
        case Objected():
            return wire.EvaluationObjected(
                **_judged(state), appeal_id=fact.appeal_id, objected_on=fact.objected_on, heard_by=fact.heard_by
            )
        case Decided():
            return _decided(state, fact)
        case Withdrawn():
            return None if state.received_on is None else _withdrawn(state, fact)
        case Drafted() | Heard():
            return None


class _Judged(TypedDict):
    evaluation_id: UUID
    civil_servant_id: UUID
    period_id: UUID
    evaluated_period_id: UUID
    evaluated_until: date
    rater_id: UUID
    work_results: words.Rating
    work_behavior: words.Rating
    predicate: words.Predicate
    behaviors: tuple[wire.BehaviorRating, ...]
    peers: bool
    evaluated_on: date


def _judged(state: Evaluation) -> _Judged:
    of, judgement = state.of, state.judgement
    return _Judged(
        evaluation_id=of.evaluation_id,
        civil_servant_id=of.civil_servant_id,
        period_id=of.period_id,
        evaluated_period_id=of.evaluated_period_id,
        evaluated_until=of.evaluated_until,
        rater_id=of.rater_id,
        work_results=judgement.work_results.value,
        work_behavior=judgement.work_behavior.value,
        predicate=judgement.predicate.value,
        behaviors=tuple(
            wire.BehaviorRating(value=each.value.value, rating=each.rating.value) for each in judgement.behaviors
        ),
        peers=state.peers,
        evaluated_on=judgement.evaluated_on,
    )


def _decided(state: Evaluation, fact: Decided) -> Data | None:
    if state.appeal is None:
        raise AssertionError("only an appeal is decided")
    return wire.EvaluationDecided(
        **_judged(state),
        appeal_id=state.appeal.filed.appeal_id,
        decided_on=fact.decided_on,
        decided_by=fact.decided_by,
        outcome=fact.outcome.value,
        reason=fact.reason,
    )


def _withdrawn(state: Evaluation, fact: Withdrawn) -> Data:
    of = state.of
    return wire.EvaluationWithdrawn(
        evaluation_id=of.evaluation_id,
        civil_servant_id=of.civil_servant_id,
        period_id=of.period_id,
        evaluated_period_id=of.evaluated_period_id,
        rater_id=of.rater_id,
        withdrawn_on=fact.withdrawn_on,
        reason=fact.reason,
    )


def organization_rated(state: OrganizationEvaluation, now: datetime, correlation_id: str) -> Announcement:
    """What is said of a unit's predicate."""
    data = wire.OrganizationRated(
        organization_evaluation_id=state.organization_evaluation_id,
        unit_id=state.unit_id,
        agency_id=state.agency_id,
        period_id=state.period_id,
        evaluated_period_id=state.evaluated_period_id,
        predicate=state.predicate.value,
        achievement=state.achievement,
        rated_by=state.rated_by,
        rated_on=state.rated_on,
    )
    return Announcement(data, state.organization_evaluation_id, state.sequence, state.unit_id, now, correlation_id)


def target_value(data: Data, sequence: int, event_id: UUID) -> TargetValue | None:
    """The value of the targets that a change of a score states; None for an event of another kind."""
    if not isinstance(data, score_wire.ScoreChanged):
        return None
    value = next((each.value for each in data.components if each.component == "targets"), None)
    return TargetValue(data.civil_servant_id, data.period_id, sequence, value, data.effective_on, event_id)


def roster_entry(data: Data) -> Entry | None:
    """The roster's aggregate that an event states; None for an event of another kind."""
    match data:
        case roster_wire.CivilServantChanged():
            return _person(data)
        case roster_wire.PeriodChanged():
            return Period(
                period_id=data.period_id,
                annual_period_id=data.annual_period_id,
                name=data.name,
                starts_on=data.starts_on,
                ends_on=data.ends_on,
                status=PeriodStatus(data.status),
            )
        case roster_wire.AgencyChanged():
            return Agency(data.agency_id, data.name)
        case roster_wire.UnitChanged():
            return Unit(data.unit_id, data.agency_id, data.name, data.parent_unit_id, data.head_id)
        case _:
            return None


def _person(data: roster_wire.CivilServantChanged) -> CivilServant:
    return CivilServant(
        civil_servant_id=data.civil_servant_id,
        agency_id=data.agency_id,
        name=data.name,
        reporting_lines=tuple(
            ReportingLine(line.superior_id, line.since, line.until, LineKind(line.kind))
            for line in data.reporting_lines
        ),
        assignments=tuple(Assignment(each.unit_id, each.since, each.until) for each in data.assignments),
        left_on=data.left_on,
    )
