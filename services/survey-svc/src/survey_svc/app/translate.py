"""The only door between this service's words and the wire's: a survey becomes a contract event, roster events entries.

Pure. Single answers and suggestions are nobody else's business and never stand in an event.
"""

from datetime import datetime

from contracts.envelope import Announcement as Announcement
from contracts.envelope import Data as Data
from contracts.roster import v1 as roster_wire
from contracts.survey import v1 as wire

from survey_svc.domain.facts import Status
from survey_svc.domain.roster import Agency, Entry, Period, PeriodStatus, Person, Unit
from survey_svc.domain.survey import Survey


def announcement(state: Survey, now: datetime, correlation_id: str) -> Announcement | None:
    """What is said of a survey after any change of it: its whole result, under the year that it counts for.
    Nothing of a draft."""
    if state.status is Status.DRAFT:
        return None
    asked, tally = state.definition, state.tally
    means = zip(asked.elements, state.means, strict=False)
    grade = state.grade
    return Announcement(
        data=wire.IndexChanged(
            survey_id=state.survey_id,
            unit_id=asked.unit_id,
            agency_id=asked.agency_id,
            period_id=asked.year_id,
            service=asked.service,
            status=state.status.value,
            index=state.index,
            grade=None if grade is None else grade.value,
            respondents=tally.respondents,
            elements=tuple(
                wire.ElementMean(element=element.value, mean=mean, answers=tally.respondents) for element, mean in means
            ),
            rounding=asked.rounding.value,
            as_of=state.as_of,
            quarantined=tally.quarantined,
            index_with_quarantined=state.index_with_quarantined if tally.quarantined else None,
            population=asked.population,
            required_sample=state.required_sample,
            instrument=asked.instrument,
            instrument_version=asked.instrument_version,
            served=tuple(
                wire.ServedIndex(civil_servant_id=each.civil_servant_id, respondents=each.respondents, index=value)
                for each, value in state.served
            ),
        ),
        aggregate_id=state.survey_id,
        sequence=state.sequence,
        key=asked.unit_id,
        occurred_at=now,
        correlation_id=correlation_id,
    )


def roster_entry(data: Data) -> Entry | None:
    """The roster's aggregate that an event states; None for one that this service needs nothing of."""
    match data:
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
            return Agency(data.agency_id, data.name, data.runs_survey)
        case roster_wire.UnitChanged():
            return Unit(data.unit_id, data.agency_id, data.name)
        case roster_wire.CivilServantChanged():
            units = sorted({each.unit_id for each in data.assignments})
            return Person(data.civil_servant_id, data.agency_id, tuple(units))
        case _:
            return None
