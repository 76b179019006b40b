"""The bodies of requests about plans and realizations, as types that refuse what cannot be measured."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from chassis.inputs import Number, RequestModel, Text, read_link
from contracts.words import Aspect, Consolidation, Direction
from pydantic import AfterValidator, Field

from target_svc.domain import indicators, realizations

Note = Annotated[str, Text(1_000)]
Link = Annotated[str, Text(500), AfterValidator(read_link)]


class IndicatorBody(RequestModel):
    """An indicator of a plan."""

    id: UUID | None = None
    title: Annotated[str, Text(300)]
    aspect: Aspect
    measure: Annotated[str, Text(60)]
    direction: Direction
    target: Number | None = None
    range_low: Number | None = None
    range_high: Number | None = None
    max_attainable: bool = False
    consolidation: Consolidation = "last"
    weight: Number
    deadline: date

    def indicator(self, id_: UUID) -> indicators.Indicator:
        """In the domain's words."""
        return indicators.Indicator(
            id_,
            self.title,
            self.aspect,
            self.measure,
            self.direction,
            self.target,
            self.range_low,
            self.range_high,
            self.max_attainable,
            self.consolidation,
            self.weight,
            self.deadline,
        )


Indicators = Annotated[list[IndicatorBody], Field(max_length=50)]


class PlanBody(RequestModel):
    """A plan as drafted."""

    id: UUID | None = None
    civil_servant_id: UUID
    period_id: UUID
    indicators: Indicators


class PlanItem(PlanBody):
    """A plan in an import; `status` says how far it has come elsewhere."""

    status: Literal["draft", "proposed", "approved"] = "draft"


class PlanImport(RequestModel):
    """Up to a thousand plans."""

    items: Annotated[list[PlanItem], Field(min_length=1, max_length=1_000)]


class IndicatorsBody(RequestModel):
    """Other indicators for a plan."""

    indicators: Indicators


class ReturnBody(RequestModel):
    """Why a plan goes back."""

    note: Note


class RealizationBody(RequestModel):
    """A realization."""

    id: UUID | None = None
    value: Number | None
    as_of: date
    evidence_url: Link | None = None
    note: Note | None = None
    corrects: UUID | None = None

    def report(self, id_: UUID) -> realizations.Report:
        """In the domain's words."""
        return realizations.Report(id_, self.value, self.as_of, self.evidence_url, self.note, self.corrects)


class RealizationItem(RealizationBody):
    """A realization in an import."""

    indicator_id: UUID


class RealizationImport(RequestModel):
    """Up to a thousand realizations."""

    items: Annotated[list[RealizationItem], Field(min_length=1, max_length=1_000)]
