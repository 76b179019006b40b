"""The same servers from container images, by testcontainers: those that docker-compose.yml runs.

Import it with SETTINGS of `plugin` in the environment, which testcontainers reads once.
"""

from collections.abc import Generator
from contextlib import contextmanager

from testcontainers.community.postgres import PostgresContainer
from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import LogMessageWaitStrategy

from capaian_local.servers.ports import HOST, free_port
from capaian_local.testing.databases import Databases

POSTGRES = "postgres:18"
KAFKA = "apache/kafka:4.3.1"


@contextmanager
def container_databases() -> Generator[Databases, None, None]:
    """PostgreSQL in a container."""
    with PostgresContainer(POSTGRES, driver="asyncpg") as container:
        yield Databases(container.get_connection_url(host=HOST))


@contextmanager
def container_kafka() -> Generator[str, None, None]:
    """Kafka in a container. It has to advertise the address that clients use, so the port is chosen beforehand."""
    port = free_port()
    container = DockerContainer(KAFKA).with_bind_ports(f"{port}/tcp", port)
    settings = {
        "NODE_ID": "1",
        "PROCESS_ROLES": "broker,controller",
        "LISTENERS": f"PLAINTEXT://:{port},CONTROLLER://:9093",
        "ADVERTISED_LISTENERS": f"PLAINTEXT://{HOST}:{port}",
        "CONTROLLER_LISTENER_NAMES": "CONTROLLER",
        "LISTENER_SECURITY_PROTOCOL_MAP": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
        "CONTROLLER_QUORUM_VOTERS": "1@localhost:9093",
        "OFFSETS_TOPIC_REPLICATION_FACTOR": "1",
        "GROUP_INITIAL_REBALANCE_DELAY_MS": "0",
        "AUTO_CREATE_TOPICS_ENABLE": "false",
    }
    for name, value in settings.items():
        container = container.with_env(f"KAFKA_{name}", value)
    with container.waiting_for(LogMessageWaitStrategy("Kafka Server started")):
        yield f"{HOST}:{port}"
