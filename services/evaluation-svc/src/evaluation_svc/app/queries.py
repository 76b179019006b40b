"""What is read of evaluations, and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from evaluation_svc.app.ports import Reads
from evaluation_svc.domain.access import Actor, sees_all_of
from evaluation_svc.domain.evaluation import Evaluation
from evaluation_svc.domain.refusals import Code, Refusal


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is wanted: at most `limit`, from the one after `after`."""

    after: UUID | None
    limit: int


async def one(evaluation_id: UUID, actor: Actor, today: date, reads: Reads) -> Evaluation:
    """
    Raises:
        Refusal: `unknown_evaluation`; `forbidden` to somebody whom it does not concern.
    """
    found = await reads.evaluation(evaluation_id)
    if found is None:
        raise Refusal(Code.UNKNOWN_EVALUATION, "There is no evaluation with this id.")
    if found.rater_id == actor.civil_servant_id:
        return found
    person = await reads.person(found.civil_servant_id)
    if person is None or not sees_all_of(actor, person, today):
        raise Refusal(Code.FORBIDDEN, "This evaluation is seen by the person, the superior, the agency and inspectors.")
    return found


async def of_person(
    civil_servant_id: UUID, period_id: UUID | None, page: Page, actor: Actor, today: date, reads: Reads
) -> Sequence[Evaluation]:
    """A person's evaluations: all of them, or for a superior of former days the own ones.

    Raises:
        Refusal: `unknown_civil_servant`; `forbidden` to somebody who is and was no superior of the person.
    """
    person = await reads.person(civil_servant_id)
    if person is None:
        raise Refusal(Code.UNKNOWN_CIVIL_SERVANT, "The roster has no civil servant with this id.")
    rater_id = None
    if not sees_all_of(actor, person, today):
        rater_id = actor.civil_servant_id
        if rater_id is None or all(line.superior_id != rater_id for line in person.reporting_lines):
            raise Refusal(
                Code.FORBIDDEN, "Evaluations are seen by the person, the superior, the agency and inspectors."
            )
    return await reads.of_person(civil_servant_id, period_id, rater_id, page.after, page.limit)
