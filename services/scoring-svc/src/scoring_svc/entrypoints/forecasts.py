"""The HTTP interface of forecasts. No rule stands here."""

from uuid import UUID

from chassis import http
from chassis.auth import Asking
from chassis.clock import Clock
from chassis.inputs import Day
from fastapi import APIRouter, Response

from scoring_svc.app import forecasts, queries
from scoring_svc.app.ports import Plans, Reads
from scoring_svc.domain.policy import Packs
from scoring_svc.entrypoints.asking import Desk
from scoring_svc.entrypoints.forecast_schemas import ForecastView, NoForecastView


class ForecastsApi:
    """The route over its ports. zone: the region's, for its days."""

    def __init__(self, reads: Reads, plans: Plans, packs: Packs, clock: Clock, zone: str) -> None:
        self._reads, self._plans, self._packs, self._desk = reads, plans, packs, Desk(clock, zone)

    def router(self) -> APIRouter:
        """The route, to be included in the application."""
        router = http.router(tags=["scores"])
        path, views = "/v1/cards/{civil_servant_id}/forecast", ForecastView | NoForecastView
        router.add_api_route(path, self.forecast, methods=["GET"], response_model=views)
        return router

    async def forecast(
        self, civil_servant_id: UUID, asking: Asking, period_id: UUID | None = None, as_of: Day | None = None
    ) -> Response:
        """An estimate of the score at the year's end, never a result: were the courses to go on as they do. `as_of`: by
        what is known of the days up to that one."""
        moment = self._desk.moment(as_of, None, "as_of")
        of = await queries.subject(civil_servant_id, self._desk.asked(asking, period_id, moment), self._reads)
        on = as_of or self._desk.today()
        found = await forecasts.forecast_of(of, on, self._reads, self._plans, self._packs)
        return http.json_answer(forecasts.resource(of, found, self._packs))
