"""The HTTP interface of performance plans: a request becomes a command, its outcome an answer. No rule is here."""

from typing import Annotated, Any
from uuid import UUID

from chassis import http, paging, preconditions
from chassis.auth import Asking
from chassis.clock import Clock, day
from chassis.ids import NewId
from chassis.openapi import command
from fastapi import APIRouter, Query, Request, Response

from target_svc.app import decide_plans, execute, keep_plans, queries, resources
from target_svc.app.keep_plans import Draft
from target_svc.app.ports import Reads, Store
from target_svc.domain.cascade import PlanRules
from target_svc.domain.plan import Plan
from target_svc.entrypoints import answers, plan_views, views
from target_svc.entrypoints.plan_schemas import ClosingBody, PlanBody, PlanImport, ReturnBody, WorkResultsBody
from target_svc.entrypoints.steps import Steps


class PlansApi:
    """The routes over the ports."""

    def __init__(self, store: Store, reads: Reads, clock: Clock, zone: str, new_id: NewId, rules: PlanRules) -> None:
        self._store, self._reads, self._clock, self._zone, self._new_id = store, reads, clock, zone, new_id
        self._rules, self._take = rules, Steps(store, clock, zone, "/v1/plans").take

    def router(self) -> APIRouter:
        """The routes, to be included in the application."""
        router = http.router(tags=["plans"])
        plan: dict[str, Any] = {"response_model": plan_views.PlanView}
        seen = command(version="required")
        routes: list[tuple[str, str, Any, dict[str, Any]]] = [
            ("POST", "/v1/plans", self.draft, plan | command(creates=True)),
            ("GET", "/v1/plans", self.list_plans, {"response_model": plan_views.PlanPage}),
            ("GET", "/v1/plans/{id}", self.read_plan, plan),
            ("GET", "/v1/plans/{id}/versions", self.read_versions, {"response_model": plan_views.VersionsView}),
            ("PUT", "/v1/plans/{id}/work-results", self.redraft, plan | seen),
            ("POST", "/v1/plans/{id}/submission", self.submit, plan | seen),
            ("POST", "/v1/plans/{id}/approval", self.approve, plan | seen),
            ("POST", "/v1/plans/{id}/return", self.send_back, plan | seen),
            ("POST", "/v1/plans/{id}/closing", self.close, plan | seen),
            ("POST", "/v1/imports/plans", self.import_plans, {"response_model": views.ImportView} | command()),
        ]
        for method, path, handler, said in routes:
            router.add_api_route(path, handler, methods=[method], **said)
        return router

    async def draft(self, body: PlanBody, request: Request, asking: Asking) -> Response:
        """The person, or the agency for them, drafts a plan."""
        return await self._draft([body.draft(self._new_id)], request, asking, many=False)

    async def import_plans(self, body: PlanImport, request: Request, asking: Asking) -> Response:
        """Takes over up to a thousand plans that were made elsewhere, all or none; a superior's before those under."""
        drafts = [item.draft(self._new_id, item.status) for item in body.items]
        return await self._draft(drafts, request, asking, many=True)

    async def redraft(self, id: UUID, body: WorkResultsBody, request: Request, asking: Asking) -> Response:
        """Writes other work results; after an approval, into the next version."""
        content = body.content(self._new_id)
        return await self._take(id, lambda work, asked: decide_plans.redraft(work, asked, content), request, asking)

    async def submit(self, id: UUID, request: Request, asking: Asking) -> Response:
        """Puts a plan before the superior."""
        return await self._take(id, lambda work, asked: decide_plans.submit(work, asked, self._rules), request, asking)

    async def approve(self, id: UUID, request: Request, asking: Asking) -> Response:
        """The direct superior approves."""
        return await self._take(id, decide_plans.approve, request, asking)

    async def send_back(self, id: UUID, body: ReturnBody, request: Request, asking: Asking) -> Response:
        """The direct superior returns it with a note."""
        return await self._take(id, lambda work, asked: decide_plans.send_back(work, asked, body.note), request, asking)

    async def close(self, id: UUID, body: ClosingBody, request: Request, asking: Asking) -> Response:
        """The superior or the agency ends it, once its year is closed or its person has left."""
        return await self._take(id, lambda work, asked: decide_plans.close(work, asked, body.reason), request, asking)

    async def read_plan(self, id: UUID, asking: Asking) -> Response:
        """One plan, to those whom it concerns."""
        found = await queries.plan(self._reads, answers.actor(asking), id, day(self._clock(), self._zone))
        return http.json_answer(found, headers={"ETag": preconditions.etag(found["sequence"])})

    async def read_versions(self, id: UUID, asking: Asking) -> Response:
        """All versions of a plan: what each held, and who did what with it, when."""
        found = await queries.versions(self._reads, answers.actor(asking), id, day(self._clock(), self._zone))
        return http.json_answer(found)

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
        found = await self._reads.plans(civil_servant_id, period_id, wanted.after_id, wanted.limit + 1)
        return http.json_answer(paging.body(found, wanted.limit, _key, resources.plan))

    async def _draft(self, drafts: list[Draft], request: Request, asking: Any, *, many: bool) -> Response:
        occasion, actor = answers.occasion(request, self._clock, self._zone), answers.actor(asking)
        result = await execute.execute(
            lambda work: keep_plans.draft(work, drafts, self._rules, actor, occasion, many=many),
            await answers.attempt(request, asking),
            occasion,
            self._store,
        )
        return answers.outcome(result, "/v1/plans")


def _key(plan: Plan) -> tuple[str, ...]:
    return (str(plan.id),)
