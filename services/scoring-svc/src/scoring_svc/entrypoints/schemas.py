"""Answers as the OpenAPI document shows them. Decimals are strings."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel

Component = Literal["targets", "evaluation", "survey", "organization"]


class ComponentView(BaseModel):
    """value: 0 to the cap, null where it is missing; weight of the policy and share of the score, in percent."""

    component: Component
    value: Decimal | None
    weight: Decimal
    share: Decimal


class BesideView(BaseModel):
    """What a unit achieved in which this person serves, as information: it does not count. achievement: percent, null
    where none was reported."""

    unit_id: UUID
    predicate: str
    achievement: Decimal | None


class CardView(BaseModel):
    """A live score: monitoring, not the official result. completeness: percent of all weight that has a value."""

    civil_servant_id: UUID
    period_id: UUID
    sequence: int
    score: Decimal | None
    completeness: Decimal
    components: list[ComponentView]
    beside: list[BesideView]
    predicate: str | None
    category: str | None
    effective_on: date | None
    updated_at: datetime | None
    kind: Literal["live"]


class MomentView(BaseModel):
    """effective_on: what was known of the days up to that one; known_at: what was known then."""

    effective_on: date | None
    known_at: datetime | None


class CardAsOfView(BaseModel):
    """A card as it was; it has no version. updated_at: when its last word was recorded."""

    civil_servant_id: UUID
    period_id: UUID
    sequence: None
    score: Decimal | None
    completeness: Decimal
    components: list[ComponentView]
    beside: list[BesideView]
    predicate: str | None
    category: str | None
    effective_on: date | None
    updated_at: datetime | None
    kind: Literal["as_of"]
    as_of: MomentView


class NamedView(BaseModel):
    """What has an id and a name."""

    id: UUID
    name: str


class PolicyRef(BaseModel):
    """Which policy, in which version, since when."""

    id: str
    version: int
    effective_from: date


class ExplainedComponent(ComponentView):
    """lines: one an indicator, evaluation or survey, each with its inputs, rule, source of the rule, and events.
    complete: percent of the component's own weight that has a value. missing: why there is no value. expected: whether
    somebody waits for it."""

    complete: Decimal
    source: str
    rule: str
    missing: str | None
    expected: bool
    lines: list[dict[str, Any]]


class BesideLines(BaseModel):
    """What stands beside the score without counting; source: of the rule that it does not."""

    source: str
    lines: list[dict[str, Any]]


class ExplanationView(BaseModel):
    """Everything that is needed to compute the score again by hand. sequence: the card's version, null where a moment
    was asked for; as_of: which one, absent otherwise."""

    civil_servant: NamedView
    period: NamedView
    sequence: int | None
    score: Decimal | None
    completeness: Decimal
    predicate: str | None
    policy: PolicyRef
    rule: str
    source: str
    floor: Decimal
    rounding: dict[str, Any]
    category: dict[str, Any]
    components: list[ExplainedComponent]
    beside: BesideLines
    as_of: MomentView | None = None


class PointView(BaseModel):
    """The score after all facts of days up to this one; event_id, kind: what came last on that day."""

    effective_on: date
    score: Decimal | None
    completeness: Decimal
    event_id: UUID
    kind: str


class CourseView(BaseModel):
    """By day."""

    points: list[PointView]


class SealedView(BaseModel):
    """That there is an official result: its version, number and day."""

    version: int
    score: Decimal | None
    sealed_on: date


class OnBoard(BaseModel):
    """A person on a board. official: null until the year is sealed."""

    name: str
    position: str
    card: CardView
    official: SealedView | None


class UnitView(NamedView):
    """A unit and whose it is."""

    agency_id: UUID


class BoardView(BaseModel):
    """whole: everybody of the unit is here, not only those whom the asking person leads."""

    unit: UnitView
    period_id: UUID
    whole: bool
    people: list[OnBoard]
