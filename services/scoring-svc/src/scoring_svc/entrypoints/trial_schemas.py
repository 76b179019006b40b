"""Policy trials as the OpenAPI document shows them. Decimals are strings."""

from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from scoring_svc.entrypoints.schemas import PolicyRef


class SeenView(BaseModel):
    """What a policy makes of a person's card."""

    score: Decimal | None
    completeness: Decimal
    category: str | None


class ComparedView(BaseModel):
    """A person by the policy of the year and by the draft; change: null unless there is a score by both."""

    civil_servant_id: UUID
    before: SeenView
    after: SeenView
    change: Decimal | None


class WithoutScore(BaseModel):
    """People without a score: before only, after only, by both."""

    before: int
    after: int
    both: int


class Bar(BaseModel):
    """People whose change lies between; null: no end on that side. From zero to zero: who does not move."""

    low: Decimal | None = Field(alias="from")
    high: Decimal | None = Field(alias="to")
    people: int


class CategoryMove(BaseModel):
    """How many people have this category by the year's policy and that one by the draft."""

    before: str | None
    after: str | None
    people: int


class Movers(BaseModel):
    """Who moves most, the farthest first; left_off: how many move as well and are not named."""

    items: list[ComparedView]
    left_off: int


class TrialHead(BaseModel):
    """Which draft over whose cards, instead of which policy."""

    kind: Literal["policy_trial"]
    period_id: UUID
    agency_id: UUID | None
    unit_id: UUID | None
    policy: PolicyRef
    instead_of: PolicyRef


class TrialSummary(TrialHead):
    """compared: people with a score by both; changes are without their sign."""

    people: int
    compared: int
    moved: int
    without_score: WithoutScore
    mean_change: Decimal | None
    median_change: Decimal | None
    largest_change: Decimal | None
    histogram: list[Bar]
    categories: list[CategoryMove]
    up: Movers
    down: Movers


class TrialPeople(TrialHead):
    """Person by person, in the order of their ids; next: the cursor of the next page."""

    items: list[ComparedView]
    next: str | None
