"""The guides of docs/guide as a program reads them: variables, requests, and what their answers are said to hold."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any, Final
from uuid import UUID

import msgspec
from capaian_local.home import REPOSITORY
from capaian_local.sample import Who

FOLDER: Final = REPOSITORY / "docs" / "guide"
BLOCK: Final = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
VALUE: Final = re.compile(r"(\w+)=([^\s$]+)")
TOKEN: Final = re.compile(r"(\w+)=\$\(\.venv/bin/capaian token --as (\w+)(?: --(person|agency) \$(\w+))?\)")
REQUEST: Final = re.compile(r'curl -s "([^"]+)" -H "Authorization: Bearer \$(\w+)"')
DECIMAL: Final = re.compile(r"\d+\.\d+")


@dataclass(frozen=True, slots=True)
class Step:
    """A request that a guide shows, and a part of its answer. address: as it stands there, without variables."""

    address: str
    who: Who
    answer: Any


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide. prose: its text without blocks and links."""

    steps: tuple[Step, ...]
    prose: str

    @property
    def shown(self) -> set[str]:
        """All decimals in answers."""
        return {found for step in self.steps for found in DECIMAL.findall(msgspec.json.encode(step.answer).decode())}


def read(path: Path) -> Guide:
    """A guide as it stands in the repository."""
    text = path.read_text("utf-8")
    blocks = [(found[1], found[2]) for found in BLOCK.finditer(text)]
    return Guide(tuple(_steps(blocks)), BLOCK.sub("", text))


def holds(said: Any, found: Any) -> bool:
    """Whether all that is said of an answer is in it: fields of objects, and each entry of a list as one of its own.

    The order of a list is not looked at: what is listed by ids that were drawn at the load comes in any order.
    """
    match said:
        case dict():
            fields: Mapping[str, Any] = said
            return isinstance(found, dict) and all(
                key in found and holds(value, found[key]) for key, value in fields.items()
            )
        case list():
            entries: list[Any] = said
            return isinstance(found, list) and bool(found) == bool(entries) and _each_is_one(entries, [*found])
        case _:
            return said == found


def _each_is_one(said: list[Any], rest: list[Any]) -> bool:
    for each in said:
        place = next((place for place, other in enumerate(rest) if holds(each, other)), None)
        if place is None:
            return False
        del rest[place]
    return True


def _steps(blocks: list[tuple[str, str]]) -> Iterator[Step]:
    values: dict[str, str] = {}
    people: dict[str, Who] = {}
    for place, (kind, block) in enumerate(blocks):
        if kind != "sh":
            continue
        values |= dict(VALUE.findall(block)) if "curl" not in block else {}
        for name, role, of, whose in TOKEN.findall(block):
            person, agency = (UUID(values[whose]) if of == each else None for each in ("person", "agency"))
            people[name] = Who(f"guide:{role}", (role,), agency, person)
        for address, name in REQUEST.findall(block):
            whole = Template(address).substitute(values)
            following, answer = blocks[place + 1]
            if following != "json":
                raise ValueError(f"no answer is shown of {address}")
            yield Step(whole, people[name], msgspec.json.decode(answer))
