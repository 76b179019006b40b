"""The HTTP interface of the cascade: a unit's matrix and findings, walks down from a goal and up from a result."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from chassis import http
from chassis.auth import Asking
from chassis.clock import Clock, day
from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from target_svc.app import walks
from target_svc.app.lineage import Lineage
from target_svc.app.ports import Reads
from target_svc.entrypoints import answers
from target_svc.entrypoints.plan_views import GoalView

Depth = Annotated[int, Query(ge=1, le=10)]


class ResultView(BaseModel):
    """An approved work result and who carries it."""

    id: UUID
    title: str
    kind: Literal["main", "additional"] | None
    civil_servant_id: UUID | None
    name: str | None


class ParentView(ResultView):
    """What is served."""

    what: Literal["work_result", "goal"]


class RowView(BaseModel):
    """What is served, null for results that name nothing, or what no longer stands; and what serves it."""

    parent: ParentView | None
    results: list[ResultView]


class PersonView(BaseModel):
    """Somebody of the unit. plan: where the plan stands, null where there is none."""

    civil_servant_id: UUID
    name: str
    plan: Literal["draft", "submitted", "approved", "returned", "closed"] | None


class MatrixView(BaseModel):
    """The role-result matrix of a unit."""

    unit_id: UUID
    period_id: UUID
    rows: list[RowView]
    people: list[PersonView]


class FindingView(BaseModel):
    """What is lacking. subject_id, title: of the work result or goal that it is about."""

    finding: Literal[
        "no_plan", "no_main_result", "superior_has_no_plan", "unserved_result", "parent_gone", "unserved_goal"
    ]
    civil_servant_id: UUID | None
    subject_id: UUID | None
    title: str | None


class FindingsView(BaseModel):
    """What a unit's plans lack."""

    unit_id: UUID
    period_id: UUID
    findings: list[FindingView]


class MeasuredView(BaseModel):
    """An indicator and what was reached; null where nothing was reported."""

    id: UUID
    title: str
    measure: str
    direction: Literal["maximize", "minimize", "range", "zero"]
    target: Decimal | None
    range_low: Decimal | None
    range_high: Decimal | None
    weight: Decimal
    consolidated_value: Decimal | None


class DescendantView(ResultView):
    """A result on the way down; level 1 serves what was asked about."""

    level: int
    parent_id: UUID
    indicators: list[MeasuredView]


class DescendantsView(BaseModel):
    """The way down, level by level. left_off: there is more than one answer holds; go on from one of the results."""

    id: UUID
    results: list[DescendantView]
    left_off: bool


class AncestorsView(BaseModel):
    """The way up, the result itself first; goal: what it leads to, null where it leads to none."""

    results: list[ResultView]
    goal: GoalView | None


class WalksApi:
    """The routes over the ports."""

    def __init__(self, reads: Reads, lineage: Lineage, clock: Clock, zone: str) -> None:
        self._reads, self._lineage, self._clock, self._zone = reads, lineage, clock, zone

    def router(self) -> APIRouter:
        """The routes, to be included in the application."""
        router = http.router(tags=["cascade"])
        routes: list[tuple[str, Any, type[BaseModel]]] = [
            ("/v1/units/{id}/role-result-matrix", self.matrix, MatrixView),
            ("/v1/units/{id}/plan-findings", self.findings, FindingsView),
            ("/v1/goals/{id}/descendants", self.descendants, DescendantsView),
            ("/v1/work-results/{id}/descendants", self.results_descendants, DescendantsView),
            ("/v1/work-results/{id}/ancestors", self.ancestors, AncestorsView),
        ]
        for path, handler, view in routes:
            router.add_api_route(path, handler, methods=["GET"], response_model=view)
        return router

    async def matrix(self, id: UUID, period_id: UUID, asking: Asking) -> Response:
        """A unit's people and their results, by the superior's results that these serve."""
        actor = answers.actor(asking)
        found = await walks.matrix(self._reads, self._lineage, actor, id, period_id, self._today())
        return http.json_answer(found)

    async def findings(self, id: UUID, period_id: UUID, asking: Asking) -> Response:
        """What a unit's plans lack."""
        actor = answers.actor(asking)
        found = await walks.lacking(self._reads, self._lineage, actor, id, period_id, self._today())
        return http.json_answer(found)

    async def descendants(self, id: UUID, asking: Asking, depth: Depth = 4) -> Response:
        """From a goal down to the people who carry it, with targets and realizations."""
        return http.json_answer(await walks.descendants(self._lineage, answers.actor(asking), id, depth, self._today()))

    async def results_descendants(self, id: UUID, asking: Asking, depth: Depth = 4) -> Response:
        """From a work result down, as from a goal."""
        return await self.descendants(id, asking, depth)

    async def ancestors(self, id: UUID, asking: Asking) -> Response:
        """From a work result up to the goal that it contributes to."""
        return http.json_answer(await walks.ancestors(self._lineage, answers.actor(asking), id, self._today()))

    def _today(self) -> date:
        return day(self._clock(), self._zone)
