"""Continuous feedback: said, answered and read."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from evaluation_svc.app.ports import Attempt, Occasion, Outcome, Store
from evaluation_svc.app.queries import Page
from evaluation_svc.app.reads import Reads
from evaluation_svc.domain import feedback
from evaluation_svc.domain.access import Actor, sees_all_of
from evaluation_svc.domain.feedback import Feedback, Give
from evaluation_svc.domain.refusals import Code, Refusal

NOBODY = "The roster has no civil servant with this id."


async def give(command: Give, attempt: Attempt, occasion: Occasion, store: Store) -> Outcome:
    """A superior says something to a person.

    Raises:
        Refusal: as `domain.feedback.give`, and for a person that the roster does not have.
    """
    async with store.begin() as work:
        if (earlier := await work.replay(attempt)) is not None:
            return earlier
        before = await work.feedback.take(command.feedback_id)
        person = (await work.roster([command.civil_servant_id], [])).people.get(command.civil_servant_id)
        if person is None:
            raise Refusal(Code.UNKNOWN_CIVIL_SERVANT, NOBODY, "#/civil_servant_id")
        after = feedback.give(command, before, person, occasion.today)
        if after != before:
            await work.feedback.put([after])
        outcome = Outcome(before is None, resource(after), after.feedback_id, after.sequence)
        await work.remember(attempt, outcome, occasion.now)
        return outcome


async def answer(
    feedback_id: UUID, asking: UUID | None, text: str, attempt: Attempt, occasion: Occasion, store: Store
) -> Outcome:
    """The person answers.

    Raises:
        Refusal: as `domain.feedback.answer`, and for feedback that is not there.
    """
    async with store.begin() as work:
        if (earlier := await work.replay(attempt)) is not None:
            return earlier
        before = await work.feedback.take(feedback_id)
        if before is None:
            raise Refusal(Code.UNKNOWN_FEEDBACK, "There is no feedback with this id.")
        after = feedback.answer(asking, text, before, occasion.today)
        if after != before:
            await work.feedback.put([after])
        outcome = Outcome(False, resource(after), after.feedback_id, after.sequence)
        await work.remember(attempt, outcome, occasion.now)
        return outcome


async def of_person(civil_servant_id: UUID, page: Page, actor: Actor, today: date, reads: Reads) -> Sequence[Feedback]:
    """What was said to a person: all of it, or to somebody else what they said themself.

    Raises:
        Refusal: `unknown_civil_servant`; `forbidden` to who is no civil servant and sees nothing of the person.
    """
    person = await reads.person(civil_servant_id)
    if person is None:
        raise Refusal(Code.UNKNOWN_CIVIL_SERVANT, NOBODY)
    above = actor.civil_servant_id in {line.superior_id for line in person.reporting_lines if line.covers(today)}
    if sees_all_of(actor, person, today) or above:
        return await reads.feedback.under(page.after, page.limit, civil_servant_id=civil_servant_id)
    if actor.civil_servant_id is None:
        raise Refusal(Code.FORBIDDEN, "Feedback is seen by the person, the superiors, the agency and inspectors.")
    return await reads.feedback.under(
        page.after, page.limit, civil_servant_id=civil_servant_id, author_id=actor.civil_servant_id
    )


def resource(state: Feedback) -> dict[str, object]:
    """As it is answered."""
    return {
        "id": str(state.feedback_id),
        "sequence": state.sequence,
        "civil_servant_id": str(state.civil_servant_id),
        "author_id": str(state.author_id),
        "text": state.text,
        "about": state.about,
        "given_on": state.given_on.isoformat(),
        "answers": [{"text": each.text, "answered_on": each.answered_on.isoformat()} for each in state.answers],
    }
