"""The HTTP interface of units, agencies and the region. No rule stands here."""

from uuid import UUID

from chassis import http
from chassis.auth import Asking
from chassis.clock import Clock
from fastapi import APIRouter, Response

from scoring_svc.app import summaries
from scoring_svc.app.ports import Reads, Summaries
from scoring_svc.domain.policy import Packs
from scoring_svc.entrypoints.asking import Desk
from scoring_svc.entrypoints.summary_schemas import AgencySummaryView, RegionSummaryView, UnitSummaryView


class SummariesApi:
    """The routes over their ports. zone: the region's, for its days."""

    def __init__(self, reads: Reads, found: Summaries, packs: Packs, clock: Clock, zone: str) -> None:
        self._ports, self._desk = (reads, found, packs), Desk(clock, zone)

    def router(self) -> APIRouter:
        """The routes, to be included in the application."""
        router = http.router(tags=["units, agencies, region"])
        for path, handler, view in (
            ("/v1/units/{unit_id}/summary", self.unit, UnitSummaryView),
            ("/v1/agencies/{agency_id}/summary", self.agency, AgencySummaryView),
            ("/v1/region/summary", self.region, RegionSummaryView),
        ):
            router.add_api_route(path, handler, methods=["GET"], response_model=view)
        return router

    async def unit(self, unit_id: UUID, asking: Asking, period_id: UUID | None = None) -> Response:
        """A unit with its sub-units: scores, completeness, distribution, surveys, results, trend."""
        asked = self._desk.asked(asking, period_id)
        return http.json_answer(await summaries.of_unit(unit_id, asked, *self._ports))

    async def agency(self, agency_id: UUID, asking: Asking, period_id: UUID | None = None) -> Response:
        """An agency, with the units at its top as parts."""
        asked = self._desk.asked(asking, period_id)
        return http.json_answer(await summaries.of_agency(agency_id, asked, *self._ports))

    async def region(self, asking: Asking, period_id: UUID | None = None) -> Response:
        """The region, with its agencies as parts."""
        return http.json_answer(await summaries.of_region(self._desk.asked(asking, period_id), *self._ports))
