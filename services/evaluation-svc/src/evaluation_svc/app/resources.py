"""An evaluation as it is answered: plain values that JSON has, named as in the glossary."""

from evaluation_svc.domain.evaluation import Evaluation


def resource(state: Evaluation) -> dict[str, object]:
    """`status` is submitted or withdrawn; what a withdrawal leaves behind are the ratings that it took back."""
    judgement, withdrawn = state.judgement, state.withdrawn
    return {
        "id": str(state.evaluation_id),
        "sequence": state.sequence,
        "status": "submitted" if withdrawn is None else "withdrawn",
        "civil_servant_id": str(state.civil_servant_id),
        "period_id": str(state.period_id),
        "evaluated_period_id": str(state.evaluated_period_id),
        "rater_id": str(state.rater_id),
        "work_results": judgement.work_results.value,
        "work_behavior": judgement.work_behavior.value,
        "predicate": judgement.predicate.value,
        "evaluated_on": judgement.evaluated_on.isoformat(),
        "note": judgement.note,
        "withdrawn_on": None if withdrawn is None else withdrawn.withdrawn_on.isoformat(),
        "reason": None if withdrawn is None else withdrawn.reason,
    }
