"""Facts become the contract's events. What the wire does not say (a note to the person) stays here."""

from datetime import date, datetime
from typing import Final, Literal, TypedDict
from uuid import UUID

from contracts import words
from contracts.envelope import Announcement as Announcement
from contracts.envelope import Data as Data
from contracts.evaluation import v1 as wire

from evaluation_svc.domain.evaluation import Evaluation
from evaluation_svc.domain.facts import Acknowledged, Decided, Drafted, Fact, Heard, Objected, Submitted, Withdrawn
from evaluation_svc.domain.follow_up import FollowUp
from evaluation_svc.domain.organization import OrganizationEvaluation

KINDS: Final[dict[str, Literal["reward", "sanction", "coaching"]]] = {
    "reward": "reward", "sanction": "sanction", "coaching": "coaching",
}  # fmt: skip


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


def follow_up_confirmed(state: FollowUp, day: date, now: datetime, correlation_id: str) -> Announcement:
    """What is said of a follow-up that was confirmed on `day`."""
    data = wire.FollowUpConfirmed(
        follow_up_id=state.follow_up_id,
        civil_servant_id=state.civil_servant_id,
        period_id=state.period_id,
        kind=KINDS[state.kind],
        measure=state.measure,
        confirmed_by=state.settled_by,
        confirmed_on=day,
    )
    return Announcement(data, state.follow_up_id, state.sequence, state.civil_servant_id, now, correlation_id)
