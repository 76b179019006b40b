"""Summaries as the OpenAPI document shows them. Decimals are strings."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel

from scoring_svc.domain.disclosure import LeftOut
from scoring_svc.entrypoints.schemas import NamedView, UnitView


class ScoresView(BaseModel):
    """Over those who have a score; null where nobody has one."""

    mean: Decimal | None
    median: Decimal | None


class CompletenessView(BaseModel):
    """mean: over all people, percent; complete: how many have 100."""

    mean: Decimal | None
    complete: int


class FiguresView(BaseModel):
    """scored: who has a score. categories, predicates: how many of each, `none` for who has none. official: who has an
    official result."""

    scored: int
    score: ScoresView
    completeness: CompletenessView
    categories: dict[str, int]
    predicates: dict[str, int]
    official: int


class MonthView(BaseModel):
    """The mean at the end of a month, `2026-01`, of so many people; the running month as of a day ago at most."""

    month: str
    scored: int
    mean: Decimal


class SurveysView(BaseModel):
    """Published surveys together: their mean index, weighted by respondents."""

    surveys: int
    respondents: int
    index: Decimal | None


class SurveyOfUnitView(BaseModel):
    """The newest published index of a unit's service."""

    unit: NamedView
    survey_id: UUID
    service: str
    index: Decimal | None
    respondents: int
    as_of: date


class MinimumGroupView(BaseModel):
    """Figures are null where they would speak of fewer people than so many that who asks may not read, or where the
    figures of other groups less these would."""

    value: Decimal
    source: str


class PartView(NamedView):
    """A part of what was asked for, without its own parts. left_out: why figures are null."""

    people: int
    figures: FiguresView | None
    left_out: LeftOut | None


class SummaryView(BaseModel):
    """people: who serves there on the day `on`. left_out: why figures are null, and the trend is empty."""

    period: NamedView
    on: date
    minimum_group: MinimumGroupView
    people: int
    figures: FiguresView | None
    left_out: LeftOut | None
    trend: list[MonthView]
    survey: SurveysView
    surveys: list[SurveyOfUnitView]
    parts: list[PartView]


class UnitSummaryView(SummaryView):
    """A unit with all under it."""

    unit: UnitView


class AgencySummaryView(SummaryView):
    """An agency."""

    agency: NamedView


class RegionNameView(BaseModel):
    """The region's name."""

    name: str


class RegionSummaryView(SummaryView):
    """The region."""

    region: RegionNameView
