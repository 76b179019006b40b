"""Who may see and bring in evaluations. Who may make one is no question of roles: see `domain.decide`."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from evaluation_svc.domain.refusals import Code, Refusal
from evaluation_svc.domain.roster import CivilServant

_READS_ALL = frozenset({"region_admin", "inspector"})
_OF_THE_AGENCY = frozenset({"personnel_officer", "agency_system"})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, by a verified token. `civil_servant_id`: the person that this is, where it is one of the roster's."""

    roles: AbstractSet[str]
    agency_id: UUID | None
    civil_servant_id: UUID | None

    def acts_for(self, agency_id: UUID) -> bool:
        """Whether this is an officer or the software of that agency."""
        return self.agency_id == agency_id and not self.roles.isdisjoint(_OF_THE_AGENCY)


def sees_all_of(actor: Actor, person: CivilServant, today: date) -> bool:
    """Whether `actor` sees every evaluation of `person`: the person, today's rater, the agency, inspectors.

    Somebody else sees those alone that they made: the one who was the superior then.
    """
    if not actor.roles.isdisjoint(_READS_ALL) or actor.acts_for(person.agency_id):
        return True
    if actor.civil_servant_id is None:
        return False
    return actor.civil_servant_id in (person.civil_servant_id, person.rater(today))


def check_brings_in(actor: Actor, person: CivilServant, pointer: str) -> None:
    """Refuses somebody who may not bring in evaluations of `person` that superiors made elsewhere."""
    if "region_admin" not in actor.roles and not actor.acts_for(person.agency_id):
        sentence = "Evaluations are brought in by the person's own agency; this person belongs to another one."
        raise Refusal(Code.ANOTHER_AGENCY, sentence, pointer)
