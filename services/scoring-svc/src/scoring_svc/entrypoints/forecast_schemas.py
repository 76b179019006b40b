"""Forecasts as the OpenAPI document shows them. Decimals are strings."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel


class EndView(BaseModel):
    """An indicator carried on to `until`. course: `planned`, `linear` (a sum without a course) or `level`. ratio: of
    what was realized to what was expected by `day`; ratio_low, ratio_high: the lowest and the highest of the last
    `points`. value, low, high: the realization at the end; value_at_end: what it would count. wide: the bounds are the
    policy's percentage, for there are too few points."""

    indicator_id: UUID
    title: str
    measure: str
    course: Literal["planned", "linear", "level"]
    day: date
    realized: Decimal
    expected: Decimal | None
    expected_end: Decimal | None
    ratio: Decimal
    ratio_low: Decimal
    ratio_high: Decimal
    points: int
    wide: bool
    until: date
    value: Decimal
    low: Decimal
    high: Decimal
    value_at_end: Decimal | None


class ForecastView(BaseModel):
    """forecast, low, high: scores. below: whether `forecast` lies under `bound`. explanation: of the forecast score, as
    of a live one, with the realizations at the end."""

    civil_servant_id: UUID
    period_id: UUID
    kind: Literal["forecast"]
    as_of: date
    forecast: Decimal
    low: Decimal
    high: Decimal
    bound: Decimal
    bound_source: str
    below: bool
    wide: bool
    few_points_percent: Decimal
    few_points_source: str
    rule: Literal["ratio_to_expected_course"]
    source: str
    indicators: list[EndView]
    explanation: dict[str, Any]


class NoForecastView(BaseModel):
    """There is no score that could be carried on."""

    civil_servant_id: UUID
    period_id: UUID
    kind: Literal["forecast"]
    forecast: None
