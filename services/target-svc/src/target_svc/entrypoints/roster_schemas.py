"""The bodies of requests about the roster, as types that refuse what cannot be stored or shown."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from chassis.inputs import Day, RequestModel, Text
from contracts.words import AssignmentKind, CivilServantKind, LineKind, PeriodKind, PositionKind
from pydantic import Field

from target_svc.domain import roster

Name = Annotated[str, Text(200)]
Code = Annotated[str, Text(40)]


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
    head_id: UUID | None = None

    def entry(self, id_: UUID) -> roster.Entry:
        """In the domain's words."""
        return roster.Unit(id_, self.agency_id, self.parent_unit_id, self.code, self.name, self.head_id)


class NumberBody(RequestModel):
    """An employee number and the day it holds from."""

    number: Code
    since: Day


class AssignmentBody(RequestModel):
    """Where somebody serves: definitively, as acting (Plt.) beside it, or seconded in its place."""

    kind: AssignmentKind = "definitive"
    unit_id: UUID
    position: Name
    position_kind: PositionKind
    serves_public: bool
    since: Day
    until: Day | None = None

    def assignment(self) -> roster.Assignment:
        """In the domain's words."""
        return roster.Assignment(
            self.unit_id, self.position, self.position_kind, self.serves_public, self.since, self.until, self.kind
        )


class LineBody(RequestModel):
    """Who the superior is: the direct one, an acting one, or one to whom the rating is delegated."""

    kind: LineKind = "direct"
    superior_id: UUID
    since: Day
    until: Day | None = None


class CivilServantBody(RequestModel):
    """A civil servant with all dated facts."""

    agency_id: UUID
    name: Name
    kind: CivilServantKind
    employee_numbers: Annotated[list[NumberBody], Field(max_length=20)]
    assignments: Annotated[list[AssignmentBody], Field(max_length=100)]
    reporting_lines: Annotated[list[LineBody], Field(max_length=100)]
    left_on: Day | None = None

    def entry(self, id_: UUID) -> roster.Entry:
        """In the domain's words."""
        return roster.CivilServant(
            id_,
            self.agency_id,
            self.name,
            self.kind,
            tuple(roster.NumberSince(each.number, each.since) for each in self.employee_numbers),
            tuple(each.assignment() for each in self.assignments),
            tuple(
                roster.ReportingLine(each.superior_id, each.since, each.until, each.kind)
                for each in self.reporting_lines
            ),
            self.left_on,
        )


class PeriodBody(RequestModel):
    """A period of assessment."""

    kind: PeriodKind
    annual_period_id: UUID | None = None
    name: Name
    starts_on: Day
    ends_on: Day
    status: roster.PeriodStatus

    def entry(self, id_: UUID) -> roster.Entry:
        """In the domain's words."""
        return roster.Period(
            id_, self.kind, self.annual_period_id, self.name, self.starts_on, self.ends_on, self.status
        )


class StatusBody(RequestModel):
    """Where a period shall go. reason: needed to take it back."""

    status: roster.PeriodStatus
    reason: Annotated[str, Text(1_000)] | None = None


class AgencyItem(AgencyBody):
    """An agency in an import."""

    within: ClassVar[str] = ""
    kind: Literal["agency"]
    id: UUID


class UnitItem(UnitBody):
    """A unit in an import."""

    within: ClassVar[str] = ""
    kind: Literal["unit"]
    id: UUID


class CivilServantItem(RequestModel):
    """A civil servant in an import; `kind` is taken by the item, so the body stands inside."""

    within: ClassVar[str] = "/civil_servant"
    kind: Literal["civil_servant"]
    id: UUID
    civil_servant: CivilServantBody

    def entry(self, id_: UUID) -> roster.Entry:
        """In the domain's words."""
        return self.civil_servant.entry(id_)


class PeriodItem(RequestModel):
    """A period in an import; as for a civil servant."""

    within: ClassVar[str] = "/period"
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
