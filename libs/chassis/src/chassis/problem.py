"""Errors as RFC 9457 problems: a stable code, the field as a JSON pointer, and a sentence a person understands.

Nothing inner is shown: an unexpected error becomes `internal_error` with the correlation id under which the log has it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from http import HTTPStatus
from typing import Any

import msgspec
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

log = structlog.stdlib.get_logger()

MEDIA_TYPE = "application/problem+json"
SENTENCES: Mapping[int, tuple[str, str]] = {
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address does not take that method."),
    413: ("body_too_large", "The body is larger than this service takes."),
    415: ("unsupported_media_type", "Send the body as application/json."),
}
CODES: Mapping[str, str] = {
    "missing": "missing",
    "extra_forbidden": "unknown_field",
    "uuid_parsing": "not_a_uuid",
    "uuid_type": "not_a_uuid",
    "date_parsing": "not_a_date",
    "date_from_datetime_parsing": "not_a_date",
    "date_type": "not_a_date",
    "literal_error": "not_allowed",
    "enum": "not_allowed",
    "too_long": "too_many_items",
    "too_short": "too_few_items",
}
"""pydantic's words for what a schema alone can see, in ours; everything else is `invalid_value`."""
FIELD_SENTENCES: Mapping[str, str] = {
    "missing": "This field is missing.",
    "extra_forbidden": "There is no such field here; is its name misspelt?",
    "too_short": "Give at least {min_length} of these; here are {actual_length}.",
    "too_long": "Give at most {max_length} of these.",
    "literal_error": "This is one of {expected}.",
    "enum": "This is one of {expected}.",
    "model_attributes_type": "This must be an object, with its fields by name.",
    "model_type": "This must be an object, with its fields by name.",
    "dict_type": "This must be an object, with its fields by name.",
    "list_type": "This must be a list.",
    "tuple_type": "This must be a list.",
    "set_type": "This must be a list.",
    "frozen_set_type": "This must be a list.",
    "string_unicode": "This holds half of a character (a lone surrogate).",
    "string_type": "This must be text.",
    "string_too_long": "This may have at most {max_length} characters.",
    "string_too_short": "This must have at least {min_length} characters.",
    "greater_than_equal": "This must be {ge} or more.",
    "less_than_equal": "This must be {le} or less.",
    "int_type": "This must be a whole number.",
    "int_parsing": "This must be a whole number.",
    "int_parsing_size": "This must be a whole number of ordinary size.",
    "int_from_float": "This must be a whole number.",
    "bool_type": "This must be true or false.",
    "bool_parsing": "This must be true or false.",
    "uuid_type": "This must be an id (a UUID) of 32 hexadecimal digits, as in 7d0f0a52-93ab-4d5c-8c40-0d5a1a4b7e22.",
    "uuid_parsing": "This must be an id (a UUID) of 32 hexadecimal digits, as in 7d0f0a52-93ab-4d5c-8c40-0d5a1a4b7e22.",
}
"""What pydantic says in a programmer's words, as a sentence for whoever sent the request; `{}` from its context."""


class Fault(msgspec.Struct, frozen=True):
    """One thing that is wrong: where (JSON pointer into the body, or the name of a header or parameter), and what."""

    pointer: str
    code: str
    detail: str


