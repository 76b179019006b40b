"""The list of all refusal codes: found in the code, with their words from `docs/integration/refusals.toml`.

A service's codes are its closed family and its table of statuses; those that all services share are the literals with
which the chassis, and a few entry points, raise a problem or a fault of a field.
"""

import ast
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from http import HTTPStatus
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NamedTuple

from chassis import problem

ROOT: Final = Path(__file__).parents[2]
WORDS: Final = ROOT / "docs" / "integration" / "refusals.toml"
SERVICES: Final = ("target", "evaluation", "survey", "scoring")
UNPROCESSABLE: Final = 422
EVERY: Final = "every"

BEGINNING: Final = f"""\
# Every way in which a service says no

Made from the code and from [{WORDS.name}]({WORDS.name}) by `make documents`. A refusal is a problem (RFC 9457): `code`
is one of these and stable, `detail` is a sentence about this very case, and `errors` names the field. Nothing of a
refused request is stored. Where an id inside a body names what is not there, 404 becomes 422. A fault of one field
among several stands with its code in `errors`; the whole is then `invalid_request`.

| Code | Status | Service | Meaning | What to do |
| --- | --- | --- | --- | --- |
"""


class Answer(NamedTuple):
    """Who gives a code, with which status."""

    service: str
    status: int


def found() -> dict[str, set[Answer]]:
    """Code → who answers it. Where the chassis has a code too, every service does."""
    codes: dict[str, set[Answer]] = {}
    for code, status in _shared():
        codes.setdefault(code, set()).add(Answer(EVERY, status))
    for service in SERVICES:
        package = f"{service}_svc"
        family: type[StrEnum] = import_module(f"{package}.domain.refusals").Code
        table: dict[Any, int] = import_module(f"{package}.entrypoints.refused").STATUS
        for code in family:
            codes.setdefault(code.value, set()).add(Answer(service, table.get(code, UNPROCESSABLE)))
        for code, status in _raised(ROOT / "services" / f"{service}-svc" / "src"):
            codes.setdefault(code, set()).add(Answer(service, status))
    return {code: _whole(answers) for code, answers in codes.items()}


def words() -> dict[str, dict[str, str]]:
    """Code → its meaning and its cure."""
    return tomllib.loads(WORDS.read_text("utf-8"))


def document() -> str:
    """The page. A code without words stands in it without, which its test says."""
    said, lines = words(), list[str]()
    for code, answers in sorted(found().items()):
        statuses = ", ".join(str(status) for status in sorted({each.status for each in answers}))
        who = ", ".join(name for name in (EVERY, *SERVICES) if name in {each.service for each in answers})
        about = said.get(code, {})
        lines.append(f"| `{code}` | {statuses} | {who} | {about.get('meaning', '')} | {about.get('cure', '')} |")
    return BEGINNING + "\n".join(lines) + "\n"


def _whole(answers: set[Answer]) -> set[Answer]:
    shared = {each for each in answers if each.service == EVERY}
    return shared | {each for each in answers if each.status not in {one.status for one in shared}}


def _shared() -> Iterator[tuple[str, int]]:
    yield from ((code, status) for status, (code, _) in problem.SENTENCES.items())
    yield from ((code, UNPROCESSABLE) for code in problem.CODES.values())
    yield from (("invalid_value", UNPROCESSABLE), ("invalid_request", UNPROCESSABLE))
    yield "http_error", HTTPStatus.BAD_REQUEST
    yield from _raised(ROOT / "libs" / "chassis" / "src")


def _raised(folder: Path) -> Iterator[tuple[str, int]]:
    """The codes that stand as words in calls of `Problem(status, code, …)` and of `refusal(code, …)`."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name("Problem"), args=[ast.Constant(int(status)), ast.Constant(str(code)), *_]):
                    yield code, status
                case ast.Call(func=ast.Name("refusal"), args=[ast.Constant(str(code)), *_]):
                    yield code, UNPROCESSABLE
                case _:
                    pass
