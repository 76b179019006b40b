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


class CardView(BaseModel):
    """A live score: monitoring, not the official result. completeness: percent of all weight that has a value."""

    civil_servant_id: UUID
    period_id: UUID
    sequence: int
    score: Decimal | None
    completeness: Decimal
    components: list[ComponentView]
    predicate: str | None
    category: str | None
    effective_on: date | None
    updated_at: datetime | None
    kind: Literal["live"]


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


class ExplanationView(BaseModel):
    """Everything that is needed to compute the score again by hand."""

    civil_servant: NamedView
    period: NamedView
    sequence: int
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


class OnBoard(BaseModel):
    """A person on a board."""

    name: str
    position: str
    card: CardView


class UnitView(NamedView):
    """A unit and whose it is."""

    agency_id: UUID


class BoardView(BaseModel):
    """whole: everybody of the unit is here, not only those whom the asking person leads."""

    unit: UnitView
    period_id: UUID
    whole: bool
    people: list[OnBoard]


class Sourced(BaseModel):
    """A value (a number, a rule's name, yes or no) and where it comes from: a regulation, `own`, or `verify: …`."""

    value: Decimal | str | bool
    source: str


class StepView(BaseModel):
    """A point of the conversion from percent to value."""

    percent: Decimal
    value: Decimal
    source: str


class CategoryView(BaseModel):
    """A named part of the scale."""

    low: Sourced
    high: Sourced
    innovation: Sourced


class SurveyRulesView(BaseModel):
    """How surveys count."""

    attribution: Sourced
    minimum: Sourced
    required_sample: Sourced
    scale: Sourced


class OrganizationRulesView(BaseModel):
    """Whether and how a unit's achievement counts."""

    place: Sourced
    value: Sourced
    predicates: dict[str, Sourced]


class PolicyView(BaseModel):
    """A version of the policy, as the rules use it; each value with its source."""

    id: str
    version: int
    region: str
    effective_from: date
    weights: dict[Component, Sourced]
    cap: Sourced
    floor: Sourced
    directions: dict[str, Sourced]
    zero_step: Sourced | None
    counts: Sourced
    full_attainable: Sourced
    conversion: list[StepView]
    between: Sourced | None
    categories: dict[str, CategoryView]
    basis: Sourced
    ratings: dict[str, Sourced]
    rating_weights: dict[str, Sourced]
    rating_weights_peers: dict[str, Sourced]
    survey: SurveyRulesView
    missing: Sourced
    organization: OrganizationRulesView
    rounding: dict[str, Sourced]


class PolicyListed(PolicyRef):
    """in_force: whether it is the one of today."""

    in_force: bool


class PolicyList(BaseModel):
    """The versions of the region's policy, the earliest first."""

    items: list[PolicyListed]


class SimulationView(BaseModel):
    """What the score would be, explained as a real one is; kept nowhere."""

    kind: Literal["simulation"]
    score: Decimal | None
    completeness: Decimal
    predicate: None
    policy: PolicyRef
    rule: str
    source: str
    floor: Decimal
    rounding: dict[str, Any]
    category: dict[str, Any]
    components: list[ExplainedComponent]
