"""What is read of surveys: the results, by anybody once they are published, as the regulation wants it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from survey_svc.app.ports import Reads, Wanted
from survey_svc.app.resources import resource, result
from survey_svc.domain.access import Actor, check_reviews
from survey_svc.domain.facts import Status
from survey_svc.domain.instrument import Instrument
from survey_svc.domain.integrity import Response
from survey_svc.domain.refusals import Code, Refusal
from survey_svc.domain.survey import Survey


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is wanted: at most `limit`, from the one after `after`."""

    after: UUID | None
    limit: int


def shown(state: Survey, by: Actor) -> bool:
    """Whether the result is shown to who asks."""
    return state.status is Status.PUBLISHED or by.sees(state.definition.agency_id)


def as_seen(state: Survey, by: Actor) -> dict[str, object]:
    """The survey as who asks may read it."""
    return resource(state, shown(state, by))


async def one(survey_id: UUID, by: Actor, reads: Reads) -> Survey:
    """
    Raises:
        Refusal: `unknown_survey`, also for a draft of which a stranger need not know.
    """
    found = await reads.survey(survey_id)
    if found is None or (found.status is Status.DRAFT and not by.sees(found.definition.agency_id)):
        raise Refusal(Code.UNKNOWN_SURVEY, "There is no survey with this id.")
    return found


async def result_of(survey_id: UUID, by: Actor, reads: Reads) -> dict[str, object]:
    """
    Raises:
        Refusal: `unknown_survey`, `result_not_published`.
    """
    found = await one(survey_id, by, reads)
    if not shown(found, by):
        raise Refusal(Code.RESULT_NOT_PUBLISHED, "The result of this survey has not been published yet.")
    return result(found)


async def of_unit(unit_id: UUID | None, page: Page, by: Actor, reads: Reads) -> Sequence[Survey]:
    """The surveys of a unit, or of all."""
    return await reads.surveys(unit_id, page.after, page.limit, by)


async def published(wanted: Wanted, page: Page, reads: Reads) -> Sequence[Survey]:
    """The published surveys, for anybody."""
    return await reads.published(wanted, page.after, page.limit)


async def instrument(key: str, version: int, reads: Reads) -> Instrument:
    """
    Raises:
        Refusal: `unknown_instrument`.
    """
    found = await reads.instrument(key, version)
    if found is None:
        raise Refusal(Code.UNKNOWN_INSTRUMENT, f"There is no instrument «{key}» of version {version}.")
    return found


async def aside(survey_id: UUID, page: Page, by: Actor, reads: Reads) -> tuple[Survey, Sequence[Response]]:
    """The survey and its answers that were set aside.

    Raises:
        Refusal: `unknown_survey`; to a stranger.
    """
    state = await one(survey_id, by, reads)
    check_reviews(by, state.definition.agency_id)
    return state, await reads.aside(survey_id, page.after, page.limit)
