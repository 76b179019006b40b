"""The HTTP interface of realizations: a request becomes a command, its outcome an answer. No rule is here."""

from typing import Any
from uuid import UUID

from chassis import http, preconditions
from chassis.auth import Asking
from chassis.clock import Clock, day
from chassis.ids import NewId
from chassis.openapi import command
from fastapi import APIRouter, Request, Response

from target_svc.app import execute, queries, report
from target_svc.app.execute import Body
from target_svc.app.ports import Occasion, Reads, Store
from target_svc.app.report import Reported
from target_svc.domain.access import Actor
from target_svc.entrypoints import answers, views
from target_svc.entrypoints.schemas import RealizationBody, RealizationImport


class Api:
    """The routes over the ports."""

    def __init__(self, store: Store, reads: Reads, clock: Clock, zone: str, new_id: NewId) -> None:
        self._store, self._reads, self._clock, self._zone, self._new_id = store, reads, clock, zone, new_id

    def router(self) -> APIRouter:
        """The routes, to be included in the application."""
        router = http.router(tags=["realizations"])
        entry = {"response_model": views.RealizationView} | command(creates=True)
        routes: list[tuple[str, str, Any, dict[str, Any]]] = [
            ("POST", "/v1/indicators/{id}/realizations", self.report, entry),
            ("GET", "/v1/indicators/{id}/realizations", self.read_course, {"response_model": views.CourseView}),
            (
                "POST",
                "/v1/imports/realizations",
                self.import_realizations,
                {"response_model": views.ImportView} | command(),
            ),
        ]
        for method, path, handler, said in routes:
            router.add_api_route(path, handler, methods=[method], **said)
        return router

    async def report(self, id: UUID, body: RealizationBody, request: Request, asking: Asking) -> Response:
        """Reports a realization of an approved indicator."""
        reported = [Reported(id, body.report(body.id or self._new_id()))]
        return await self._run(
            lambda work, actor, occasion: report.report(work, reported, actor, occasion, many=False),
            request,
            asking,
            f"/v1/indicators/{id}/realizations",
        )

    async def import_realizations(self, body: RealizationImport, request: Request, asking: Asking) -> Response:
        """Takes over up to a thousand realizations, all or none."""
        reported = [Reported(item.indicator_id, item.report(item.id or self._new_id())) for item in body.items]
        return await self._run(
            lambda work, actor, occasion: report.report(work, reported, actor, occasion, many=True), request, asking
        )

    async def read_course(self, id: UUID, asking: Asking) -> Response:
        """An indicator with its realizations."""
        found = await queries.course(self._reads, answers.actor(asking), id, day(self._clock(), self._zone))
        return http.json_answer(found, headers={"ETag": preconditions.etag(found["sequence"])})

    async def _run(self, body: Any, request: Request, asking: Any, place: str = "") -> Response:
        occasion: Occasion = answers.occasion(request, self._clock, self._zone)
        actor: Actor = answers.actor(asking)
        run: Body = lambda work: body(work, actor, occasion)  # noqa: E731  # Typed, unlike a nested function's use.
        result = await execute.execute(run, await answers.attempt(request, asking), occasion, self._store)
        return answers.outcome(result, place)
