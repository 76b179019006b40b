"""The HTTP interface: a request becomes a command or a query, its outcome an answer. No rule stands here."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from chassis import http, idempotency, paging, preconditions
from chassis.auth import Asking, Identity
from chassis.clock import Clock, day
from chassis.ids import NewId
from chassis.openapi import command
from chassis.problem import Problem, correlation_id
from fastapi import APIRouter, Query, Request, Response

from evaluation_svc.app import bring_in, execute, queries
from evaluation_svc.app.ports import Attempt, Occasion, Outcome, Reads, Store
from evaluation_svc.app.resources import resource
from evaluation_svc.domain.access import Actor
from evaluation_svc.domain.evaluation import Evaluation, Revise, Submit, Withdraw
from evaluation_svc.entrypoints.schemas import (
    EvaluationPage,
    EvaluationView,
    Import,
    ImportView,
    NewEvaluation,
    Ratings,
    Withdrawal,
)


class Api:
    """The routes of this service over its ports."""

    def __init__(self, store: Store, reads: Reads, clock: Clock, zone: str, new_id: NewId) -> None:
        self._store, self._reads, self._clock, self._zone, self._new_id = store, reads, clock, zone, new_id

    def router(self) -> APIRouter:
        """The routes, to be included in the application."""
        router = http.router(tags=["evaluations"])
        shown: dict[str, Any] = {"response_model": EvaluationView}
        router.add_api_route("/v1/evaluations", self.submit, methods=["POST"], **shown, **command(creates=True))
        router.add_api_route("/v1/evaluations", self.list_of_person, methods=["GET"], response_model=EvaluationPage)
        router.add_api_route("/v1/evaluations/{evaluation_id}", self.read, methods=["GET"], **shown)
        router.add_api_route(
            "/v1/evaluations/{evaluation_id}", self.revise, methods=["PUT"], **shown, **command(version="required")
        )
        router.add_api_route(
            "/v1/evaluations/{evaluation_id}/withdrawal",
            self.withdraw,
            methods=["POST"],
            **shown,
            **command(version="required"),
        )
        router.add_api_route(
            "/v1/imports/evaluations", self.bring_in, methods=["POST"], response_model=ImportView, **command()
        )
        return router

    async def submit(self, body: NewEvaluation, request: Request, asking: Asking) -> Response:
        """The direct superior on `evaluated_on` rates a person for a period."""
        command = Submit(
            evaluation_id=body.id or self._new_id(),
            named=body.id is not None,
            civil_servant_id=body.civil_servant_id,
            evaluated_period_id=body.evaluated_period_id,
            rater_id=asking.civil_servant_id,
            judgement=body.judgement(),
        )
        attempt = await _attempt(request, asking)
        return _answer(await execute.submit(command, attempt, self._occasion(request), self._store))

    async def revise(self, evaluation_id: UUID, body: Ratings, request: Request, asking: Asking) -> Response:
        """The superior puts other ratings in the place of those that stand."""
        expected = preconditions.required_if_match(request)
        command = Revise(evaluation_id, expected, asking.civil_servant_id, body.judgement())
        attempt = await _attempt(request, asking)
        return _answer(await execute.change(command, attempt, self._occasion(request), self._store))

    async def withdraw(self, evaluation_id: UUID, body: Withdrawal, request: Request, asking: Asking) -> Response:
        """Who rated takes the ratings back."""
        expected = preconditions.required_if_match(request)
        command = Withdraw(evaluation_id, expected, asking.civil_servant_id, body.reason)
        attempt = await _attempt(request, asking)
        return _answer(await execute.change(command, attempt, self._occasion(request), self._store))

    async def bring_in(self, body: Import, request: Request, asking: Asking) -> Response:
        """The person's agency brings in evaluations that superiors made elsewhere."""
        commands = [
            Submit(
                evaluation_id=item.id,
                named=True,
                civil_servant_id=item.civil_servant_id,
                evaluated_period_id=item.evaluated_period_id,
                rater_id=item.rater_id,
                judgement=item.judgement(),
            )
            for item in body.items
        ]
        attempt, occasion = await _attempt(request, asking), self._occasion(request)
        return _answer(await bring_in.bring_in(commands, _actor(asking), attempt, occasion, self._store))

    async def read(self, evaluation_id: UUID, asking: Asking) -> Response:
        """One evaluation, to those whom it concerns."""
        found = await queries.one(evaluation_id, _actor(asking), self._today(), self._reads)
        return http.json_answer(resource(found), headers={"ETag": preconditions.etag(found.sequence)})

    async def list_of_person(
        self,
        asking: Asking,
        civil_servant_id: UUID,
        period_id: UUID | None = None,
        limit: int = 50,
        cursor: Annotated[str | None, Query(max_length=200)] = None,
    ) -> Response:
        """A person's evaluations; `period_id` is the evaluated period or its year."""
        wanted = paging.page(limit, cursor)
        page = queries.Page(after=_after(wanted), limit=wanted.limit + 1)
        found = await queries.of_person(civil_servant_id, period_id, page, _actor(asking), self._today(), self._reads)
        return http.json_answer(paging.body(found, wanted.limit, _key, resource))

    def _occasion(self, request: Request) -> Occasion:
        now = self._clock()
        return Occasion(now=now, today=day(now, self._zone), correlation_id=correlation_id(request))

    def _today(self) -> date:
        return day(self._clock(), self._zone)


async def _attempt(request: Request, asking: Identity) -> Attempt:
    found = await idempotency.attempt(request, asking.subject)
    return Attempt(key=found.key, fingerprint=found.fingerprint, actor=found.actor)


def _actor(asking: Identity) -> Actor:
    return Actor(roles=asking.roles, agency_id=asking.agency_id, civil_servant_id=asking.civil_servant_id)


def _key(evaluation: Evaluation) -> tuple[str, ...]:
    return (str(evaluation.evaluation_id),)


def _after(wanted: paging.Page) -> UUID | None:
    try:
        return None if wanted.after is None else UUID(wanted.after[0])
    except (IndexError, ValueError):
        sentence = "Take the cursor from `next` of the former page."
        raise Problem(422, "invalid_cursor", sentence, "query:cursor") from None


def _answer(outcome: Outcome) -> Response:
    headers: dict[str, str] = {}
    if outcome.sequence is not None:
        headers["ETag"] = preconditions.etag(outcome.sequence)
    if outcome.created:
        headers["Location"] = f"/v1/evaluations/{outcome.aggregate_id}"
    if outcome.replayed:
        headers["Idempotent-Replay"] = "true"
    return http.json_answer(outcome.resource, 201 if outcome.created else 200, headers)
