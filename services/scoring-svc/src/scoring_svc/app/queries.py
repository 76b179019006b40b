"""What is read of scores, and by whom: cards, explanations, courses, boards, and the lists that lead to them.

Every question names who asks; what does not concern them is refused here, not on a page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from scoring_svc.app.ports import CardKey, Reads
from scoring_svc.app.resources import card_body
from scoring_svc.domain.access import Actor, sees_card, sees_unit, visible
from scoring_svc.domain.card import Card
from scoring_svc.domain.course import Point, course
from scoring_svc.domain.explanation import explain
from scoring_svc.domain.formula import score
from scoring_svc.domain.policy import Packs, Policy
from scoring_svc.domain.refusals import Code, Refusal
from scoring_svc.domain.roster import Agency, Person, Unit, Year


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, on which day, for which year; None: the one of that day, or else the latest."""

    actor: Actor
    today: date
    period_id: UUID | None = None


class Subject(NamedTuple):
    """A person whose card may be shown to who asked."""

    person: Person
    year: Year

    @property
    def key(self) -> CardKey:
        return self.person.id, self.year.id


class Versioned(NamedTuple):
    """A card's JSON and its version."""

    sequence: int
    body: bytes


class Row(NamedTuple):
    """A person on a board; `position` in the unit on the day of the question. card: as in `resources.card_body`."""

    person: Person
    position: str
    sequence: int
    card: dict[str, Any]


class Board(NamedTuple):
    """A unit's board. whole: all people of the unit are on it, not only those whom the asking person leads."""

    unit: Unit
    year: Year
    rows: list[Row]
    whole: bool


class Overview(NamedTuple):
    """What somebody finds at the door: who they are, whom they lead, and the units they may look into."""

    year: Year | None
    person: Person | None
    reports: Sequence[Person]
    agencies: list[tuple[Agency, list[Unit]]]


async def year_of(asked: Asked, reads: Reads) -> Year:
    """
    Raises:
        Refusal: `unknown_period`.
    """
    years = [each for each in await reads.years() if asked.period_id in (None, each.id)]
    current = [each for each in years if each.starts_on <= asked.today <= each.ends_on]
    if not years:
        raise Refusal(Code.UNKNOWN_PERIOD, "The roster has no annual period with this id.", "query:period_id")
    return (current or years)[0]


async def subject(civil_servant_id: UUID, asked: Asked, reads: Reads) -> Subject:
    """The person, once it is clear that the card may be shown.

    Raises:
        Refusal: `unknown_civil_servant`, `unknown_period`, `forbidden`.
    """
    person = await reads.person(civil_servant_id)
    if person is None:
        sentence = "The roster has no civil servant with this id. A new entry takes a moment to arrive here."
        raise Refusal(Code.UNKNOWN_CIVIL_SERVANT, sentence)
    year = await year_of(asked, reads)
    if not sees_card(asked.actor, person, year):
        sentence = "A card is seen by the person, the direct superior, the agency's personnel officers and inspectors."
        raise Refusal(Code.FORBIDDEN, sentence)
    return Subject(person, year)


async def years_of(of: Subject, asked: Asked, reads: Reads) -> list[Year]:
    """The years of which the person has a card that may be shown, the latest first; the one asked for among them."""
    shown = [year for year in await reads.years() if sees_card(asked.actor, of.person, year)]
    found = await reads.bodies([(of.person.id, year.id) for year in shown])
    return [year for year in shown if year.id == of.year.id or (of.person.id, year.id) in found]


async def card(of: Subject, reads: Reads, packs: Packs) -> Versioned:
    """The card; an empty one while nothing is known yet."""
    found = await reads.bodies([of.key])
    return (
        Versioned(*found[of.key]) if of.key in found else Versioned(0, _empty(of.key, packs.of_year(of.year.starts_on)))
    )


async def explanation(of: Subject, reads: Reads, packs: Packs) -> dict[str, Any]:
    """Line by line, made of the very state that the projector goes on from."""
    kept = await reads.card(of.key)
    known = kept.card if kept is not None else Card(*of.key)
    return described(of, known, kept.sequence if kept is not None else 0, packs)


def described(of: Subject, known: Card, sequence: int | None, packs: Packs) -> dict[str, Any]:
    """The explanation of a card with whose it is, and its version."""
    policy = packs.of_year(of.year.starts_on)
    return {
        "civil_servant": {"id": of.person.id, "name": of.person.name},
        "period": {"id": of.year.id, "name": of.year.name},
        "sequence": sequence,
        **explain(score(known, policy), policy),
    }


async def course_of(of: Subject, reads: Reads, packs: Packs) -> list[Point]:
    """One point a day on which the score changed."""
    return course(Card(*of.key), await reads.contributions(of.key), packs.of_year(of.year.starts_on))


async def board(unit_id: UUID, asked: Asked, reads: Reads, packs: Packs) -> Board:
    """
    Raises:
        Refusal: `unknown_unit`, `unknown_period`, `forbidden`.
    """
    unit = await reads.unit(unit_id)
    if unit is None:
        sentence = "The roster has no unit with this id. A new entry takes a moment to arrive here."
        raise Refusal(Code.UNKNOWN_UNIT, sentence)
    year = await year_of(asked, reads)
    day = min(max(asked.today, year.starts_on), year.ends_on)
    people = visible(asked.actor, unit, await reads.people_of(unit_id, day), year)
    whole = sees_unit(asked.actor, unit)
    if not people and not whole:
        sentence = (
            "A board is seen by the agency's personnel officers and inspectors, and in part by who leads people there."
        )
        raise Refusal(Code.FORBIDDEN, sentence)
    found = await reads.bodies([(person.id, year.id) for person in people])
    rows: list[Row] = []
    policy = packs.of_year(year.starts_on)
    for person in people:
        sequence, body = found.get((person.id, year.id)) or (0, _empty((person.id, year.id), policy))
        rows.append(Row(person, person.position_in(unit_id, day), sequence, msgspec.json.decode(body)))
    return Board(unit, year, rows, whole)


async def row(unit_id: UUID, of: Subject, today: date, reads: Reads, packs: Packs) -> Row:
    """One person's row of a board."""
    day = min(max(today, of.year.starts_on), of.year.ends_on)
    sequence, body = await card(of, reads, packs)
    return Row(of.person, of.person.position_in(unit_id, day), sequence, msgspec.json.decode(body))


async def overview(asked: Asked, reads: Reads) -> Overview:
    """Never refuses: somebody who may see nothing finds empty lists."""
    years, actor = await reads.years(), asked.actor
    person = await reads.person(actor.civil_servant_id) if actor.civil_servant_id else None
    reports = await reads.reports_of(person.id, asked.today) if person else []
    units = [unit for unit in await reads.units() if sees_unit(actor, unit)]
    agencies = [(agency, [unit for unit in units if unit.agency_id == agency.id]) for agency in await reads.agencies()]
    year = await year_of(asked, reads) if years else None
    return Overview(year, person, reports, [(agency, theirs) for agency, theirs in agencies if theirs])


def _empty(key: CardKey, policy: Policy) -> bytes:
    nothing = Card(*key)
    return card_body(nothing, 0, score(nothing, policy), None)
