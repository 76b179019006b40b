"""One running system for all of these tests: by `capaian` with embedded servers, or by docker compose.

With CAPAIAN_TEST_SERVERS=containers the same journey goes over the images of docker-compose.yml.
"""

from collections.abc import Iterator

import pytest

from .running import CONTAINERS, Stack, System, composed
from .situation import prepare


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """An embedded stack on free ports, without the sample."""
    stack = Stack(tmp_path_factory.mktemp("stack"))
    stack.capaian("up", "--detach", "--no-load", "--quiet")
    yield stack
    stack.capaian("down")


@pytest.fixture(scope="session")
def system(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The system to walk through."""
    if CONTAINERS:
        yield from composed(tmp_path_factory.mktemp("compose"))
    else:
        yield request.getfixturevalue("stack").system()


@pytest.fixture(scope="session")
def prepared(system: System) -> System:
    """The system with an agency at the beginning of a year."""
    prepare(system)
    return system
