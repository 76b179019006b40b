"""The HTTP interface of checking realizations."""

from typing import Annotated, Any, Literal
from uuid import UUID

from chassis import http, preconditions
from chassis.auth import Asking
from chassis.clock import Clock
from chassis.inputs import RequestModel, Text
from chassis.openapi import command
from fastapi import APIRouter, Request, Response
from pydantic import Field

from target_svc.app import execute, verify
from target_svc.app.ports import Store
from target_svc.domain.realizations import EntryStatus
from target_svc.domain.verification import Decision
from target_svc.entrypoints import answers, views

Reason = Annotated[str, Text(1_000)]


class RejectionBody(RequestModel):
    """What is wrong with a realization."""

    reason: Reason


class VerificationItem(RequestModel):
    """A decision in an import. id: the realization's. reason: for a rejection."""

    id: UUID
    status: Literal["verified", "rejected"]
    reason: Reason | None = None

    def decision(self) -> Decision:
        """In the domain's words; what is verified needs no reason."""
        status = EntryStatus(self.status)
        return Decision(self.id, status, self.reason if status is EntryStatus.REJECTED else None)


class VerificationImport(RequestModel):
    """Up to a thousand decisions."""

    items: Annotated[list[VerificationItem], Field(min_length=1, max_length=1_000)]


class VerificationApi:
    """The routes over the ports."""

    def __init__(self, store: Store, clock: Clock, zone: str) -> None:
        self._store, self._clock, self._zone = store, clock, zone

    def router(self) -> APIRouter:
        """The routes, to be included in the application."""
        router = http.router(tags=["plans and realizations"])
        routes: list[tuple[str, Any, dict[str, Any]]] = [
            ("/v1/realizations/{id}/verification", self.verify, _said(views.RealizationView, version="optional")),
            ("/v1/realizations/{id}/rejection", self.reject, _said(views.RealizationView, version="optional")),
            ("/v1/imports/verifications", self.bring_in, _said(views.ImportView)),
        ]
        for path, handler, said in routes:
            router.add_api_route(path, handler, methods=["POST"], **said)
        return router

    async def verify(self, id: UUID, request: Request, asking: Asking) -> Response:
        """The rater confirms that it is so."""
        return await self._run([Decision(id, EntryStatus.VERIFIED)], request, asking, many=False)

    async def reject(self, id: UUID, body: RejectionBody, request: Request, asking: Asking) -> Response:
        """The rater says what is wrong; a rejected realization counts no longer."""
        return await self._run([Decision(id, EntryStatus.REJECTED, body.reason)], request, asking, many=False)

    async def bring_in(self, body: VerificationImport, request: Request, asking: Asking) -> Response:
        """Takes over up to a thousand decisions that raters made elsewhere, all or none."""
        decisions = [item.decision() for item in body.items]
        return await self._run(decisions, request, asking, many=True)

    async def _run(self, decisions: list[Decision], request: Request, asking: Any, *, many: bool) -> Response:
        occasion, actor = answers.occasion(request, self._clock, self._zone), answers.actor(asking)
        expected = None if many else preconditions.if_match(request)
        result = await execute.execute(
            lambda work: verify.verify(work, decisions, actor, occasion, many=many, expected=expected),
            await answers.attempt(request, asking),
            occasion,
            self._store,
        )
        return answers.outcome(result, "/v1/realizations")


def _said(view: type, **more: Any) -> dict[str, Any]:
    return {"response_model": view, **command(**more)}
