"""The bodies of requests about plans and goals, as types that refuse what no rule could read."""

from typing import Annotated, Literal
from uuid import UUID

from chassis.ids import NewId
from chassis.inputs import Day, Number, RequestModel, Text
from contracts.words import Aspect, Consolidation, Direction, Perspective, WorkResultKind
from pydantic import Field

from target_svc.app.keep_plans import Draft
from target_svc.domain.expected_course import ExpectedPoint
from target_svc.domain.goals import Goal
from target_svc.domain.indicators import Indicator
from target_svc.domain.work_results import WorkResult

Note = Annotated[str, Text(1_000)]
Title = Annotated[str, Text(300)]


class ExpectedBody(RequestModel):
    """What is expected by a day, consolidated, in the indicator's unit of measure."""

    by: Day
    value: Number


class IndicatorBody(RequestModel):
    """An indicator: under an aspect, or, for executives and who leads people, under a perspective.

    better: of a range, which side is the better one. expected: the course over the year, by rising days.
    """

    id: UUID | None = None
    title: Title
    aspect: Aspect | None = None
    perspective: Perspective | None = None
    measure: Annotated[str, Text(60)]
    direction: Direction
    target: Number | None = None
    range_low: Number | None = None
    range_high: Number | None = None
    better: Literal["higher", "lower"] | None = None
    max_attainable: bool = False
    consolidation: Consolidation = "last"
    weight: Number
    deadline: Day
    expected: Annotated[tuple[ExpectedBody, ...], Field(max_length=60)] = ()

    def indicator(self, new_id: NewId) -> Indicator:
        """In the domain's words."""
        return Indicator(
            self.id or new_id(),
            self.title,
            self.aspect,
            self.perspective,
            self.measure,
            self.direction,
            self.target,
            self.range_low,
            self.range_high,
            self.better,
            self.max_attainable,
            self.consolidation,
            self.weight,
            self.deadline,
            tuple(ExpectedPoint(each.by, each.value) for each in self.expected),
        )


class WorkResultBody(RequestModel):
    """A work result. parent_work_result_id: the direct superior's result that it serves; a regional goal for those
    who have nobody above them in their agency."""

    id: UUID | None = None
    title: Title
    kind: WorkResultKind
    parent_work_result_id: UUID | None = None
    indicators: Annotated[list[IndicatorBody], Field(max_length=20)]

    def work_result(self, new_id: NewId) -> WorkResult:
        """In the domain's words."""
        return WorkResult(
            self.id or new_id(),
            self.title,
            self.kind,
            self.parent_work_result_id,
            tuple(each.indicator(new_id) for each in self.indicators),
        )


class WorkResultsBody(RequestModel):
    """The work results of a plan."""

    work_results: Annotated[list[WorkResultBody], Field(max_length=30)]

    def content(self, new_id: NewId) -> tuple[WorkResult, ...]:
        """In the domain's words."""
        return tuple(each.work_result(new_id) for each in self.work_results)


class PlanBody(WorkResultsBody):
    """A plan as drafted."""

    id: UUID | None = None
    civil_servant_id: UUID
    period_id: UUID

    def draft(self, new_id: NewId, status: str = "draft") -> Draft:
        """In the application's words."""
        return Draft(self.id or new_id(), self.civil_servant_id, self.period_id, self.content(new_id), status)


class PlanItem(PlanBody):
    """A plan in an import; `status` says how far it has come elsewhere."""

    status: Literal["draft", "submitted", "approved"] = "draft"


class PlanImport(RequestModel):
    """Up to a thousand plans, a superior's before those that rest on it."""

    items: Annotated[list[PlanItem], Field(min_length=1, max_length=1_000)]


class ReturnBody(RequestModel):
    """Why a plan goes back."""

    note: Note


class ClosingBody(RequestModel):
    """Why a plan is at its end."""

    reason: Note


class GoalBody(RequestModel):
    """A regional goal. agency_id: whose it is, null for every agency's. indicator: by what one knows it was reached."""

    period_id: UUID
    agency_id: UUID | None = None
    title: Title
    indicator: Title

    def goal(self, id_: UUID) -> Goal:
        """In the domain's words; the sequence is the store's."""
        return Goal(id_, 0, self.period_id, self.agency_id, self.title, self.indicator)
