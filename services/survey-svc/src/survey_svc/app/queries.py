"""What is read of surveys: the results, by anybody, as the regulation wants them published."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from survey_svc.app.ports import Reads
from survey_svc.domain.refusals import Code, Refusal
from survey_svc.domain.survey import Survey


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is wanted: at most `limit`, from the one after `after`."""

    after: UUID | None
    limit: int


async def one(survey_id: UUID, reads: Reads) -> Survey:
    """
    Raises:
        Refusal: `unknown_survey`.
    """
    found = await reads.survey(survey_id)
    if found is None:
        raise Refusal(Code.UNKNOWN_SURVEY, "There is no survey with this id.")
    return found


async def of_unit(unit_id: UUID | None, page: Page, reads: Reads) -> Sequence[Survey]:
    """The surveys of a unit, or of all."""
    return await reads.surveys(unit_id, page.after, page.limit)
