"""The worklist of what somebody has to see to, so that results can be made."""

from datetime import date
from uuid import UUID

from chassis import http
from chassis.auth import Asking
from fastapi import APIRouter, Response
from pydantic import BaseModel

from scoring_svc.app.waiting import Waitings, worklist
from scoring_svc.entrypoints.asking import actor_of


class PolicyVersion(BaseModel):
    """A policy by its name."""

    id: str
    version: int


class WaitingView(BaseModel):
    """A decided appeal whose result waits for the policy that it was sealed under. decision: the event that told it."""

    decision: UUID
    civil_servant_id: UUID
    period_id: UUID
    decided_on: date
    policy: PolicyVersion


class WaitingList(BaseModel):
    """The earliest first; more: whether there are others that are not listed."""

    items: list[WaitingView]
    more: bool


class WorklistsApi:
    """The route over its port."""

    def __init__(self, waitings: Waitings) -> None:
        self._waitings = waitings

    def router(self) -> APIRouter:
        """To be included in the application."""
        router = http.router(tags=["official results"])
        router.add_api_route(
            "/v1/worklists/waiting-decisions", self.waiting, methods=["GET"], response_model=WaitingList
        )
        return router

    async def waiting(self, asking: Asking) -> Response:
        """Decided appeals whose official result cannot be made, because the region's folder no longer has the version
        of the policy that it was sealed under. Put it back and restart: they are tried again then."""
        return http.json_answer(await worklist(actor_of(asking), self._waitings))
