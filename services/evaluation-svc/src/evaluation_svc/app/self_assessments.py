"""Self-assessments: made by the person, read by those who see the person's evaluations."""

from datetime import date
from uuid import UUID

from evaluation_svc.app.lookup import circumstances
from evaluation_svc.app.ports import Attempt, Occasion, Outcome, Store
from evaluation_svc.app.queries import person_seen
from evaluation_svc.app.reads import Reads
from evaluation_svc.domain import self_assessment
from evaluation_svc.domain.access import Actor
from evaluation_svc.domain.refusals import Code, Refusal
from evaluation_svc.domain.self_assessment import Assess, SelfAssessment


async def assess(command: Assess, attempt: Attempt, occasion: Occasion, store: Store) -> Outcome:
    """Makes a self-assessment, or another one in its place.

    Raises:
        Refusal: as `domain.self_assessment.assess`, and for a person or period that the roster does not have.
    """
    person, period = command.civil_servant_id, command.evaluated_period_id
    async with store.begin() as work:
        if (earlier := await work.replay(attempt)) is not None:
            return earlier
        evaluation = await work.standing(person, period)
        before = await work.self_assessments.take(person, period)
        given = circumstances(await work.roster([person], [period]), person, period, occasion)
        after = self_assessment.assess(command, before, evaluation, given)
        if after != before:
            await work.self_assessments.put([after])
        outcome = Outcome(before is None, resource(after), person, after.sequence)
        await work.remember(attempt, outcome, occasion.now)
        return outcome


async def read(civil_servant_id: UUID, period_id: UUID, actor: Actor, today: date, reads: Reads) -> SelfAssessment:
    """
    Raises:
        Refusal: `unknown_civil_servant`, `unknown_self_assessment`, `forbidden`.
    """
    await person_seen(civil_servant_id, actor, today, reads)
    found = await reads.self_assessments.find(civil_servant_id, period_id)
    if found is None:
        raise Refusal(Code.UNKNOWN_SELF_ASSESSMENT, "The person has not assessed themself for this period yet.")
    return found


def resource(state: SelfAssessment) -> dict[str, object]:
    """As it is answered."""
    return {
        "civil_servant_id": str(state.civil_servant_id),
        "evaluated_period_id": str(state.evaluated_period_id),
        "sequence": state.sequence,
        "work_results": state.work_results.value,
        "work_behavior": state.work_behavior.value,
        "reflection": state.reflection,
        "assessed_on": state.assessed_on.isoformat(),
    }
