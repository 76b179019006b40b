"""What the rated person answers, and what comes of an objection. No rule stands here."""

from typing import Annotated, Any
from uuid import UUID

from chassis import http, paging, preconditions
from chassis.auth import Asking
from chassis.openapi import command
from fastapi import APIRouter, Query, Request, Response

from evaluation_svc.app import execute, queries
from evaluation_svc.app.resources import appeal_resource
from evaluation_svc.domain import commands as do
from evaluation_svc.domain.evaluation import Evaluation, Status
from evaluation_svc.entrypoints import requests
from evaluation_svc.entrypoints.appeal_schemas import (
    AppealPage,
    AppealStatus,
    AppealView,
    Decision,
    NewAppeal,
    Statement,
)
from evaluation_svc.entrypoints.requests import World
from evaluation_svc.entrypoints.schemas import EvaluationView

PLACE = "/v1/appeals"
STATUS = {AppealStatus.HEARING: Status.OBJECTED, AppealStatus.DECIDED: Status.DECIDED}


class AppealsApi:
    """Acknowledgements and appeals over the service's ports."""

    def __init__(self, world: World) -> None:
        self._world = world

    def router(self) -> APIRouter:
        """The routes, to be included in the application."""
        router = http.router(tags=["appeals"])
        of_one = "/v1/evaluations/{evaluation_id}"
        shown: dict[str, Any] = {"response_model": AppealView}
        versioned: dict[str, Any] = {"methods": ["POST"], **command(version="required")}
        router.add_api_route(f"{of_one}/acknowledgement", self.acknowledge, response_model=EvaluationView, **versioned)
        router.add_api_route(f"{of_one}/appeal", self.appeal, status_code=201, **shown, **versioned)
        router.add_api_route(PLACE, self.list_seen, methods=["GET"], response_model=AppealPage)
        router.add_api_route(PLACE + "/{appeal_id}", self.read, methods=["GET"], **shown)
        router.add_api_route(PLACE + "/{appeal_id}/statements", self.state, methods=["POST"], **shown, **command())
        router.add_api_route(PLACE + "/{appeal_id}/decision", self.decide, **shown, **versioned)
        return router

    async def acknowledge(self, evaluation_id: UUID, request: Request, asking: Asking) -> Response:
        """The rated person takes note, and with that gives up the objection."""
        expected = preconditions.required_if_match(request)
        wanted = do.Acknowledge(evaluation_id, expected, asking.civil_servant_id)
        tried = await requests.attempt(request, asking)
        return requests.answer(await execute.change(wanted, tried, self._world.occasion(request), self._world.store))

    async def appeal(self, evaluation_id: UUID, body: NewAppeal, request: Request, asking: Asking) -> Response:
        """The rated person objects, within the legal days, to the superior of the rater."""
        expected = preconditions.required_if_match(request)
        wanted = do.Appeal(evaluation_id, expected, asking.civil_servant_id, self._world.new_id(), body.reason)
        tried = await requests.attempt(request, asking)
        done = await execute.change(wanted, tried, self._world.occasion(request), self._world.store)
        return requests.answer(done, PLACE)

    async def state(self, appeal_id: UUID, body: Statement, request: Request, asking: Asking) -> Response:
        """The rater or the rated person is heard, each once."""
        wanted = do.State(appeal_id, asking.civil_servant_id, body.text)
        tried = await requests.attempt(request, asking)
        done = await execute.hear(wanted, tried, self._world.occasion(request), self._world.store)
        return requests.answer(done, PLACE)

    async def decide(self, appeal_id: UUID, body: Decision, request: Request, asking: Asking) -> Response:
        """The superior of the rater, or for want of one the region's official, decides; that is final."""
        wanted = do.DecideAppeal(
            appeal_id=appeal_id,
            expected_sequence=preconditions.required_if_match(request),
            civil_servant_id=asking.civil_servant_id,
            of_region="region_admin" in asking.roles,
            outcome=body.outcome,
            reason=body.reason,
            work_results=body.work_results,
            work_behavior=body.work_behavior,
        )
        tried = await requests.attempt(request, asking)
        done = await execute.hear(wanted, tried, self._world.occasion(request), self._world.store)
        return requests.answer(done, PLACE)

    async def read(self, appeal_id: UUID, asking: Asking) -> Response:
        """One appeal, to those whom it concerns."""
        found = await queries.appeal(appeal_id, requests.actor(asking), self._world.reads)
        return self._world.show(found, appeal_resource)

    async def list_seen(
        self,
        asking: Asking,
        status: AppealStatus | None = None,
        limit: int = 50,
        cursor: Annotated[str | None, Query(max_length=200)] = None,
    ) -> Response:
        """The appeals that the asker decides, has a part in, or looks after."""
        wanted = paging.page(limit, cursor)
        page = queries.Page(after=wanted.after_id, limit=wanted.limit + 1)
        state = None if status is None else STATUS[status]
        found = await queries.appeals(state, page, requests.actor(asking), self._world.reads)
        today, rules = self._world.today(), self._world.rules.appeals
        body = paging.body(found, wanted.limit, _key, lambda each: appeal_resource(each, today, rules))
        return http.json_answer(body)


def _key(evaluation: Evaluation) -> tuple[str, ...]:
    return () if evaluation.appeal is None else (str(evaluation.appeal.filed.appeal_id),)
