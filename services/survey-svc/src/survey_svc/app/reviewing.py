"""Looking at answers that were set aside."""

from survey_svc.app.execute import settle
from survey_svc.app.ports import Attempt, Occasion, Outcome, Store
from survey_svc.domain.access import Actor, check_reviews
from survey_svc.domain.integrity import Review, review
from survey_svc.domain.refusals import Code, Refusal


async def decide(command: Review, actor: Actor, attempt: Attempt, occasion: Occasion, store: Store) -> Outcome:
    """Lets an answer that was set aside count, or never.

    Raises:
        Refusal: as `domain.integrity.review`; for an answer that is not there; to a stranger.
    """
    async with store.begin() as work:
        if (earlier := await work.replay(attempt)) is not None:
            return earlier
        survey_id = await work.survey_of(command.answer_id)
        state = None if survey_id is None else await work.load(survey_id)
        response = None if state is None else await work.response(command.answer_id)
        if state is None or response is None:
            raise Refusal(Code.UNKNOWN_RESPONSE, "There is no answer with this id.")
        check_reviews(actor, state.definition.agency_id)
        facts = review(command, response, state)
        await settle(work, state, facts, occasion)
        if facts:
            await work.keep_review(command, attempt.actor, occasion.now)
        shown = {"id": str(command.answer_id), "survey_id": str(state.survey_id), "state": command.decision.value}
        outcome = Outcome(False, shown, command.answer_id, None)
        await work.remember(attempt, outcome, occasion.now)
        return outcome
