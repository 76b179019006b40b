"""Continuous feedback, and opinions of peers and subordinates. No rule stands here."""

from typing import Annotated, Any
from uuid import UUID

from chassis import http, paging, preconditions
from chassis.auth import Asking
from chassis.openapi import command
from fastapi import APIRouter, Query, Request, Response

from evaluation_svc.app import feedback, opinions, queries
from evaluation_svc.domain.behavior import BehaviorRating, in_order
from evaluation_svc.domain.feedback import Feedback, Give
from evaluation_svc.domain.opinions import Think
from evaluation_svc.entrypoints import feedback_schemas as bodies
from evaluation_svc.entrypoints import requests
from evaluation_svc.entrypoints.requests import World

FEEDBACK = "/v1/feedback"
OPINIONS = "/v1/opinions/{civil_servant_id}/{period_id}"


class FeedbackApi:
    """The routes over the service's ports."""

    def __init__(self, world: World) -> None:
        self._world = world

    def router(self) -> APIRouter:
        """The routes, to be included in the application."""
        router = http.router(tags=["feedback"])
        shown: dict[str, Any] = {"response_model": bodies.FeedbackView}
        router.add_api_route(FEEDBACK, self.give, methods=["POST"], **shown, **command(creates=True))
        router.add_api_route(FEEDBACK, self.list_of_person, methods=["GET"], response_model=bodies.FeedbackPage)
        router.add_api_route(FEEDBACK + "/{feedback_id}/answers", self.answer, methods=["POST"], **shown, **command())
        changes: dict[str, Any] = {"methods": ["PUT"], **command(version="optional", creates=True)}
        router.add_api_route(OPINIONS, self.think, response_model=bodies.OpinionView, **changes)
        router.add_api_route(OPINIONS, self.look, methods=["GET"], response_model=bodies.OpinionsView)
        return router

    async def give(self, body: bodies.NewFeedback, request: Request, asking: Asking) -> Response:
        """A superior of today says something to a person, outside of any rating."""
        wanted = Give(
            feedback_id=body.id or self._world.new_id(),
            civil_servant_id=body.civil_servant_id,
            author_id=asking.civil_servant_id,
            text=body.text,
            about=None if body.about is None else str(body.about),
        )
        tried, occasion = await requests.attempt(request, asking), self._world.occasion(request)
        return requests.answer(await feedback.give(wanted, tried, occasion, self._world.store), FEEDBACK)

    async def answer(self, feedback_id: UUID, body: bodies.NewAnswer, request: Request, asking: Asking) -> Response:
        """The person answers."""
        tried, occasion = await requests.attempt(request, asking), self._world.occasion(request)
        who, store = asking.civil_servant_id, self._world.store
        return requests.answer(await feedback.answer(feedback_id, who, body.text, tried, occasion, store), FEEDBACK)

    async def list_of_person(
        self,
        asking: Asking,
        civil_servant_id: UUID,
        limit: int = 50,
        cursor: Annotated[str | None, Query(max_length=200)] = None,
    ) -> Response:
        """What was said to a person; who sees nothing of the person sees what they said themself."""
        wanted = paging.page(limit, cursor)
        page = queries.Page(after=wanted.after_id, limit=wanted.limit + 1)
        who, today = requests.actor(asking), self._world.today()
        found = await feedback.of_person(civil_servant_id, page, who, today, self._world.reads)
        return http.json_answer(paging.body(found, wanted.limit, _key, feedback.resource))

    async def think(
        self, civil_servant_id: UUID, period_id: UUID, body: bodies.NewOpinion, request: Request, asking: Asking
    ) -> Response:
        """A colleague or a direct subordinate of today gives an opinion; a change needs the version seen."""
        wanted = Think(
            civil_servant_id=civil_servant_id,
            evaluated_period_id=period_id,
            author_id=asking.civil_servant_id,
            expected_sequence=preconditions.if_match(request),
            behaviors=in_order(BehaviorRating(value, rating) for value, rating in body.behaviors.items()),
            text=body.text,
        )
        tried, occasion = await requests.attempt(request, asking), self._world.occasion(request)
        return requests.answer_at(await opinions.think(wanted, tried, occasion, self._world.store), request.url.path)

    async def look(self, civil_servant_id: UUID, period_id: UUID, asking: Asking) -> Response:
        """What peers and subordinates think together, to the person and the rater, once nobody can add to it."""
        who, today, rules = requests.actor(asking), self._world.today(), self._world.rules.opinions
        return http.json_answer(await opinions.look(civil_servant_id, period_id, who, today, rules, self._world.reads))


def _key(found: Feedback) -> tuple[str, ...]:
    return (str(found.feedback_id),)
