"""Policies and what is worked out by them, as the OpenAPI document shows them. Decimals are strings."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel

from scoring_svc.entrypoints.schemas import BesideLines, Component, ExplainedComponent, PolicyRef


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


class ForecastRulesView(BaseModel):
    """The bound under which a forecast warns; the percentage of uncertainty of too few realizations."""

    bound: Sourced
    few_points: Sourced


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
    minimum_group: Sourced
    forecast: ForecastRulesView


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
    beside: BesideLines
