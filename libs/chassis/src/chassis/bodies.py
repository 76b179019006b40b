"""The way in: correlation id, body limit, content type, and JSON read exactly; other types where a route takes them.

An ASGI layer around the application. A body is read once, up to its limit also when its length is not announced, and
decoded here: numbers with a fraction become decimals by their text, never through binary floating point; NaN and
repeated names are refused. What is wrong is answered before the application sees it. Forms are taken at the few
addresses that say so and nowhere else, for a browser sends them from any site without asking.
"""

import json
import re
from collections.abc import Collection, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NoReturn, TypeVar
from urllib.parse import parse_qsl

import structlog
from fastapi import Request
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.arriving import whole_body
from chassis.ids import new_id
from chassis.problem import Problem, respond

CORRELATION: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
WITH_BODY: Final = frozenset({"POST", "PUT", "PATCH"})
JSON: Final = "application/json"
JSON_KEY: Final = "capaian.json"
FORM: Final = "application/x-www-form-urlencoded"
MOST_FIELDS: Final = 100
Value = TypeVar("Value")
TOO_LARGE: Final = Decimal("1E+400")
TOO_SMALL: Final = Decimal("1E-400")


class WayIn:
    """`limits`: path prefix → bytes for the few addresses that take more than `max_bytes`. `raw`: path prefix → the
    media types that are taken there in place of JSON; such a body is handed on as it came."""

    def __init__(
        self,
        app: ASGIApp,
        max_bytes: int,
        limits: Mapping[str, int] | None = None,
        raw: Mapping[str, Collection[str]] | None = None,
    ) -> None:
        self._app, self._max_bytes, self._limits, self._raw = app, max_bytes, limits or {}, raw or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers: dict[bytes, bytes] = dict(scope["headers"])
        given = headers.get(b"x-correlation-id", b"").decode("latin-1")
        scope["correlation_id"] = given if CORRELATION.fullmatch(given) else str(new_id())
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(correlation_id=scope["correlation_id"])
        try:
            if scope["method"] in WITH_BODY:
                receive = await self._read(scope, headers, receive)
        except Problem as problem:
            await respond(Request(scope), problem)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    async def _read(self, scope: Scope, headers: Mapping[bytes, bytes], receive: Receive) -> Receive:
        limit = _at(self._limits, scope["path"], self._max_bytes)
        body = await whole_body(headers, limit, receive)
        if body:
            kind = headers.get(b"content-type", b"").split(b";")[0].strip().lower().decode("latin-1")
            taken = _at(self._raw, scope["path"], (JSON,))
            if kind not in taken:
                raise _not_taken(taken)
            if kind == JSON:
                scope[JSON_KEY] = exact_json(body)
        return _replay(body, receive)


def _at(places: Mapping[str, Value], path: str, otherwise: Value) -> Value:
    return next((value for prefix, value in places.items() if path.startswith(prefix)), otherwise)


def _not_taken(taken: Collection[str]) -> Problem:
    """Says what is taken also by the header that RFC 9110 15.5.16 has for it."""
    kinds = sorted(taken)
    detail = f"Send the body as {' or '.join(kinds)}."
    return Problem(
        415, "unsupported_media_type", detail, extra={"accepted": kinds}, headers={"Accept": ", ".join(kinds)}
    )


def _replay(body: bytes, receive: Receive) -> Receive:
    pending: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return pending.pop() if pending else await receive()

    return again


def exact_json(body: bytes) -> Any:
    """JSON (RFC 8259) with fractions as Decimal.

    Raises:
        Problem: 400 `malformed_json`, `not_a_number`, `repeated_name` or `nested_too_deep`.
    """
    try:
        return json.loads(
            body.decode("utf-8"),
            parse_float=_fraction,
            parse_int=_whole,
            parse_constant=_no_number,
            object_pairs_hook=_once_each,
        )
    except RecursionError:
        raise Problem(400, "nested_too_deep", "The body is nested deeper than any request here.", "#") from None
    except UnicodeDecodeError:
        raise Problem(400, "malformed_json", "The body is not UTF-8.", "#") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Problem(400, "malformed_json", f"The body is not JSON: {error.msg} at {where}.", "#") from None


def exact_form(body: bytes) -> dict[str, str]:
    """A browser's form (URL standard): name → value, blank ones too.

    Raises:
        Problem: 400 `malformed_form` or `repeated_name`.
    """
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        detail = f"The body is no form in UTF-8 of at most {MOST_FIELDS} fields."
        raise Problem(400, "malformed_form", detail, "#") from None
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Problem(400, "repeated_name", "The form names one of its fields twice.", "#")
    return found


async def form(request: Request) -> Mapping[str, str]:
    """The form that a page sent, at an address that takes `FORM`; empty where it sent nothing.

    Raises:
        Problem: as `exact_form`.
    """
    body = await request.body()
    return exact_form(body) if body else {}


def _whole(text: str) -> int | Decimal:
    # int() of thousands of digits takes quadratic time; a decimal of them is refused by Number.
    return int(text) if len(text) <= 18 else Decimal(text)


def _fraction(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        # Its exponent is beyond what a decimal can hold; one that is merely absurd is refused with its field.
        return TOO_SMALL if "-" in text[1:] else TOO_LARGE


def _no_number(text: str) -> NoReturn:
    raise Problem(400, "not_a_number", f"{text} is not a number in JSON.", "#")


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Problem(400, "repeated_name", "An object names one of its fields twice.", "#")
    return found


class ExactRequest(Request):
    """A request whose JSON is the exact one that the way in has read."""

    async def json(self) -> Any:
        """The body as `exact_json` reads it."""
        return self.scope[JSON_KEY]


class ExactRoute(APIRoute):
    """Routes of an API: their handlers see an ExactRequest."""

    def get_route_handler(self) -> Any:
        """FastAPI's hook for own request classes."""
        handler = super().get_route_handler()

        async def exact(request: Request) -> Any:
            return await handler(ExactRequest(request.scope, request.receive))

        return exact
