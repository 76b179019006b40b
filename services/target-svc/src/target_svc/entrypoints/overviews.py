"""The HTTP interface of what is asked of the whole roster."""

from typing import Annotated, Any
from uuid import UUID

from chassis import http, paging
from chassis.auth import Asking
from chassis.clock import Clock, day
from chassis.inputs import Day
from fastapi import APIRouter, Query, Response

from target_svc.app import overviews
from target_svc.app.overviews import Overviews
from target_svc.app.ports import Reads
from target_svc.domain.worklists import WithoutRater
from target_svc.entrypoints import answers, overview_views


class OverviewsApi:
    """The routes over the ports."""

    def __init__(self, reads: Reads, overviews: Overviews, clock: Clock, zone: str) -> None:
        self._reads, self._overviews, self._clock, self._zone = reads, overviews, clock, zone

    def router(self) -> APIRouter:
        """The routes, to be included in the application."""
        router = http.router(tags=["overviews"])
        routes: list[tuple[str, Any, type]] = [
            ("/v1/worklists/without-rater", self.without_rater, overview_views.WithoutRaterPage),
            ("/v1/civil-servants/{id}/periods", self.periods, overview_views.PartsView),
            ("/v1/periods/{id}/history", self.history, overview_views.HistoryView),
        ]
        for path, handler, view in routes:
            router.add_api_route(path, handler, methods=["GET"], response_model=view)
        return router

    async def without_rater(
        self,
        asking: Asking,
        agency_id: UUID,
        on: Day | None = None,
        limit: int = 50,
        cursor: Annotated[str | None, Query(max_length=200)] = None,
    ) -> Response:
        """People who serve on a day (today) and have no rater, with why."""
        wanted, today = paging.page(limit, cursor), day(self._clock(), self._zone)
        found = await overviews.people_without_rater(
            self._reads,
            self._overviews,
            answers.actor(asking),
            agency_id,
            on or today,
            wanted.after_id,
            wanted.limit + 1,
        )
        return http.json_answer(paging.body(found, wanted.limit, _key, lambda each: each))

    async def periods(self, id: UUID, period_id: UUID, asking: Asking) -> Response:
        """The parts of a person's year, from one change of unit, position or rater to the next."""
        today = day(self._clock(), self._zone)
        found = await overviews.periods(self._reads, answers.actor(asking), id, period_id, today)
        return http.json_answer({"items": found})

    async def history(self, id: UUID, asking: Asking) -> Response:
        """How a period came to its status, oldest turn first."""
        return http.json_answer({"items": await overviews.history(self._reads, self._overviews, id)})


def _key(found: WithoutRater) -> tuple[str, ...]:
    return (str(found.civil_servant_id),)
