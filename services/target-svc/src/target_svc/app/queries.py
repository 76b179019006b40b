"""What may be read, by whom."""

from datetime import date
from typing import Any
from uuid import UUID

from target_svc.app import resources
from target_svc.app.ports import Kept, Reads
from target_svc.domain.access import Actor, sees
from target_svc.domain.plan import Plan
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import CivilServant

UNKNOWN = {
    "agency": Code.UNKNOWN_AGENCY,
    "unit": Code.UNKNOWN_UNIT,
    "civil_servant": Code.UNKNOWN_CIVIL_SERVANT,
    "period": Code.UNKNOWN_PERIOD,
}


async def entry(reads: Reads, actor: Actor, kind: str, id_: UUID) -> dict[str, Any]:
    """A roster entry. Raises Refusal where there is none."""
    return resources.roster(await _kept(reads, kind, id_), actor)


async def plan(reads: Reads, actor: Actor, id_: UUID, today: date) -> dict[str, Any]:
    """A plan. Raises Refusal where there is none, or it is not for this reader."""
    return resources.plan(await _seen(reads, actor, id_, today))


async def versions(reads: Reads, actor: Actor, id_: UUID, today: date) -> dict[str, Any]:
    """A plan's versions. Raises Refusal as `plan`."""
    state = await _seen(reads, actor, id_, today)
    return resources.versions(state, await reads.steps(id_))


async def goal(reads: Reads, id_: UUID) -> dict[str, Any]:
    """A regional goal. Raises Refusal where there is none."""
    found = await reads.goal(id_)
    if found is None:
        raise Refusal(Code.UNKNOWN_GOAL, "There is no goal with this id.")
    return resources.goal(found)


async def _seen(reads: Reads, actor: Actor, id_: UUID, today: date) -> Plan:
    state = await reads.plan(id_)
    if state is None:
        raise Refusal(Code.UNKNOWN_PLAN, "There is no plan with this id.")
    await check_sees(reads, actor, state.civil_servant_id, today)
    return state


async def course(reads: Reads, actor: Actor, indicator_id: UUID, today: date) -> dict[str, Any]:
    """An indicator with its realizations. Raises Refusal as `plan`."""
    state = await reads.course(indicator_id)
    if state is None:
        raise Refusal(Code.UNKNOWN_INDICATOR, "No approved plan has an indicator with this id.")
    await check_sees(reads, actor, state.civil_servant_id, today)
    return resources.course(state)


async def check_sees(reads: Reads, actor: Actor, civil_servant_id: UUID, today: date) -> None:
    """Refuses who may not see this person's plans."""
    person = (await _kept(reads, "civil_servant", civil_servant_id)).entry
    if not isinstance(person, CivilServant) or not sees(actor, person, today):
        raise Refusal(Code.FORBIDDEN, "Only the person, the superior, the agency and inspectors see this.")


async def _kept(reads: Reads, kind: str, id_: UUID) -> Kept:
    found = await reads.entry(kind, id_)
    if found is None:
        raise Refusal(UNKNOWN[kind], f"There is no {kind.replace('_', ' ')} with this id.")
    return found
