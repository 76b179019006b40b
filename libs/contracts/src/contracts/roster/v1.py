"""Who works where, under whom, and in which periods people are assessed. Owner: target-svc.

Each event holds the whole present state of one aggregate, dated facts included. The employee number (NIP) is
personal data and is not here; the name is, because boards of those who may see them show it.
"""

from datetime import date
from uuid import UUID

import msgspec

from contracts.envelope import Data
from contracts.words import AssignmentKind, CivilServantKind, LineKind, PeriodKind, PeriodStatus, PositionKind


class AgencyChanged(Data, frozen=True, kw_only=True):
    """An agency (instansi, OPD). `runs_survey` is false where it has no public service to ask about."""

    agency_id: UUID
    code: str
    name: str
    runs_survey: bool


class UnitChanged(Data, frozen=True, kw_only=True):
    """A work unit (unit kerja) of an agency; `parent_unit_id` is null for the agency's own top. head_id: who leads it;
    this person's work rating is the unit's achievement (SE MenPANRB 3/2023)."""

    unit_id: UUID
    agency_id: UUID
    parent_unit_id: UUID | None
    code: str
    name: str
    head_id: UUID | None = None


class Assignment(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody serves. Days are inclusive; `until` null means «still». `serves_public`: has contact with the
    public, so that the unit's survey counts for this person. kind: assignments of one kind never overlap; beside the
    definitive one there may be an acting one (Plt.), and a secondment takes its place for its days."""

    unit_id: UUID
    position: str
    position_kind: PositionKind
    serves_public: bool
    since: date
    until: date | None
    kind: AssignmentKind = "definitive"


class ReportingLine(msgspec.Struct, frozen=True, kw_only=True):
    """Who the direct superior (atasan langsung) is. Days are inclusive; `until` null means «still».

    kind: lines of one kind never overlap. On a day the rater is the delegated one where there is one, else the acting
    one, else the direct one.
    """

    superior_id: UUID
    since: date
    until: date | None
    kind: LineKind = "direct"


class CivilServantChanged(Data, frozen=True, kw_only=True):
    """A civil servant (ASN): agency, name, dated assignments and reporting lines, each list in order of `since`.
    left_on: the last day of service, for one who retired, moved away or died; null for one who serves."""

    civil_servant_id: UUID
    agency_id: UUID
    name: str
    kind: CivilServantKind
    assignments: tuple[Assignment, ...]
    reporting_lines: tuple[ReportingLine, ...]
    left_on: date | None = None


class PeriodChanged(Data, frozen=True, kw_only=True):
    """A period of assessment. A quarter or month names the annual period that it lies in; days are inclusive.

    status: planned → open → evaluation → published → closed; with `closed` results are sealed. reason: why it was
    reopened, null else. reopened: how many times it was.
    """

    period_id: UUID
    kind: PeriodKind
    annual_period_id: UUID | None
    name: str
    starts_on: date
    ends_on: date
    status: PeriodStatus
    reason: str | None = None
    reopened: int = 0
