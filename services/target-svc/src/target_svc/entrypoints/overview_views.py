"""Answers about many, as the OpenAPI document shows them."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from target_svc.domain.roster import PeriodStatus
from target_svc.entrypoints.views import Next


class WithoutRaterView(BaseModel):
    """A person who serves without a rater. day: when the line begins or ended, or its superior left."""

    civil_servant_id: UUID
    name: str
    unit_id: UUID
    position: str
    why: Literal["no_line", "not_begun", "line_ended", "rater_left"]
    sentence: str
    superior_id: UUID | None
    day: date | None


class WithoutRaterPage(BaseModel):
    """A page of them."""

    items: list[WithoutRaterView]
    next: Next


class PartView(BaseModel):
    """Days, both inclusive, with the same unit, position and rater."""

    id: Annotated[UUID, Field(description="Follows from the dated facts: the same facts, the same id.")]
    since: date
    until: date
    unit_id: UUID
    position: str
    acting_unit_id: UUID | None
    acting_position: str | None
    rater_id: UUID | None


class PartsView(BaseModel):
    """All parts of the period, in order."""

    items: list[PartView]


class TurnView(BaseModel):
    """A period's status became another one. former: null for the first. changed_by: the subject of the token."""

    sequence: int
    former: PeriodStatus | None
    status: PeriodStatus
    reason: str | None
    changed_by: str
    changed_at: datetime


class HistoryView(BaseModel):
    """All turns, oldest first."""

    items: list[TurnView]
