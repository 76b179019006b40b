"""Who may see whose score. A score is personal data: nobody sees it by being curious.

The person; whoever is or was the direct superior within the year; the agency's own officers; inspectors and the region.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from uuid import UUID

from scoring_svc.domain.roster import Person, Unit, Year

_READS_ALL = frozenset({"region_admin", "inspector"})
_OF_THE_AGENCY = frozenset({"personnel_officer", "agency_system"})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, by a verified token. `civil_servant_id`: the person that this is, where it is one of the roster's."""

    roles: AbstractSet[str]
    agency_id: UUID | None
    civil_servant_id: UUID | None

    @property
    def reads_all(self) -> bool:
        """Inspectors and the region's administration."""
        return not self.roles.isdisjoint(_READS_ALL)

    def acts_for(self, agency_id: UUID) -> bool:
        """Whether this is an officer or the software of that agency."""
        return self.agency_id == agency_id and not self.roles.isdisjoint(_OF_THE_AGENCY)


def sees_card(actor: Actor, person: Person, year: Year) -> bool:
    """Whether `actor` may see the card of `person` for `year`."""
    if actor.reads_all or actor.acts_for(person.agency_id):
        return True
    asking = actor.civil_servant_id
    return asking is not None and (asking == person.id or person.superior_of(asking, year.starts_on, year.ends_on))


def sees_unit(actor: Actor, unit: Unit) -> bool:
    """Whether `actor` may see everybody of the unit."""
    return actor.reads_all or actor.acts_for(unit.agency_id)


def sees_region(actor: Actor) -> bool:
    """Whether `actor` may see the figures of the region: who reads all, and every agency's own officers, for whom small
    groups of other agencies stay hidden."""
    return actor.reads_all or (actor.agency_id is not None and actor.acts_for(actor.agency_id))


def visible(actor: Actor, unit: Unit, people: Iterable[Person], year: Year) -> list[Person]:
    """Those of the unit's people whose cards `actor` may see."""
    whole = sees_unit(actor, unit)
    return [person for person in people if whole or sees_card(actor, person, year)]
