"""What a respondent is shown: the survey's questions with the names of whom they are about, while it takes answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from survey_svc.app import queries
from survey_svc.app.ports import Reads, Tokens
from survey_svc.domain import answers, invitations
from survey_svc.domain.access import ANYBODY
from survey_svc.domain.instrument import Question
from survey_svc.domain.refusals import Code, Refusal
from survey_svc.domain.survey import Survey


@dataclass(frozen=True, slots=True)
class Form:
    """A survey as it is asked. agency, unit: their names; questions: of its elements, in their order."""

    survey: Survey
    agency: str
    unit: str
    questions: Sequence[Question]


async def by_link(survey_id: UUID, today: date, reads: Reads) -> Form:
    """
    Raises:
        Refusal: `unknown_survey`, `invitation_needed`; where it takes no answers today.
    """
    state = await queries.one(survey_id, ANYBODY, reads)
    answers.check_takes(state, today)
    invitations.check_without(state)
    return await _form(state, reads)


async def by_invitation(token: str, tokens: Tokens, today: date, reads: Reads, used: bool = False) -> Form:
    """
    used: also of one that was used, whose second answer is refused with its own transaction, or is a repetition.

    Raises:
        Refusal: as `domain.invitations.use`; where the survey takes no answers today.
    """
    digest = tokens.digest(token)
    found = None if digest is None else await reads.invitation(digest)
    if found is None:
        raise Refusal(Code.INVITATION_NOT_VALID, invitations.NOT_MADE_HERE)
    state = await queries.one(found.survey_id, ANYBODY, reads)
    if not used:
        invitations.use(found, state, today)
        answers.check_takes(state, today)
    return await _form(state, reads)


async def sheet(survey_id: UUID, reads: Reads) -> Form:
    """The survey for those who hand out its invitations, on whatever day.

    Raises:
        Refusal: `unknown_survey`.
    """
    return await _form(await queries.one(survey_id, ANYBODY, reads), reads)


async def _form(state: Survey, reads: Reads) -> Form:
    asked = state.definition
    names = await reads.names([asked.agency_id, asked.unit_id])
    instrument = await queries.instrument(asked.instrument, asked.instrument_version, reads)
    questions = [each for each in instrument.questions if each.element in asked.elements]
    return Form(state, names.get(asked.agency_id, ""), names.get(asked.unit_id, ""), questions)
