"""Follow-ups. No rule stands here."""

from typing import Annotated, Any, Literal
from uuid import UUID

from chassis import http, paging, preconditions
from chassis.auth import Asking
from chassis.inputs import Day, RequestModel
from chassis.openapi import command
from fastapi import APIRouter, Query, Request, Response

from evaluation_svc.app import follow_ups, queries
from evaluation_svc.domain.follow_up import FollowUp, FollowUpStatus, Settle
from evaluation_svc.domain.ratings import Predicate
from evaluation_svc.entrypoints import requests
from evaluation_svc.entrypoints.requests import World
from evaluation_svc.entrypoints.schemas import Words

PLACE = "/v1/follow-ups"
Cursor = Annotated[str | None, Query(max_length=200)]


class Declination(RequestModel):
    """Why it does not follow; the person reads it."""

    reason: Words


class FollowUpView(RequestModel):
    """What the region's policy proposes as the consequence of a result (tindak lanjut), and what was decided.

    measure: a key of the policy; source: who says that it follows. settled_by: null where who decided is no civil
    servant of the roster.
    """

    id: UUID
    sequence: int
    evaluation_id: UUID
    civil_servant_id: UUID
    period_id: UUID
    agency_id: UUID
    predicate: Predicate
    measure: str
    kind: Literal["reward", "sanction", "coaching"]
    source: str
    status: FollowUpStatus
    proposed_on: Day
    settled_by: UUID | None
    settled_on: Day | None
    reason: str | None


class FollowUpPage(RequestModel):
    """A part of a list. next: the cursor of the following part, null at the end."""

    items: list[FollowUpView]
    next: str | None


class FollowUpsApi:
    """The routes over the service's ports."""

    def __init__(self, world: World) -> None:
        self._world = world

    def router(self) -> APIRouter:
        """The routes, to be included in the application."""
        router = http.router(tags=["follow-ups"])
        settles: dict[str, Any] = {"response_model": FollowUpView, "methods": ["POST"], **command(version="required")}
        lists: dict[str, Any] = {"response_model": FollowUpPage, "methods": ["GET"]}
        router.add_api_route(PLACE, self.list_of_person, **lists)
        router.add_api_route("/v1/agencies/{agency_id}/follow-ups", self.list_of_agency, **lists)
        router.add_api_route(PLACE + "/{follow_up_id}/confirmation", self.confirm, **settles)
        router.add_api_route(PLACE + "/{follow_up_id}/declination", self.decline, **settles)
        return router

    async def confirm(self, follow_up_id: UUID, request: Request, asking: Asking) -> Response:
        """An officer of the agency, or the region, says that it follows; never the person, nor the rater."""
        return await self._settle(follow_up_id, None, request, asking)

    async def decline(self, follow_up_id: UUID, body: Declination, request: Request, asking: Asking) -> Response:
        """The same say, with a reason, that it does not."""
        return await self._settle(follow_up_id, body.reason, request, asking)

    async def list_of_person(
        self,
        asking: Asking,
        civil_servant_id: UUID,
        period_id: UUID | None = None,
        limit: int = 50,
        cursor: Cursor = None,
    ) -> Response:
        """What follows from a person's results, to those who see them."""
        wanted = paging.page(limit, cursor)
        who, today = requests.actor(asking), self._world.today()
        found = await follow_ups.of_person(civil_servant_id, period_id, _page(wanted), who, today, self._world.reads)
        return http.json_answer(paging.body(found, wanted.limit, _key, follow_ups.resource))

    async def list_of_agency(
        self,
        asking: Asking,
        agency_id: UUID,
        status: FollowUpStatus | None = None,
        limit: int = 50,
        cursor: Cursor = None,
    ) -> Response:
        """The follow-ups of an agency's people."""
        wanted = paging.page(limit, cursor)
        found = await follow_ups.of_agency(agency_id, status, _page(wanted), requests.actor(asking), self._world.reads)
        return http.json_answer(paging.body(found, wanted.limit, _key, follow_ups.resource))

    async def _settle(self, follow_up_id: UUID, reason: str | None, request: Request, asking: Asking) -> Response:
        wanted = Settle(follow_up_id, preconditions.required_if_match(request), reason)
        tried, occasion = await requests.attempt(request, asking), self._world.occasion(request)
        done = await follow_ups.settle(wanted, requests.actor(asking), tried, occasion, self._world.store)
        return requests.answer(done, PLACE)


def _page(wanted: paging.Page) -> queries.Page:
    return queries.Page(after=wanted.after_id, limit=wanted.limit + 1)


def _key(found: FollowUp) -> tuple[str, ...]:
    return (str(found.follow_up_id),)
