"""What entries of the roster say of each other: what is named is there and of the right kind, and lines never close.

Invariant: nobody is their own superior on any day, neither directly nor over others.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Final, TypeVar
from uuid import UUID

from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import Agency, Assignment, CivilServant, Entry, Period, ReportingLine, Unit

Kind = TypeVar("Kind")
MOST_STEPS: Final = 2_000_000
"""Lines that are looked at for circles in one request: about a second, in which nobody else is answered."""
WORDS: Mapping[type, str] = {Agency: "agency", Unit: "unit", CivilServant: "civil servant", Period: "period"}


def check_inside(period: Period, annual: Period) -> None:
    """A quarter or month lies inside its year."""
    if annual.kind != "annual" or period.starts_on < annual.starts_on or period.ends_on > annual.ends_on:
        sentence = f"This period must lie inside the annual period {annual.name}."
        raise Refusal(Code.PERIOD_MALFORMED, sentence, "#/annual_period_id")


def check_references(entry: Entry, known: Mapping[UUID, Entry]) -> None:
    """What an entry names must be there, and be of the right kind. Raises Refusal with the field's pointer."""
    match entry:
        case Agency():
            return
        case Unit():
            _check_unit(entry, known)
        case CivilServant():
            _must(known, entry.agency_id, Agency, Code.UNKNOWN_AGENCY, "#/agency_id")
            for place, assignment in enumerate(entry.assignments):
                _must(known, assignment.unit_id, Unit, Code.UNKNOWN_UNIT, f"#/assignments/{place}/unit_id")
            for place, line in enumerate(entry.reporting_lines):
                pointer = f"#/reporting_lines/{place}/superior_id"
                _must(known, line.superior_id, CivilServant, Code.UNKNOWN_CIVIL_SERVANT, pointer)
        case Period():
            if entry.annual_period_id is not None:
                pointer = "#/annual_period_id"
                check_inside(entry, _must(known, entry.annual_period_id, Period, Code.UNKNOWN_PERIOD, pointer))


def _check_unit(unit: Unit, known: Mapping[UUID, Entry]) -> None:
    _must(known, unit.agency_id, Agency, Code.UNKNOWN_AGENCY, "#/agency_id")
    if unit.parent_unit_id is not None:
        parent = _must(known, unit.parent_unit_id, Unit, Code.UNKNOWN_UNIT, "#/parent_unit_id")
        if parent.agency_id != unit.agency_id:
            raise Refusal(Code.ANOTHER_AGENCY, "The parent unit is another agency's.", "#/parent_unit_id")
    if unit.head_id is not None:
        _must(known, unit.head_id, CivilServant, Code.UNKNOWN_CIVIL_SERVANT, "#/head_id")


def check_superiors_serve(person: CivilServant, known: Mapping[UUID, Entry]) -> None:
    """Nobody is newly put under somebody for days after that one has left."""
    for place, line in enumerate(person.reporting_lines):
        superior = known.get(line.superior_id)
        left_on = superior.left_on if isinstance(superior, CivilServant) else None
        if left_on is not None and (line.until is None or line.until > left_on):
            sentence = f"This superior leaves on {left_on}: end the line on that day, and name who comes after."
            raise Refusal(Code.SUPERIOR_LEFT, sentence, f"#/reporting_lines/{place}/until")


def check_places(
    person: CivilServant, former: CivilServant | None, known: Mapping[UUID, Entry], *, by_region: bool
) -> None:
    """In whose units somebody serves: a definitive or acting post lies in their own agency; a secondment may lie in
    another one, where the region's administration says so [own].

    What stood there before stays, and may end earlier: so an agency's nightly list keeps the secondment that the region
    made, and who is transferred the posts in the agency that was left, each with its end.
    """
    for place, assignment in enumerate(person.assignments):
        unit = known.get(assignment.unit_id)
        if not isinstance(unit, Unit) or unit.agency_id == person.agency_id or _stood(assignment, person, former):
            continue
        pointer = f"#/assignments/{place}/unit_id"
        if assignment.kind != "secondment":
            sentence = (
                f"The unit {unit.name} is another agency's. A {assignment.kind} post lies in the person's own agency: "
                "name a unit of it, or let the region second or transfer this person."
            )
            raise Refusal(Code.UNIT_OF_ANOTHER_AGENCY, sentence, pointer)
        if not by_region:
            sentence = f"The unit {unit.name} is another agency's: only the region's administration seconds to it."
            raise Refusal(Code.SECONDED_BY_REGION, sentence, pointer)


def _stood(assignment: Assignment, person: CivilServant, former: CivilServant | None) -> bool:
    """Whether this post stood there before, for as many days or more; after a transfer one that ends."""
    if former is None or (former.agency_id != person.agency_id and assignment.until is None):
        return False
    return any(
        (held.kind, held.unit_id, held.since) == (assignment.kind, assignment.unit_id, assignment.since)
        and (held.until is None or (assignment.until is not None and assignment.until <= held.until))
        for held in former.assignments
    )


def _must(known: Mapping[UUID, Entry], id_: UUID, kind: type[Kind], code: Code, pointer: str) -> Kind:
    found = known.get(id_)
    if not isinstance(found, kind):
        raise Refusal(code, f"There is no {WORDS[kind]} with the id {id_}.", pointer)
    return found


def named(entry: Entry) -> set[UUID]:
    """The ids of all that an entry refers to."""
    match entry:
        case Agency():
            return set()
        case Unit():
            return {entry.agency_id} | {id_ for id_ in (entry.parent_unit_id, entry.head_id) if id_}
        case CivilServant():
            units = {assignment.unit_id for assignment in entry.assignments}
            return {entry.agency_id} | units | {line.superior_id for line in entry.reporting_lines}
        case Period():
            return {entry.annual_period_id} if entry.annual_period_id else set()


def check_no_cycle(
    person: CivilServant, lines_of: Callable[[UUID], Collection[ReportingLine]], most: int = MOST_STEPS
) -> int:
    """Walks up the lines, day ranges intersected, and refuses where the walk comes back to the person.

    Answers how many lines it looked at, of `most` at most: where each level changes on other days, there are more day
    ranges with each level, and nobody else is answered meanwhile.
    """
    steps = len(person.reporting_lines)
    stack = [(line.superior_id, line.since, line.until or date.max) for line in person.reporting_lines]
    seen: set[tuple[UUID, date, date]] = set()
    while stack:
        place = stack.pop()
        if place in seen:
            continue
        seen.add(place)
        superior, since, until = place
        if superior == person.id:
            sentence = f"On {since} this would make somebody their own superior, over others."
            raise Refusal(Code.REPORTING_CYCLE, sentence, "#/reporting_lines")
        lines = lines_of(superior)
        steps += len(lines)
        if steps > most:
            sentence = "These reporting lines change too often over too many levels to be checked together: "
            raise Refusal(Code.LINES_TANGLED, sentence + "send fewer people, or fewer changes.", "#/reporting_lines")
        for line in lines:
            begin, end = max(since, line.since), min(until, line.until or date.max)
            if begin <= end:
                stack.append((line.superior_id, begin, end))
    return steps


def check_no_circle(unit_id: UUID, parents: Mapping[UUID, UUID | None]) -> None:
    """Walks up from a unit, and refuses where the walk comes back to it."""
    seen: set[UUID] = set()
    place = parents.get(unit_id)
    while place is not None and place not in seen:
        if place == unit_id:
            sentence = "This would put the unit under itself, over others."
            raise Refusal(Code.UNIT_CIRCLE, sentence, "#/parent_unit_id")
        seen.add(place)
        place = parents.get(place)
