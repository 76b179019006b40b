"""Published results with the names of whom they are about, for pages and tables that anybody reads."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from survey_svc.app.ports import Offered, Reads, Wanted
from survey_svc.app.queries import Page
from survey_svc.domain.facts import Status
from survey_svc.domain.refusals import Code, Refusal
from survey_svc.domain.suggestions import State
from survey_svc.domain.survey import Survey

TABLE_ROWS = 200


@dataclass(frozen=True, slots=True)
class Result:
    """A published survey. agency, unit, period: their names."""

    survey: Survey
    agency: str
    unit: str
    period: str


async def results(wanted: Wanted, page: Page, reads: Reads) -> Sequence[Result]:
    """The published results of an agency, a period, or all."""
    return await _named(await reads.published(wanted, page.after, page.limit), reads)


async def everything(wanted: Wanted, reads: Reads) -> AsyncIterator[Result]:
    """All of them, read part by part."""
    after: UUID | None = None
    while found := await results(wanted, Page(after, TABLE_ROWS), reads):
        for each in found:
            yield each
        after = found[-1].survey.survey_id


async def one(survey_id: UUID, reads: Reads) -> Result:
    """
    Raises:
        Refusal: `unknown_survey`, also for a draft; `result_not_published`.
    """
    state = await reads.survey(survey_id)
    if state is None or state.status is Status.DRAFT:
        raise Refusal(Code.UNKNOWN_SURVEY, "There is no survey with this id.")
    if state.status is not Status.PUBLISHED:
        raise Refusal(Code.RESULT_NOT_PUBLISHED, "The result of this survey has not been published yet.")
    (found,) = await _named([state], reads)
    return found


async def suggestions(survey_id: UUID, page: Page, reads: Reads) -> Sequence[tuple[UUID, str]]:
    """What citizens suggested, as far as somebody has read it and shows it: the answer's id and the text."""
    found = await reads.suggestions(survey_id, State.SHOWN, page.after, page.limit)
    texts = [(each.response.answer.answer_id, each.verdict) for each in found]
    return [(key, verdict.shown_text) for key, verdict in texts if verdict and verdict.shown_text]


async def offered(reads: Reads) -> Offered:
    """What a reader may choose among."""
    return await reads.offered()


async def _named(states: Sequence[Survey], reads: Reads) -> Sequence[Result]:
    asked = [each.definition for each in states]
    names = await reads.names([one for each in asked for one in (each.agency_id, each.unit_id, each.period_id)])
    return [
        Result(
            each,
            names.get(each.definition.agency_id, ""),
            names.get(each.definition.unit_id, ""),
            names.get(each.definition.period_id, ""),
        )
        for each in states
    ]
