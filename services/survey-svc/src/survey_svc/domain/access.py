"""Who may make and close surveys and bring in answers. Anybody may answer one and read its index."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from uuid import UUID

from survey_svc.domain.refusals import Code, Refusal

_OF_THE_AGENCY = frozenset({"personnel_officer", "agency_system"})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, by a verified token; without roles somebody who is not signed in."""

    roles: AbstractSet[str]
    agency_id: UUID | None

    @property
    def sees_all(self) -> bool:
        """Whether drafts and unpublished results of every agency are shown."""
        return not self.roles.isdisjoint({"region_admin", "inspector"})

    def sees(self, agency_id: UUID) -> bool:
        """Whether drafts and unpublished results of the agency are shown: to its own, to inspectors, to the region."""
        return self.sees_all or (not self.roles.isdisjoint(_OF_THE_AGENCY) and self.agency_id == agency_id)


ANYBODY = Actor(roles=frozenset(), agency_id=None)
"""Somebody who is not signed in."""


def check_runs_surveys(actor: Actor, agency_id: UUID) -> None:
    """Refuses somebody who may not run the surveys of that agency."""
    if "region_admin" in actor.roles:
        return
    if actor.roles.isdisjoint(_OF_THE_AGENCY):
        raise Refusal(Code.FORBIDDEN, "Surveys are run by an agency's officers and its software.")
    if actor.agency_id != agency_id:
        raise Refusal(Code.ANOTHER_AGENCY, "This unit belongs to another agency, which runs its surveys itself.")


def check_makes_instruments(actor: Actor) -> None:
    """Refuses somebody who may not say what the region's surveys ask."""
    if "region_admin" not in actor.roles:
        raise Refusal(Code.FORBIDDEN, "What surveys ask is laid down by the region's administration.")


def check_reviews(actor: Actor, agency_id: UUID) -> None:
    """Refuses somebody who may not look at answers that were set aside: officers of the agency and inspectors may."""
    if "inspector" in actor.roles or ("personnel_officer" in actor.roles and actor.agency_id == agency_id):
        return
    raise Refusal(
        Code.FORBIDDEN, "Answers that were set aside are reviewed by the agency's officers and by inspectors."
    )
