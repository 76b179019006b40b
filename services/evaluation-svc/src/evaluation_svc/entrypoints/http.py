"""The HTTP interface: a request becomes a command or a query, its outcome an answer. No rule stands here."""

from typing import Annotated, Any
from uuid import UUID

from chassis import http, paging, preconditions
from chassis.auth import Asking
from chassis.openapi import command
from fastapi import APIRouter, Query, Request, Response

from evaluation_svc.app import bring_in, execute, queries
from evaluation_svc.app.resources import resource
from evaluation_svc.domain.commands import HandIn, Revise, Submit, Withdraw
from evaluation_svc.domain.evaluation import Evaluation
from evaluation_svc.entrypoints import requests
from evaluation_svc.entrypoints.requests import World
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

    def __init__(self, world: World) -> None:
        self._world = world

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
        for step, handler in (("submission", self.hand_in), ("withdrawal", self.withdraw)):
            path = f"/v1/evaluations/{{evaluation_id}}/{step}"
            router.add_api_route(path, handler, methods=["POST"], **shown, **command(version="required"))
        router.add_api_route(
            "/v1/imports/evaluations", self.bring_in, methods=["POST"], response_model=ImportView, **command()
        )
        return router

    async def submit(self, body: NewEvaluation, request: Request, asking: Asking) -> Response:
        """The direct superior on `evaluated_on` rates a person for a period, or drafts it for themself."""
        command = Submit(
            evaluation_id=body.id or self._world.new_id(),
            named=body.id is not None,
            civil_servant_id=body.civil_servant_id,
            evaluated_period_id=body.evaluated_period_id,
            rater_id=asking.civil_servant_id,
            judgement=body.judgement(),
            draft=body.draft,
        )
        tried = await requests.attempt(request, asking)
        return requests.answer(await execute.submit(command, tried, self._world.occasion(request), self._world.store))

    async def revise(self, evaluation_id: UUID, body: Ratings, request: Request, asking: Asking) -> Response:
        """The superior puts other ratings in the place of those that stand."""
        expected = preconditions.required_if_match(request)
        command = Revise(evaluation_id, expected, asking.civil_servant_id, body.judgement())
        tried = await requests.attempt(request, asking)
        return requests.answer(await execute.change(command, tried, self._world.occasion(request), self._world.store))

    async def hand_in(self, evaluation_id: UUID, request: Request, asking: Asking) -> Response:
        """The superior submits a draft as it is: the person can read it from now on."""
        expected = preconditions.required_if_match(request)
        command = HandIn(evaluation_id, expected, asking.civil_servant_id)
        tried = await requests.attempt(request, asking)
        return requests.answer(await execute.change(command, tried, self._world.occasion(request), self._world.store))

    async def withdraw(self, evaluation_id: UUID, body: Withdrawal, request: Request, asking: Asking) -> Response:
        """Who rated takes the ratings back."""
        expected = preconditions.required_if_match(request)
        command = Withdraw(evaluation_id, expected, asking.civil_servant_id, body.reason)
        tried = await requests.attempt(request, asking)
        return requests.answer(await execute.change(command, tried, self._world.occasion(request), self._world.store))

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
                received_on=item.received_on,
            )
            for item in body.items
        ]
        tried, occasion = await requests.attempt(request, asking), self._world.occasion(request)
        done = await bring_in.bring_in(commands, requests.actor(asking), tried, occasion, self._world.store)
        return requests.answer(done)

    async def read(self, evaluation_id: UUID, asking: Asking) -> Response:
        """One evaluation, to those whom it concerns."""
        found = await queries.one(evaluation_id, requests.actor(asking), self._world.today(), self._world.reads)
        return self._world.show(found, resource)

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
        page = queries.Page(after=wanted.after_id, limit=wanted.limit + 1)
        who, today, rules = requests.actor(asking), self._world.today(), self._world.rules.appeals
        found = await queries.of_person(civil_servant_id, period_id, page, who, today, self._world.reads)
        return http.json_answer(paging.body(found, wanted.limit, _key, lambda each: resource(each, today, rules)))


def _key(evaluation: Evaluation) -> tuple[str, ...]:
    return (str(evaluation.evaluation_id),)
