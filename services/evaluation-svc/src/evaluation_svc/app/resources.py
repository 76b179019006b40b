"""An evaluation and an appeal as they are answered: plain values that JSON has, named as in the glossary."""

from datetime import date

from evaluation_svc.domain.appeals import hearing_ends
from evaluation_svc.domain.checks import last_day
from evaluation_svc.domain.evaluation import Appeal, Evaluation, Status
from evaluation_svc.domain.facts import Judgement
from evaluation_svc.domain.proposal import ADVICE, Proposal
from evaluation_svc.domain.ratings import QUADRANTS
from evaluation_svc.domain.rules import AppealRules


def resource(state: Evaluation, today: date, rules: AppealRules) -> dict[str, object]:
    """What a withdrawal leaves behind are the ratings that it took back. appeal: null while nothing was received."""
    withdrawn, acknowledged = state.withdrawn, state.acknowledged
    return {
        "id": str(state.evaluation_id),
        "sequence": state.sequence,
        "status": state.status.value,
        "civil_servant_id": str(state.civil_servant_id),
        "period_id": str(state.of.period_id),
        "evaluated_period_id": str(state.evaluated_period_id),
        "rater_id": str(state.rater_id),
        **_ratings(state.judgement),
        "evaluated_on": state.judgement.evaluated_on.isoformat(),
        "note": state.judgement.note,
        "behaviors": {each.value.value: each.rating.value for each in state.judgement.behaviors} or None,
        "received_on": _day(state.received_on),
        "acknowledged_on": None if acknowledged is None else _day(acknowledged.acknowledged_on),
        "by_deadline": None if acknowledged is None else acknowledged.by_deadline,
        "appeal": _way_to_appeal(state, today, rules),
        "proposal": proposal_resource(state.proposal),
        "withdrawn_on": None if withdrawn is None else _day(withdrawn.withdrawn_on),
        "reason": None if withdrawn is None else withdrawn.reason,
    }


def proposal_resource(found: Proposal | None) -> dict[str, object] | None:
    """What the numbers proposed; null where they proposed nothing."""
    if found is None:
        return None
    rules = found.rules
    return {
        "work_results": found.work_results.value,
        "value": str(found.value),
        "effective_on": found.effective_on.isoformat(),
        "event_id": str(found.event_id),
        "above_over": str(rules.above_over.value),
        "above_over_source": rules.above_over.source,
        "meets_from": str(rules.meets_from.value),
        "meets_from_source": rules.meets_from.source,
        "advice": ADVICE,
    }


def appeal_resource(state: Evaluation, today: date, rules: AppealRules) -> dict[str, object]:
    """The appeal against an evaluation that has one; `today` changes nothing about it.

    Raises:
        ValueError: there is none.
    """
    appeal = state.appeal
    if appeal is None:
        raise ValueError("no appeal was filed against this evaluation")
    filed = appeal.filed
    return {
        "id": str(filed.appeal_id),
        "sequence": state.sequence,
        "status": _status(appeal),
        "evaluation_id": str(state.evaluation_id),
        "civil_servant_id": str(state.civil_servant_id),
        "evaluated_period_id": str(state.evaluated_period_id),
        "rater_id": str(state.rater_id),
        "heard_by": None if filed.heard_by is None else str(filed.heard_by),
        "against": _ratings(appeal.against),
        "reason": filed.reason,
        "filed_on": filed.objected_on.isoformat(),
        "heard_until": hearing_ends(appeal, rules).isoformat(),
        "hearing_days": rules.hearing.value,
        "source": rules.hearing.source,
        "statements": [
            {"side": each.side.value, "text": each.text, "stated_on": each.stated_on.isoformat()}
            for each in appeal.statements
        ],
        "decision": _decision(appeal),
    }


def _way_to_appeal(state: Evaluation, today: date, rules: AppealRules) -> dict[str, object] | None:
    if state.received_on is None or state.status is Status.WITHDRAWN:
        return None
    last = last_day(state.received_on, rules)
    status = _status(state.appeal) if state.appeal else "given_up" if state.acknowledged else "possible"
    if state.appeal is None and today > last:
        status = "too_late"
    return {
        "status": status,
        "id": None if state.appeal is None else str(state.appeal.filed.appeal_id),
        "last_day": last.isoformat(),
        "days_left": max(0, (last - today).days),
        "days": rules.filing.value,
        "source": rules.filing.source,
        "counting_source": rules.counting,
    }


def _decision(appeal: Appeal) -> dict[str, object] | None:
    decided = appeal.decided
    if decided is None:
        return None
    return {
        "outcome": decided.outcome.value,
        **_ratings(decided.judgement),
        "reason": decided.reason,
        "decided_on": decided.decided_on.isoformat(),
        "decided_by": None if decided.decided_by is None else str(decided.decided_by),
    }


def _status(appeal: Appeal) -> str:
    return "hearing" if appeal.decided is None else "decided"


def _ratings(judgement: Judgement) -> dict[str, object]:
    return {
        "work_results": judgement.work_results.value,
        "work_behavior": judgement.work_behavior.value,
        "predicate": judgement.predicate.value,
        "performance_quadrant": QUADRANTS[judgement.predicate],
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
