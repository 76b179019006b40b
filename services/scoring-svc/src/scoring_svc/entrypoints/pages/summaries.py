"""The pages of units, agencies and the region: what programs get of them, as figures and bars."""

from functools import partial
from typing import Any
from uuid import UUID

from chassis.auth import Asking
from chassis.clock import Clock
from chassis.http import router
from chassis.pages import Pages
from chassis.pages.rendering import MONTHS
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from scoring_svc.app import summaries
from scoring_svc.app.ports import Reads, Summaries
from scoring_svc.domain.policy import CATEGORIES, Packs
from scoring_svc.entrypoints.asking import Desk
from scoring_svc.entrypoints.pages.formulas import Formulas


class SummaryPages:
    """The routes over their ports. zone: the region's, for its days."""

    def __init__(self, pages: Pages, reads: Reads, found: Summaries, packs: Packs, clock: Clock, zone: str) -> None:
        self._pages, self._packs, self._desk = pages, packs, Desk(clock, zone)
        self._ports = (reads, found, packs)

    def router(self) -> APIRouter:
        """The routes, to be included in the application."""
        routes = router()
        for path, handler in (
            ("/units/{unit_id}/summary", self.unit),
            ("/agencies/{agency_id}", self.agency),
            ("/region", self.region),
        ):
            routes.add_api_route(path, handler, methods=["GET"], include_in_schema=False, response_class=HTMLResponse)
        return routes

    async def unit(
        self, unit_id: UUID, request: Request, asking: Asking, period_id: UUID | None = None
    ) -> HTMLResponse:
        """A unit with its sub-units."""
        found = await summaries.of_unit(unit_id, self._desk.asked(asking, period_id), *self._ports)
        return await self._page(request, found, found["unit"]["name"], "/units/{}/summary")

    async def agency(
        self, agency_id: UUID, request: Request, asking: Asking, period_id: UUID | None = None
    ) -> HTMLResponse:
        """An agency."""
        found = await summaries.of_agency(agency_id, self._desk.asked(asking, period_id), *self._ports)
        return await self._page(request, found, found["agency"]["name"], "/units/{}/summary")

    async def region(self, request: Request, asking: Asking, period_id: UUID | None = None) -> HTMLResponse:
        """The region."""
        found = await summaries.of_region(self._desk.asked(asking, period_id), *self._ports)
        return await self._page(request, found, found["region"]["name"], "/agencies/{}")

    async def _page(self, request: Request, found: dict[str, Any], name: str, part_at: str) -> HTMLResponse:
        policy = self._packs.of_year(self._desk.today())
        formulas = Formulas(self._pages, self._pages.language(request))
        return self._pages.page(
            request,
            "summary.html",
            found=found,
            name=name,
            part_at=part_at,
            years=await self._ports[0].years(),
            policy=policy,
            formulas=formulas,
            names=[*CATEGORIES, "none"],
            month=partial(_month, self._pages.language(request)),
        )


def _month(language: str, name: str) -> str:
    """`2026-01` as its readers write it: Januari 2026."""
    year, month = name.split("-")
    return f"{MONTHS[language][int(month) - 1]} {year}"
