"""Realizations verified or rejected, one by the rater, or many that an agency's people decided on elsewhere."""

from collections.abc import Sequence
from uuid import UUID

from target_svc.app import resources, translate
from target_svc.app.execute import item, stale
from target_svc.app.ports import Appended, Occasion, Outcome, Work
from target_svc.app.translate import Announcement
from target_svc.domain.access import Actor, check_decides, check_speaks_for
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import CivilServant, Period
from target_svc.domain.verification import Decision, decide, evolve


async def verify(
    work: Work,
    decisions: Sequence[Decision],
    actor: Actor,
    occasion: Occasion,
    *,
    many: bool,
    expected: int | None = None,
) -> Outcome:
    """Decides on all entries, or none. expected: the indicator's version that the client saw, if it said so."""
    indicator_of = await work.indicators_of({each.entry_id for each in decisions})
    courses = dict(await work.courses(set(indicator_of.values())))
    roster = await work.roster({id_ for each in courses.values() for id_ in (each.civil_servant_id, each.period_id)})
    checked: list[Appended] = []
    said: list[Announcement] = []
    for place, decision in enumerate(decisions):
        with item(place, many=many):
            indicator_id = indicator_of.get(decision.entry_id)
            if indicator_id is None:
                raise Refusal(Code.UNKNOWN_ENTRY, "There is no realization with this id.", "#/id" if many else None)
            course = courses[indicator_id]
            person, period = roster[course.civil_servant_id].entry, roster[course.period_id].entry
            if not isinstance(person, CivilServant) or not isinstance(period, Period):
                raise TypeError("a plan is always of a civil servant and a period")
            rater = _rater(actor, person, occasion, many=many)
            if expected is not None and expected != course.sequence:
                raise stale(expected, course.sequence)
            entries = decide(course, decision, period, actor, rater)
        for entry in entries:
            course = courses[indicator_id] = evolve(course, entry)
            checked.append(Appended(indicator_id, entry, course.sequence))
            said.append(translate.of_course(course, entry, occasion.now, occasion.correlation_id))
    await work.save_checks(checked, occasion)
    await work.say(said)
    if many:
        return Outcome(created=False, resource={"accepted": len(decisions), "changed": len(checked)})
    course = courses[indicator_of[decisions[0].entry_id]]
    entry = next(held for held in course.entries if held.id == decisions[0].entry_id)
    return Outcome(False, resources.realization(course, entry), entry.id, course.sequence)


def _rater(actor: Actor, person: CivilServant, occasion: Occasion, *, many: bool) -> UUID | None:
    """In whose name it is decided: an import carries over, for its own agency, what today's rater decided elsewhere."""
    if not many:
        return check_decides(actor, person, occasion.today)
    if not actor.acts_for(person.agency_id):
        check_speaks_for(actor, person)
        raise Refusal(Code.NOT_THE_SUPERIOR, "Only this person's agency brings in what the superior decided.")
    rater = person.rater(occasion.today)
    if rater is None:
        raise Refusal(Code.NOT_THE_SUPERIOR, "The roster names no superior who could have decided this.")
    return rater