class Problem(Exception):
    """An answer other than success. `code` is stable; `detail` is a sentence for a person; `extra` has further facts
    for programs, which are answered under that name where there are any."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        pointer: str | None = None,
        *,
        faults: tuple[Fault, ...] = (),
        headers: Mapping[str, str] | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail, self.headers = status, code, detail, headers
        self.extra = extra or {}
        self.faults = faults or ((Fault(pointer, code, detail),) if pointer is not None else ())


def answer(problem: Problem, correlation_id: str) -> Response:
    """The problem as it goes out."""
    body: dict[str, Any] = {
        "type": f"urn:capaian:problem:{problem.code}",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "code": problem.code,
        "detail": _sendable(problem.detail),
        "errors": [Fault(_sendable(fault.pointer), fault.code, _sendable(fault.detail)) for fault in problem.faults],
        "correlation_id": correlation_id,
    }
    if problem.extra:
        body["extra"] = problem.extra
    return Response(
        msgspec.json.encode(body), problem.status, media_type=MEDIA_TYPE, headers=dict(problem.headers or {})
    )


def respond(request: Request, problem: Problem) -> Response:
    """The problem as whoever asks reads it: a page for a person with a browser, where the application has pages."""
    page: Callable[[Request, Problem], Response] | None = getattr(request.app.state, "problem_page", None)
    reads_pages = "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/v1/")
    if page is not None and reads_pages:
        return page(request, problem)
    return answer(problem, correlation_id(request))


def _sendable(text: str) -> str:
    """A lone surrogate, which JSON can spell and UTF-8 cannot, as its escape: an error about it must go out too."""
    return text.encode("utf-8", "backslashreplace").decode()


def correlation_id(request: Request) -> str:
    """The id under which this request stands in the logs and in its events."""
    return str(request.scope.get("correlation_id", ""))


def pointer_of(location: tuple[int | str, ...], body: Any = None) -> str:
    """A validation error's place as a JSON pointer into the body; parameters and headers by name."""
    where, *path = location or ("body",)
    if where != "body":
        return f"{where}:{'.'.join(str(step) for step in path)}"
    steps = _steps(path, body)
    return "#" + "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def _steps(path: Sequence[int | str], body: Any) -> Iterator[int | str]:
    """Without what pydantic alone knows: which kind of a union it tried, and that it speaks of a key."""
    for place, step in enumerate(path):
        if _ends_at(body, step):
            return
        last = place == len(path) - 1
        if step == "[key]" or (isinstance(body, dict) and step not in body and not last):
            continue
        yield step
        try:
            body = body[step]
        except (KeyError, IndexError, TypeError):
            body = None


def _ends_at(body: Any, step: int | str) -> bool:
    """Whether nothing of the body can lie under this step: a list has numbers alone, and a text has nothing."""
    return isinstance(body, str | int | Decimal) or (isinstance(body, list) and not isinstance(step, int))


def from_validation(error: RequestValidationError) -> Problem:
    """All faults of a body at once, each with its place. A validator of ours says its code in `ctx.code`."""
    faults = tuple(_fault(found, error.body) for found in error.errors())
    code = faults[0].code if len(faults) == 1 else "invalid_request"
    detail = faults[0].detail if len(faults) == 1 else f"The request has {len(faults)} things wrong; see errors."
    return Problem(422, code, detail, faults=faults)


def _fault(found: Mapping[str, Any], body: Any) -> Fault:
    context = found.get("ctx") or {}
    code = str(context.get("code") or CODES.get(str(found["type"]), "invalid_value"))
    said = FIELD_SENTENCES.get(str(found["type"]))
    detail = said.format_map(context) if said is not None else str(found["msg"]).removeprefix("Value error, ")
    return Fault(pointer_of(tuple(found["loc"]), body), code, detail)


def unexpected(request: Request, error: Exception) -> Response:
    """The answer to what nobody foresaw; the log has what the answer does not say."""
    log.error("http.failed", path=request.url.path, exc_info=error)
    detail = "Something failed on our side; the correlation id names it in the logs. Nothing was stored in part."
    return respond(request, Problem(500, "internal_error", detail))


def unavailable(request: Request, error: Exception) -> Response:
    """The answer while the database is away or overloaded: nothing is lost, and the same request may succeed soon."""
    log.warning("http.unavailable", path=request.url.path, kind=type(error).__name__, error=str(error)[:300])
    detail = "The database does not answer at the moment. Nothing was stored in part; send the same request again soon."
    return respond(request, Problem(503, "unavailable", detail, headers={"Retry-After": "2"}))


def install(app: FastAPI) -> None:
    """Every foreseen way to fail, as a problem; `unexpected` has the rest."""

    async def on_problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, Problem)
        return respond(request, error)

    async def on_validation(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return respond(request, from_validation(error))

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        code, detail = SENTENCES.get(error.status_code, ("http_error", str(error.detail)))
        return respond(request, Problem(error.status_code, code, detail, headers=error.headers))

    app.add_exception_handler(Problem, on_problem)
    app.add_exception_handler(RequestValidationError, on_validation)
    app.add_exception_handler(HTTPException, on_http)
