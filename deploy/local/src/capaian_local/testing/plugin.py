"""pytest fixtures: `postgres_server`, `database`, `kafka_server`, `topics`.

Real servers, embedded by default; with CAPAIAN_TEST_SERVERS=containers from the images that production uses. They
listen on free ports and keep their data in a temporary folder, so that a running demo is never touched.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from capaian_local.home import REPOSITORY
from capaian_local.testing.databases import Databases, embedded_databases
from capaian_local.testing.topics import Topics

CONTAINERS = os.environ.get("CAPAIAN_TEST_SERVERS", "embedded") == "containers"
SETTINGS = {
    # Each container ends with its fixture, so no third image has to watch over them.
    "TESTCONTAINERS_RYUK_DISABLED": "true",
    # Docker publishes ports on this machine's loopback, also where the machine looks like a container itself.
    "TESTCONTAINERS_CONNECTION_MODE": "docker_host",
    "TESTCONTAINERS_HOST_OVERRIDE": "127.0.0.1",
}
JARS = REPOSITORY / ".tools" / "kafka"

if CONTAINERS:
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """A PostgreSQL that makes fresh databases: `await postgres_server.new("name")` answers with a URL."""
    if CONTAINERS:
        from capaian_local.testing.containers import container_databases

        with container_databases() as databases:
            yield databases
    else:
        with embedded_databases(tmp_path_factory.mktemp("postgres")) as databases:
            yield databases


@pytest.fixture(scope="session")
def kafka_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Kafka; the fixture is its bootstrap address."""
    if CONTAINERS:
        from capaian_local.testing.containers import container_kafka

        with container_kafka() as bootstrap:
            yield bootstrap
        return
    from capaian_local.servers.kafka import start_kafka
    from capaian_local.servers.ports import free_port

    folder = tmp_path_factory.mktemp("kafka")
    server = start_kafka(folder / "data", JARS, folder / "kafka.log", free_port(), free_port())
    yield server.bootstrap
    server.child.stop(10)


@pytest.fixture
async def database(postgres_server: Databases, request: pytest.FixtureRequest) -> str:
    """The address of an empty database of this test's own."""
    return await postgres_server.new(request.node.name)


@pytest.fixture
async def topics(kafka_server: str) -> AsyncIterator[Topics]:
    """The catalogue's topics, empty: `await topics.fresh()` makes them anew."""
    topics = Topics(kafka_server)
    await topics.fresh()
    yield topics
    await topics.close()


@pytest.fixture
def eventually() -> Callable[..., object]:
    """`await eventually(condition, within=10)`: waits until a condition is true and returns its value."""

    async def wait(condition: Callable[[], object], within: float = 20.0) -> object:
        ends = asyncio.get_running_loop().time() + within
        while True:
            found = condition()
            value = await found if asyncio.iscoroutine(found) else found
            if value:
                return value
            if asyncio.get_running_loop().time() > ends:
                raise AssertionError(f"not within {within:g} s: {condition}")
            await asyncio.sleep(0.02)

    return wait
