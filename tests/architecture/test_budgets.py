"""Size budgets as a smell detector: a file is one idea on two screens, a function one thought.

An exception is listed here with its reason. Limits are those of docs/architecture/rooms.md.
"""

import ast
import io
import textwrap
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pytest

ROOT: Final = Path(__file__).parents[2]


class Budget(NamedTuple):
    file: int
    function: int
    branches: int


SERVICES: Final = Budget(file=220, function=40, branches=8)
LIBRARIES: Final = Budget(file=320, function=50, branches=10)
TESTS: Final = Budget(file=450, function=60, branches=4)

EXCEPTIONS: Final[dict[str, str]] = {}
"""Path from the root → why it may be longer."""

BRANCHES: Final = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.IfExp, ast.Match)


def budget_of(path: Path) -> Budget:
    parts = path.relative_to(ROOT).parts
    if "tests" in parts:
        return TESTS if path.name.startswith(("test_", "conftest")) else LIBRARIES
    return SERVICES if parts[0] == "services" else LIBRARIES


def sources() -> list[Path]:
    folders = ("libs", "services", "deploy", "tests")
    left_out = {"versions", "mutants"}
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if left_out.isdisjoint(path.parts))


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def own_branches(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Branches of the function itself; a flat `match` counts once, and functions inside count for themselves."""
    count, stack = 0, list(ast.iter_child_nodes(function))
    while stack:
        node = stack.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        count += isinstance(node, BRANCHES)
        stack.extend(ast.iter_child_nodes(node))
    return count


def code_lines(text: str) -> int:
    """Lines that hold code: blank lines, comments and docstrings explain, and that is not what the budget cuts."""
    skipped = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    held: set[int] = set()
    previous = tokenize.NEWLINE
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        stands_alone = token.type == tokenize.STRING and previous in (
            tokenize.NEWLINE,
            tokenize.INDENT,
            tokenize.DEDENT,
        )
        if token.type not in skipped and not stands_alone:
            held.update(range(token.start[0], token.end[0] + 1))
        if token.type not in (tokenize.COMMENT, tokenize.NL):
            previous = token.type
    return len(held)


def body_of(function: ast.FunctionDef | ast.AsyncFunctionDef, text: str) -> str:
    """The text after the signature, which may end on the body's first line."""
    first = function.body[0]
    lines = text.splitlines()[first.lineno - 1 : function.end_lineno]
    return textwrap.dedent("\n".join([" " * first.col_offset + lines[0][first.col_offset :], *lines[1:]])) + "\n"


@pytest.mark.parametrize("path", sources(), ids=relative)
def test_a_file_is_one_idea_that_fits_on_two_screens(path: Path):
    text = path.read_text()
    budget = budget_of(path)
    if relative(path) not in EXCEPTIONS:
        assert len(text.splitlines()) <= budget.file
    for function in functions(ast.parse(text)):
        assert code_lines(body_of(function, text)) <= budget.function, f"{function.name} is too long"
        assert own_branches(function) <= budget.branches, f"{function.name} has too many branches"


def test_the_exceptions_still_exist_and_still_need_to_be():
    for name in EXCEPTIONS:
        path = ROOT / name
        assert len(path.read_text().splitlines()) > budget_of(path).file, name


@pytest.mark.parametrize("path", [p for p in sources() if p.name != "__init__.py"], ids=relative)
def test_a_module_says_what_it_is_for(path: Path):
    assert ast.get_docstring(ast.parse(path.read_text())), "a module's header states its purpose"


@pytest.mark.parametrize("word", ["utils", "helpers", "common", "manager", "misc"])
def test_no_room_is_named_after_nothing(word: str):
    assert [relative(path) for path in sources() if word in path.relative_to(ROOT).with_suffix("").parts] == []
