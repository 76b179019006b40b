"""The HTTP interface of the roster: agencies, units, civil servants, periods."""

from typing import Annotated, Any, Final
from uuid import UUID

from chassis import http, paging, preconditions
from chassis.auth import Asking
from chassis.clock import Clock
from chassis.openapi import command
from fastapi import APIRouter, Query, Request, Response

from target_svc.app import execute, keep_periods, keep_roster, queries, resources
from target_svc.app.keep_roster import Put
from target_svc.app.ports import Kept, Reads, Store
from target_svc.domain.roster import Entry
from target_svc.entrypoints import answers, views
from target_svc.entrypoints.roster_schemas import (
    AgencyBody,
    CivilServantBody,
    PeriodBody,
    RosterImport,
    StatusBody,
    UnitBody,
)

PATHS = {"agency": "agencies", "unit": "units", "civil_servant": "civil-servants", "period": "periods"}
VIEWS: Final[dict[str, tuple[type, type]]] = {
    "agency": (views.AgencyView, views.AgencyPage),
    "unit": (views.UnitView, views.UnitPage),
    "civil_servant": (views.CivilServantView, views.CivilServantPage),
    "period": (views.PeriodView, views.PeriodPage),
}


class RosterApi:
    """The routes over the ports."""

    def __init__(self, store: Store, reads: Reads, clock: Clock, zone: str) -> None:
        self._store, self._reads, self._clock, self._zone = store, reads, clock, zone

    def router(self) -> APIRouter:
        """The routes, to be included in the application."""
        router = http.router(tags=["roster"])
        puts: dict[str, Any] = {
            "agency": self.put_agency, "unit": self.put_unit,
            "civil_servant": self.put_civil_servant, "period": self.put_period,
        }  # fmt: skip
        for kind, path in PATHS.items():
            (view, page), one = VIEWS[kind], f"/v1/{path}/{{id}}"
            said = command(version="optional", creates=True)
            router.add_api_route(one, puts[kind], methods=["PUT"], response_model=view, **said)
            router.add_api_route(one, self._reader(kind), methods=["GET"], name=f"read_{kind}", response_model=view)
            router.add_api_route(
                f"/v1/{path}", self._lister(kind), methods=["GET"], name=f"list_{path}", response_model=page
            )
        router.add_api_route(
            "/v1/imports/roster", self.bring_in, methods=["POST"], response_model=views.ImportView, **command()
        )
        router.add_api_route(
            "/v1/periods/{id}/status", self.move_period, methods=["POST"], response_model=views.PeriodView,
            **command(version="required"),
        )  # fmt: skip
        return router

    async def move_period(self, id: UUID, body: StatusBody, request: Request, asking: Asking) -> Response:
        """Moves a period one step on, or with a reason back."""
        expected = preconditions.required_if_match(request)
        occasion, actor = answers.occasion(request, self._clock, self._zone), answers.actor(asking)
        result = await execute.execute(
            lambda work: keep_periods.move(work, id, expected, body.status, body.reason, actor, occasion),
            await answers.attempt(request, asking),
            occasion,
            self._store,
        )
        return answers.outcome(result, "/v1/periods")

    async def put_agency(self, id: UUID, body: AgencyBody, request: Request, asking: Asking) -> Response:
        """Makes or changes an agency."""
        return await self._put(body.entry(id), request, asking, "agency")

    async def put_unit(self, id: UUID, body: UnitBody, request: Request, asking: Asking) -> Response:
        """Makes or changes a unit."""
        return await self._put(body.entry(id), request, asking, "unit")

    async def put_civil_servant(self, id: UUID, body: CivilServantBody, request: Request, asking: Asking) -> Response:
        """Makes or changes a civil servant."""
        return await self._put(body.entry(id), request, asking, "civil_servant")

    async def put_period(self, id: UUID, body: PeriodBody, request: Request, asking: Asking) -> Response:
        """Makes or changes a period."""
        return await self._put(body.entry(id), request, asking, "period")

    async def bring_in(self, body: RosterImport, request: Request, asking: Asking) -> Response:
        """Takes over up to a thousand entries, all or none."""
        puts = [Put(item.entry(item.id), within=item.within) for item in body.items]
        return await self._run(puts, request, asking, many=True, place="")

    async def _put(self, entry: Entry, request: Request, asking: Any, kind: str) -> Response:
        puts = [Put(entry, preconditions.if_match(request))]
        return await self._run(puts, request, asking, many=False, place=f"/v1/{PATHS[kind]}")

    async def _run(self, puts: list[Put], request: Request, asking: Any, *, many: bool, place: str) -> Response:
        occasion, actor = answers.occasion(request, self._clock, self._zone), answers.actor(asking)
        result = await execute.execute(
            lambda work: keep_roster.put(work, puts, actor, occasion, many=many),
            await answers.attempt(request, asking),
            occasion,
            self._store,
        )
        return answers.outcome(result, place)

    def _reader(self, kind: str) -> Any:
        async def read(id: UUID, asking: Asking) -> Response:
            found = await queries.entry(self._reads, answers.actor(asking), kind, id)
            return http.json_answer(found, headers={"ETag": preconditions.etag(found["sequence"])})

        return read

    def _lister(self, kind: str) -> Any:
        async def list_entries(
            asking: Asking,
            agency_id: UUID | None = None,
            unit_id: UUID | None = None,
            limit: int = 50,
            cursor: Annotated[str | None, Query(max_length=200)] = None,
        ) -> Response:
            wanted = paging.page(limit, cursor)
            found = await self._reads.entries(
                kind, agency_id=agency_id, unit_id=unit_id, after=wanted.after_id, limit=wanted.limit + 1
            )
            actor = answers.actor(asking)
            return http.json_answer(paging.body(found, wanted.limit, _key, lambda kept: resources.roster(kept, actor)))

        return list_entries


def _key(kept: Kept) -> tuple[str, ...]:
    return (str(kept.entry.id),)
