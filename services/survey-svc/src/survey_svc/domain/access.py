"""Who may make and close surveys and bring in answers. Anybody may answer one and read its index."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from uuid import UUID

from survey_svc.domain.refusals import Code, Refusal

_OF_THE_AGENCY = frozenset({"personnel_officer", "agency_system"})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, by a verified token."""

    roles: AbstractSet[str]
    agency_id: UUID | None


def check_runs_surveys(actor: Actor, agency_id: UUID) -> None:
    """Refuses somebody who may not run the surveys of that agency."""
    if "region_admin" in actor.roles:
        return
    if actor.roles.isdisjoint(_OF_THE_AGENCY):
        raise Refusal(Code.FORBIDDEN, "Surveys are run by an agency's officers and its software.")
    if actor.agency_id != agency_id:
        raise Refusal(Code.ANOTHER_AGENCY, "This unit belongs to another agency, which runs its surveys itself.")
