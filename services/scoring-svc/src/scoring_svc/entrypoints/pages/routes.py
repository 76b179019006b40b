"""The pages' addresses: each asks a query of `app.queries` and hands its answer to a template.

A live page opens the same event stream as a program would; what changed is fetched again as the part of the page that
shows it, so that numbers and words are written in one place.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final
from uuid import UUID

from chassis.auth import COOKIE, Asking, identity
from chassis.clock import Clock
from chassis.http import router
from chassis.pages import Pages
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from scoring_svc.app import forecasts, goals, official, queries
from scoring_svc.app.ports import Plans, Reads, Results
from scoring_svc.app.queries import Asked, Row, Subject
from scoring_svc.domain.forecast import Forecast
from scoring_svc.domain.official import CLOSED
from scoring_svc.domain.policy import Packs, Policy
from scoring_svc.entrypoints.asking import Desk
from scoring_svc.entrypoints.pages.formulas import Formulas

FOLDER: Final = Path(__file__).parent
SORTS: Final[dict[str, Callable[[Row], tuple[object, ...]]]] = {
    "name": lambda row: (row.person.name.casefold(),),
    "score": lambda row: (float(row.card["score"] or -1), row.person.name.casefold()),
    "completeness": lambda row: (float(row.card["completeness"]), row.person.name.casefold()),
}


class CardPages:
    """The routes over their ports. zone: the region's, for its days."""

    def __init__(
        self, pages: Pages, reads: Reads, results: Results, plans: Plans, packs: Packs, clock: Clock, zone: str
    ) -> None:
        self._pages, self._reads, self._results, self._plans, self._packs = pages, reads, results, plans, packs
        self._desk = Desk(clock, zone)

    def router(self) -> APIRouter:
        """The routes, to be included in the application."""
        routes = router()
        for path, handler in (
            ("/", self.door),
            ("/units/{unit_id}", self.board),
            ("/units/{unit_id}/rows/{civil_servant_id}", self.row),
            ("/cards/{civil_servant_id}", self.card),
            ("/cards/{civil_servant_id}/parts", self.parts),
        ):
            routes.add_api_route(path, handler, methods=["GET"], include_in_schema=False, response_class=HTMLResponse)
        return routes

    async def door(self, request: Request) -> HTMLResponse:
        """What this is; and for somebody who is signed in, where to go."""
        if COOKIE not in request.cookies and "authorization" not in request.headers:
            return self._pages.page(request, "welcome.html", policy=self._policy())
        asked = self._desk.asked(await identity(request), None)
        found = await queries.overview(asked, self._reads)
        own = {agency.id for agency, _ in found.agencies if asked.actor.reads_all or asked.actor.acts_for(agency.id)}
        return self._pages.page(request, "door.html", found=found, own=own, policy=self._policy())

    async def board(
        self, unit_id: UUID, request: Request, asking: Asking, period_id: UUID | None = None, sort: str = "name"
    ) -> HTMLResponse:
        """A unit's people by name, unless another order is asked for."""
        found = await queries.board(unit_id, self._desk.asked(asking, period_id), self._reads, self._packs)
        chosen = sort if sort in SORTS else "name"
        rows = sorted(found.rows, key=SORTS[chosen])
        return self._pages.page(
            request,
            "board.html",
            found=found,
            rows=rows,
            seals=await self._results.seals([(row.person.id, found.year.id) for row in rows]),
            sort=chosen,
            sorts=list(SORTS),
            years=await self._reads.years(),
            policy=self._policy(),
        )

    async def row(
        self, unit_id: UUID, civil_servant_id: UUID, request: Request, asking: Asking, period_id: UUID | None = None
    ) -> HTMLResponse:
        """One row of the board."""
        asked = self._desk.asked(asking, period_id)
        of = await queries.subject(civil_servant_id, asked, self._reads)
        row = await queries.row(unit_id, of, asked.today, self._reads, self._packs)
        seals = await self._results.seals([of.key])
        return self._pages.page(request, "row.html", row=row, unit_id=unit_id, year=of.year, seals=seals, changed=True)

    async def card(
        self, civil_servant_id: UUID, request: Request, asking: Asking, period_id: UUID | None = None
    ) -> HTMLResponse:
        """A person's card, with everything that its number rests on."""
        return await self._card("card.html", civil_servant_id, request, self._desk.asked(asking, period_id))

    async def parts(
        self, civil_servant_id: UUID, request: Request, asking: Asking, period_id: UUID | None = None
    ) -> HTMLResponse:
        """The part of the card that changes."""
        return await self._card("card_parts.html", civil_servant_id, request, self._desk.asked(asking, period_id))

    async def _card(self, template: str, civil_servant_id: UUID, request: Request, asked: Asked) -> HTMLResponse:
        of = await queries.subject(civil_servant_id, asked, self._reads)
        why = await queries.explanation(of, self._reads, self._packs)
        course = await queries.course_of(of, self._reads, self._packs)
        places = [place for place in of.person.places if place.term.covers(asked.today)]
        units = [unit for place in places if (unit := await self._reads.unit(place.unit_id)) is not None]
        return self._pages.page(
            request,
            template,
            of=of,
            why=why,
            course=course,
            sealed=await official.standing(of, self._reads, self._results),
            ahead=await self._ahead(of, asked.today),
            contributed=await goals.contribution(of, self._plans, self._packs),
            units=units,
            years=await queries.years_of(of, asked, self._reads),
            position=places[0].position if places else "",
            policy=self._packs.of_year(of.year.starts_on),
            formulas=Formulas(self._pages, self._pages.language(request)),
            changed=template == "card_parts.html",
        )

    async def _ahead(self, of: Subject, today: date) -> Forecast | None:
        """Of a year that runs; of one that is over or closed there is nothing to estimate."""
        if of.year.status == CLOSED or not of.year.starts_on <= today <= of.year.ends_on:
            return None
        return await forecasts.forecast_of(of, today, self._reads, self._plans, self._packs)

    def _policy(self) -> Policy:
        return self._packs.of_year(self._desk.today())
