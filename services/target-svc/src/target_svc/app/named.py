"""What a request names: the thing that it changes, the person or the period; or why there is none."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from target_svc.app.ports import Occasion, Outcome, Work
from target_svc.domain.access import Actor
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import CivilServant, Period, Unit


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be changed, the version of it that was seen, who asks and when."""

    id: UUID
    expected: int
    actor: Actor
    occasion: Occasion


Step = Callable[[Work, Asked], Awaitable[Outcome]]


async def person_of(work: Work, id_: UUID) -> CivilServant:
    """The civil servant of this id, which stands in the field `civil_servant_id`."""
    kept = (await work.roster([id_])).get(id_)
    if kept is None or not isinstance(kept.entry, CivilServant):
        sentence = f"There is no civil servant with the id {id_}."
        raise Refusal(Code.UNKNOWN_CIVIL_SERVANT, sentence, "#/civil_servant_id")
    return kept.entry


async def period_of(work: Work, id_: UUID) -> Period:
    """The period of this id, which stands in the field `period_id`."""
    kept = (await work.roster([id_])).get(id_)
    if kept is None or not isinstance(kept.entry, Period):
        raise Refusal(Code.UNKNOWN_PERIOD, f"There is no period with the id {id_}.", "#/period_id")
    return kept.entry


async def unit_of(work: Work, id_: UUID) -> Unit:
    """The unit of this id, which stands in the address."""
    kept = (await work.roster([id_])).get(id_)
    if kept is None or not isinstance(kept.entry, Unit):
        raise Refusal(Code.UNKNOWN_UNIT, "There is no unit with this id.")
    return kept.entry
