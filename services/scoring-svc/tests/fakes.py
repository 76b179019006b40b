"""The port `Reads` in memory, held to the same suite as the real one.

It cannot catch what only PostgreSQL does: types of columns, indexes, what a concurrent commit lets a reader see.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from scoring_svc.app.ports import CardKey, Kept
from scoring_svc.app.resources import card_body
from scoring_svc.domain.as_of import Recorded
from scoring_svc.domain.card import Card, fold
from scoring_svc.domain.contribution import Contribution
from scoring_svc.domain.formula import score
from scoring_svc.domain.roster import Agency, Person, Unit, Year

from . import situations as that


@dataclass
class MemoryReads:
    """What was put, as it would be read."""

    log: list[Contribution] = field(default_factory=list[Contribution])
    entries: dict[UUID, Agency | Unit | Person | Year] = field(
        default_factory=dict[UUID, Agency | Unit | Person | Year]
    )

    async def card(self, key: CardKey) -> Kept | None:
        said = await self.contributions(key)
        return Kept(fold(Card(*key), said), 1, None) if said else None

    async def bodies(self, keys: Collection[CardKey]) -> Mapping[CardKey, tuple[int, bytes]]:
        found = {key: kept for key in keys if (kept := await self.card(key)) is not None}
        return {
            key: (kept.sequence, card_body(kept.card, kept.sequence, score(kept.card, that.LAMPUNG), that.NOW))
            for key, kept in found.items()
        }

    async def contributions(self, key: CardKey) -> Sequence[Contribution]:
        return [each for each in self.log if (each.civil_servant_id, each.period_id) == key]

    async def recorded(self, key: CardKey) -> Sequence[Recorded]:
        return [Recorded(each, that.NOW) for each in await self.contributions(key)]

    async def person(self, civil_servant_id: UUID) -> Person | None:
        found = self.entries.get(civil_servant_id)
        return found if isinstance(found, Person) else None

    async def people_of(self, unit_id: UUID, day: date) -> Sequence[Person]:
        return [
            person
            for person in self._people()
            if any(place.unit_id == unit_id and place.term.covers(day) for place in person.places)
        ]

    async def units_of(self, people: Collection[UUID], day: date) -> Mapping[UUID, Collection[UUID]]:
        found: dict[UUID, set[UUID]] = defaultdict(set)
        for person in self._people():
            if person.id in people:
                for place in person.places:
                    if place.term.covers(day):
                        found[person.id].add(place.unit_id)
        return found

    async def unit(self, unit_id: UUID) -> Unit | None:
        found = self.entries.get(unit_id)
        return found if isinstance(found, Unit) else None

    async def agencies(self) -> Sequence[Agency]:
        return sorted((e for e in self.entries.values() if isinstance(e, Agency)), key=lambda each: each.name)

    async def units(self) -> Sequence[Unit]:
        return sorted((e for e in self.entries.values() if isinstance(e, Unit)), key=lambda each: each.name)

    async def reports_of(self, superior_id: UUID, day: date) -> Sequence[Person]:
        return [person for person in self._people() if person.superior_of(superior_id, day, day)]

    async def years(self) -> Sequence[Year]:
        annual = [e for e in self.entries.values() if isinstance(e, Year) and e.kind == "annual"]
        return sorted(annual, key=lambda each: each.starts_on, reverse=True)

    def _people(self) -> list[Person]:
        return sorted((e for e in self.entries.values() if isinstance(e, Person)), key=lambda each: each.name)
