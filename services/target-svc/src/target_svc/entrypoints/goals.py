"""The HTTP interface of the region's goals."""

from uuid import UUID

from chassis import http, preconditions
from chassis.auth import Asking
from chassis.clock import Clock
from chassis.openapi import command
from fastapi import APIRouter, Request, Response

from target_svc.app import execute, keep_goals, queries
from target_svc.app.ports import Reads, Store
from target_svc.entrypoints import answers
from target_svc.entrypoints.plan_schemas import GoalBody
from target_svc.entrypoints.plan_views import GoalView


class GoalsApi:
    """The routes over the ports."""

    def __init__(self, store: Store, reads: Reads, clock: Clock, zone: str) -> None:
        self._store, self._reads, self._clock, self._zone = store, reads, clock, zone

    def router(self) -> APIRouter:
        """The routes, to be included in the application."""
        router = http.router(tags=["goals"])
        said = command(version="optional", creates=True)
        router.add_api_route("/v1/goals/{id}", self.put, methods=["PUT"], response_model=GoalView, **said)
        router.add_api_route("/v1/goals/{id}", self.read, methods=["GET"], response_model=GoalView)
        return router

    async def put(self, id: UUID, body: GoalBody, request: Request, asking: Asking) -> Response:
        """The region's administration makes or changes a goal."""
        occasion, actor = answers.occasion(request, self._clock, self._zone), answers.actor(asking)
        expected = preconditions.if_match(request)
        result = await execute.execute(
            lambda work: keep_goals.put(work, body.goal(id), expected, actor),
            await answers.attempt(request, asking),
            occasion,
            self._store,
        )
        return answers.outcome(result, "/v1/goals")

    async def read(self, id: UUID, asking: Asking) -> Response:
        """One goal, to everybody who is signed in."""
        found = await queries.goal(self._reads, id)
        return http.json_answer(found, headers={"ETag": preconditions.etag(found["sequence"])})
