"""How many people make which agencies and units: the skeleton of a sample, small enough to keep whole.

Invariant: the places of all units together are exactly the people asked for, and every unit has its head.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from capaian_local.sample.catalogue import AgencyKind, Catalogue, Many, Office

FEWEST, MOST = 200, 100_000
SMALLEST_UNIT = 2


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit. first: the ordinal, in the whole sample, of the person in its first place, who heads it.

    service: what the public is asked about, None where nobody is asked. top: the agency's own unit, of its head alone.
    """

    agency: AgencyKind
    key: str
    name: str
    place: str
    head: str
    positions: tuple[str, ...]
    first: int
    size: int
    service: str | None = None
    free: bool = False
    top: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The region's administration comes first: the head of its first agency is the superior of all other heads."""

    agencies: tuple[AgencyKind, ...]
    units: tuple[Unit, ...]

    @property
    def secretary(self) -> Unit:
        """The unit of the region's secretary."""
        return self.units[0]

    @property
    def surveyed(self) -> tuple[Unit, ...]:
        """Units whose service the public is asked about."""
        return tuple(unit for unit in self.units if unit.service)


def lay_out(catalogue: Catalogue, people: int) -> Layout:
    """The skeleton for so many people.

    Raises:
        ValueError: fewer than 200 or more than 100,000.
    """
    if not FEWEST <= people <= MOST:
        raise ValueError(f"a sample has {FEWEST} to {MOST:,} people, not {people:,}")
    agencies = tuple(agency for agency in catalogue.sample.agencies if people >= agency.from_people)
    places = catalogue.names.places_in_turn()
    units: list[Unit] = []
    first = 0
    for agency, headcount in zip(agencies, _headcounts(agencies, people), strict=True):
        for unit in _units(agency, headcount, first, places):
            units.append(unit)
            first += unit.size
    return Layout(agencies, tuple(units))


def _headcounts(agencies: tuple[AgencyKind, ...], people: int) -> list[int]:
    """Agencies of offices alone have their percentage up to their most; the rest goes to the others by share."""
    small = {agency.key: min(agency.most, people * agency.share // 100) for agency in agencies if agency.many is None}
    rest = people - sum(small.values())
    shares = sum(agency.share for agency in agencies if agency.many)
    large = {agency.key: rest * agency.share // shares for agency in agencies if agency.many}
    largest = max(large, key=large.__getitem__)
    large[largest] += rest - sum(large.values())
    return [{**small, **large}[agency.key] for agency in agencies]


def _units(agency: AgencyKind, headcount: int, first: int, places: list[str]) -> Iterator[Unit]:
    yield Unit(agency, "00", agency.name, "Provinsi Lampung", agency.head, (), first, 1, top=True)
    left, first = headcount - 1, first + 1
    sizes = [office.size for office in agency.offices] if agency.many else _evenly(left, len(agency.offices))
    for office, size in zip(agency.offices, sizes, strict=True):
        yield _office(agency, office, first, size)
        left, first = left - size, first + size
    if agency.many is None:
        return
    for number, size in enumerate(_evenly(left, max(1, round(left / agency.many.size)))):
        yield _one_of_many(agency, agency.many, number, places, first, size)
        first += size


def _office(agency: AgencyKind, office: Office, first: int, size: int) -> Unit:
    if size < SMALLEST_UNIT:
        raise ValueError(f"{office.name} would have {size} people")
    return Unit(agency, office.key, office.name, "Provinsi Lampung", office.head, tuple(office.positions), first, size)


def _one_of_many(agency: AgencyKind, many: Many, number: int, places: list[str], first: int, size: int) -> Unit:
    round_, place = number // len(places), places[number % len(places)]
    name = many.name.format(place=place, number=round_ + 1)
    if "{number}" not in many.name and round_:
        name = f"{name} {round_ + 1}"
    return Unit(
        agency, f"{many.key}-{number + 1:04}", name, place, many.head, tuple(many.positions), first, size,
        many.service, many.free,
    )  # fmt: skip


def _evenly(people: int, parts: int) -> list[int]:
    each, more = divmod(people, parts)
    return [each + (place < more) for place in range(parts)]
