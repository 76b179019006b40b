"""Along the cascade: a unit's matrix and findings, and the walks from a goal down to people and from a person up.

Who sees what: an agency's officers, inspectors and the region everybody (of theirs); anybody else themself and the
people under them on that day.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from target_svc.app.lineage import Lineage
from target_svc.app.ports import Reads
from target_svc.domain.access import Actor, sees_whole
from target_svc.domain.matrix import Carried, Standing, carried, findings, rows
from target_svc.domain.realizations import Course, consolidated
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import CivilServant, Unit

MOST = 1_000
"""Results that one walk down answers; who wants more goes on from one of them."""
HIGHEST = 20
"""Steps of a walk up; lines have no circles, so that this only guards against plans that outlived a change of them."""
Seen = Callable[[CivilServant], bool]


async def matrix(
    reads: Reads, lineage: Lineage, actor: Actor, unit_id: UUID, period_id: UUID, today: date
) -> dict[str, Any]:
    """The people of a unit and their results, by what these serve. Raises Refusal."""
    _, people = await _unit(reads, lineage, actor, unit_id, today)
    ids = {person.id for person in people}
    superiors = {superior for person in people if (superior := person.direct_superior(today)) is not None}
    plans = {plan.civil_servant_id: plan for plan in await lineage.plans_for(ids | superiors, period_id)}
    above = [each for id_ in sorted(superiors) if id_ in plans for each in carried(plans[id_])]
    own = [each for person in people if person.id in plans for each in carried(plans[person.id])]
    found = rows([each.id for each in above], own)
    names = await _names(lineage, [*above, *own], people)
    parents = await _parents(lineage, [row.parent_id for row in found if row.parent_id], names)
    statuses = {id_: plan.status.value for id_, plan in plans.items()}
    return {
        "unit_id": unit_id,
        "period_id": period_id,
        "rows": [
            {
                "parent": None if row.parent_id is None else parents.get(row.parent_id),
                "results": [_result(each, names) for each in row.results],
            }
            for row in found
        ],
        "people": [{"civil_servant_id": one.id, "name": one.name, "plan": statuses.get(one.id)} for one in people],
    }


async def lacking(
    reads: Reads, lineage: Lineage, actor: Actor, unit_id: UUID, period_id: UUID, today: date
) -> dict[str, Any]:
    """What a unit's plans lack. Raises Refusal."""
    unit, people = await _unit(reads, lineage, actor, unit_id, today)
    above = {person.id: person.direct_superior(today) for person in people}
    wanted = {*above, *(superior for superior in above.values() if superior is not None)}
    plans = {plan.civil_servant_id: plan for plan in await lineage.plans_for(wanted, period_id)}
    leading = await lineage.leading(set(above), today)
    of_unit = [each for id_ in above if id_ in plans for each in carried(plans[id_])]
    top = unit.parent_unit_id is None and sees_whole(actor, unit.agency_id)
    goals = await lineage.goals_of(period_id, unit.agency_id) if top else []
    named = {each.parent_id for each in of_unit if each.parent_id is not None}
    standing = {each.id for each in await lineage.results(named)} | set(await lineage.goals(named))
    served = await lineage.served({*(each.id for each in of_unit), *(goal.id for goal in goals)})
    planned = {id_ for id_, plan in plans.items() if plan.approved}
    stand = [
        Standing(id_, plans.get(id_), superior, superior in planned, id_ in leading) for id_, superior in above.items()
    ]
    found = findings(stand, goals, served, standing)
    return {"unit_id": unit_id, "period_id": period_id, "findings": [asdict(each) for each in found]}


async def descendants(lineage: Lineage, actor: Actor, from_id: UUID, depth: int, today: date) -> dict[str, Any]:
    """From a goal, or a result, down to the people who carry it, level by level. Raises Refusal."""
    if not await lineage.goals([from_id]) and not await lineage.results([from_id]):
        raise Refusal(Code.UNKNOWN_GOAL, "There is no goal and no approved work result with this id.")
    walked: list[tuple[int, Carried]] = []
    parents, level, left_off = {from_id}, 0, False
    while parents and level < depth and not left_off:
        level += 1
        found = await lineage.results_under(parents, MOST - len(walked) + 1)
        left_off = len(walked) + len(found) > MOST
        walked += [(level, each) for each in found[: MOST - len(walked)]]
        parents = {each.id for each in found}
    people = await lineage.people({each.civil_servant_id for _, each in walked})
    seen = await _seen(lineage, actor, today)
    shown = [(at, each) for at, each in walked if seen(people[each.civil_servant_id])]
    if walked and not shown:
        raise Refusal(Code.FORBIDDEN, "Nobody on this way is under you or of your agency.")
    courses = await lineage.courses_of({each.id for _, each in shown})
    names = {id_: person.name for id_, person in people.items()}
    results = [
        {"level": at, **_result(each, names), "parent_id": each.parent_id, "indicators": _measured(courses, each.id)}
        for at, each in shown
    ]
    return {"id": from_id, "results": results, "left_off": left_off}


