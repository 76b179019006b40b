"""One-time invitations by served transaction: whoever holds one answers once, and nobody else can make one.

What is kept of an invitation: its survey, who served, its last day and whether it was used, under a digest of what its
token says. Not kept: the token, the transaction, when it was made or used, and which answer it was used for. An answer
keeps who served, and no more of its invitation. An unused invitation stays good when its survey turns to the open link.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from survey_svc.domain.facts import Entrance, Status
from survey_svc.domain.refusals import Code, Refusal
from survey_svc.domain.roster import ON_ITS_WAY, Person
from survey_svc.domain.survey import Survey

NOT_MADE_HERE: Final = "This invitation was not made here, or a part of it got lost: take the whole link or code again."


@dataclass(frozen=True, slots=True)
class Asked:
    """One invitation that is wanted. served_by: who served, None where that is not to count for a person.

    valid_until: its last day; None for as many days after `served_on` as the region gives. pointer: where it stands in
    the request (`#/items/3`).
    """

    invitation_id: UUID
    served_by: UUID | None
    served_on: date
    valid_until: date | None
    pointer: str


@dataclass(frozen=True, slots=True)
class Invite:
    """Makes invitations to a survey: all of them, or none. days: how long they are good, where nobody says."""

    survey_id: UUID
    items: tuple[Asked, ...]
    days: int


@dataclass(frozen=True, slots=True)
class Invitation:
    """unused → used, once; after its last day it is worth nothing."""

    survey_id: UUID
    served_by: UUID | None
    valid_until: date
    used: bool = False


def invite(command: Invite, state: Survey, people: Mapping[UUID, Person], today: date) -> tuple[Invitation, ...]:
    """The invitations, in the order in which they were asked for.

    people: those who served, as far as the roster knows them.

    Raises:
        Refusal: the survey is not open or takes no invitations; a day or a person that cannot be.
    """
    if state.status is Status.DRAFT:
        sentence = "This survey is still being prepared: open it, then invite people."
        raise Refusal(Code.SURVEY_NOT_OPEN, sentence)
    if state.status is not Status.OPEN:
        raise Refusal(Code.SURVEY_CLOSED, "This survey is closed and invites nobody any more.")
    if state.definition.entrance is Entrance.OPEN_LINK:
        sentence = "This survey is answered by its open link alone: set its `entry` to invitation or both first."
        raise Refusal(Code.INVITATIONS_NOT_USED, sentence)
    seen: set[UUID] = set()
    for item in command.items:
        if item.invitation_id in seen:
            raise Refusal(Code.ALREADY_EXISTS, "Another invitation of this request has the same id.", _at(item, "id"))
        seen.add(item.invitation_id)
    return tuple(_invitation(item, command.days, state, people, today) for item in command.items)


def use(invitation: Invitation | None, state: Survey, today: date) -> Invitation:
    """The invitation as it is after an answer.

    Raises:
        Refusal: `invitation_not_valid` for one that nobody made or that is another survey's, `invitation_used`,
            `invitation_expired`.
    """
    if invitation is None:
        raise Refusal(Code.INVITATION_NOT_VALID, NOT_MADE_HERE, "#/invitation")
    if invitation.survey_id != state.survey_id:
        sentence = "This invitation is for another survey: open the link that it came with."
        raise Refusal(Code.INVITATION_NOT_VALID, sentence, "#/invitation")
    if invitation.used:
        sentence = "This invitation has been used; each counts for one answer. Thank you for it."
        raise Refusal(Code.INVITATION_USED, sentence, "#/invitation")
    if today > invitation.valid_until:
        sentence = f"This invitation was good until {invitation.valid_until.isoformat()}."
        raise Refusal(Code.INVITATION_EXPIRED, sentence, "#/invitation")
    return replace(invitation, used=True)


def check_without(state: Survey) -> None:
    """Refuses somebody without an invitation where the survey asks for one."""
    if state.definition.entrance is Entrance.INVITATION:
        sentence = "This survey is answered by invitation: use the link or code that you got when you were served."
        raise Refusal(Code.INVITATION_NEEDED, sentence, "#/invitation")


def _invitation(item: Asked, days: int, state: Survey, people: Mapping[UUID, Person], today: date) -> Invitation:
    asked = state.definition
    if item.served_on > today:
        raise Refusal(Code.IN_THE_FUTURE, f"{item.served_on.isoformat()} has not come yet.", _at(item, "served_on"))
    if not asked.opens_on <= item.served_on <= asked.closes_on:
        span = f"from {asked.opens_on.isoformat()} to {asked.closes_on.isoformat()}"
        sentence = f"This survey is about what was served {span}."
        raise Refusal(Code.OUTSIDE_SURVEY_DAYS, sentence, _at(item, "served_on"))
    until = item.valid_until or min(item.served_on + timedelta(days=days), asked.closes_on)
    pointer = _at(item, "served_on" if item.valid_until is None else "valid_until")
    if until > asked.closes_on:
        sentence = f"This survey closes on {asked.closes_on.isoformat()}; no invitation is good for longer."
        raise Refusal(Code.OUTSIDE_SURVEY_DAYS, sentence, pointer)
    if until < today:
        sentence = f"This invitation would have ended on {until.isoformat()}; name a later `valid_until`."
        raise Refusal(Code.INVITATION_EXPIRED, sentence, pointer)
    if item.served_by is not None:
        _check_server(item, people.get(item.served_by), state)
    return Invitation(survey_id=state.survey_id, served_by=item.served_by, valid_until=until)


def _check_server(item: Asked, person: Person | None, state: Survey) -> None:
    asked = state.definition
    if person is None:
        sentence = f"The roster has no civil servant with this id. {ON_ITS_WAY}"
        raise Refusal(Code.UNKNOWN_CIVIL_SERVANT, sentence, _at(item, "served_by"))
    if person.agency_id != asked.agency_id and asked.unit_id not in person.unit_ids:
        sentence = "This civil servant belongs to another agency and was never assigned to this unit."
        raise Refusal(Code.SERVED_ELSEWHERE, sentence, _at(item, "served_by"))


def _at(item: Asked, field: str) -> str:
    return f"{item.pointer}/{field}"
