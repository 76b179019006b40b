"""The HTTP interface of the rollout: phases of units, trainings of people, and how far a unit or an agency has come."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from chassis import http, paging, preconditions
from chassis.auth import Asking
from chassis.clock import Clock, day
from chassis.ids import NewId
from chassis.openapi import command
from fastapi import APIRouter, Query, Request, Response

from target_svc.app import execute, keep_rollout, queries, rollout
from target_svc.app.execute import Body
from target_svc.app.ports import Reads, Store
from target_svc.app.rollout import RolloutReads
from target_svc.domain.rollout import Wanted
from target_svc.domain.trainings import Training
from target_svc.entrypoints import answers
from target_svc.entrypoints import rollout_schemas as say

TRAININGS = "/v1/trainings"
Cursor = Annotated[str | None, Query(max_length=200)]


class RolloutApi:
    """The routes over the ports."""

    def __init__(
        self, store: Store, reads: Reads, rollouts: RolloutReads, clock: Clock, zone: str, new_id: NewId
    ) -> None:
        self._store, self._reads, self._rollouts = store, reads, rollouts
        self._clock, self._zone, self._new_id = clock, zone, new_id

    def router(self) -> APIRouter:
        """The routes, to be included in the application."""
        router = http.router(tags=["rollout"])
        moved = {"response_model": say.StepView} | command(version="optional")
        routes: list[tuple[str, str, Any, dict[str, Any]]] = [
            ("POST", "/v1/units/{id}/rollout", self.move, moved),
            ("GET", "/v1/units/{id}/rollout", self.of_unit, {"response_model": say.UnitRolloutView}),
            ("GET", "/v1/agencies/{id}/rollout", self.of_agency, {"response_model": say.AgencyRolloutView}),
            ("POST", TRAININGS, self.train, {"response_model": say.TrainingView} | command(creates=True)),
            ("GET", f"{TRAININGS}/{{id}}", self.read_training, {"response_model": say.TrainingView}),
            ("GET", "/v1/civil-servants/{id}/trainings", self.of_person, {"response_model": say.OwnTrainingPage}),
        ]  # fmt: skip
        for method, path, handler, said in routes:
            router.add_api_route(path, handler, methods=[method], **said)
        return router

    async def move(self, id: UUID, body: say.PhaseBody, request: Request, asking: Asking) -> Response:
        """Moves a unit one phase on, or with a reason back."""
        occasion, actor = answers.occasion(request, self._clock, self._zone), answers.actor(asking)
        wanted, seen = Wanted(body.phase, body.since or occasion.today, body.reason), preconditions.if_match(request)
        run: Body = lambda work: keep_rollout.move(work, id, body.period_id, wanted, seen, actor, occasion)  # noqa: E731
        result = await execute.execute(run, await answers.attempt(request, asking), occasion, self._store)
        return answers.outcome(result, "/v1/units")

    async def train(self, body: say.TrainingBody, request: Request, asking: Asking) -> Response:
        """The agency's own say who was trained in what."""
        occasion, actor = answers.occasion(request, self._clock, self._zone), answers.actor(asking)
        people = body.civil_servant_ids
        new = Training(body.id or self._new_id(), body.topic, body.trained_on, people, actor.subject)
        run: Body = lambda work: keep_rollout.train(work, new, actor, occasion)  # noqa: E731
        result = await execute.execute(run, await answers.attempt(request, asking), occasion, self._store)
        return answers.outcome(result, TRAININGS)

    async def of_unit(self, id: UUID, period_id: UUID, asking: Asking) -> Response:
        """How far a unit has come in a year, with every step of its phases."""
        actor = answers.actor(asking)
        found, version = await rollout.of_unit(self._reads, self._rollouts, actor, id, period_id, self._today())
        return http.json_answer(found, headers={"ETag": preconditions.etag(version)} if version else {})

    async def of_agency(
        self, id: UUID, period_id: UUID, asking: Asking, limit: int = 50, cursor: Cursor = None
    ) -> Response:
        """How far an agency has come in a year: all of it, and unit by unit."""
        wanted, actor = paging.page(limit, cursor), answers.actor(asking)
        begin = wanted.after_id
        found = await rollout.of_agency(self._reads, self._rollouts, actor, id, period_id, self._today())
        units = [unit for unit in found.units if begin is None or unit["unit_id"] > begin]
        page = paging.body(units, wanted.limit, lambda unit: (str(unit["unit_id"]),), lambda unit: unit)
        return http.json_answer({"agency_id": id, "period_id": period_id, "on": found.on, "total": found.total, **page})

    async def read_training(self, id: UUID, asking: Asking) -> Response:
        """One training, to those whom it concerns."""
        return http.json_answer(await rollout.training(self._rollouts, answers.actor(asking), id, self._today()))

    async def of_person(self, id: UUID, asking: Asking, limit: int = 50, cursor: Cursor = None) -> Response:
        """A person's trainings, to those who see their plans."""
        wanted = paging.page(limit, cursor)
        await queries.check_sees(self._reads, answers.actor(asking), id, self._today())
        found = await rollout.trainings_of(self._rollouts, id, wanted.after_id, wanted.limit + 1)
        return http.json_answer(paging.body(found, wanted.limit, lambda each: (str(each["id"]),), lambda each: each))

    def _today(self) -> date:
        return day(self._clock(), self._zone)
