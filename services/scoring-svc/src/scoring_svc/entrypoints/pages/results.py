"""The pages of official results and of explanations: what stands under a seal, how anybody checks it, and why."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from chassis.auth import Asking
from chassis.clock import Clock
from chassis.http import router
from chassis.pages import Pages
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from scoring_svc.app import official, queries, then
from scoring_svc.app.official import Standing
from scoring_svc.app.ports import Reads, Results
from scoring_svc.app.queries import Subject
from scoring_svc.domain.policy import Packs
from scoring_svc.entrypoints.asking import Desk
from scoring_svc.entrypoints.moments import FormDay, FormMoment
from scoring_svc.entrypoints.pages.plain import Plain
from scoring_svc.entrypoints.pages.sections import is_formula


class ResultPages:
    """The routes over their ports. zone: the region's, for its days."""

    def __init__(self, pages: Pages, reads: Reads, results: Results, packs: Packs, clock: Clock, zone: str) -> None:
        self._pages, self._reads, self._results, self._packs = pages, reads, results, packs
        self._desk = Desk(clock, zone)

    def router(self) -> APIRouter:
        """The routes, to be included in the application."""
        routes = router()
        for path, handler in (
            ("/cards/{civil_servant_id}/results", self.results),
            ("/cards/{civil_servant_id}/explanation", self.explanation),
        ):
            routes.add_api_route(path, handler, methods=["GET"], include_in_schema=False, response_class=HTMLResponse)
        return routes

    async def results(
        self, civil_servant_id: UUID, request: Request, asking: Asking, period_id: UUID | None = None
    ) -> HTMLResponse:
        """All versions of the official result, the newest first, and how a hash is checked by hand."""
        asked = self._desk.asked(asking, period_id)
        of = await queries.subject(civil_servant_id, asked, self._reads)
        found = await official.standing(of, self._reads, self._results)
        versions = await self._results.versions(of.key)
        return self._page(
            request,
            "results.html",
            of,
            years=await queries.years_of(of, asked, self._reads),
            versions=list(reversed(versions)),
            sealed=found,
            with_late=await self._with_late(of, found),
            address=str(request.base_url).rstrip("/"),
        )

    async def explanation(
        self,
        civil_servant_id: UUID,
        request: Request,
        asking: Asking,
        period_id: UUID | None = None,
        effective_on: FormDay = None,
        known_at: FormMoment = None,
    ) -> HTMLResponse:
        """Why the score is what it is, or was: every line of the text, to be read and checked by hand."""
        moment = self._desk.moment(effective_on, self._on_the_clock(known_at))
        asked = self._desk.asked(asking, period_id, moment)
        of = await queries.subject(civil_servant_id, asked, self._reads)
        if moment is None:
            why = await queries.explanation(of, self._reads, self._packs)
        else:
            why = await then.explanation_then(of, moment, self._reads, self._packs)
        plain = Plain(self._pages, self._pages.language(request), self._desk.zone)
        return self._page(
            request,
            "explanation.html",
            of,
            years=await queries.years_of(of, asked, self._reads),
            sections=plain.sections(why),
            is_formula=is_formula,
            past=moment is not None,
            chosen=_chosen(request),
            today=self._desk.today(),
        )

    async def _with_late(self, of: Subject, found: Standing | None) -> Any:
        if found is None or not found.late:
            return None
        return await official.with_late(of, found, self._reads, self._packs)

    def _on_the_clock(self, known_at: datetime | None) -> datetime | None:
        """What a form says is meant on the region's clock."""
        if known_at is None or known_at.tzinfo is not None:
            return known_at
        return known_at.replace(tzinfo=ZoneInfo(self._desk.zone))

    def _page(self, request: Request, template: str, of: Subject, **values: Any) -> HTMLResponse:
        policy = self._packs.of_year(of.year.starts_on)
        return self._pages.page(request, template, of=of, policy=policy, **values)


def _chosen(request: Request) -> dict[str, str]:
    """What the form held, to be shown in it again."""
    return {name: request.query_params.get(name, "") for name in ("effective_on", "known_at")}
