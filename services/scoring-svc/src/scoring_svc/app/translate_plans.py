"""The door between the wire's words and this service's, for what a plan says beside its arithmetic. Pure."""

from contracts.envelope import Data, Envelope
from contracts.target import v1 as target

from scoring_svc.domain.outline import Outline, PlannedIndicator, PlannedResult


def outline(envelope: Envelope, data: Data) -> Outline | None:
    """What an approval says of results and courses; None for any other event."""
    if not isinstance(data, target.PlanApproved):
        return None
    return Outline(
        envelope.aggregate_id,
        data.civil_servant_id,
        data.period_id,
        envelope.sequence,
        tuple(
            PlannedResult(each.work_result_id, each.title, each.parent_work_result_id, each.goal_title)
            for each in data.work_results
        ),
        tuple(
            PlannedIndicator(
                each.indicator_id,
                each.work_result_id,
                each.consolidation,
                each.deadline,
                tuple((point.by, point.value) for point in each.expected),
            )
            for each in data.indicators
        ),
    )
