"""Who may see and bring in evaluations. Who may make one is no question of roles: see `domain.decide`."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from evaluation_svc.domain.evaluation import Evaluation
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

    def is_officer_of(self, agency_id: UUID) -> bool:
        """Whether this is a person in charge of that agency's personnel, and no software."""
        return self.agency_id == agency_id and "personnel_officer" in self.roles


def oversees(actor: Actor, agency_id: UUID) -> bool:
    """Whether `actor` sees everybody of an agency: its own, inspectors, the region."""
    return not actor.roles.isdisjoint(_READS_ALL) or actor.acts_for(agency_id)


def sees_all_of(actor: Actor, person: CivilServant, today: date) -> bool:
    """Whether `actor` sees every evaluation of `person`: the person, today's rater, the agency, inspectors.

    Somebody else sees those alone that they made: the one who was the superior then.
    """
    if oversees(actor, person.agency_id):
        return True
    if actor.civil_servant_id is None:
        return False
    return actor.civil_servant_id in (person.civil_servant_id, person.rater(today))


def is_shown(actor: Actor, state: Evaluation) -> bool:
    """Whether there is anything for `actor` to see: a draft, also one that was taken back, is its rater's alone."""
    return state.received_on is not None or (
        actor.civil_servant_id is not None and actor.civil_servant_id == state.rater_id
    )


@dataclass(frozen=True, slots=True)
class Sight:
    """Whose appeals somebody sees: all; those of the agency's people; those that the person has a part in, as the
    rated one, the rater or the official."""

    everything: bool
    agency_id: UUID | None
    civil_servant_id: UUID | None


def sight(actor: Actor) -> Sight:
    """What `actor` sees of appeals."""
    officer = not actor.roles.isdisjoint(_OF_THE_AGENCY)
    return Sight(
        everything=not actor.roles.isdisjoint(_READS_ALL),
        agency_id=actor.agency_id if officer else None,
        civil_servant_id=actor.civil_servant_id,
    )


def sees_appeal(actor: Actor, state: Evaluation, agency_id: UUID | None) -> bool:
    """Whether `actor` sees the appeal against an evaluation. agency_id: that of the rated person."""
    seen = sight(actor)
    if seen.everything or (seen.agency_id is not None and seen.agency_id == agency_id):
        return True
    official = None if state.appeal is None else state.appeal.filed.heard_by
    parts = state.civil_servant_id, state.rater_id, official
    return seen.civil_servant_id is not None and seen.civil_servant_id in parts


def check_brings_in(actor: Actor, person: CivilServant, pointer: str) -> None:
    """Refuses somebody who may not bring in evaluations of `person` that superiors made elsewhere."""
    if "region_admin" not in actor.roles and not actor.acts_for(person.agency_id):
        sentence = "Evaluations are brought in by the person's own agency; this person belongs to another one."
        raise Refusal(Code.ANOTHER_AGENCY, sentence, pointer)
