"""Answers about plans, as the OpenAPI document shows them; they are built in `app.resources`. Decimals are strings."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from target_svc.entrypoints.plan_schemas import GoalBody, WorkResultBody

Sequence = Annotated[int, Field(description="The version; it is the ETag.")]


class PlanView(BaseModel):
    """A plan. work_results: as drafted or submitted now; approved: those that count; note: why it was returned or
    closed; plan_version: of what is drafted now."""

    id: UUID
    sequence: Sequence
    civil_servant_id: UUID
    period_id: UUID
    plan_version: int
    status: Literal["draft", "submitted", "approved", "returned", "closed"]
    work_results: list[WorkResultBody]
    approved: list[WorkResultBody]
    note: str | None
    closed_on: date | None


class PlanPage(BaseModel):
    """A page of plans."""

    items: list[PlanView]
    next: Annotated[str | None, Field(description="The cursor of the next page, null on the last.")]


class StepView(BaseModel):
    """What was done, by whom and when. decided_by: the superior in whose place it was decided."""

    sequence: int
    step: Literal["draft", "submission", "approval", "return", "closing"]
    by: str
    decided_by: UUID | None
    at: datetime
    note: str | None


class VersionView(BaseModel):
    """A version of a plan with its content as it was last written down."""

    plan_version: int
    work_results: list[WorkResultBody]
    steps: list[StepView]


class VersionsView(BaseModel):
    """All versions of a plan, oldest first."""

    plan_id: UUID
    versions: list[VersionView]


class GoalView(GoalBody):
    """A regional goal."""

    id: UUID
    sequence: Sequence
