"""What is asked of the rollout: a unit's or an agency's phase and shares, and the trainings of a person."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from target_svc.app import resources
from target_svc.app.ports import Reads
from target_svc.app.records import Taken
from target_svc.domain.access import Actor, check_oversees, sees
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.rollout import Counted, check_annual, counted_on, percent, together
from target_svc.domain.roster import Agency, CivilServant, Period, Unit
from target_svc.domain.trainings import Training

SHARES = ("with_approved_plan", "with_realizations", "trained")


class RolloutReads(Protocol):
    """Answers about the rollout, without locks."""

    async def units_of(self, agency_id: UUID) -> Sequence[Unit]:
        """An agency's units, by id."""
        ...

    async def phases(self, units: Collection[UUID], period_id: UUID) -> Mapping[UUID, list[Taken]]:
        """Unit → its steps in that year, oldest first; nothing for a unit that has none."""
        ...

    async def counted(self, units: Collection[UUID], period_id: UUID, on: date) -> Mapping[UUID, Counted]:
        """Unit → its people on that day, each counted where they serve: seconded, else definitive, else acting."""
        ...

    async def training(self, id_: UUID) -> Training | None: ...

    async def trainings_of(self, civil_servant_id: UUID, after: UUID | None, limit: int) -> Sequence[Training]:
        """In order of ids, from the one after `after`."""
        ...

    async def people(self, ids: Collection[UUID]) -> Mapping[UUID, CivilServant]: ...


@dataclass(frozen=True, slots=True)
class AgencyRollout:
    """An agency's units, each as it is answered, and all of them together."""

    on: date
    total: dict[str, Any]
    units: list[dict[str, Any]]


async def of_unit(
    reads: Reads, rollouts: RolloutReads, actor: Actor, unit_id: UUID, period_id: UUID, today: date
) -> tuple[dict[str, Any], int]:
    """One unit with all its steps, and the version of its phase (0: none). Raises Refusal."""
    found = await reads.entry("unit", unit_id)
    if found is None or not isinstance(found.entry, Unit):
        raise Refusal(Code.UNKNOWN_UNIT, "There is no unit with this id.")
    check_oversees(actor, found.entry.agency_id)
    on = counted_on(await _year(reads, period_id), today)
    steps = (await rollouts.phases([unit_id], period_id)).get(unit_id, [])
    counts = await rollouts.counted([unit_id], period_id, on)
    shown = _unit(found.entry, steps, counts.get(unit_id, Counted()))
    history = [resources.phase(each) for each in steps]
    return {"period_id": period_id, "on": on, **shown, "steps": history}, len(steps)


async def of_agency(
    reads: Reads, rollouts: RolloutReads, actor: Actor, agency_id: UUID, period_id: UUID, today: date
) -> AgencyRollout:
    """All units of an agency. Raises Refusal."""
    found = await reads.entry("agency", agency_id)
    if found is None or not isinstance(found.entry, Agency):
        raise Refusal(Code.UNKNOWN_AGENCY, "There is no agency with this id.")
    check_oversees(actor, agency_id)
    on = counted_on(await _year(reads, period_id), today)
    units = await rollouts.units_of(agency_id)
    ids = [unit.id for unit in units]
    steps, counts = await rollouts.phases(ids, period_id), await rollouts.counted(ids, period_id, on)
    shown = [_unit(unit, steps.get(unit.id, []), counts.get(unit.id, Counted())) for unit in units]
    return AgencyRollout(on, _shares(together(counts.values())), shown)


async def trainings_of(
    rollouts: RolloutReads, civil_servant_id: UUID, after: UUID | None, limit: int
) -> list[dict[str, Any]]:
    """A person's trainings, without who else took part."""
    found = await rollouts.trainings_of(civil_servant_id, after, limit)
    return [_own(each) for each in found]


async def training(rollouts: RolloutReads, actor: Actor, id_: UUID, today: date) -> dict[str, Any]:
    """A training with those of its people whom this reader sees. Raises Refusal."""
    found = await rollouts.training(id_)
    if found is None:
        raise Refusal(Code.UNKNOWN_TRAINING, "There is no training with this id.")
    people = await rollouts.people(found.civil_servant_ids)
    seen = [id_ for id_ in found.civil_servant_ids if sees(actor, people[id_], today)]
    if not seen:
        raise Refusal(Code.FORBIDDEN, "Only who took part, their superiors, their agency and inspectors see this.")
    return {**resources.training(found), "civil_servant_ids": seen}


def _own(training: Training) -> dict[str, Any]:
    shown = resources.training(training)
    return {name: shown[name] for name in shown if name != "civil_servant_ids"}


async def _year(reads: Reads, period_id: UUID) -> Period:
    found = await reads.entry("period", period_id)
    if found is None or not isinstance(found.entry, Period):
        raise Refusal(Code.UNKNOWN_PERIOD, "There is no period with this id.", "query:period_id")
    check_annual(found.entry, "query:period_id")
    return found.entry


def _unit(unit: Unit, steps: Sequence[Taken], counts: Counted) -> dict[str, Any]:
    phase = resources.phase(steps[-1]) if steps else None
    return {"unit_id": unit.id, "code": unit.code, "name": unit.name, "phase": phase, **_shares(counts)}


def _shares(counts: Counted) -> dict[str, Any]:
    shares = {name: getattr(counts, name) for name in SHARES}
    shown = {name: {"count": count, "percent": percent(count, counts.people)} for name, count in shares.items()}
    return {"people": counts.people, **shown}
