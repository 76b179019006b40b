"""What one person may be shown of groups of people, decided over all the groups that they may ask for: what is left out
of one page is left out of every other one."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from scoring_svc.app.ports import Group, Summaries
from scoring_svc.domain.access import Actor, sees_region, sees_unit
from scoring_svc.domain.disclosure import LeftOut, of_groups
from scoring_svc.domain.policy import Policy
from scoring_svc.domain.roster import Agency, Unit
from scoring_svc.domain.tree import above, below

REGION: Final = UUID(int=0)
"""Stands for the region among ids of groups."""


@dataclass(frozen=True, slots=True)
class Family:
    """The groups of units that a person may ask for, on all pages together. led: the units that are theirs to ask for
    because they lead people there. Empty for who reads everybody."""

    groups: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict[UUID, frozenset[UUID]])
    led: frozenset[UUID] = frozenset()


async def family(
    actor: Actor, everybody: Group, units: Collection[Unit], agencies: Iterable[Agency], summaries: Summaries
) -> Family:
    """everybody: all units, on the day. Units of the person's own agency are not among the groups, for there they may
    read everybody."""
    if actor.reads_all:
        return Family()
    led = above(await summaries.led(everybody, actor), units)
    groups: dict[UUID, frozenset[UUID]] = {}
    if sees_region(actor):
        groups[REGION] = frozenset(everybody.units)
        for agency in agencies:
            groups[agency.id] = frozenset(unit.id for unit in units if unit.agency_id == agency.id)
    for unit in units:
        if (unit.id in led or unit.parent_unit_id in led) and not sees_unit(actor, unit):
            groups[unit.id] = below(unit.id, units)
    return Family(groups, led)


async def left_out(
    actor: Actor, found: Family, everybody: Group, units: Iterable[Unit], summaries: Summaries, policy: Policy
) -> Mapping[UUID, LeftOut]:
    """Of the family's groups, whose figures are left out, and why."""
    if not found.groups:
        return {}
    asked = frozenset[UUID]().union(*found.groups.values())
    hidden = await summaries.hidden(Group(asked, everybody.year, everybody.day), actor)
    read = {unit.id for unit in units if sees_unit(actor, unit)}
    unread = {places: people for places, people in hidden.items() if read.isdisjoint(places)}
    return of_groups(found.groups, unread, int(policy.minimum_group.value))
