"""The page of a goal of the region: who carries it, level by level."""

from uuid import UUID

from chassis.auth import Asking
from chassis.clock import Clock
from chassis.http import router
from chassis.pages import Pages
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from scoring_svc.app import goals
from scoring_svc.app.ports import Plans, Reads
from scoring_svc.domain.policy import Packs
from scoring_svc.entrypoints.asking import Desk


class GoalPages:
    """The route over its ports. zone: the region's, for its days."""

    def __init__(self, pages: Pages, reads: Reads, plans: Plans, packs: Packs, clock: Clock, zone: str) -> None:
        self._pages, self._reads, self._plans, self._packs = pages, reads, plans, packs
        self._desk = Desk(clock, zone)

    def router(self) -> APIRouter:
        """The route, to be included in the application."""
        routes = router()
        routes.add_api_route(
            "/goals/{goal_id}", self.goal, methods=["GET"], include_in_schema=False, response_class=HTMLResponse
        )
        return routes

    async def goal(
        self, goal_id: UUID, request: Request, asking: Asking, period_id: UUID | None = None
    ) -> HTMLResponse:
        """The goal's achievement."""
        asked = self._desk.asked(asking, period_id)
        found = await goals.achievement(goal_id, asked, self._reads, self._plans, self._packs)
        policy = self._packs.of_year(self._desk.today())
        return self._pages.page(request, "goal.html", found=found, policy=policy)
