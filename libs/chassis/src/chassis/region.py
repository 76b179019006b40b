"""A region's values, read from a TOML file in which each stands with its source:
`days = { value = 14, source = "PP 30/2019 Ps 59" }`.

Nothing is believed by halves: what is missing, of another kind, outside its bounds, without a source, or not known, is
gathered, and `done` refuses the file with all of it. Sources are a regulation, `own` where no text gives a rule, or
`verify: <regulation>` where nobody has checked the text yet.
"""

import tomllib
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, NamedTuple

NOTHING: Final = object()


class RegionRefused(Exception):
    """The file cannot come into force; `faults` has every fault as a sentence."""

    def __init__(self, path: Path, faults: Collection[str]) -> None:
        super().__init__(f"{path}: " + "; ".join(faults))
        self.faults = tuple(faults)


class Number(NamedTuple):
    """A decimal value and its source."""

    value: Decimal
    source: str


class Whole(NamedTuple):
    """A whole number and its source."""

    value: int
    source: str


class Word(NamedTuple):
    """A word of a closed list and its source."""

    value: str
    source: str


class Flag(NamedTuple):
    """Yes or no, and its source."""

    value: bool
    source: str


class Region:
    """One file. Ask for each value by its dotted name, then call `done`; a faulty value answers with a stand-in.

    content: what the file holds, where it was not read from a disk (a draft that somebody sends); `path` then names it.
    """

    def __init__(self, path: Path, content: Mapping[str, Any] | None = None) -> None:
        self._path, self._faults, self._asked = path, list[str](), set[str]()
        self.content: Mapping[str, Any] = _read(path) if content is None else content

    def number(self, name: str, low: Decimal | int, high: Decimal | int) -> Number:
        """A number from `low` to `high`."""
        value, source = self._sourced(name, (int, Decimal), "a number")
        number = Decimal(value) if value is not None else Decimal(low)
        if not number.is_finite() or not low <= number <= high:
            self.fault(name, f"lies between {low} and {high}, not at {number}")
            number = Decimal(low)
        return Number(number, source)

    def whole(self, name: str, low: int, high: int) -> Whole:
        """A whole number from `low` to `high`."""
        value, source = self._sourced(name, (int,), "a whole number")
        if value is not None and not low <= value <= high:
            self.fault(name, f"lies between {low} and {high}, not at {value}")
        return Whole(low if value is None else int(value), source)

    def word(self, name: str, words: Collection[str]) -> Word:
        """One of `words`."""
        value, source = self._sourced(name, (str,), "a word")
        if value is not None and value not in words:
            self.fault(name, f"is one of {', '.join(sorted(words))}, not «{value}»")
        return Word(next(iter(words)) if value is None else str(value), source)

    def flag(self, name: str) -> Flag:
        """Yes or no."""
        value, source = self._sourced(name, (bool,), "true or false")
        return Flag(bool(value), source)

    def text(self, name: str) -> str:
        """A plain text that needs no source: a name."""
        value = self._find(name)
        if value is NOTHING:
            return ""
        if not isinstance(value, str) or not value.strip():
            self.fault(name, "is a text and not empty")
            return ""
        return value

    def day(self, name: str) -> date:
        """A plain day that needs no source."""
        value = self._find(name)
        if value is NOTHING:
            return date.min
        if type(value) is not date:
            self.fault(name, "is a day, as in 2026-01-01")
            return date.min
        return value

    def plain(self, name: str) -> object:
        """A plain value that needs no source, of whatever kind; None where it is missing."""
        value = self._find(name)
        return None if value is NOTHING else value

    def names(self, table: str) -> list[str]:
        """The names that a table has, in the file's order; none where there is no such table."""
        found = self._find(table, needed=False)
        return list(found) if isinstance(found, dict) else []  # pyright: ignore[reportUnknownVariableType]

    def fault(self, name: str, sentence: str) -> None:
        """Notes what is wrong with a value, also what only its owner can know."""
        self._faults.append(f"{name} {sentence}")

    def has(self, name: str) -> bool:
        """Whether there is such a value or table."""
        return self._find(name, needed=False) is not NOTHING

    def done(self) -> None:
        """
        Raises:
            RegionRefused: something is wrong, or the file has a value that nobody asked for (a misspelt name).
        """
        unknown = sorted(name for name in _leaves(self.content) if not self._known(name))
        faults = [*self._faults, *(f"{name} is not known here" for name in unknown)]
        if faults:
            raise RegionRefused(self._path, faults)

    def _known(self, name: str) -> bool:
        return name in self._asked or name.rpartition(".")[0] in self._asked

    def _sourced(self, name: str, kinds: tuple[type, ...], kind: str) -> tuple[Any, str]:
        entry = self._find(name)
        if entry is NOTHING:
            return None, ""
        if not isinstance(entry, dict) or set(entry) != {"value", "source"}:  # pyright: ignore[reportUnknownArgumentType]
            self.fault(name, "has just a value and its source")
            return None, ""
        value, source = entry["value"], entry["source"]
        if not isinstance(source, str) or not source.strip():
            self.fault(name, "names its source: a regulation, own, or verify: and the regulation")
            source = ""
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            self.fault(name, f"is {kind}")
            return None, source
        return value, source

    def _find(self, name: str, *, needed: bool = True) -> Any:
        self._asked.add(name)
        place: Any = self.content
        for step in name.split("."):
            if not isinstance(place, dict) or step not in place:
                if needed:
                    self.fault(name, "is missing")
                return NOTHING
            place = place[step]  # pyright: ignore[reportUnknownVariableType]
        return place  # pyright: ignore[reportUnknownVariableType]


def _read(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except OSError as error:
        raise RegionRefused(path, [error.strerror or type(error).__name__]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RegionRefused(path, [str(error)]) from None


def _leaves(table: Mapping[str, Any], prefix: str = "") -> list[str]:
    found: list[str] = []
    for name, value in table.items():
        found += _leaves(value, f"{prefix}{name}.") if isinstance(value, dict) else [f"{prefix}{name}"]  # pyright: ignore[reportUnknownArgumentType]
    return found
