"""The guides tell what a demo shows: each request of theirs is made, and each number in them is one that came back."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from capaian_local.home import PORTS, SERVICES

from .guides import DECIMAL, FOLDER, holds, read
from .running import Stack, System

GUIDES = sorted(path.name for path in FOLDER.glob("*.md"))
STANDARD = {f":{PORTS[name]}/": name for name in SERVICES}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """What `make demo` starts, with its sample and without anything that moves."""
    stack = Stack(tmp_path_factory.mktemp("demo"))
    stack.capaian("up", "--detach", "--quiet")
    yield stack.system()
    stack.capaian("down")


def here(system: System, address: str) -> str:
    """The address in this system, whose ports are others."""
    port, name = next((port, name) for port, name in STANDARD.items() if port in address)
    return address.replace(f"http://127.0.0.1{port}", f"{getattr(system.endpoints, name)}/")


def test_there_is_a_guide_for_each_of_them():
    assert GUIDES == ["inspector.md", "personnel-officer.md", "rated-person.md", "rater.md"]


@pytest.mark.servers
@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", GUIDES)
def test_what_a_guide_shows_is_what_the_demo_answers(demo: System, name: str):
    guide = read(FOLDER / name)
    assert len(guide.steps) >= 6
    for step in guide.steps:
        found = demo.done(step.who, "GET", here(demo, step.address))
        assert holds(step.answer, found), f"{step.address}: {found}"


@pytest.mark.parametrize("name", GUIDES)
def test_numbers_between_the_answers_are_numbers_of_an_answer(name: str):
    guide = read(FOLDER / name)
    # An address and a rounding that is written out are no results of anybody.
    prose = re.sub(r"`[^`]*`|\(\.\./[^)]*\)|\[\w*\d\.\w*\]", "", guide.prose)
    assert set(DECIMAL.findall(prose)) <= guide.shown | {"127.0", "0.1"}


@pytest.mark.parametrize("name", GUIDES)
def test_links_lead_somewhere(name: str):
    for link in re.findall(r"\]\(([^)#]+)\)", (FOLDER / name).read_text("utf-8")):
        assert (FOLDER / Path(link)).exists(), link


@pytest.mark.parametrize(
    ("said", "found", "is_so"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, True),
        ({"a": 1}, {"b": 1}, False),
        ([{"a": 2}], [{"a": 1}, {"a": 2}], True),
        ([{"a": 2}, {"a": 1}], [{"a": 1}, {"a": 2}], True),
        ([{"a": 3}], [{"a": 1}, {"a": 2}], False),
        ([1], {"a": 1}, False),
        ([1, 1], [1], False),
        ([], [1], False),
        ([], [], True),
        ("1.0", "1.00", False),
    ],
)
def test_a_part_of_an_answer_is_in_it_or_is_not(said: object, found: object, is_so: bool):
    assert holds(said, found) is is_so