async def ancestors(lineage: Lineage, actor: Actor, result_id: UUID, today: date) -> dict[str, Any]:
    """From a result up to the goal that it contributes to, itself first. Raises Refusal."""
    way: list[Carried] = await lineage.results([result_id])
    if not way:
        raise Refusal(Code.UNKNOWN_WORK_RESULT, "No approved plan has a work result with this id.")
    people = await lineage.people({way[0].civil_servant_id})
    if not (await _seen(lineage, actor, today))(people[way[0].civil_servant_id]):
        raise Refusal(Code.FORBIDDEN, "Only the person, superiors, the agency and inspectors see this.")
    goal = None
    while (parent := way[-1].parent_id) is not None and len(way) < HIGHEST:
        if not (above := await lineage.results([parent])):
            goal = (await lineage.goals([parent])).get(parent)
            break
        way += above
    names = await _names(lineage, way, [])
    return {"results": [_result(each, names) for each in way], "goal": None if goal is None else asdict(goal)}


async def _unit(
    reads: Reads, lineage: Lineage, actor: Actor, unit_id: UUID, today: date
) -> tuple[Unit, list[CivilServant]]:
    """A unit and those of its people whom this reader sees."""
    found = await reads.entry("unit", unit_id)
    if found is None or not isinstance(found.entry, Unit):
        raise Refusal(Code.UNKNOWN_UNIT, "There is no unit with this id.")
    seen = await _seen(lineage, actor, today)
    people = [person for person in await lineage.serving_in(unit_id, today) if seen(person)]
    if not people and not sees_whole(actor, found.entry.agency_id):
        raise Refusal(Code.FORBIDDEN, "Only the agency, inspectors and superiors of its people see this unit.")
    return found.entry, people


async def _seen(lineage: Lineage, actor: Actor, today: date) -> Seen:
    own = actor.civil_servant_id
    ids = set[UUID]() if own is None else {own, *await lineage.under(own, today)}
    return lambda person: sees_whole(actor, person.agency_id) or person.id in ids


async def _names(lineage: Lineage, results: Sequence[Carried], known: Collection[CivilServant]) -> Mapping[UUID, str]:
    names = {person.id: person.name for person in known}
    missing = {each.civil_servant_id for each in results} - names.keys()
    return names | {id_: person.name for id_, person in (await lineage.people(missing)).items()}


async def _parents(lineage: Lineage, ids: Sequence[UUID], names: Mapping[UUID, str]) -> Mapping[UUID, dict[str, Any]]:
    results = await lineage.results(ids)
    known = {**names, **await _names(lineage, results, [])}
    found = {each.id: {"what": "work_result", **_result(each, known)} for each in results}
    for id_, goal in (await lineage.goals(ids)).items():
        found[id_] = {
            "what": "goal",
            "id": id_,
            "title": goal.title,
            "kind": None,
            "civil_servant_id": None,
            "name": None,
        }
    return found


def _result(each: Carried, names: Mapping[UUID, str]) -> dict[str, Any]:
    said = {"id": each.id, "title": each.title, "kind": each.kind}
    return {**said, "civil_servant_id": each.civil_servant_id, "name": names.get(each.civil_servant_id)}


def _measured(courses: Mapping[UUID, Sequence[Course]], result_id: UUID) -> list[dict[str, Any]]:
    fields = ("id", "title", "measure", "direction", "target", "range_low", "range_high", "weight")
    return [
        {name: getattr(course.indicator, name) for name in fields}
        | {"consolidated_value": consolidated(course.entries, course.indicator.consolidation)}
        for course in courses.get(result_id, ())
    ]
