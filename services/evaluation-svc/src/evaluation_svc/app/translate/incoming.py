"""Events of the roster and of scores become entries and values. What this service does not need is not taken over."""

from uuid import UUID

from contracts.envelope import Data
from contracts.roster import v1 as roster_wire
from contracts.score import v1 as score_wire

from evaluation_svc.domain.proposal import TargetValue
from evaluation_svc.domain.roster import (
    Agency,
    Assignment,
    CivilServant,
    Entry,
    LineKind,
    Period,
    PeriodStatus,
    ReportingLine,
    Unit,
)


def target_value(data: Data, sequence: int, event_id: UUID) -> TargetValue | None:
    """The value of the targets that a change of a score states; None for an event of another kind."""
    if not isinstance(data, score_wire.ScoreChanged):
        return None
    value = next((each.value for each in data.components if each.component == "targets"), None)
    return TargetValue(data.civil_servant_id, data.period_id, sequence, value, data.effective_on, event_id)


def roster_entry(data: Data) -> Entry | None:
    """The roster's aggregate that an event states; None for an event of another kind."""
    match data:
        case roster_wire.CivilServantChanged():
            return _person(data)
        case roster_wire.PeriodChanged():
            return Period(
                period_id=data.period_id,
                annual_period_id=data.annual_period_id,
                name=data.name,
                starts_on=data.starts_on,
                ends_on=data.ends_on,
                status=PeriodStatus(data.status),
            )
        case roster_wire.AgencyChanged():
            return Agency(data.agency_id, data.name)
        case roster_wire.UnitChanged():
            return Unit(data.unit_id, data.agency_id, data.name, data.parent_unit_id, data.head_id)
        case _:
            return None


def _person(data: roster_wire.CivilServantChanged) -> CivilServant:
    return CivilServant(
        civil_servant_id=data.civil_servant_id,
        agency_id=data.agency_id,
        name=data.name,
        reporting_lines=tuple(
            ReportingLine(line.superior_id, line.since, line.until, LineKind(line.kind))
            for line in data.reporting_lines
        ),
        assignments=tuple(Assignment(each.unit_id, each.since, each.until) for each in data.assignments),
        left_on=data.left_on,
    )
