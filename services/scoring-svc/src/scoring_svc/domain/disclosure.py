"""Which figures of groups may be shown, so that nobody reckons out a small group from those of larger ones.

A group's figures are withheld where fewer people than the policy's minimum [own] would be spoken of whom the asking
person may not read: whoever reads all but one would know that one. That alone is not enough, for a whole without those
of its parts that are shown is a group too. So further ones are left out until whatever sums and differences of what is
shown can tell is of nobody or of at least that many hidden people: secondary (complementary) cell suppression, see
Hundepool et al., Statistical Disclosure Control (Wiley 2012), chapter 4, and Fischetti and Salazar-González, Solving
the Cell Suppression Problem on Tabular Data with Linear Constraints, Management Science 47 (2001). Which ones are
fewest is a hard problem in general; here the smallest part goes first, and a whole stays while it has parts to hide.

Why that is enough: each shown group less its largest shown parts is its rest. The rests say just what the groups say,
and each has at least the minimum of hidden people who are in no other rest. So no combination is free of all of them.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import Final, TypeVar
from uuid import UUID

Name = TypeVar("Name", int, UUID)
WHOLE: Final = 0
"""Stands for all levels among the names of levels, which begin at 1."""


class LeftOut(StrEnum):
    """Why a group's figures are not shown."""

    GROUP_TOO_SMALL = "group_too_small"
    PROTECTS_ANOTHER_GROUP = "protects_another_group"


def of_groups(
    groups: Mapping[UUID, AbstractSet[UUID]], hidden: Mapping[frozenset[UUID], int], minimum: int
) -> dict[UUID, LeftOut]:
    """Groups of units, all that somebody may ask for, on whatever page. hidden: units → how many hidden people serve in
    just these of them. Who serves in two parts of a whole is told by the whole less both, which counts too.

    Returns:
        Whose figures are left out; a group that is not named is shown.
    """
    of: Mapping[UUID, list[UUID]] = defaultdict(list)
    for name, units in groups.items():
        for unit in units:
            of[unit].append(name)
    alike: Counter[frozenset[UUID]] = Counter()
    for units, people in hidden.items():
        alike[frozenset(name for unit in units for name in of.get(unit, ()))] += people
    counts = list(alike.values())
    atoms = {name: sum(1 << place for place, names in enumerate(alike) if name in names) for name in groups}
    return _left_out(atoms, lambda mask: sum(counts[place] for place in _places(mask)), minimum)


def of_levels(hidden: Iterable[tuple[int, UUID]], minimum: int) -> dict[int, LeftOut]:
    """Levels and all of them together, WHOLE. hidden: the level of each result that is not to be seen, and whose it is;
    results differ from level to level, even those of the same person.

    Returns:
        Whose figures are left out; a level that is not named is shown.
    """
    alike = sorted(set(hidden))
    atoms: dict[int, int] = defaultdict(int)
    for place, (level, _) in enumerate(alike):
        atoms[level] |= 1 << place
        atoms[WHOLE] |= 1 << place
    return _left_out(atoms, lambda mask: len({alike[place][1] for place in _places(mask)}), minimum)


def _left_out(groups: Mapping[Name, int], weigh: Callable[[int], int], minimum: int) -> dict[Name, LeftOut]:
    """groups: the hidden atoms of each as bits; weigh: how many people are in some atoms."""
    size = {name: weigh(atoms) for name, atoms in groups.items()}
    found = {name: LeftOut.GROUP_TOO_SMALL for name, people in size.items() if 0 < people < minimum}
    order = sorted(filter(size.get, groups), key=lambda name: (size[name], groups[name].bit_count(), name))
    while (next_one := _unsafe([name for name in order if name not in found], groups, weigh, minimum)) is not None:
        found[next_one] = LeftOut.PROTECTS_ANOTHER_GROUP
    return found


def _unsafe(order: list[Name], groups: Mapping[Name, int], weigh: Callable[[int], int], minimum: int) -> Name | None:
    """What is to be left out next: of the smallest group whose rest tells too much its smallest part, or else itself.

    order: the groups that are shown, parts before what they are parts of.
    """
    rests: dict[Name, int] = {}
    smallest: dict[Name, Name] = {}
    once = shared = 0
    for place, name in enumerate(order):
        parts = _largest(order[:place], groups[name], groups)
        smallest[name] = parts[-1] if parts else name
        rests[name] = rest = _rest(groups[name], [groups[part] for part in parts])
        shared |= once & rest
        once |= rest
    for name, rest in rests.items():
        if rest and weigh(rest & ~shared) < minimum:
            return smallest[name]
    return None


def _largest(order: list[Name], whole: int, groups: Mapping[Name, int]) -> list[Name]:
    """The parts of a whole that lie in no other part of it, the largest first."""
    found: list[Name] = []
    for name in reversed(order):
        atoms = groups[name]
        if atoms & ~whole == 0 and all(atoms & ~groups[part] for part in found):
            found.append(name)
    return found


def _rest(whole: int, parts: list[int]) -> int:
    """What is left of the whole once its parts are taken off: what is in none of them, and what was taken off twice."""
    once = twice = 0
    for part in parts:
        twice |= once & part
        once |= part
    return whole & ~once | twice


def _places(mask: int) -> Iterable[int]:
    """Of the bits that are set."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
