"""The proposal from the numbers, read by itself and beside an evaluation."""

from datetime import date
from uuid import UUID

from evaluation_svc.app.queries import person_seen
from evaluation_svc.app.reads import Reads
from evaluation_svc.app.resources import proposal_resource
from evaluation_svc.domain.access import Actor
from evaluation_svc.domain.proposal import ADVICE, ProposalRules, Threshold, propose
from evaluation_svc.domain.refusals import Code, Refusal


async def look(
    civil_servant_id: UUID, period_id: UUID, actor: Actor, today: date, rules: ProposalRules, reads: Reads
) -> dict[str, object]:
    """What the numbers of the period's year propose at the moment. value, work_results: null where there is no value.

    Raises:
        Refusal: `unknown_civil_servant`, `unknown_period`, `forbidden`.
    """
    await person_seen(civil_servant_id, actor, today, reads)
    period = await reads.period(period_id)
    if period is None:
        raise Refusal(Code.UNKNOWN_PERIOD, "The roster has no period with this id.")
    found = await reads.target_values.find(civil_servant_id, period.year_id)
    return {
        "civil_servant_id": str(civil_servant_id),
        "period_id": str(period.year_id),
        "proposal": proposal_resource(propose(found, rules)),
        "above_over": _threshold(rules.above_over),
        "meets_from": _threshold(rules.meets_from),
        "advice": ADVICE,
    }


def _threshold(found: Threshold) -> dict[str, object]:
    return {"value": str(found.value), "source": found.source}
