"""Who may do what in this service: one pure place.

An agency's officers and its software act for its people; the region's administration for all; a person for themself;
the direct superior follows from the roster of the day, never from a role.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import Agency, CivilServant, Entry, Period, Unit

_OF_THE_AGENCY = frozenset({"personnel_officer", "agency_system"})
_READS_ALL = frozenset({"region_admin", "inspector"})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, by a verified token."""

    subject: str
    roles: AbstractSet[str]
    agency_id: UUID | None
    civil_servant_id: UUID | None

    @property
    def administers(self) -> bool:
        """Whether this is the region's administration."""
        return "region_admin" in self.roles

    def acts_for(self, agency_id: UUID) -> bool:
        """Whether this acts for that agency."""
        return self.administers or (self.agency_id == agency_id and not self.roles.isdisjoint(_OF_THE_AGENCY))


def check_keeps(actor: Actor, entry: Entry) -> None:
    """Who keeps the roster: the region agencies and periods, an agency its units and people."""
    match entry:
        case Agency() | Period():
            if not actor.administers:
                raise Refusal(Code.FORBIDDEN, "Agencies and periods are kept by the region's administration.")
        case Unit() | CivilServant():
            if not actor.acts_for(entry.agency_id):
                raise Refusal(Code.ANOTHER_AGENCY, "You act for another agency, or for none.", "#/agency_id")


def check_moves_unit(actor: Actor, unit: Unit) -> None:
    """Who says in which phase of the rollout a unit is: its own agency, and the region."""
    if not actor.acts_for(unit.agency_id):
        raise Refusal(Code.ANOTHER_AGENCY, "Only the region and the unit's own agency say how far it has come.")


def check_oversees(actor: Actor, agency_id: UUID) -> None:
    """Who reads what concerns a whole agency: its own officers and software, inspectors, the administration."""
    if actor.roles.isdisjoint(_READS_ALL) and not actor.acts_for(agency_id):
        raise Refusal(Code.ANOTHER_AGENCY, "Only the agency's own officers and inspectors read this.")


def check_keeps_goals(actor: Actor) -> None:
    """Who sets the region's goals."""
    if not actor.administers:
        raise Refusal(Code.FORBIDDEN, "Goals are set by the region's administration.")


def check_speaks_for(actor: Actor, person: CivilServant) -> None:
    """Who drafts and reports for a person: that person and their agency."""
    if actor.civil_servant_id == person.id or actor.acts_for(person.agency_id):
        return
    raise Refusal(Code.ANOTHER_AGENCY, "Only this person and their own agency can do that.")


def check_brings_in_approved(actor: Actor, person: CivilServant) -> None:
    """Who says that a plan was approved elsewhere: the person's agency, never the person."""
    if not actor.acts_for(person.agency_id):
        sentence = "That a superior has approved this plan elsewhere is for the person's own agency to say."
        raise Refusal(Code.NOT_THE_SUPERIOR, sentence, "#/status")


def check_decides(actor: Actor, person: CivilServant, today: date) -> UUID | None:
    """Who decides on what a person puts forward: today's rater, who is the delegated superior, else the acting one,
    else the direct one; the region's administration too. Answers with who it was; None where the administration decides
    on somebody above whom the roster names nobody (the region's secretary)."""
    rater = person.rater(today)
    if actor.civil_servant_id is not None and rater == actor.civil_servant_id:
        return actor.civil_servant_id
    if actor.administers:
        return rater
    whom = "and the roster names nobody for today" if rater is None else "and the roster names somebody else"
    raise Refusal(Code.NOT_THE_SUPERIOR, f"Only the direct superior, or who stands in for them, decides this, {whom}.")


def check_closes(actor: Actor, person: CivilServant, today: date) -> None:
    """Who closes a plan: its person's agency, or today's direct superior."""
    if actor.acts_for(person.agency_id):
        return
    if actor.civil_servant_id is not None and person.rater(today) == actor.civil_servant_id:
        return
    raise Refusal(Code.NOT_THE_SUPERIOR, "Only the direct superior and this person's own agency close this plan.")


def check_coaches(actor: Actor, person: CivilServant, today: date) -> None:
    """Who opens and keeps a person's coaching plans: those above them today, and their agency; never the person."""
    above = actor.civil_servant_id is not None and actor.civil_servant_id in person.superiors(today)
    if actor.civil_servant_id == person.id or not (above or actor.acts_for(person.agency_id)):
        sentence = "Only the superiors of this person and their own agency keep coaching plans, never the person."
        raise Refusal(Code.NOT_THE_SUPERIOR, sentence)


def sees(actor: Actor, person: CivilServant, today: date) -> bool:
    """Who sees a person's plans and realizations: also a direct superior for whom another one stands in."""
    if not actor.roles.isdisjoint(_READS_ALL) or actor.acts_for(person.agency_id):
        return True
    return actor.civil_servant_id is not None and actor.civil_servant_id in (person.id, *person.superiors(today))


def sees_whole(actor: Actor, agency_id: UUID | None) -> bool:
    """Who sees everybody of an agency: its officers and software, inspectors, the region. None: of all agencies."""
    return not actor.roles.isdisjoint(_READS_ALL) or (agency_id is not None and actor.acts_for(agency_id))


def sees_number(actor: Actor, person: CivilServant) -> bool:
    """Who sees an employee number unmasked: the person and their agency."""
    return actor.civil_servant_id == person.id or actor.acts_for(person.agency_id)
