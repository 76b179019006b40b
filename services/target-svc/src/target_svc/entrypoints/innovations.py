"""The HTTP interface of innovation records."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from chassis import http, paging, preconditions
from chassis.auth import Asking
from chassis.clock import Clock, day
from chassis.ids import NewId
from chassis.inputs import RequestModel, Text
from chassis.openapi import command
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from target_svc.app import execute, keep_innovations, queries, resources
from target_svc.app.keep_innovations import New
from target_svc.app.ports import Reads, Store
from target_svc.app.records import RecordReads
from target_svc.domain.innovations import Claim, Innovation, InnovationStatus
from target_svc.domain.refusals import Code, Refusal
from target_svc.entrypoints import answers
from target_svc.entrypoints.plan_schemas import Title
from target_svc.entrypoints.schemas import Link
from target_svc.entrypoints.steps import Steps
from target_svc.entrypoints.views import Next, Sequence

PLACE = "/v1/innovations"


class ClaimBody(RequestModel):
    """What is new, how, and where it can be seen."""

    title: Title
    description: Annotated[str, Text(4_000)]
    evidence_url: Link | None = None

    def claim(self) -> Claim:
        """In the domain's words."""
        return Claim(self.title, self.description, self.evidence_url)


class InnovationBody(ClaimBody):
    """A claim of a person and year."""

    id: UUID | None = None
    civil_servant_id: UUID
    period_id: UUID


class DeclinationBody(RequestModel):
    """Why it is declined."""

    reason: Annotated[str, Text(1_000)]


class InnovationView(BaseModel):
    """An innovation record. as_of: the day of its newest change; checked_by: the rater who decided; reason: why it was
    declined."""

    id: UUID
    sequence: Sequence
    civil_servant_id: UUID
    period_id: UUID
    title: str
    description: str
    evidence_url: str | None
    status: Literal["claimed", "confirmed", "declined"]
    as_of: date
    checked_by: UUID | None
    reason: str | None


class InnovationPage(BaseModel):
    """A page of them."""

    items: list[InnovationView]
    next: Next


class InnovationsApi:
    """The routes over the ports."""

    def __init__(
        self, store: Store, reads: Reads, records: RecordReads, clock: Clock, zone: str, new_id: NewId
    ) -> None:
        self._store, self._reads, self._records = store, reads, records
        self._clock, self._zone, self._new_id = clock, zone, new_id
        self._take = Steps(store, clock, zone, PLACE).take

    def router(self) -> APIRouter:
        """The routes, to be included in the application."""
        router = http.router(tags=["innovations"])
        one: dict[str, Any] = {"response_model": InnovationView}
        seen = command(version="required")
        routes: list[tuple[str, str, Any, dict[str, Any]]] = [
            ("POST", PLACE, self.claim, one | command(creates=True)),
            ("GET", PLACE, self.list_innovations, {"response_model": InnovationPage}),
            ("GET", f"{PLACE}/{{id}}", self.read_innovation, one),
            ("PUT", f"{PLACE}/{{id}}", self.claim_again, one | seen),
            ("POST", f"{PLACE}/{{id}}/confirmation", self.confirm, one | seen),
            ("POST", f"{PLACE}/{{id}}/declination", self.decline, one | seen),
        ]
        for method, path, handler, said in routes:
            router.add_api_route(path, handler, methods=[method], **said)
        return router

    async def claim(self, body: InnovationBody, request: Request, asking: Asking) -> Response:
        """The person, or the agency for them, says what is new."""
        new = New(body.id or self._new_id(), body.civil_servant_id, body.period_id, body.claim())
        occasion, actor = answers.occasion(request, self._clock, self._zone), answers.actor(asking)
        result = await execute.execute(
            lambda work: keep_innovations.claim(work, new, actor, occasion),
            await answers.attempt(request, asking),
            occasion,
            self._store,
        )
        return answers.outcome(result, PLACE)

    async def claim_again(self, id: UUID, body: ClaimBody, request: Request, asking: Asking) -> Response:
        """Says it otherwise, while it is not confirmed; what was declined is claimed again."""
        said = body.claim()
        return await self._take(
            id, lambda work, asked: keep_innovations.claim_again(work, asked, said), request, asking
        )

    async def confirm(self, id: UUID, request: Request, asking: Asking) -> Response:
        """The rater of the day confirms that it is new and of use (PP 30/2019 Ps 41)."""
        return await self._check(id, InnovationStatus.CONFIRMED, None, request, asking)

    async def decline(self, id: UUID, body: DeclinationBody, request: Request, asking: Asking) -> Response:
        """The rater of the day declines it, with the reason."""
        return await self._check(id, InnovationStatus.DECLINED, body.reason, request, asking)

    async def read_innovation(self, id: UUID, asking: Asking) -> Response:
        """One record, to those whom it concerns."""
        found = await self._records.innovation(id)
        if found is None:
            raise Refusal(Code.UNKNOWN_INNOVATION, "There is no innovation with this id.")
        await self._check_sees(asking, found.civil_servant_id)
        return http.json_answer(resources.innovation(found), headers={"ETag": preconditions.etag(found.sequence)})

    async def list_innovations(
        self,
        asking: Asking,
        civil_servant_id: UUID,
        period_id: UUID | None = None,
        limit: int = 50,
        cursor: Annotated[str | None, Query(max_length=200)] = None,
    ) -> Response:
        """A person's records."""
        wanted = paging.page(limit, cursor)
        await self._check_sees(asking, civil_servant_id)
        found = await self._records.innovations(civil_servant_id, period_id, wanted.after_id, wanted.limit + 1)
        return http.json_answer(paging.body(list(found), wanted.limit, _key, resources.innovation))

    async def _check_sees(self, asking: Any, civil_servant_id: UUID) -> None:
        today = day(self._clock(), self._zone)
        await queries.check_sees(self._reads, answers.actor(asking), civil_servant_id, today)

    async def _check(
        self, id: UUID, to: InnovationStatus, reason: str | None, request: Request, asking: Any
    ) -> Response:
        return await self._take(
            id, lambda work, asked: keep_innovations.check(work, asked, to, reason), request, asking
        )


def _key(found: Innovation) -> tuple[str, ...]:
    return (str(found.id),)
