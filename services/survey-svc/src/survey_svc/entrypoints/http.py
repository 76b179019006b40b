"""The HTTP interface: a request becomes a command or a query, its outcome an answer. No rule stands here.

Answers come without a sign-in and nothing about the caller is read but the body: no address, no device, no cookie.
An answer's id is random: one that tells its time could be laid beside the times at which people were served.
"""

from functools import partial
from typing import Annotated, Any
from uuid import UUID

from chassis import http, idempotency, paging, preconditions
from chassis.auth import Asking, Identity
from chassis.clock import Clock, day
from chassis.ids import NewId
from chassis.openapi import command
from chassis.problem import correlation_id
from fastapi import APIRouter, Query, Request, Response

from survey_svc.app import answering, execute, queries
from survey_svc.app.answering import Door
from survey_svc.app.ports import Attempt, Occasion, Outcome, Reads, Store
from survey_svc.domain.answers import Count, Given
from survey_svc.domain.decide import Close, Customs, Define, Open, Publish
from survey_svc.domain.elements import in_order
from survey_svc.domain.respondent import Respondent
from survey_svc.entrypoints.asking import Seeing, actor, anonymous, key_of
from survey_svc.entrypoints.schemas import (
    AnswerBody,
    AnswerView,
    ImportBody,
    ImportView,
    SurveyBody,
    SurveyPage,
    SurveyView,
)


class Api:
    """The routes of this service over its ports."""

    def __init__(
        self, store: Store, reads: Reads, clock: Clock, zone: str, answer_id: NewId, door: Door, customs: Customs
    ) -> None:
        self._door, self._customs = door, customs
        self._store, self._reads, self._clock, self._zone, self._answer_id = store, reads, clock, zone, answer_id

    def router(self) -> APIRouter:
        """The routes, to be included in the application."""
        router = http.router(tags=["surveys"])
        shown: dict[str, Any] = {"response_model": SurveyView}
        counted: dict[str, Any] = {"response_model": AnswerView, **command(creates=True)}
        router.add_api_route("/v1/surveys", self.list_of_unit, methods=["GET"], response_model=SurveyPage)
        router.add_api_route("/v1/surveys/{survey_id}", self.read, methods=["GET"], **shown)
        router.add_api_route(
            "/v1/surveys/{survey_id}",
            self.define,
            methods=["PUT"],
            **shown,
            **command(version="optional", creates=True),
        )
        for step, handler in (("opening", self.open), ("closing", self.close), ("publication", self.publish)):
            path = f"/v1/surveys/{{survey_id}}/{step}"
            router.add_api_route(path, handler, methods=["POST"], **shown, **command(version="required"))
        router.add_api_route("/v1/surveys/{survey_id}/answers", self.answer, methods=["POST"], **counted)
        router.add_api_route(
            "/v1/imports/answers", self.bring_in, methods=["POST"], response_model=ImportView, **command()
        )
        return router

    async def define(self, survey_id: UUID, body: SurveyBody, request: Request, asking: Asking) -> Response:
        """An agency makes a survey of one of its units' services, or changes it."""
        command = Define(
            survey_id=survey_id,
            expected_sequence=preconditions.if_match(request),
            unit_id=body.unit_id,
            period_id=body.period_id,
            service=body.service,
            elements=in_order(body.elements),
            opens_on=body.opens_on,
            closes_on=body.closes_on,
            rounding=body.rounding,
            instrument=body.instrument,
            instrument_version=body.instrument_version,
            population=body.population,
            draft=body.draft,
            entrance=body.entry,
            customs=self._customs,
        )
        attempt, occasion = await _attempt(request, asking.subject), self._occasion(request)
        return _answer(await execute.define(command, actor(asking), attempt, occasion, self._store))

    async def open(self, survey_id: UUID, request: Request, asking: Asking) -> Response:
        """The agency lets the public answer what was a draft."""
        return await self._advance(Open(survey_id, preconditions.required_if_match(request)), request, asking)

    async def close(self, survey_id: UUID, request: Request, asking: Asking) -> Response:
        """The agency ends a survey; a sample that is too small is a finding in the answer."""
        return await self._advance(Close(survey_id, preconditions.required_if_match(request)), request, asking)

    async def publish(self, survey_id: UUID, request: Request, asking: Asking) -> Response:
        """The agency shows the result of a closed survey to anybody."""
        return await self._advance(Publish(survey_id, preconditions.required_if_match(request)), request, asking)

    async def _advance(self, command: Open | Close | Publish, request: Request, asking: Identity) -> Response:
        attempt, occasion = await _attempt(request, asking.subject), self._occasion(request)
        return _answer(await execute.advance(command, actor(asking), attempt, occasion, self._store))

    async def answer(self, survey_id: UUID, body: AnswerBody, request: Request) -> Response:
        """Anybody who was served answers, without a sign-in."""
        said = body.respondent
        respondent = Respondent(said.sex, said.education, said.occupation, said.time_slot)
        given = Given(self._answer_id(), body.scores, body.answered_on, body.suggestion or None, "#", respondent)
        attempt, occasion = await anonymous(request), self._occasion(request)
        counted = Count(survey_id, (given,))
        return _answer(await answering.answer(counted, body.invitation, self._door, attempt, occasion, self._store))

    async def bring_in(self, body: ImportBody, request: Request, asking: Asking) -> Response:
        """The agency brings in answers that were given elsewhere."""
        given = tuple(
            Given(self._answer_id(), item.scores, item.answered_on, None, f"#/items/{place}")
            for place, item in enumerate(body.items)
        )
        attempt, occasion = await _attempt(request, asking.subject), self._occasion(request)
        command = Count(body.survey_id, given)
        return _answer(await execute.bring_in(command, actor(asking), attempt, occasion, self._store))

    async def read(self, survey_id: UUID, seeing: Seeing) -> Response:
        """What a survey asks, to anybody; what it found, as `GET …/result`."""
        found = await queries.one(survey_id, seeing, self._reads)
        return http.json_answer(queries.as_seen(found, seeing), headers={"ETag": preconditions.etag(found.sequence)})

    async def list_of_unit(
        self,
        seeing: Seeing,
        unit_id: UUID | None = None,
        limit: int = 50,
        cursor: Annotated[str | None, Query(max_length=200)] = None,
    ) -> Response:
        """The surveys of a unit, or of all, to anybody."""
        wanted = paging.page(limit, cursor)
        page = queries.Page(after=wanted.after_id, limit=wanted.limit + 1)
        found = await queries.of_unit(unit_id, page, seeing, self._reads)
        return http.json_answer(paging.body(found, wanted.limit, key_of, partial(queries.as_seen, by=seeing)))

    def _occasion(self, request: Request) -> Occasion:
        now = self._clock()
        return Occasion(now=now, today=day(now, self._zone), correlation_id=correlation_id(request))


async def _attempt(request: Request, actor: str) -> Attempt:
    found = await idempotency.attempt(request, actor)
    return Attempt(key=found.key, fingerprint=found.fingerprint, actor=found.actor)


def _answer(outcome: Outcome) -> Response:
    headers: dict[str, str] = {}
    if outcome.sequence is not None:
        headers["ETag"] = preconditions.etag(outcome.sequence)
    if outcome.replayed:
        headers["Idempotent-Replay"] = "true"
    return http.json_answer(outcome.resource, 201 if outcome.created else 200, headers)
