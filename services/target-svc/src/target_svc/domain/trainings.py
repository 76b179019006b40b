"""Trainings: who was trained in what and when. A record is never changed; another training is another record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from target_svc.domain.access import Actor
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import CivilServant


@dataclass(frozen=True, slots=True)
class Training:
    """One training and all who took part. recorded_by: the subject of the token."""

    id: UUID
    topic: str
    trained_on: date
    civil_servant_ids: tuple[UUID, ...]
    recorded_by: str


def record(
    former: Training | None, wanted: Training, people: Mapping[UUID, CivilServant], actor: Actor, today: date
) -> Training | None:
    """The training as it is kept; None where just this one is there already. people: those who are known.

    Raises:
        Refusal: with the field's pointer.
    """
    if wanted.trained_on > today:
        raise Refusal(Code.IN_THE_FUTURE, f"{wanted.trained_on} has not come yet.", "#/trained_on")
    seen: set[UUID] = set()
    for place, id_ in enumerate(wanted.civil_servant_ids):
        pointer = f"#/civil_servant_ids/{place}"
        if id_ in seen:
            raise Refusal(Code.REPEATED_PERSON, "This person stands here twice.", pointer)
        seen.add(id_)
        _check_person(people.get(id_), id_, actor, wanted.trained_on, pointer)
    if former is None:
        return wanted
    if (former.topic, former.trained_on, set(former.civil_servant_ids)) != (wanted.topic, wanted.trained_on, seen):
        raise Refusal(Code.ALREADY_EXISTS, "A training with this id exists and says something else.", "#/id")
    return None


def _check_person(person: CivilServant | None, id_: UUID, actor: Actor, trained_on: date, pointer: str) -> None:
    if person is None:
        raise Refusal(Code.UNKNOWN_CIVIL_SERVANT, f"There is no civil servant with the id {id_}.", pointer)
    if not actor.acts_for(person.agency_id):
        raise Refusal(Code.ANOTHER_AGENCY, "Trainings are recorded by the person's own agency.", pointer)
    if person.left_on is not None and trained_on > person.left_on:
        sentence = f"This person's last day of service was {person.left_on}, before the training."
        raise Refusal(Code.AFTER_LEAVING, sentence, pointer)
