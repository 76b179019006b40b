"""What is read of evaluations and appeals, and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from evaluation_svc.app.reads import OfPerson, Reads
from evaluation_svc.domain.access import Actor, is_shown, sees_all_of, sees_appeal, sight
from evaluation_svc.domain.evaluation import Evaluation, Status
from evaluation_svc.domain.refusals import Code, Refusal
from evaluation_svc.domain.roster import CivilServant


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is wanted: at most `limit`, from the one after `after`."""

    after: UUID | None
    limit: int


async def one(evaluation_id: UUID, actor: Actor, today: date, reads: Reads) -> Evaluation:
    """
    Raises:
        Refusal: `unknown_evaluation`, also for somebody else's draft; `forbidden` to somebody whom it does not concern.
    """
    found = await reads.evaluation(evaluation_id)
    if found is None or not is_shown(actor, found):
        raise Refusal(Code.UNKNOWN_EVALUATION, "There is no evaluation with this id.")
    if found.rater_id == actor.civil_servant_id:
        return found
    person = await reads.person(found.civil_servant_id)
    if person is None or not sees_all_of(actor, person, today):
        raise Refusal(Code.FORBIDDEN, "This evaluation is seen by the person, the superior, the agency and inspectors.")
    return found


async def person_seen(civil_servant_id: UUID, actor: Actor, today: date, reads: Reads) -> CivilServant:
    """A person of whom `actor` sees everything.

    Raises:
        Refusal: `unknown_civil_servant`, `forbidden`.
    """
    person = await reads.person(civil_servant_id)
    if person is None:
        raise Refusal(Code.UNKNOWN_CIVIL_SERVANT, "The roster has no civil servant with this id.")
    if not sees_all_of(actor, person, today):
        raise Refusal(Code.FORBIDDEN, "This is seen by the person, the superior, the agency and inspectors.")
    return person


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
    wanted = OfPerson(civil_servant_id, period_id, rater_id, drafts_of=actor.civil_servant_id)
    return await reads.of_person(wanted, page.after, page.limit)


async def appeal(appeal_id: UUID, actor: Actor, reads: Reads) -> Evaluation:
    """The evaluation with the appeal.

    Raises:
        Refusal: `unknown_appeal`; `forbidden` to somebody whom it does not concern.
    """
    found = await reads.of_appeal(appeal_id)
    if found is None:
        raise Refusal(Code.UNKNOWN_APPEAL, "There is no appeal with this id.")
    person = await reads.person(found.civil_servant_id)
    if not sees_appeal(actor, found, None if person is None else person.agency_id):
        sentence = "An appeal is seen by the person, the rater, who decides it, the agency and inspectors."
        raise Refusal(Code.FORBIDDEN, sentence)
    return found


async def appeals(status: Status | None, page: Page, actor: Actor, reads: Reads) -> Sequence[Evaluation]:
    """The appeals that `actor` sees, each with its evaluation; nobody is refused, many see none."""
    return await reads.appealed(sight(actor), status, page.after, page.limit)
