"""The bodies of requests, as types that refuse what cannot be stored, shown or measured."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from chassis.inputs import Number, RequestModel, Text
from contracts.words import Aspect, CivilServantKind, Consolidation, Direction, PeriodKind, PositionKind
from pydantic import Field

from target_svc.domain import indicators, realizations, roster

Name = Annotated[str, Text(200)]
Code = Annotated[str, Text(40)]
Note = Annotated[str, Text(1_000)]
Link = Annotated[str, Text(500)]


class AgencyBody(RequestModel):
    """An agency."""

    code: Code
    name: Name
    runs_survey: bool

    def entry(self, id_: UUID) -> roster.Entry:
        """In the domain's words."""
        return roster.Agency(id_, self.code, self.name, self.runs_survey)


class UnitBody(RequestModel):
    """A work unit."""

    agency_id: UUID
    parent_unit_id: UUID | None = None
    code: Code
    name: Name

    def entry(self, id_: UUID) -> roster.Entry:
        """In the domain's words."""
        return roster.Unit(id_, self.agency_id, self.parent_unit_id, self.code, self.name)


class NumberBody(RequestModel):
    """An employee number and the day it holds from."""

    number: Code
    since: date


class AssignmentBody(RequestModel):
    """Where somebody serves."""

    unit_id: UUID
    position: Name
    position_kind: PositionKind
    serves_public: bool
    since: date
    until: date | None = None


class LineBody(RequestModel):
    """Who the direct superior is."""

    superior_id: UUID
    since: date
    until: date | None = None


class CivilServantBody(RequestModel):
    """A civil servant with all dated facts."""

    agency_id: UUID
    name: Name
    kind: CivilServantKind
    employee_numbers: Annotated[list[NumberBody], Field(max_length=20)]
    assignments: Annotated[list[AssignmentBody], Field(max_length=100)]
    reporting_lines: Annotated[list[LineBody], Field(max_length=100)]

    def entry(self, id_: UUID) -> roster.Entry:
        """In the domain's words."""
        return roster.CivilServant(
            id_,
            self.agency_id,
            self.name,
            self.kind,
            tuple(roster.NumberSince(each.number, each.since) for each in self.employee_numbers),
            tuple(
                roster.Assignment(
                    each.unit_id, each.position, each.position_kind, each.serves_public, each.since, each.until
                )
                for each in self.assignments
            ),
            tuple(roster.ReportingLine(each.superior_id, each.since, each.until) for each in self.reporting_lines),
        )


class PeriodBody(RequestModel):
    """A period of assessment."""

    kind: PeriodKind
    annual_period_id: UUID | None = None
    name: Name
    starts_on: date
    ends_on: date
    status: roster.PeriodStatus

    def entry(self, id_: UUID) -> roster.Entry:
        """In the domain's words."""
        return roster.Period(
            id_, self.kind, self.annual_period_id, self.name, self.starts_on, self.ends_on, self.status
        )


class AgencyItem(AgencyBody):
    """An agency in an import."""

    kind: Literal["agency"]
    id: UUID


class UnitItem(UnitBody):
    """A unit in an import."""

    kind: Literal["unit"]
    id: UUID


class CivilServantItem(RequestModel):
    """A civil servant in an import; `kind` is taken by the item, so the body stands inside."""

    kind: Literal["civil_servant"]
    id: UUID
    civil_servant: CivilServantBody

    def entry(self, id_: UUID) -> roster.Entry:
        """In the domain's words."""
        return self.civil_servant.entry(id_)


class PeriodItem(RequestModel):
    """A period in an import; as for a civil servant."""

    kind: Literal["period"]
    id: UUID
    period: PeriodBody

    def entry(self, id_: UUID) -> roster.Entry:
        """In the domain's words."""
        return self.period.entry(id_)


RosterItem = Annotated[AgencyItem | UnitItem | CivilServantItem | PeriodItem, Field(discriminator="kind")]


class RosterImport(RequestModel):
    """Up to a thousand entries."""

    items: Annotated[list[RosterItem], Field(min_length=1, max_length=1_000)]


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
