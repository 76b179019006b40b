"""The HTTP interface of suggestions. No rule stands here."""

from typing import Annotated
from uuid import UUID

from chassis import http, idempotency, paging
from chassis.auth import Asking
from chassis.clock import Clock, day
from chassis.inputs import Day, RequestModel, Text
from chassis.openapi import command
from chassis.problem import correlation_id
from fastapi import APIRouter, Query, Request, Response

from survey_svc.app import suggesting
from survey_svc.app.ports import Attempt, Occasion, Reads, Store
from survey_svc.app.queries import Page
from survey_svc.domain.suggestions import Choice, Judge, Kind, State
from survey_svc.entrypoints.asking import actor
from survey_svc.entrypoints.schemas import LONGEST_SUGGESTION


class SuggestionReviewBody(RequestModel):
    """What is decided of a suggestion. reason: needed to hide it, or to decide otherwise than before. shown_text: the
    original with parts replaced by «…»; the whole of it, unless said."""

    decision: Choice
    reason: Annotated[str, Text(1_000)] | None = None
    shown_text: Annotated[str, Text(LONGEST_SUGGESTION)] | None = None


class HintView(RequestModel):
    """A part of the text that looks as if it led to somebody: from `start` to before `end`, in characters."""

    kind: Kind
    start: int
    end: int


class SuggestionView(RequestModel):
    """A suggestion for its readers. counts: whether its answer does; one that does not is never shown."""

    id: UUID
    survey_id: UUID
    answered_on: Day
    text: str
    hints: list[HintView]
    counts: bool
    state: State
    shown_text: str | None
    reason: str | None


class SuggestionPage(RequestModel):
    """A part of a list. next: the cursor of the following part, null at the end."""

    items: list[SuggestionView]
    next: str | None


class Suggestions:
    """The routes over their ports."""

    def __init__(self, store: Store, reads: Reads, clock: Clock, zone: str) -> None:
        self._store, self._reads, self._clock, self._zone = store, reads, clock, zone

    def router(self) -> APIRouter:
        """The routes, to be included in the application."""
        router = http.router(tags=["suggestions"])
        path = "/v1/surveys/{survey_id}/suggestions"
        router.add_api_route(path, self.list, methods=["GET"], response_model=SuggestionPage)
        path = "/v1/responses/{response_id}/suggestion-review"
        router.add_api_route(path, self.review, methods=["POST"], response_model=SuggestionView, **command())
        return router

    async def list(
        self,
        survey_id: UUID,
        asking: Asking,
        state: State | None = None,
        limit: int = 50,
        cursor: Annotated[str | None, Query(max_length=200)] = None,
    ) -> Response:
        """A survey's suggestions with hints for the reader, to the agency's officers and inspectors."""
        wanted = paging.page(limit, cursor)
        page = Page(wanted.after_id, wanted.limit + 1)
        found = await suggesting.of_survey(survey_id, state, page, actor(asking), self._reads)
        return http.json_answer(paging.body(found, wanted.limit, lambda item: (str(item["id"]),), dict))

    async def review(self, response_id: UUID, body: SuggestionReviewBody, request: Request, asking: Asking) -> Response:
        """An officer of the agency or an inspector shows a suggestion, masked where need be, or hides it."""
        found = await idempotency.attempt(request, asking.subject)
        attempt = Attempt(key=found.key, fingerprint=found.fingerprint, actor=found.actor)
        now = self._clock()
        occasion = Occasion(now=now, today=day(now, self._zone), correlation_id=correlation_id(request))
        judge = Judge(response_id, body.decision, body.reason, body.shown_text)
        outcome = await suggesting.decide(judge, actor(asking), attempt, occasion, self._store)
        return http.json_answer(outcome.resource, headers={"Idempotent-Replay": "true"} if outcome.replayed else {})
