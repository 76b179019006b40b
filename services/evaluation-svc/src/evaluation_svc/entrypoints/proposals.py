"""The proposal from the numbers. No rule stands here."""

from uuid import UUID

from chassis import http
from chassis.auth import Asking
from chassis.inputs import RequestModel
from fastapi import APIRouter, Response

from evaluation_svc.app import proposals
from evaluation_svc.entrypoints import requests
from evaluation_svc.entrypoints.requests import World
from evaluation_svc.entrypoints.schemas import ProposalView


class ThresholdView(RequestModel):
    """A bound of the region and where it comes from."""

    value: str
    source: str


class ProposalsView(RequestModel):
    """What the numbers of a year propose at the moment; proposal is null where the person's targets have no value."""

    civil_servant_id: UUID
    period_id: UUID
    proposal: ProposalView | None
    above_over: ThresholdView
    meets_from: ThresholdView
    advice: str


class ProposalsApi:
    """The route over the service's ports."""

    def __init__(self, world: World) -> None:
        self._world = world

    def router(self) -> APIRouter:
        """The route, to be included in the application."""
        router = http.router(tags=["proposals"])
        router.add_api_route("/v1/evaluation-proposals", self.look, methods=["GET"], response_model=ProposalsView)
        return router

    async def look(self, asking: Asking, civil_servant_id: UUID, period_id: UUID) -> Response:
        """The rating of work results that the numbers propose; it never replaces the rater's decision."""
        who, today, rules = requests.actor(asking), self._world.today(), self._world.rules.proposal
        return http.json_answer(await proposals.look(civil_servant_id, period_id, who, today, rules, self._world.reads))
