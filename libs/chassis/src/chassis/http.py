"""The application of a service: everything that all of them do the same way, around the routes that differ.

Problems, correlation ids, body limits, security headers, metrics, health. Nothing is loaded from elsewhere (no CDN), so
the content security policy allows this origin only.
"""

import time
from collections.abc import Collection, Mapping
from typing import Any, Final

import msgspec
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis import metrics as m
from chassis import openapi, postgres, problem
from chassis.auth import TokenVerifier
from chassis.bodies import ExactRoute, WayIn
from chassis.health import Health

SECURITY_HEADERS: Final = (
    (b"content-security-policy", b"default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
)
UNMATCHED: Final = "unmatched"


def build_app(
    title: str,
    *,
    health: Health,
    verifier: TokenVerifier,
    metrics: m.Metrics,
    max_body_bytes: int,
    larger_bodies: Mapping[str, int] | None = None,
    raw_bodies: Mapping[str, Collection[str]] | None = None,
) -> FastAPI:
    """An application without routes of its own but `/health/live`, `/health/ready`, `/metrics` and `/openapi.json`.

    larger_bodies: path prefix → bytes, for imports. raw_bodies: path prefix → the media types that are taken there in
    place of JSON.
    """
    app = FastAPI(title=title, version="1", docs_url=None, redoc_url=None, separate_input_output_schemas=False)
    app.router.route_class = ExactRoute
    app.state.verifier = verifier
    problem.install(app)
    openapi.install(app)
    app.add_middleware(WayIn, max_bytes=max_body_bytes, limits=larger_bodies, raw=raw_bodies)
    app.add_middleware(Outermost, metrics=metrics)
    _add_operations(app, health, metrics)
    return app


def router(prefix: str = "", tags: list[str] | None = None) -> APIRouter:
    """A router whose handlers get exact JSON."""
    return APIRouter(prefix=prefix, route_class=ExactRoute, tags=list(tags or ()))


def json_answer(content: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON answer by msgspec; decimals as strings."""
    return Response(msgspec.json.encode(content), status, media_type="application/json", headers=dict(headers or {}))


def _add_operations(app: FastAPI, health: Health, metrics: m.Metrics) -> None:
    async def live() -> Response:
        return json_answer({"status": "live"})

    async def ready() -> Response:
        ok, checks = await health.ready()
        parts = {name: {"ok": check.ok, "detail": check.detail, **check.facts} for name, check in checks.items()}
        return json_answer({"status": "ready" if ok else "not ready", "checks": parts}, 200 if ok else 503)

    async def exposition() -> Response:
        body, content_type = metrics.exposition()
        return Response(body, headers={"content-type": content_type})

    for path, handler in (("/health/live", live), ("/health/ready", ready), ("/metrics", exposition)):
        app.add_api_route(path, handler, methods=["GET"], include_in_schema=False)


class Outermost:
    """Measures, answers what nobody foresaw, and puts the headers that every answer has. `route` is the pattern, never
    the path: no id and no guess of a stranger becomes a label."""

    def __init__(self, app: ASGIApp, metrics: m.Metrics) -> None:
        self._app = app
        self._requests, self._duration = metrics.counter(m.HTTP_REQUESTS), metrics.histogram(m.HTTP_DURATION)
        self._children: dict[tuple[str, str, int], tuple[Any, Any]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, started = time.perf_counter(), False

        async def measured(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = list(message.get("headers", []))
                present = {name for name, _ in headers}
                headers += [pair for pair in SECURITY_HEADERS if pair[0] not in present]
                headers.append((b"x-correlation-id", str(scope.get("correlation_id", "")).encode()))
                message = {**message, "headers": headers}
                self._count(scope, int(message["status"]), time.perf_counter() - began)
            await send(message)

        try:
            await self._app(scope, receive, measured)
        except Exception as error:
            if started:  # Half an answer is out; all that is left is to end the connection.
                raise
            failed = problem.unavailable if postgres.is_transient(error) else problem.unexpected
            await failed(Request(scope), error)(scope, receive, measured)

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", UNMATCHED)
        method = scope["method"] if scope["method"] in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE") else "OTHER"
        child = self._children.get((method, route, status))
        if child is None:
            child = (self._requests.labels(method, route, str(status)), self._duration.labels(method, route))
            self._children[method, route, status] = child
        child[0].inc()
        child[1].observe(seconds)
