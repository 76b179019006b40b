"""The HTTP interface of what work contributes to goals. No rule stands here."""

from uuid import UUID

from chassis import http
from chassis.auth import Asking
from chassis.clock import Clock
from fastapi import APIRouter, Response

from scoring_svc.app import goals, queries
from scoring_svc.app.ports import Plans, Reads
from scoring_svc.domain.policy import Packs
from scoring_svc.entrypoints.asking import Desk
from scoring_svc.entrypoints.goal_schemas import ContributionView, GoalView


class GoalsApi:
    """The routes over their ports. zone: the region's, for its days."""

    def __init__(self, reads: Reads, plans: Plans, packs: Packs, clock: Clock, zone: str) -> None:
        self._reads, self._plans, self._packs, self._desk = reads, plans, packs, Desk(clock, zone)

    def router(self) -> APIRouter:
        """The routes, to be included in the application."""
        router = http.router(tags=["goals"])
        goal, card = "/v1/goals/{goal_id}/achievement", "/v1/cards/{civil_servant_id}/contribution"
        router.add_api_route(goal, self.goal, methods=["GET"], response_model=GoalView)
        router.add_api_route(card, self.contribution, methods=["GET"], response_model=ContributionView)
        return router

    async def goal(self, goal_id: UUID, asking: Asking, period_id: UUID | None = None) -> Response:
        """Who carries a goal of the region, level by level, with what their indicators achieve."""
        asked = self._desk.asked(asking, period_id)
        return http.json_answer(await goals.achievement(goal_id, asked, self._reads, self._plans, self._packs))

    async def contribution(self, civil_servant_id: UUID, asking: Asking, period_id: UUID | None = None) -> Response:
        """What a person's work results serve, step by step up to the goal."""
        of = await queries.subject(civil_servant_id, self._desk.asked(asking, period_id), self._reads)
        return http.json_answer({"results": await goals.contribution(of, self._plans, self._packs)})
