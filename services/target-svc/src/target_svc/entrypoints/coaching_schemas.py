"""Bodies and answers about coaching plans."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from chassis.inputs import Day, RequestModel, Text
from pydantic import BaseModel, Field

from target_svc.domain.coaching import CoachingStatus, CoachingStep, Trigger
from target_svc.entrypoints.plan_schemas import Note, Title
from target_svc.entrypoints.views import Next, Sequence


class CoachingBody(RequestModel):
    """A plan on request, with why."""

    civil_servant_id: UUID
    period_id: UUID
    reason: Note


class StepBody(RequestModel):
    """What is to be done by a day."""

    title: Title
    due_on: Day


class StepsBody(RequestModel):
    """All steps, in their order."""

    steps: Annotated[tuple[StepBody, ...], Field(max_length=50)]

    def planned(self) -> tuple[CoachingStep, ...]:
        """In the domain's words."""
        return tuple(CoachingStep(each.title, each.due_on) for each in self.steps)


class OutcomeBody(RequestModel):
    """What came of it, or why it is cancelled. reason: why it is completed though steps are left, or there are none."""

    status: Literal["completed", "cancelled"]
    outcome: Annotated[str, Text(4_000)]
    reason: Note | None = None


class StepView(BaseModel):
    """One step; done_on null until it is done."""

    title: str
    due_on: date
    done_on: date | None


class CoachingView(BaseModel):
    """A coaching plan. reason: why it was opened; cause: the evaluation or the warning's event that it comes from, null
    for a request; unfinished: why it is completed though not all steps are done."""

    id: UUID
    sequence: Sequence
    civil_servant_id: UUID
    period_id: UUID
    trigger: Trigger
    reason: str
    cause: UUID | None
    opened_on: date
    status: CoachingStatus
    steps: list[StepView]
    done: int
    outcome: str | None
    unfinished: str | None


class CoachingPage(BaseModel):
    """A page of them."""

    items: list[CoachingView]
    next: Next
