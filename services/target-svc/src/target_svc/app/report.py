"""Realizations reported, one or many, in one transaction; each becomes an event of its indicator."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from target_svc.app import resources, translate
from target_svc.app.execute import item
from target_svc.app.ports import Appended, Occasion, Outcome, Work
from target_svc.app.translate import Announcement
from target_svc.domain.access import Actor, check_speaks_for
from target_svc.domain.evidence import check_named
from target_svc.domain.realizations import Course, Report, record
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import CivilServant, Period


@dataclass(frozen=True, slots=True)
class Reported:
    """A report and the indicator that it is of."""

    indicator_id: UUID
    report: Report


async def report(work: Work, reported: Sequence[Reported], actor: Actor, occasion: Occasion, *, many: bool) -> Outcome:
    """Records all reports, or none. One that is there and equal changes nothing."""
    courses = dict(await work.courses({each.indicator_id for each in reported}))
    roster = await work.roster({id_ for each in courses.values() for id_ in (each.civil_servant_id, each.period_id)})
    files = await work.records.evidence({id_ for each in reported if (id_ := each.report.evidence_id) is not None})
    appended: list[Appended] = []
    said: list[Announcement] = []
    for place, each in enumerate(reported):
        with item(place, many=many):
            course = courses.get(each.indicator_id)
            if course is None:
                # One report names its indicator in the address, which then is of nothing.
                pointer = "#/indicator_id" if many else None
                raise Refusal(Code.UNKNOWN_INDICATOR, "No approved plan has an indicator with this id.", pointer)
            person, period = roster[course.civil_servant_id].entry, roster[course.period_id].entry
            if not isinstance(person, CivilServant) or not isinstance(period, Period):
                raise TypeError("a plan is always of a civil servant and a period")
            check_speaks_for(actor, person)
            named = each.report.evidence_id
            check_named(named, None if named is None else files.get(named), person.id)
            entry = record(course, each.report, period, occasion.today, by=actor.subject, left_on=person.left_on)
        if entry is not None:
            course = replace(course, sequence=course.sequence + 1, entries=(*course.entries, entry))
            courses[each.indicator_id] = course
            appended.append(Appended(each.indicator_id, entry, course.sequence))
            said.append(translate.of_course(course, entry, occasion.now, occasion.correlation_id))
    await work.save_realizations(appended, occasion)
    await work.say(said)
    if many:
        return Outcome(created=False, resource={"accepted": len(reported), "changed": len(appended)})
    return _single(courses[reported[0].indicator_id], reported[0].report, created=bool(appended))


def _single(course: Course, report: Report, *, created: bool) -> Outcome:
    entry = next(held for held in course.entries if held.id == report.id)
    return Outcome(created, resources.realization(course, entry), entry.id, course.sequence)
