"""The HTTP interface of invitations. No rule stands here."""

import asyncio
from typing import Annotated
from uuid import UUID

from chassis import http, idempotency
from chassis.auth import Asking
from chassis.clock import Clock, day
from chassis.ids import NewId
from chassis.inputs import Day, RequestModel
from chassis.openapi import command
from chassis.pages import Pages
from chassis.problem import correlation_id
from fastapi import APIRouter, Request, Response
from pydantic import Field

from survey_svc.app import inviting, showing
from survey_svc.app.inviting import Handed
from survey_svc.app.ports import Attempt, Occasion, Outcome, Reads, Store, Tokens
from survey_svc.domain.invitations import Asked, Invite
from survey_svc.entrypoints.asking import actor
from survey_svc.entrypoints.pages.sheet import sheet
from survey_svc.entrypoints.schemas import MOST_ITEMS


class InvitationBody(RequestModel):
    """One served transaction. id: the client's own, so that a repetition gets the same token; it is not kept.

    served_by: whose answers these count for. valid_until: as many days after `served_on` as the region gives, or the
    survey's last one, unless said.
    """

    id: UUID | None = None
    served_by: UUID | None = None
    served_on: Day
    valid_until: Day | None = None


class InvitationsBody(RequestModel):
    """Up to a thousand invitations to one survey, made all or none."""

    items: Annotated[list[InvitationBody], Field(min_length=1, max_length=MOST_ITEMS)]


class InvitationView(RequestModel):
    """An invitation to hand on, answered now and kept nowhere. link: what a person opens, or a printed code says."""

    id: UUID
    token: str
    link: str
    valid_until: Day


class InvitationsView(RequestModel):
    """In the order in which they were asked for. days_source: where the region's number of days comes from."""

    survey_id: UUID
    items: list[InvitationView]
    days_source: str


class Days:
    """How long invitations are good by the region's custom, and where that comes from."""

    def __init__(self, value: int, source: str) -> None:
        self.value, self.source = value, source


class Invitations:
    """The routes over their ports."""

    def __init__(
        self,
        store: Store,
        reads: Reads,
        tokens: Tokens,
        days: Days,
        clock: Clock,
        zone: str,
        new_id: NewId,
        pages: Pages,
    ) -> None:
        self._store, self._reads, self._tokens, self._days, self._pages = store, reads, tokens, days, pages
        self._clock, self._zone, self._new_id = clock, zone, new_id

    def router(self) -> APIRouter:
        """The routes, to be included in the application."""
        router = http.router(tags=["invitations"])
        path = "/v1/surveys/{survey_id}/invitations"
        router.add_api_route(path, self.make, methods=["POST"], response_model=InvitationsView, **command(creates=True))
        return router

    async def make(self, survey_id: UUID, body: InvitationsBody, request: Request, asking: Asking) -> Response:
        """The agency invites people whom it served to answer, once each; by `Accept: text/html` as a sheet to print."""
        items = tuple(
            Asked(
                invitation_id=item.id or self._new_id(),
                served_by=item.served_by,
                served_on=item.served_on,
                valid_until=item.valid_until,
                pointer=f"#/items/{place}",
            )
            for place, item in enumerate(body.items)
        )
        found = await idempotency.attempt(request, asking.subject)
        attempt = Attempt(key=found.key, fingerprint=found.fingerprint, actor=found.actor)
        now = self._clock()
        occasion = Occasion(now=now, today=day(now, self._zone), correlation_id=correlation_id(request))
        invite = Invite(survey_id, items, self._days.value)
        outcome, handed = await inviting.make(invite, actor(asking), attempt, occasion, self._store, self._tokens)
        if "text/html" in request.headers.get("accept", ""):
            asked = await showing.sheet(survey_id, self._reads)
            return await asyncio.to_thread(sheet, self._pages, request, asked, handed)
        return self._answer(survey_id, outcome, handed)

    def _answer(self, survey_id: UUID, outcome: Outcome, handed: tuple[Handed, ...]) -> Response:
        items = [
            {"id": str(each.invitation_id), "token": each.text, "link": each.link, "valid_until": each.valid_until}
            for each in handed
        ]
        shown = {"survey_id": str(survey_id), "items": items, "days_source": self._days.source}
        headers = {"Cache-Control": "no-store"} | ({"Idempotent-Replay": "true"} if outcome.replayed else {})
        return http.json_answer(shown, 201, headers)
