"""Units' predicates and the distribution of the people's. No rule stands here."""

from typing import Any
from uuid import UUID

from chassis import http, preconditions
from chassis.auth import Asking
from chassis.openapi import command
from fastapi import APIRouter, Request, Response

from evaluation_svc.app import organizations
from evaluation_svc.domain.organization import Rate
from evaluation_svc.entrypoints import requests
from evaluation_svc.entrypoints.organization_schemas import DistributionView, OrganizationRating, OrganizationView
from evaluation_svc.entrypoints.requests import World

PLACE = "/v1/organization-evaluations/{unit_id}/{period_id}"


class OrganizationsApi:
    """The routes over the service's ports."""

    def __init__(self, world: World) -> None:
        self._world = world

    def router(self) -> APIRouter:
        """The routes, to be included in the application."""
        router = http.router(tags=["organizations"])
        shown: dict[str, Any] = {"response_model": OrganizationView}
        router.add_api_route(PLACE, self.rate, methods=["PUT"], **shown, **command(version="optional", creates=True))
        router.add_api_route(PLACE, self.read, methods=["GET"], **shown)
        distribution = "/v1/units/{unit_id}/distribution"
        router.add_api_route(distribution, self.look, methods=["GET"], response_model=DistributionView)
        return router

    async def rate(
        self, unit_id: UUID, period_id: UUID, body: OrganizationRating, request: Request, asking: Asking
    ) -> Response:
        """The level above sets the unit's predicate; changing it needs the version that was seen."""
        wanted = Rate(
            organization_evaluation_id=self._world.new_id(),
            unit_id=unit_id,
            evaluated_period_id=period_id,
            expected_sequence=preconditions.if_match(request),
            predicate=body.predicate,
            achievement=body.achievement,
            note=body.note,
        )
        tried, occasion = await requests.attempt(request, asking), self._world.occasion(request)
        done = await organizations.rate(wanted, requests.actor(asking), tried, occasion, self._world.store)
        return requests.answer_at(done, request.url.path)

    async def read(self, unit_id: UUID, period_id: UUID, asking: Asking) -> Response:
        """A unit's predicate."""
        who, today = requests.actor(asking), self._world.today()
        found = await organizations.read(unit_id, period_id, who, today, self._world.reads)
        headers = {"ETag": preconditions.etag(found.sequence)}
        return http.json_answer(organizations.resource(found), headers=headers)

    async def look(self, unit_id: UUID, period_id: UUID, asking: Asking) -> Response:
        """How the predicates of a unit's people are spread, and findings, which are advice and change nobody's."""
        who, today, rules = requests.actor(asking), self._world.today(), self._world.rules.distribution
        found = await organizations.look(unit_id, period_id, who, today, rules, self._world.reads)
        return http.json_answer(found)
