"""Which answer each refusal becomes: the only table from codes to HTTP."""

from collections.abc import Mapping
from typing import Final

from chassis.preconditions import etag
from chassis.problem import Problem, respond
from fastapi import FastAPI, Request, Response

from evaluation_svc.domain.refusals import Code, Refusal

STATUS: Final[Mapping[Code, int]] = {
    Code.NOT_THE_RATER: 403,
    Code.OWN_EVALUATION: 403,
    Code.ANOTHER_AGENCY: 403,
    Code.FORBIDDEN: 403,
    Code.UNKNOWN_CIVIL_SERVANT: 404,
    Code.UNKNOWN_PERIOD: 404,
    Code.UNKNOWN_EVALUATION: 404,
    Code.UNKNOWN_APPEAL: 404,
    Code.UNKNOWN_UNIT: 404,
    Code.UNKNOWN_SELF_ASSESSMENT: 404,
    Code.UNKNOWN_ORGANIZATION_EVALUATION: 404,
    Code.NOT_THE_RATED_PERSON: 403,
    Code.NOT_A_PARTY: 403,
    Code.NOT_THE_LEVEL_ABOVE: 403,
    Code.NOT_THE_APPEALS_OFFICIAL: 403,
    Code.RATER_DECIDES_NO_APPEAL: 403,
    Code.PERIOD_NOT_OPEN: 409,
    Code.PERIOD_FROZEN: 409,
    Code.ALREADY_EXISTS: 409,
    Code.ALREADY_EVALUATED: 409,
    Code.ALREADY_WITHDRAWN: 409,
    Code.ALREADY_ACKNOWLEDGED: 409,
    Code.ALREADY_OBJECTED: 409,
    Code.ALREADY_DECIDED: 409,
    Code.ALREADY_HEARD: 409,
    Code.NOT_A_DRAFT: 409,
    Code.APPEAL_TOO_LATE: 409,
    Code.BOTH_ARE_HEARD_FIRST: 409,
    Code.HEAD_RATING_IS_THE_ORGANIZATIONS: 409,
    Code.SELF_ASSESSMENT_FIRST: 409,
    Code.SELF_ASSESSMENT_CLOSED: 409,
    Code.UNKNOWN_FEEDBACK: 404,
    Code.NOT_A_SUPERIOR: 403,
    Code.TOO_MANY_ANSWERS: 409,
    Code.OPINIONS_NOT_ASKED: 409,
    Code.OPINIONS_OPEN: 409,
    Code.OPINIONS_CLOSED: 409,
    Code.TOO_FEW_OPINIONS: 409,
    Code.NOT_A_COLLEAGUE: 403,
    Code.UNKNOWN_FOLLOW_UP: 404,
    Code.NOT_THE_FOLLOW_UPS_OFFICER: 403,
    Code.ALREADY_SETTLED: 409,
    Code.STALE_VERSION: 412,
    Code.VERSION_REQUIRED: 428,
    Code.BEFORE_PERIOD: 422,
    Code.IN_THE_FUTURE: 422,
    Code.RECEIVED_BEFORE_JUDGED: 422,
    Code.BEHAVIORS_INCOMPLETE: 422,
    Code.ACHIEVEMENT_OUT_OF_RANGE: 422,
    Code.RATINGS_MISSING: 422,
    Code.RATINGS_NOT_WANTED: 422,
    Code.RATINGS_UNCHANGED: 422,
}


def install(app: FastAPI) -> None:
    """Lets the application answer refusals as problems."""

    async def on_refusal(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refusal)
        headers = {"ETag": etag(error.found)} if error.found else {}
        problem = Problem(STATUS[error.code], error.code.value, error.detail, error.pointer, headers=headers)
        return respond(request, problem)

    app.add_exception_handler(Refusal, on_refusal)
