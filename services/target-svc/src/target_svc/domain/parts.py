"""The parts of a year: from one change of unit, position or rater to the next.

A person whose superior or post changes in mid-year is assessed in parts. They follow from the dated facts alone, and
so do their ids: a late correction of the roster gives other ids to the parts that it concerns and to no others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, pairwise
from uuid import UUID, uuid5

from target_svc.domain.roster import CivilServant, Dated, Period, covers

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Facts:
    """Where somebody serves, and who rates them. acting_*: what they fill beside it (Plt.), None where nothing."""

    unit_id: UUID
    position: str
    acting_unit_id: UUID | None
    acting_position: str | None
    rater_id: UUID | None


@dataclass(frozen=True, slots=True)
class Part:
    """Days, both inclusive, on which the facts are the same. id: follows from the person, the days and the facts."""

    id: UUID
    since: date
    until: date
    facts: Facts


def parts(person: CivilServant, period: Period) -> tuple[Part, ...]:
    """The person's parts of a period, in order; days without service lie in none of them."""
    found: list[tuple[date, date, Facts]] = []
    for since, until in _spans(person, period):
        facts = _facts(person, since)
        if facts is None:
            continue
        if found and found[-1][2] == facts and found[-1][1] + ONE_DAY == since:
            found[-1] = (found[-1][0], until, facts)
        else:
            found.append((since, until, facts))
    return tuple(Part(_id(person, *each), *each) for each in found)


def _spans(person: CivilServant, period: Period) -> Iterator[tuple[date, date]]:
    """The period, cut wherever some dated fact begins or ends."""
    dated: Iterator[Dated] = chain(person.assignments, person.reporting_lines)
    cuts = {cut for each in dated for cut in (each.since, _after(each.until)) if cut is not None}
    if (after := _after(person.left_on)) is not None:
        cuts.add(after)
    inside = sorted(cut for cut in cuts if period.starts_on < cut <= period.ends_on)
    for since, following in pairwise((period.starts_on, *inside, period.ends_on + ONE_DAY)):
        yield since, following - ONE_DAY


def _after(day: date | None) -> date | None:
    return None if day is None or day == date.max else day + ONE_DAY


def _facts(person: CivilServant, day: date) -> Facts | None:
    place = person.place(day)
    if place is None:
        return None
    acting = next((each for each in person.assignments if each.kind == "acting" and covers(each, day)), None)
    beside = None if acting is place else acting
    return Facts(
        place.unit_id,
        place.position,
        None if beside is None else beside.unit_id,
        None if beside is None else beside.position,
        person.rater(day),
    )


def _id(person: CivilServant, since: date, until: date, facts: Facts) -> UUID:
    said = (since, until, facts.unit_id, facts.position, facts.acting_unit_id, facts.acting_position, facts.rater_id)
    return uuid5(person.id, "\x1f".join(map(str, said)))
