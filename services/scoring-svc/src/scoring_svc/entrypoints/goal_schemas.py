"""Goals and contributions as the OpenAPI document shows them. Decimals are strings."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from scoring_svc.domain.disclosure import LeftOut
from scoring_svc.entrypoints.schemas import NamedView


class TitledView(BaseModel):
    """A work result."""

    id: UUID
    title: str


class JoinedView(BaseModel):
    """mean: of the indicators' achievements by their weights; complete: percent of the weight that has one."""

    mean: Decimal | None
    complete: Decimal


class CarriedView(BaseModel):
    """achievement: null where it would speak of too few people whom the asking person may not see, or where what is
    shown beside it, less this, would; left_out: which of the two."""

    people: int
    results: int
    achievement: JoinedView | None
    left_out: LeftOut | None


class ItemView(BaseModel):
    """A result of somebody whose card may be seen; indicators as in an explanation."""

    work_result: TitledView
    parent_id: UUID
    civil_servant: NamedView
    achievement: JoinedView
    indicators: list[dict[str, Any]]


class LevelView(CarriedView):
    """The results so many steps under the goal."""

    level: int
    items: list[ItemView]


class GoalView(CarriedView):
    """title: as approved plans say it, null where none does. left_off: more than 1,000 results serve the goal; the
    nearest ones are here."""

    goal_id: UUID
    title: str | None
    period: NamedView
    levels: list[LevelView]
    left_off: bool


class ServesView(BaseModel):
    """A step up: a superior's result, or at the end the region's goal, whose title is null where no plan says it."""

    id: UUID
    title: str | None
    goal: bool


class ContributedView(BaseModel):
    """A result, what it achieves, and what it serves; empty where it names nothing."""

    work_result: TitledView
    achievement: JoinedView
    serves: list[ServesView]


class ContributionView(BaseModel):
    """By result, in the plan's order."""

    results: list[ContributedView]
