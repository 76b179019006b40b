"""Which answer each refusal becomes: the only table from codes to HTTP; what it does not list is a 422."""

from collections.abc import Mapping
from typing import Final

from chassis.preconditions import etag
from chassis.problem import Problem, respond
from fastapi import FastAPI, Request, Response

from target_svc.domain.refusals import Code, Refusal

STATUS: Final[Mapping[Code, int]] = {
    Code.FORBIDDEN: 403,
    Code.ANOTHER_AGENCY: 403,
    Code.NOT_THE_SUPERIOR: 403,
    Code.OWN_ENTRY: 403,
    Code.SECONDED_BY_REGION: 403,
    Code.UNKNOWN_AGENCY: 404,
    Code.UNKNOWN_UNIT: 404,
    Code.UNKNOWN_CIVIL_SERVANT: 404,
    Code.UNKNOWN_PERIOD: 404,
    Code.UNKNOWN_PLAN: 404,
    Code.UNKNOWN_INDICATOR: 404,
    Code.UNKNOWN_ENTRY: 404,
    Code.UNKNOWN_INNOVATION: 404,
    Code.UNKNOWN_COACHING: 404,
    Code.UNKNOWN_STEP: 404,
    Code.UNKNOWN_TRAINING: 404,
    Code.UNKNOWN_EVIDENCE: 404,
    Code.UNKNOWN_GOAL: 404,
    Code.UNKNOWN_WORK_RESULT: 404,
    Code.ALREADY_EXISTS: 409,
    Code.PLAN_EXISTS: 409,
    Code.NUMBER_TAKEN: 409,
    Code.INDICATOR_TAKEN: 409,
    Code.WORK_RESULT_TAKEN: 409,
    Code.WRONG_STATUS: 409,
    Code.STATUS_BY_ROUTE: 409,
    Code.PERIOD_MOVED_ON: 409,
    Code.YEAR_NOT_OPEN: 409,
    Code.YEAR_CLOSED: 409,
    Code.PARTS_NOT_CLOSED: 409,
    Code.SUPERIOR_HAS_NO_PLAN: 409,
    Code.PLAN_GOES_ON: 409,
    Code.PERIOD_NOT_OPEN: 409,
    Code.ALREADY_CORRECTED: 409,
    Code.SAME_CLAIM: 409,
    Code.COACHING_OPEN: 409,
    Code.EVIDENCE_UNNAMED: 409,
    Code.STEP_DONE: 409,
    Code.STALE_VERSION: 412,
    Code.VERSION_REQUIRED: 428,
}
UNPROCESSABLE: Final = 422


def install(app: FastAPI) -> None:
    """Lets the application answer refusals as problems. An unknown thing that a body names is a fault of the body."""

    async def on_refusal(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refusal)
        status = STATUS.get(error.code, UNPROCESSABLE)
        if status == 404 and error.pointer is not None:
            status = UNPROCESSABLE
        headers = {} if error.found is None else {"ETag": etag(error.found)}
        problem = Problem(status, error.code.value, error.detail, error.pointer, headers=headers, extra=error.extra)
        return respond(request, problem)

    app.add_exception_handler(Refusal, on_refusal)
