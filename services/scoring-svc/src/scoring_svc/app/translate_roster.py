"""The door between the wire's words and this service's, for the roster and what is said of units: events become changes
of their copies, attributions become events. Pure."""

from contracts.envelope import Data, Envelope
from contracts.evaluation import v1 as evaluation
from contracts.roster import v1 as roster
from contracts.score import v1 as score_wire
from contracts.survey import v1 as survey

from scoring_svc.domain.attribution import STAFF, Attribution
from scoring_svc.domain.contribution import OrganizationCounts, StaffMean, SurveyCounts
from scoring_svc.domain.roster import Agency, Person, Place, Served, SurveyIndex, Term, Unit, UnitRating, Year
from scoring_svc.domain.summary import PublishedIndex

RosterChange = Agency | Unit | Person | Year | SurveyIndex | UnitRating


def roster_change(envelope: Envelope, data: Data) -> RosterChange | None:
    """What an event changes in scoring's copy of the roster and of what is said of units."""
    match data:
        case roster.AgencyChanged():
            return Agency(data.agency_id, data.name)
        case roster.UnitChanged():
            return Unit(data.unit_id, data.agency_id, data.name, data.parent_unit_id)
        case roster.CivilServantChanged():
            places = tuple(
                Place(each.unit_id, each.position, each.serves_public, Term(each.since, each.until))
                for each in data.assignments
            )
            lines = tuple((each.superior_id, Term(each.since, each.until)) for each in data.reporting_lines)
            return Person(data.civil_servant_id, data.agency_id, data.name, places, lines)
        case roster.PeriodChanged():
            return year(data)
        case survey.IndexChanged():
            return _survey(envelope, data)
        case evaluation.OrganizationRated():
            return UnitRating(
                data.organization_evaluation_id, data.unit_id, data.period_id, data.evaluated_period_id, data.predicate,
                data.achievement, data.rated_on, envelope.id,
            )  # fmt: skip
        case _:
            return None


def year(data: Data) -> Year | None:
    """A period, of an event that speaks of one."""
    if not isinstance(data, roster.PeriodChanged):
        return None
    return Year(
        data.period_id, data.kind, data.annual_period_id, data.name, data.starts_on, data.ends_on, data.status,
        data.reopened,
    )  # fmt: skip


def published(data: Data) -> PublishedIndex | None:
    """The index of a survey whose result is public."""
    if not isinstance(data, survey.IndexChanged) or data.status != "published":
        return None
    return PublishedIndex(data.survey_id, data.unit_id, data.service, data.index, data.respondents, data.as_of)


def _survey(envelope: Envelope, data: survey.IndexChanged) -> SurveyIndex:
    staff = tuple(StaffMean(each.element, each.mean) for each in data.elements if each.element in STAFF)
    served = tuple(Served(each.civil_servant_id, each.respondents, each.index) for each in data.served)
    return SurveyIndex(
        data.survey_id, data.unit_id, data.period_id, data.service, data.index, data.respondents, data.as_of,
        envelope.id, data.required_sample, staff, served,
    )  # fmt: skip


def survey_attributed(attribution: Attribution[SurveyCounts]) -> Data:
    """What is said of a survey as it counts for one person."""
    said = attribution.said
    return score_wire.SurveyAttributed(
        survey_id=attribution.source_id,
        unit_id=attribution.unit_id,
        civil_servant_id=attribution.civil_servant_id,
        period_id=attribution.period_id,
        service=said.service,
        index=said.index,
        respondents=said.respondents,
        as_of=attribution.as_of,
        counts=attribution.counts,
        survey_event_id=attribution.event_id,
        basis=said.basis,  # pyright: ignore[reportArgumentType]  # The policy's choices are just these.
        required_sample=said.required_sample,
        staff=tuple(
            score_wire.StaffMean(element=each.element, mean=each.mean)  # pyright: ignore[reportArgumentType]
            for each in said.staff
        ),
    )


def organization_attributed(attribution: Attribution[OrganizationCounts]) -> Data:
    """What is said of a unit's achievement as it is for one person."""
    said = attribution.said
    return score_wire.OrganizationAttributed(
        organization_evaluation_id=attribution.source_id,
        unit_id=attribution.unit_id,
        civil_servant_id=attribution.civil_servant_id,
        period_id=attribution.period_id,
        predicate=said.predicate,  # pyright: ignore[reportArgumentType]  # It came in an event as one of these.
        achievement=said.achievement,
        as_of=attribution.as_of,
        counts=attribution.counts,
        rating_event_id=attribution.event_id,
    )
