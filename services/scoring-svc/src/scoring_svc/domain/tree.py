"""Which units lie under which: a unit includes its sub-units."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from scoring_svc.domain.roster import Unit


def below(unit_id: UUID, units: Iterable[Unit]) -> frozenset[UUID]:
    """The unit and all under it. A circle, which the roster should not have, is walked once."""
    children: Mapping[UUID | None, list[UUID]] = defaultdict(list)
    for unit in units:
        children[unit.parent_unit_id].append(unit.id)
    found, waiting = {unit_id}, [unit_id]
    while waiting:
        for child in children[waiting.pop()]:
            if child not in found:
                found.add(child)
                waiting.append(child)
    return frozenset(found)


def tops(agency_id: UUID, units: Iterable[Unit]) -> list[Unit]:
    """The units of an agency that lie under none of its own."""
    own = {unit.id: unit for unit in units if unit.agency_id == agency_id}
    return [unit for unit in own.values() if unit.parent_unit_id not in own]


def above(unit_ids: Iterable[UUID], units: Iterable[Unit]) -> frozenset[UUID]:
    """These units and all that they lie under. A circle is walked once."""
    parents = {unit.id: unit.parent_unit_id for unit in units}
    found: set[UUID] = set()
    for each in unit_ids:
        at: UUID | None = each
        while at is not None and at not in found:
            found.add(at)
            at = parents.get(at)
    return frozenset(found)
