"""The only door between this service's words and the wire's: facts become contract events, roster events entries.

Pure. What the wire does not say (a note to the person) stays here, and what this service does not need (names of
positions) is not taken over.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.envelope import Data as Data
from contracts.evaluation import v1 as wire
from contracts.roster import v1 as roster_wire

from evaluation_svc.domain.evaluation import Evaluation
from evaluation_svc.domain.facts import Fact, Submitted, Withdrawn
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


@dataclass(frozen=True, slots=True)
class Announcement:
    """An event that is to be said: what is true of the aggregate at `sequence`. key: the person's id."""

    data: Data
    aggregate_id: UUID
    sequence: int
    key: UUID
    occurred_at: datetime
    correlation_id: str


def announcement(state: Evaluation, fact: Fact, now: datetime, correlation_id: str) -> Announcement:
    """What is said of a fact. `state`: the evaluation after it."""
    return Announcement(
        data=_data(state, fact),
        aggregate_id=state.evaluation_id,
        sequence=state.sequence,
        key=state.civil_servant_id,
        occurred_at=now,
        correlation_id=correlation_id,
    )


def _data(state: Evaluation, fact: Fact) -> Data:
    match fact:
        case Submitted():
            return wire.EvaluationSubmitted(
                evaluation_id=fact.evaluation_id,
                civil_servant_id=fact.civil_servant_id,
                period_id=fact.period_id,
                evaluated_period_id=fact.evaluated_period_id,
                evaluated_until=fact.evaluated_until,
                rater_id=fact.rater_id,
                work_results=fact.judgement.work_results.value,
                work_behavior=fact.judgement.work_behavior.value,
                predicate=fact.judgement.predicate.value,
                evaluated_on=fact.judgement.evaluated_on,
                revised=fact.revised,
            )
        case Withdrawn():
            return wire.EvaluationWithdrawn(
                evaluation_id=state.evaluation_id,
                civil_servant_id=state.civil_servant_id,
                period_id=state.period_id,
                evaluated_period_id=state.evaluated_period_id,
                rater_id=state.rater_id,
                withdrawn_on=fact.withdrawn_on,
                reason=fact.reason,
            )


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
