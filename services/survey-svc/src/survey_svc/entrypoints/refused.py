"""Which answer each refusal becomes: the only table from codes to HTTP."""

from collections.abc import Mapping
from typing import Final

from chassis.problem import Problem, respond
from fastapi import FastAPI, Request, Response

from survey_svc.domain.refusals import Code, Refusal

STATUS: Final[Mapping[Code, int]] = {
    Code.ANOTHER_AGENCY: 403,
    Code.FORBIDDEN: 403,
    Code.UNKNOWN_SURVEY: 404,
    Code.UNKNOWN_UNIT: 404,
    Code.UNKNOWN_PERIOD: 404,
    Code.UNKNOWN_AGENCY: 404,
    Code.AGENCY_RUNS_NO_SURVEY: 409,
    Code.PERIOD_FROZEN: 409,
    Code.SURVEY_CLOSED: 409,
    Code.SURVEY_HAS_ANSWERS: 409,
    Code.OUTSIDE_SURVEY_DAYS: 409,
    Code.STALE_VERSION: 412,
    Code.CLOSES_BEFORE_IT_OPENS: 422,
    Code.OUTSIDE_PERIOD: 422,
    Code.IN_THE_FUTURE: 422,
    Code.ELEMENT_NOT_ASKED: 422,
    Code.ELEMENT_MISSING: 422,
    Code.SCORE_OUT_OF_RANGE: 422,
    Code.VERSION_REQUIRED: 428,
    Code.SURVEY_NOT_OPEN: 409,
    Code.SURVEY_NOT_DRAFT: 409,
    Code.SURVEY_NOT_CLOSED: 409,
    Code.UNKNOWN_INSTRUMENT: 404,
    Code.INSTRUMENT_IN_USE: 409,
    Code.ELEMENT_NOT_IN_INSTRUMENT: 422,
    Code.UNKNOWN_RESPONSE: 404,
    Code.NOT_QUARANTINED: 409,
    Code.SURVEY_PUBLISHED: 409,
    Code.RESULT_NOT_PUBLISHED: 403,
    Code.ALREADY_EXISTS: 409,
    Code.UNKNOWN_CIVIL_SERVANT: 404,
    Code.SERVED_ELSEWHERE: 409,
    Code.INVITATIONS_NOT_USED: 409,
    Code.INVITATION_NEEDED: 409,
    Code.INVITATION_NOT_VALID: 422,
    Code.INVITATION_USED: 409,
    Code.INVITATION_EXPIRED: 409,
    Code.NO_SUGGESTION: 404,
    Code.SUGGESTION_SET_ASIDE: 409,
    Code.NOT_MASKED: 422,
    Code.NOTHING_LEFT: 422,
    Code.REASON_REQUIRED: 422,
}


def install(app: FastAPI) -> None:
    """Lets the application answer refusals as problems."""

    async def on_refusal(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refusal)
        problem = Problem(STATUS[error.code], error.code.value, error.detail, error.pointer)
        return respond(request, problem)

    app.add_exception_handler(Refusal, on_refusal)
