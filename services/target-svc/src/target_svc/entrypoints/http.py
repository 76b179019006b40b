"""The HTTP interface of plans and realizations: a request becomes a command, its outcome an answer. No rule is here."""

from typing import Annotated, Any
from uuid import UUID

from chassis import http, paging, preconditions
from chassis.auth import Asking
from chassis.clock import Clock, day
from chassis.ids import NewId
from chassis.openapi import command
from fastapi import APIRouter, Query, Request, Response

from target_svc.app import execute, keep_plans, queries, report, resources
from target_svc.app.execute import Body
from target_svc.app.keep_plans import Draft
from target_svc.app.ports import Occasion, Reads, Store
from target_svc.app.report import Reported
from target_svc.domain.access import Actor
from target_svc.domain.indicators import Indicator
from target_svc.domain.plan import Plan
from target_svc.entrypoints import answers, views
from target_svc.entrypoints.roster import after
from target_svc.entrypoints.schemas import (
    IndicatorBody,
    IndicatorsBody,
    PlanBody,
    PlanImport,
    RealizationBody,
    RealizationImport,
    ReturnBody,
)


class Api:
    """The routes over the ports."""

    def __init__(self, store: Store, reads: Reads, clock: Clock, zone: str, new_id: NewId) -> None:
        self._store, self._reads, self._clock, self._zone, self._new_id = store, reads, clock, zone, new_id

    def router(self) -> APIRouter:
        """The routes, to be included in the application."""
        router = http.router(tags=["plans and realizations"])
        plan, entry, taken = (
            {"response_model": view} for view in (views.PlanView, views.RealizationView, views.ImportView)
        )
        seen = command(version="required")
        routes: list[tuple[str, str, Any, dict[str, Any]]] = [
            ("POST", "/v1/plans", self.draft, plan | command(creates=True)),
            ("GET", "/v1/plans", self.list_plans, {"response_model": views.PlanPage}),
            ("GET", "/v1/plans/{id}", self.read_plan, plan),
            ("PUT", "/v1/plans/{id}/indicators", self.redraft, plan | seen),
            ("POST", "/v1/plans/{id}/proposal", self.propose, plan | seen),
            ("POST", "/v1/plans/{id}/approval", self.approve, plan | seen),
            ("POST", "/v1/plans/{id}/return", self.send_back, plan | seen),
            ("POST", "/v1/indicators/{id}/realizations", self.report, entry | command(creates=True)),
            ("GET", "/v1/indicators/{id}/realizations", self.read_course, {"response_model": views.CourseView}),
            ("POST", "/v1/imports/plans", self.import_plans, taken | command()),
            ("POST", "/v1/imports/realizations", self.import_realizations, taken | command()),
        ]
        for method, path, handler, said in routes:
            router.add_api_route(path, handler, methods=[method], **said)
        return router

    async def draft(self, body: PlanBody, request: Request, asking: Asking) -> Response:
        """The person, or the agency for them, drafts a plan."""
        drafts = [self._draft(body, "draft")]
        return await self._run(
            lambda work, actor, occasion: keep_plans.draft(work, drafts, actor, occasion, many=False), request, asking
        )

    async def import_plans(self, body: PlanImport, request: Request, asking: Asking) -> Response:
        """Takes over up to a thousand plans that were made elsewhere, all or none."""
        drafts = [self._draft(item, item.status) for item in body.items]
        return await self._run(
            lambda work, actor, occasion: keep_plans.draft(work, drafts, actor, occasion, many=True), request, asking
        )

    async def redraft(self, id: UUID, body: IndicatorsBody, request: Request, asking: Asking) -> Response:
        """Writes other indicators."""
        expected, indicators = preconditions.required_if_match(request), self._indicators(body.indicators)
        return await self._run(
            lambda work, actor, occasion: keep_plans.redraft(work, id, expected, indicators, actor, occasion),
            request,
            asking,
        )

    async def propose(self, id: UUID, request: Request, asking: Asking) -> Response:
        """Puts a plan before the superior."""
        expected = preconditions.required_if_match(request)
        return await self._run(
            lambda work, actor, occasion: keep_plans.propose(work, id, expected, actor, occasion), request, asking
        )

    async def approve(self, id: UUID, request: Request, asking: Asking) -> Response:
        """The direct superior approves."""
        expected = preconditions.required_if_match(request)
        return await self._run(
            lambda work, actor, occasion: keep_plans.approve(work, id, expected, actor, occasion), request, asking
        )

    async def send_back(self, id: UUID, body: ReturnBody, request: Request, asking: Asking) -> Response:
        """The direct superior returns it with a note."""
        expected = preconditions.required_if_match(request)
        return await self._run(
            lambda work, actor, occasion: keep_plans.send_back(work, id, expected, body.note, actor, occasion),
            request,
            asking,
        )

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

    async def read_plan(self, id: UUID, asking: Asking) -> Response:
        """One plan, to those whom it concerns."""
        found = await queries.plan(self._reads, answers.actor(asking), id, day(self._clock(), self._zone))
        return http.json_answer(found, headers={"ETag": preconditions.etag(found["sequence"])})

    async def read_course(self, id: UUID, asking: Asking) -> Response:
        """An indicator with its realizations."""
        found = await queries.course(self._reads, answers.actor(asking), id, day(self._clock(), self._zone))
        return http.json_answer(found, headers={"ETag": preconditions.etag(found["sequence"])})

    async def list_plans(
        self,
        asking: Asking,
        civil_servant_id: UUID,
        period_id: UUID | None = None,
        limit: int = 50,
        cursor: Annotated[str | None, Query(max_length=200)] = None,
    ) -> Response:
        """A person's plans."""
        wanted = paging.page(limit, cursor)
        today = day(self._clock(), self._zone)
        await queries.check_sees(self._reads, answers.actor(asking), civil_servant_id, today)
        found = await self._reads.plans(civil_servant_id, period_id, after(wanted), wanted.limit + 1)
        return http.json_answer(paging.body(found, wanted.limit, _key, resources.plan))

    async def _run(self, body: Any, request: Request, asking: Any, place: str = "/v1/plans") -> Response:
        occasion: Occasion = answers.occasion(request, self._clock, self._zone)
        actor: Actor = answers.actor(asking)
        run: Body = lambda work: body(work, actor, occasion)  # noqa: E731  # Typed, unlike a nested function's use.
        result = await execute.execute(run, await answers.attempt(request, asking), occasion, self._store)
        return answers.outcome(result, place)

    def _draft(self, body: PlanBody, status: str) -> Draft:
        return Draft(
            body.id or self._new_id(), body.civil_servant_id, body.period_id, self._indicators(body.indicators), status
        )

    def _indicators(self, bodies: list[IndicatorBody]) -> tuple[Indicator, ...]:
        return tuple(body.indicator(body.id or self._new_id()) for body in bodies)


def _key(plan: Plan) -> tuple[str, ...]:
    return (str(plan.id),)
