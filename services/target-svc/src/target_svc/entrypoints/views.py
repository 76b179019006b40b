"""Answers, as the OpenAPI document shows them; they are built in `app.resources`. Decimals are strings."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from target_svc.domain.realizations import EntryStatus
from target_svc.entrypoints.plan_schemas import IndicatorBody
from target_svc.entrypoints.roster_schemas import AgencyBody, CivilServantBody, PeriodBody, UnitBody

Sequence = Annotated[int, Field(description="The version; it is the ETag.")]
Next = Annotated[str | None, Field(description="The cursor of the next page, null on the last.")]


class AgencyView(AgencyBody):
    """An agency."""

    id: UUID
    sequence: Sequence


class UnitView(UnitBody):
    """A unit."""

    id: UUID
    sequence: Sequence


class CivilServantView(CivilServantBody):
    """A civil servant; employee numbers are masked for readers who need not see them."""

    id: UUID
    sequence: Sequence


class PeriodView(PeriodBody):
    """A period. reopened: how many times it was; reason: why the last time, null when it has gone on since."""

    id: UUID
    reopened: int
    reason: str | None
    sequence: Sequence


class AgencyPage(BaseModel):
    """A page of agencies."""

    items: list[AgencyView]
    next: Next


class UnitPage(BaseModel):
    """A page of units."""

    items: list[UnitView]
    next: Next


class CivilServantPage(BaseModel):
    """A page of civil servants."""

    items: list[CivilServantView]
    next: Next


class PeriodPage(BaseModel):
    """A page of periods."""

    items: list[PeriodView]
    next: Next


class EntryView(BaseModel):
    """One report; value null only for a retraction. number: 1, 2, … within the indicator. recorded_by: the subject of
    the token. reason: why it was rejected; checked_by: the rater who decided."""

    id: UUID
    number: int
    value: Decimal | None
    as_of: date
    evidence_url: str | None
    note: str | None
    corrects: UUID | None
    recorded_by: str
    status: EntryStatus
    reason: str | None
    checked_by: UUID | None
    evidence_id: UUID | None


class CautionView(BaseModel):
    """What is said of patients' data, in Indonesian and English."""

    id: str
    en: str
    source: str


class RealizationView(EntryView):
    """A report with what the indicator's value is after it. sequence: the indicator's. warning: about patients' data,
    where the evidence is a link; an uploaded file has its own."""

    indicator_id: UUID
    sequence: Sequence
    consolidated_value: Decimal | None
    warning: CautionView | None


class CourseView(BaseModel):
    """An indicator with all its entries, newest last."""

    indicator: IndicatorBody
    plan_id: UUID
    civil_servant_id: UUID
    period_id: UUID
    sequence: Sequence
    consolidated_value: Decimal | None
    entries: list[EntryView]


class ImportView(BaseModel):
    """How many items were taken, and how many of them changed something."""

    accepted: int
    changed: int
