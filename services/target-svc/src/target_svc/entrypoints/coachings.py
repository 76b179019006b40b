"""The HTTP interface of coaching plans."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

from chassis import http, paging, preconditions
from chassis.auth import Asking
from chassis.clock import Clock, day
from chassis.openapi import command
from fastapi import APIRouter, Path, Query, Request, Response

from target_svc.app import execute, keep_coachings, queries, resources
from target_svc.app.keep_coachings import Asked
from target_svc.app.ports import Outcome, Reads, Store, Work
from target_svc.app.records import RecordReads
from target_svc.domain.access import check_oversees
from target_svc.domain.coaching import Coaching, CoachingStatus
from target_svc.domain.refusals import Code, Refusal
from target_svc.entrypoints import answers
from target_svc.entrypoints.coaching_schemas import (
    CoachingBody,
    CoachingPage,
    CoachingView,
    OutcomeBody,
    StepsBody,
)

PLACE = "/v1/coachings"
Step = Callable[[Work, Asked], Awaitable[Outcome]]
Cursor = Annotated[str | None, Query(max_length=200)]
Number = Annotated[int, Path(ge=1, le=1_000)]


class CoachingsApi:
    """The routes over the ports."""

    def __init__(self, store: Store, reads: Reads, records: RecordReads, clock: Clock, zone: str) -> None:
        self._store, self._reads, self._records, self._clock, self._zone = store, reads, records, clock, zone

    def router(self) -> APIRouter:
        """The routes, to be included in the application."""
        router = http.router(tags=["coaching"])
        one, many = {"response_model": CoachingView}, {"response_model": CoachingPage}
        seen, perhaps = command(version="required"), command(version="optional")
        routes: list[tuple[str, str, Any, dict[str, Any]]] = [
            ("POST", PLACE, self.request, one | command(creates=True)),
            ("GET", PLACE, self.of_person, many),
            ("GET", "/v1/agencies/{id}/coachings", self.of_agency, many),
            ("GET", f"{PLACE}/{{id}}", self.read_coaching, one),
            ("PUT", f"{PLACE}/{{id}}/steps", self.plan, one | seen),
            ("POST", f"{PLACE}/{{id}}/steps/{{number}}/completion", self.complete_step, one | perhaps),
            ("POST", f"{PLACE}/{{id}}/outcome", self.end, one | seen),
        ]
        for method, path, handler, said in routes:
            router.add_api_route(path, handler, methods=[method], **said)
        return router

    async def request(self, body: CoachingBody, request: Request, asking: Asking) -> Response:
        """A superior or the agency opens a plan for a person."""
        occasion, actor = answers.occasion(request, self._clock, self._zone), answers.actor(asking)
        result = await execute.execute(
            lambda work: keep_coachings.request(
                work, body.civil_servant_id, body.period_id, body.reason, actor, occasion
            ),
            await answers.attempt(request, asking),
            occasion,
            self._store,
        )
        return answers.outcome(result, PLACE)

    async def plan(self, id: UUID, body: StepsBody, request: Request, asking: Asking) -> Response:
        """Writes all steps; what is done stays."""
        steps, seen = body.planned(), preconditions.required_if_match(request)
        return await self._step(id, seen, lambda work, asked: keep_coachings.plan(work, asked, steps), request, asking)

    async def complete_step(self, id: UUID, number: Number, request: Request, asking: Asking) -> Response:
        """The step of this number, counted from 1, is done today."""
        today, seen = day(self._clock(), self._zone), preconditions.if_match(request)
        return await self._step(
            id, seen, lambda work, asked: keep_coachings.complete_step(work, asked, number, today), request, asking
        )

    async def end(self, id: UUID, body: OutcomeBody, request: Request, asking: Asking) -> Response:
        """What came of it; it is completed or cancelled for good."""
        status, seen = CoachingStatus(body.status), preconditions.required_if_match(request)
        return await self._step(
            id,
            seen,
            lambda work, asked: keep_coachings.end(work, asked, status, body.outcome, body.reason),
            request,
            asking,
        )

    async def read_coaching(self, id: UUID, asking: Asking) -> Response:
        """One plan, to those whom it concerns."""
        found = await self._records.coaching(id)
        if found is None:
            raise Refusal(Code.UNKNOWN_COACHING, "There is no coaching plan with this id.")
        await self._check_sees(asking, found.opening.civil_servant_id)
        return http.json_answer(resources.coaching(found), headers={"ETag": preconditions.etag(found.sequence)})

    async def of_person(
        self,
        asking: Asking,
        civil_servant_id: UUID,
        period_id: UUID | None = None,
        limit: int = 50,
        cursor: Cursor = None,
    ) -> Response:
        """A person's plans."""
        wanted = paging.page(limit, cursor)
        await self._check_sees(asking, civil_servant_id)
        found = await self._records.coachings_of_person(civil_servant_id, period_id, wanted.after_id, wanted.limit + 1)
        return http.json_answer(paging.body(list(found), wanted.limit, _key, resources.coaching))

    async def of_agency(
        self,
        id: UUID,
        asking: Asking,
        status: CoachingStatus | None = None,
        limit: int = 50,
        cursor: Cursor = None,
    ) -> Response:
        """The plans of an agency's people, to its own officers and to inspectors."""
        wanted = paging.page(limit, cursor)
        check_oversees(answers.actor(asking), id)
        found = await self._records.coachings_of_agency(id, status, wanted.after_id, wanted.limit + 1)
        return http.json_answer(paging.body(list(found), wanted.limit, _key, resources.coaching))

    async def _check_sees(self, asking: Any, civil_servant_id: UUID) -> None:
        today = day(self._clock(), self._zone)
        await queries.check_sees(self._reads, answers.actor(asking), civil_servant_id, today)

    async def _step(self, id: UUID, seen: int | None, step: Step, request: Request, asking: Any) -> Response:
        occasion = answers.occasion(request, self._clock, self._zone)
        asked = Asked(id, seen, answers.actor(asking), occasion)
        attempt = await answers.attempt(request, asking)
        result = await execute.execute(lambda work: step(work, asked), attempt, occasion, self._store)
        return answers.outcome(result, PLACE)


def _key(found: Coaching) -> tuple[str, ...]:
    return (str(found.id),)
