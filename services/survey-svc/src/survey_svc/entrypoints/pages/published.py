"""Published results as pages and as a table for programs, open to anybody (PermenPANRB 14/2017 [verify])."""

import csv
from io import StringIO
from typing import Annotated, Final
from urllib.parse import urlencode
from uuid import UUID

from chassis import paging
from chassis.http import router
from chassis.pages import Pages
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BeforeValidator

from survey_svc.app import publishing
from survey_svc.app.ports import Reads, Wanted
from survey_svc.app.publishing import Result
from survey_svc.app.queries import Page
from survey_svc.app.resources import result as resource
from survey_svc.domain.elements import Element

COLUMNS: Final = (
    "survey_id", "agency", "unit", "service", "period", "opens_on", "closes_on", "index", "grade", "respondents",
    "required_sample", "quarantined", "rejected", "index_with_quarantined", *(f"mean_{each.value}" for each in Element),
)  # fmt: skip
FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")
# A browser sends «all» as an empty value.
Choice = Annotated[UUID | None, BeforeValidator(lambda value: value or None)]


class PublishedPages:
    """The routes over their ports."""

    def __init__(self, pages: Pages, reads: Reads) -> None:
        self._pages, self._reads = pages, reads

    def router(self) -> APIRouter:
        """The routes, to be included in the application."""
        routes = router()
        for path, handler in (
            ("/", self.door),
            ("/published", self.table),
            ("/published.csv", self.file),
            ("/published/{survey_id}", self.one),
        ):
            routes.add_api_route(path, handler, methods=["GET"], include_in_schema=False, response_class=HTMLResponse)
        return routes

    async def door(self) -> Response:
        """Whoever comes here looks for results."""
        return RedirectResponse("/published", 303)

    async def table(
        self,
        request: Request,
        agency_id: Choice = None,
        period_id: Choice = None,
        cursor: Annotated[str | None, Query(max_length=200)] = None,
    ) -> Response:
        """Results by agency and period; a year has those of its quarters and months too."""
        wanted = paging.page(50, cursor)
        asked = Wanted(agency_id, period_id)
        found = await publishing.results(asked, Page(wanted.after_id, wanted.limit + 1), self._reads)
        part = paging.body(list(found), wanted.limit, lambda each: (str(each.survey.survey_id),), lambda each: each)
        chosen = {name: str(each) for name, each in (("agency_id", agency_id), ("period_id", period_id)) if each}
        return self._pages.page(
            request,
            "published.html",
            results=part["items"],
            offered=await publishing.offered(self._reads),
            chosen=chosen,
            file="/published.csv" + (f"?{urlencode(chosen)}" if chosen else ""),
            next=part["next"] and "/published?" + urlencode({**chosen, "cursor": part["next"]}),
        )

    async def one(
        self, survey_id: UUID, request: Request, cursor: Annotated[str | None, Query(max_length=200)] = None
    ) -> Response:
        """One result with its elements, which rule each value comes from, and the suggestions that are shown."""
        found = await publishing.one(survey_id, self._reads)
        wanted = paging.page(50, cursor)
        said = await publishing.suggestions(survey_id, Page(wanted.after_id, wanted.limit + 1), self._reads)
        part = paging.body(said, wanted.limit, lambda each: (str(each[0]),), lambda each: each[1])
        return self._pages.page(
            request,
            "result.html",
            found=found,
            result=resource(found.survey),
            said=part["items"],
            next=part["next"] and f"/published/{survey_id}?" + urlencode({"cursor": part["next"]}),
        )

    async def file(self, agency_id: Choice = None, period_id: Choice = None) -> Response:
        """The same as comma-separated values in UTF-8. Where nobody answered a field is empty, and never 0."""
        text = StringIO()
        rows = csv.writer(text)
        rows.writerow(COLUMNS)
        async for each in publishing.everything(Wanted(agency_id, period_id), self._reads):
            rows.writerow([_cell(value) for value in _row(each)])
        # The mark at its beginning lets a spreadsheet read names as they are written.
        body = text.getvalue().encode("utf-8-sig")
        headers = {"Content-Disposition": 'attachment; filename="published.csv"'}
        return Response(body, media_type="text/csv; charset=utf-8", headers=headers)


def _row(found: Result) -> list[object]:
    state, asked, tally = found.survey, found.survey.definition, found.survey.tally
    means = dict(zip(asked.elements, state.means, strict=False))
    return [
        state.survey_id, found.agency, found.unit, asked.service, found.period, asked.opens_on, asked.closes_on,
        state.index, state.grade, tally.respondents, state.required_sample, tally.quarantined, tally.rejected,
        state.index_with_quarantined, *(means.get(each) for each in Element),
    ]  # fmt: skip


def _cell(value: object) -> str:
    """A spreadsheet would run a text that begins like a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULAS) else text
