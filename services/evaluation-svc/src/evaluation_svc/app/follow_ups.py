"""Follow-ups: proposed with a year's result, settled by an officer, listed."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from evaluation_svc.app.ports import Attempt, Occasion, Outcome, Store, Work
from evaluation_svc.app.queries import Page, person_seen
from evaluation_svc.app.reads import Reads
from evaluation_svc.app.translate import follow_up_confirmed
from evaluation_svc.domain import follow_up
from evaluation_svc.domain.access import Actor, oversees
from evaluation_svc.domain.evaluation import Evaluation, Status
from evaluation_svc.domain.follow_up import FollowUp, FollowUpStatus, Settle
from evaluation_svc.domain.refusals import Code, Refusal


async def propose(work: Work, changed: Sequence[Evaluation], occasion: Occasion) -> None:
    """Proposes what follows from those of `changed` that have become final, within their transaction."""
    final = [each for each in changed if each.status in (Status.ACKNOWLEDGED, Status.DECIDED)]
    if not final:
        return
    people = (await work.roster({each.civil_servant_id for each in final}, [])).people
    proposed = [
        found
        for each in final
        for found in follow_up.propose(
            each, people[each.civil_servant_id].agency_id, occasion.today, occasion.rules.measures
        )
    ]
    if proposed:
        await work.follow_ups.put(proposed)


async def settle(command: Settle, actor: Actor, attempt: Attempt, occasion: Occasion, store: Store) -> Outcome:
    """Confirms or declines a follow-up; a confirmation is said.

    Raises:
        Refusal: as `domain.follow_up.settle`, and for a follow-up that is not there.
    """
    async with store.begin() as work:
        if (earlier := await work.replay(attempt)) is not None:
            return earlier
        before = await work.follow_ups.take(command.follow_up_id)
        if before is None:
            raise Refusal(Code.UNKNOWN_FOLLOW_UP, "There is no follow-up with this id.")
        after = follow_up.settle(command, before, actor, occasion.today)
        if after != before:
            await work.follow_ups.put([after])
            if after.status is FollowUpStatus.CONFIRMED:
                await work.say([follow_up_confirmed(after, occasion.today, occasion.now, occasion.correlation_id)])
        outcome = Outcome(False, resource(after), after.follow_up_id, after.sequence)
        await work.remember(attempt, outcome, occasion.now)
        return outcome


async def of_person(
    civil_servant_id: UUID, period_id: UUID | None, page: Page, actor: Actor, today: date, reads: Reads
) -> Sequence[FollowUp]:
    """
    Raises:
        Refusal: `unknown_civil_servant`, `forbidden`.
    """
    await person_seen(civil_servant_id, actor, today, reads)
    return await reads.follow_ups.under(page.after, page.limit, civil_servant_id=civil_servant_id, period_id=period_id)


async def of_agency(
    agency_id: UUID, status: FollowUpStatus | None, page: Page, actor: Actor, reads: Reads
) -> Sequence[FollowUp]:
    """
    Raises:
        Refusal: `forbidden`.
    """
    if not oversees(actor, agency_id):
        raise Refusal(Code.FORBIDDEN, "An agency's follow-ups are seen by its own officers and inspectors.")
    return await reads.follow_ups.under(
        page.after, page.limit, agency_id=agency_id, status=None if status is None else status.value
    )


def resource(state: FollowUp) -> dict[str, object]:
    """As it is answered."""
    return {
        "id": str(state.follow_up_id),
        "sequence": state.sequence,
        "evaluation_id": str(state.evaluation_id),
        "civil_servant_id": str(state.civil_servant_id),
        "period_id": str(state.period_id),
        "agency_id": str(state.agency_id),
        "predicate": state.predicate.value,
        "measure": state.measure,
        "kind": state.kind,
        "source": state.source,
        "status": state.status.value,
        "proposed_on": state.proposed_on.isoformat(),
        "settled_by": None if state.settled_by is None else str(state.settled_by),
        "settled_on": None if state.settled_on is None else state.settled_on.isoformat(),
        "reason": state.reason,
    }
