"""Which answer each refusal becomes: the only table from codes to HTTP."""

from collections.abc import Mapping
from typing import Final

from chassis.problem import Problem, respond
from fastapi import FastAPI, Request, Response

from scoring_svc.domain.refusals import Code, Refusal

STATUS: Final[Mapping[Code, int]] = {
    Code.FORBIDDEN: 403,
    Code.UNKNOWN_CIVIL_SERVANT: 404,
    Code.UNKNOWN_UNIT: 404,
    Code.UNKNOWN_AGENCY: 404,
    Code.UNKNOWN_PERIOD: 404,
    Code.UNKNOWN_GOAL: 404,
    Code.FUTURE_MOMENT: 422,
    Code.INVALID_SIMULATION: 422,
    Code.INVALID_POLICY: 422,
    Code.UNKNOWN_POLICY: 404,
    Code.TRIAL_RUNNING: 409,
    Code.TRIAL_TOO_LONG: 422,
    Code.TRIAL_INTERRUPTED: 503,
    Code.NO_RESULT: 404,
    Code.UNKNOWN_VERSION: 404,
}


def install(app: FastAPI) -> None:
    """Lets the application answer refusals as problems."""

    async def on_refusal(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refusal)
        problem = Problem(STATUS[error.code], error.code.value, error.detail, error.pointer)
        return respond(request, problem)

    app.add_exception_handler(Refusal, on_refusal)
