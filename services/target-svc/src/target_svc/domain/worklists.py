"""Who has no rater: the complaint heard most of systems like this one, so each finding says why and thus what to do."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from target_svc.domain.roster import CivilServant


@dataclass(frozen=True, slots=True)
class WithoutRater:
    """A person who serves and has no rater that day.

    why: `no_line`, `not_begun`, `line_ended` or `rater_left`. superior_id, day: who the line names or named, and the
    day on which it begins, ended, or that one left; None where there is no line. sentence: the same for people.
    """

    civil_servant_id: UUID
    name: str
    unit_id: UUID
    position: str
    why: str
    sentence: str
    superior_id: UUID | None
    day: date | None


def without_rater(
    person: CivilServant, on: date, top_heads: Collection[UUID], left: Mapping[UUID, date]
) -> WithoutRater | None:
    """The finding, None for who has a rater, does not serve on that day, or heads the top unit of an agency.

    left: the last day of service of superiors who have one.
    """
    place = person.place(on)
    if place is None or person.id in top_heads:
        return None
    found = _why(person, on, left)
    return None if found is None else WithoutRater(person.id, person.name, place.unit_id, place.position, *found)


Why = tuple[str, str, UUID | None, date | None]


def _why(person: CivilServant, on: date, left: Mapping[UUID, date]) -> Why | None:
    line = person.line(on)
    if line is not None:
        left_on = left.get(line.superior_id)
        if left_on is None or left_on >= on:
            return None
        return "rater_left", f"The {line.kind} superior left on {left_on}; name another.", line.superior_id, left_on
    if not person.reporting_lines:
        return "no_line", "The roster has no reporting line; name a direct superior.", None, None
    ended = [each for each in person.reporting_lines if each.until is not None and each.until < on]
    if not ended:
        first = min(person.reporting_lines, key=lambda each: each.since)
        return "not_begun", f"The first line begins only on {first.since}.", first.superior_id, first.since
    last = max(ended, key=lambda each: each.until or date.min)
    return "line_ended", f"The last line ended on {last.until}; name who came after.", last.superior_id, last.until
