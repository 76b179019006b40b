"""Who serves in a unit: made-up people, the same for the same seed, drawn unit by unit so that nobody is kept.

Invariant: every employee number is valid (18 digits, Perka BKN 22/2007 and the PPPK's scheme) and held once in a
sample. Everybody was appointed before 2025, so that a sample of 2025 or later says nothing of its future.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import UUID

from chassis import ids

from capaian_local.sample.catalogue import Catalogue, Names, Position
from capaian_local.sample.layout import Layout, Unit

ROOT = UUID("6f0a6a55-6c2f-5d0e-9a57-2f4e1c0b7d11")
FIRST_YEAR = 2025
SERIALS = 999
BLOCKS = 128
"""Of days of birth: 999 serials times 128 residues make 127,872 different numbers, more than a sample has people."""


@dataclass(frozen=True, slots=True)
class Person:
    """A civil servant. skill: about 0, a spread of 1; gaps: what is missing of this one (`GAPS`)."""

    id: UUID
    agency_id: UUID
    unit_id: UUID
    superior_id: UUID | None
    place: int
    name: str
    kind: str
    number: str
    appointed: date
    since: date
    title: str
    position: Position
    skill: float
    gaps: frozenset[str] = field(default=frozenset())


GAPS = {"unapproved": 0.03, "silent": 0.04, "one_silent": 0.08, "unrated": 0.05, "late_rating": 0.08}
"""What can be missing, with its chance: the plan's approval, all realizations, those of one indicator, all ratings,
ratings made in time (they come two months later)."""


class People:
    """The people of a sample."""

    def __init__(self, catalogue: Catalogue, layout: Layout, seed: int) -> None:
        self._catalogue, self._layout, self._seed = catalogue, layout, seed
        self._tops = {unit.agency.key: unit for unit in layout.units if unit.top}
        self.namespace = ids.derived(ROOT, "lampung", str(seed))

    def agency_id(self, key: str) -> UUID:
        """The id of the agency with this key."""
        return ids.derived(self.namespace, "agency", key)

    def unit_id(self, unit: Unit) -> UUID:
        """The id of a unit."""
        return ids.derived(self.namespace, "unit", unit.agency.key, unit.key)

    def person_id(self, unit: Unit, place: int) -> UUID:
        """The id of whoever has this place in a unit; place 0 heads it."""
        return ids.derived(self.namespace, "civil_servant", unit.agency.key, unit.key, str(place))

    def luck(self, *of: str) -> Random:
        """Chance that depends on the seed and on what it is for, and on nothing else."""
        return Random("/".join((str(self._seed), *of)))

    def climate(self, unit: Unit) -> float:
        """How well a unit does, about 0 with a spread of 1."""
        return self.luck("climate", unit.agency.key, unit.key).gauss(0, 1)

    def top_of(self, unit: Unit) -> Unit:
        """The unit of the agency's head."""
        return self._tops[unit.agency.key]

    def of(self, unit: Unit) -> list[Person]:
        """Everybody in a unit, its head first."""
        return [self.one(unit, place) for place in range(unit.size)]

    def one(self, unit: Unit, place: int) -> Person:
        """Who has this place."""
        luck = self.luck("person", unit.agency.key, unit.key, str(place))
        positions = self._catalogue.sample.positions
        key = unit.head if place == 0 else unit.positions[(place - 1) % len(unit.positions)]
        position = positions[key]
        kind = "contract" if luck.random() < position.contract else "permanent"
        woman = luck.random() < position.women
        number, appointed = _employee_number(unit.first + place, kind, woman, luck)
        since = max(appointed, date(2019, 1, 2) + timedelta(days=luck.randrange(5 * 365)))
        skill = 0.75 * luck.gauss(0, 1) + 0.65 * self.climate(unit)
        gaps = frozenset(gap for gap, chance in GAPS.items() if luck.random() < chance)
        name = position.prefix + _name(self._catalogue.names, woman, luck) + position.title
        return Person(
            self.person_id(unit, place), self.agency_id(unit.agency.key), self.unit_id(unit),
            self._superior(unit, place), place, name, kind, number, appointed, since,
            position.name.format(unit=unit.name, agency=unit.agency.name), position, skill,
            gaps if place else frozenset(),
        )  # fmt: skip

    def superior_position(self, unit: Unit, person: Person) -> Position:
        """What the direct superior of somebody under the head of an agency is."""
        above = unit if person.place > 0 else self.top_of(unit)
        return self._catalogue.sample.positions[above.head]

    def _superior(self, unit: Unit, place: int) -> UUID | None:
        """Staff → head of the unit → head of the agency → the region's secretary."""
        if place > 0:
            return self.person_id(unit, 0)
        if not unit.top:
            return self.person_id(self.top_of(unit), 0)
        return None if unit.first == self._layout.secretary.first else self.person_id(self._layout.secretary, 0)


def _name(names: Names, woman: bool, luck: Random) -> str:
    given = luck.choice(names.women if woman else names.men)
    second = luck.choice(names.women_second if woman else names.men_second)
    family = luck.choice(names.families) if luck.random() < 0.35 else ""
    return " ".join(dict.fromkeys(part for part in (given, second, family) if part))


def _employee_number(ordinal: int, kind: str, woman: bool, luck: Random) -> tuple[str, date]:
    """The number and the day of the appointment.

    The serial is the ordinal's, and the day of birth lies in the residue of the ordinal's block of serials: whatever
    else chance does, two people of one serial were never born on the same day.
    """
    block, serial = divmod(ordinal, SERIALS)
    day = date(1968, 1, 1).toordinal() + luck.randrange(27 * 365)
    born = date.fromordinal(day - day % BLOCKS + block % BLOCKS)
    sex = 2 if woman else 1
    if kind == "contract":
        year, frequency = luck.randint(2021, 2024), luck.randint(1, 2)
        return f"{born:%Y%m%d}{year}2{frequency}{sex}{serial + 1:03}", date(year, luck.randint(2, 12), 1)
    appointed = date(min(2023, born.year + luck.randint(22, 31)), luck.randint(1, 12), 1)
    return f"{born:%Y%m%d}{appointed:%Y%m}{sex}{serial + 1:03}", appointed
