"""A text of an explanation as a page shows it: its lines are the same, their places are told by how far they are
indented, and their looks by what they are."""

from typing import Final, NamedTuple

ITEM: Final = "  - "
INDENT: Final = "    "


class Entry(NamedTuple):
    """A line with those under it, such as an indicator with its formula."""

    text: str
    under: list[str]


class Section(NamedTuple):
    """A part of an explanation: its title, what is said of the whole, and its entries."""

    title: str
    notes: list[str]
    entries: list[Entry]


def section(lines: list[str]) -> Section:
    """lines: a part of `Plain`; the first one is its title."""
    title, *rest = lines
    found = Section(title, [], [])
    for line in rest:
        if line.startswith(ITEM):
            found.entries.append(Entry(line.removeprefix(ITEM), []))
        elif line.startswith(INDENT) and found.entries:
            found.entries[-1].under.append(line.strip())
        else:
            found.notes.append(line.strip())
    return found


def is_formula(line: str) -> bool:
    """Whether a line is to be reckoned with: `77,4 ÷ 93 × 100 = 83,2258`."""
    return " → " in line or (" = " in line and any(sign in line for sign in "÷×+−≤>"))
