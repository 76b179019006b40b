"""Bodies and answers about the rollout."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from chassis.inputs import Day, RequestModel
from pydantic import BaseModel, Field

from target_svc.domain.rollout import Phase
from target_svc.entrypoints.plan_schemas import Note, Title
from target_svc.entrypoints.views import Next, Sequence

Percent = Annotated[Decimal | None, Field(description="Of the people, two decimals half-up; null where nobody serves.")]


class PhaseBody(RequestModel):
    """The phase of a year that a unit is in. since: today, if it is not said. reason: needed to go back, and to begin
    further on than with preparation."""

    period_id: UUID
    phase: Phase
    since: Day | None = None
    reason: Note | None = None


class TrainingBody(RequestModel):
    """Who was trained in what, and when."""

    id: UUID | None = None
    civil_servant_ids: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=1_000)]
    topic: Title
    trained_on: Day


class StepView(BaseModel):
    """A unit came into a phase of a year. moved_by: the subject of the token."""

    unit_id: UUID
    period_id: UUID
    sequence: Sequence
    phase: Phase
    since: date
    reason: str | None
    moved_by: str
    moved_at: datetime


class ShareView(BaseModel):
    """How many, and which share of the people."""

    count: int
    percent: Percent


class SharesView(BaseModel):
    """people: who serves on that day. trained: up to that day, in this year or before."""

    people: int
    with_approved_plan: ShareView
    with_realizations: ShareView
    trained: ShareView


class UnitSharesView(SharesView):
    """A unit. phase: null where nobody has said one."""

    unit_id: UUID
    code: str
    name: str
    phase: StepView | None


class UnitRolloutView(UnitSharesView):
    """A unit with every step of its phases, oldest first. on: the day whose people are counted."""

    period_id: UUID
    on: date
    steps: list[StepView]


class AgencyRolloutView(BaseModel):
    """An agency: all its units together, and a page of them."""

    agency_id: UUID
    period_id: UUID
    on: date
    total: SharesView
    items: list[UnitSharesView]
    next: Next


class OwnTrainingView(BaseModel):
    """A training. recorded_by: the subject of the token."""

    id: UUID
    topic: str
    trained_on: date
    recorded_by: str


class TrainingView(OwnTrainingView):
    """A training with those who took part, as far as the reader sees them."""

    civil_servant_ids: list[UUID]


class OwnTrainingPage(BaseModel):
    """A page of a person's trainings."""

    items: list[OwnTrainingView]
    next: Next
