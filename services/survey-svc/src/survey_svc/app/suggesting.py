"""Suggestions: read by the agency's officers and inspectors, and shown to the public as these decide."""

from collections.abc import Sequence
from uuid import UUID

from survey_svc.app.ports import Attempt, Occasion, Outcome, Reads, Store
from survey_svc.app.queries import Page, one
from survey_svc.domain.access import Actor, check_reviews
from survey_svc.domain.refusals import Code, Refusal
from survey_svc.domain.suggestions import Judge, State, Suggestion, hints, judge


async def decide(command: Judge, actor: Actor, attempt: Attempt, occasion: Occasion, store: Store) -> Outcome:
    """Keeps a verdict beside the former ones; the last one holds. The survey says nothing of it.

    Raises:
        Refusal: as `domain.suggestions.judge`; for an answer that is not there; to a stranger.
    """
    async with store.begin() as work:
        if (earlier := await work.replay(attempt)) is not None:
            return earlier
        survey_id = await work.survey_of(command.answer_id)
        # The survey's row is locked, so two readers decide one after the other.
        state = None if survey_id is None else await work.load(survey_id)
        found = None if state is None else await work.suggestion(command.answer_id)
        if state is None or found is None:
            raise Refusal(Code.UNKNOWN_RESPONSE, "There is no answer with this id.")
        check_reviews(actor, state.definition.agency_id)
        verdict = judge(command, found)
        if verdict is not None:
            await work.keep_verdict(command.answer_id, verdict, attempt.actor, occasion.now)
            found = Suggestion(found.response, verdict)
        outcome = Outcome(False, resource(found), command.answer_id, None)
        await work.remember(attempt, outcome, occasion.now)
        return outcome


async def of_survey(
    survey_id: UUID, state: State | None, page: Page, by: Actor, reads: Reads
) -> Sequence[dict[str, object]]:
    """The suggestions of a survey in one state, or all.

    Raises:
        Refusal: `unknown_survey`; to a stranger.
    """
    survey = await one(survey_id, by, reads)
    check_reviews(by, survey.definition.agency_id)
    return [resource(each) for each in await reads.suggestions(survey_id, state, page.after, page.limit)]


def resource(found: Suggestion) -> dict[str, object]:
    """As its readers see it; when it came is told to the day, and its id tells no more."""
    answer, verdict = found.response.answer, found.verdict
    text = answer.suggestion or ""
    return {
        "id": str(answer.answer_id),
        "survey_id": str(found.response.survey_id),
        "answered_on": answer.answered_on.isoformat(),
        "text": text,
        "hints": [{"kind": each.kind.value, "start": each.start, "end": each.end} for each in hints(text)],
        "counts": found.counts,
        "state": found.state.value,
        "shown_text": None if verdict is None else verdict.shown_text,
        "reason": None if verdict is None else verdict.reason,
    }
