"""The HTTP interface of answers that were set aside. No rule stands here."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from chassis import http, idempotency, paging
from chassis.auth import Asking
from chassis.clock import Clock, day
from chassis.inputs import Day, RequestModel, Text
from chassis.openapi import command
from chassis.problem import correlation_id
from fastapi import APIRouter, Query, Request, Response

from survey_svc.app import queries, reviewing
from survey_svc.app.ports import Attempt, Occasion, Reads, Store
from survey_svc.app.resources import response_resource
from survey_svc.domain.facts import Decision, Reason
from survey_svc.domain.integrity import Review
from survey_svc.entrypoints.asking import actor
from survey_svc.entrypoints.schemas import RespondentBody


class ReviewBody(RequestModel):
    """What is decided of an answer, and why in words."""

    decision: Decision
    reason: Annotated[str, Text(1_000)]


class ReviewView(RequestModel):
    """The answer and what it is now."""

    id: UUID
    survey_id: UUID
    state: Decision


class ResponseView(RequestModel):
    """An answer that was set aside. decision: null before somebody has reviewed it."""

    id: UUID
    answered_on: Day
    scores: Mapping[str, int]
    respondent: RespondentBody
    reason: Reason
    decision: Decision | None


class ResponsePage(RequestModel):
    """A part of a list. next: the cursor of the following part, null at the end."""

    items: list[ResponseView]
    next: str | None


class Quarantine:
    """The routes over their ports."""

    def __init__(self, store: Store, reads: Reads, clock: Clock, zone: str) -> None:
        self._store, self._reads, self._clock, self._zone = store, reads, clock, zone

    def router(self) -> APIRouter:
        """The routes, to be included in the application."""
        router = http.router(tags=["quarantine"])
        path = "/v1/surveys/{survey_id}/quarantine"
        router.add_api_route(path, self.list, methods=["GET"], response_model=ResponsePage)
        path = "/v1/responses/{response_id}/review"
        router.add_api_route(path, self.review, methods=["POST"], response_model=ReviewView, **command())
        return router

    async def list(
        self,
        survey_id: UUID,
        asking: Asking,
        limit: int = 50,
        cursor: Annotated[str | None, Query(max_length=200)] = None,
    ) -> Response:
        """Answers that were set aside, to the agency's officers and inspectors."""
        wanted = paging.page(limit, cursor)
        page = queries.Page(after=wanted.after_id, limit=wanted.limit + 1)
        state, found = await queries.aside(survey_id, page, actor(asking), self._reads)
        items = [response_resource(each, state.definition.elements) for each in found]
        return http.json_answer(paging.body(items, wanted.limit, lambda item: (str(item["id"]),), dict))

    async def review(self, response_id: UUID, body: ReviewBody, request: Request, asking: Asking) -> Response:
        """An officer of the agency or an inspector lets an answer count, or never."""
        found = await idempotency.attempt(request, asking.subject)
        attempt = Attempt(key=found.key, fingerprint=found.fingerprint, actor=found.actor)
        now = self._clock()
        occasion = Occasion(now=now, today=day(now, self._zone), correlation_id=correlation_id(request))
        command = Review(response_id, body.decision, body.reason)
        outcome = await reviewing.decide(command, actor(asking), attempt, occasion, self._store)
        return http.json_answer(outcome.resource, headers={"Idempotent-Replay": "true"} if outcome.replayed else {})
