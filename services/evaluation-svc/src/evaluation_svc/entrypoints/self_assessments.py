"""Self-assessments. No rule stands here."""

from typing import Any
from uuid import UUID

from chassis import http, preconditions
from chassis.auth import Asking
from chassis.inputs import Day, RequestModel
from chassis.openapi import command
from fastapi import APIRouter, Request, Response

from evaluation_svc.app import self_assessments
from evaluation_svc.domain.ratings import Rating
from evaluation_svc.domain.self_assessment import Assess
from evaluation_svc.entrypoints import requests
from evaluation_svc.entrypoints.requests import World
from evaluation_svc.entrypoints.schemas import Words

PLACE = "/v1/self-assessments/{civil_servant_id}/{period_id}"


class NewSelfAssessment(RequestModel):
    """How the person sees their own period; the superior and the agency read it."""

    work_results: Rating
    work_behavior: Rating
    reflection: Words


class SelfAssessmentView(NewSelfAssessment):
    """A self-assessment; one a person and evaluated period."""

    civil_servant_id: UUID
    evaluated_period_id: UUID
    sequence: int
    assessed_on: Day


class SelfAssessmentsApi:
    """The routes over the service's ports."""

    def __init__(self, world: World) -> None:
        self._world = world

    def router(self) -> APIRouter:
        """The routes, to be included in the application."""
        router = http.router(tags=["self-assessments"])
        shown: dict[str, Any] = {"response_model": SelfAssessmentView}
        changes: dict[str, Any] = {"methods": ["PUT"], **command(version="optional", creates=True)}
        router.add_api_route(PLACE, self.assess, **shown, **changes)
        router.add_api_route(PLACE, self.read, methods=["GET"], **shown)
        return router

    async def assess(
        self, civil_servant_id: UUID, period_id: UUID, body: NewSelfAssessment, request: Request, asking: Asking
    ) -> Response:
        """The person assesses themself, until the superior submits the ratings; a change needs the version seen."""
        wanted = Assess(
            civil_servant_id=civil_servant_id,
            evaluated_period_id=period_id,
            asking=asking.civil_servant_id,
            expected_sequence=preconditions.if_match(request),
            work_results=body.work_results,
            work_behavior=body.work_behavior,
            reflection=body.reflection,
        )
        tried, occasion = await requests.attempt(request, asking), self._world.occasion(request)
        done = await self_assessments.assess(wanted, tried, occasion, self._world.store)
        return requests.answer_at(done, request.url.path)

    async def read(self, civil_servant_id: UUID, period_id: UUID, asking: Asking) -> Response:
        """A self-assessment, to those who see the person's evaluations."""
        who, today = requests.actor(asking), self._world.today()
        found = await self_assessments.read(civil_servant_id, period_id, who, today, self._world.reads)
        headers = {"ETag": preconditions.etag(found.sequence)}
        return http.json_answer(self_assessments.resource(found), headers=headers)
