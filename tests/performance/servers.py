"""What the job runs on: an embedded Kafka whose topics stay from one run to the next, and an embedded PostgreSQL.

Both as `make demo` starts them, flushing to the disk as in production; the service as its own process.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from aiokafka import AIOKafkaProducer
from capaian_local.home import REPOSITORY
from capaian_local.servers.child import Child, Spec, start
from capaian_local.servers.kafka import start_kafka
from capaian_local.servers.ports import HOST, free_port
from capaian_local.servers.postgres import PostgresServer, start_postgres
from capaian_local.testing.databases import Databases
from capaian_local.topics import ensure
from contracts.topics import CATALOGUE
from scoring_svc.wiring import CARDS_TOPICS

from . import events

REGION: Final = REPOSITORY / "deploy" / "regions" / "lampung"
ASSIGNED: Final = '"group": "scoring-svc.cards"'


class Servers(NamedTuple):
    """folder: of this job, for logs."""

    bootstrap: str
    postgres: PostgresServer
    folder: Path


@contextmanager
def running(folder: Path) -> Generator[Servers]:
    """Both servers. PostgreSQL's data is thrown away before; Kafka's is kept where it is the job's and nothing more."""
    kept = (folder / "filled").exists()
    for stale in (folder / "postgres", folder / "postgres.password", *(() if kept else (folder / "kafka",))):
        subprocess.run(["rm", "-rf", str(stale)], check=True)
    folder.mkdir(parents=True, exist_ok=True)
    jars = REPOSITORY / ".tools" / "kafka"
    kafka = start_kafka(folder / "kafka", jars, folder / "kafka.log", free_port(), free_port())
    try:
        postgres = start_postgres(folder / "postgres", folder / "postgres.log", free_port())
        try:
            yield Servers(kafka.bootstrap, postgres, folder)
        finally:
            postgres.child.stop(20)
    finally:
        kafka.child.stop(20)


async def fill(servers: Servers, people: int, seed: int) -> bool:
    """Puts the job's events on the topics, unless a former run did. True when it had to."""
    done = servers.folder / "filled"
    if done.exists():
        return False
    await ensure(servers.bootstrap, CATALOGUE.values())
    producer = AIOKafkaProducer(
        bootstrap_servers=servers.bootstrap, acks="all", enable_idempotence=True, linger_ms=20, max_batch_size=262_144
    )
    await producer.start()
    for event in events.year(people, seed):
        await producer.send(event.topic, event.payload, key=event.key.encode(), partition=event.partition)
    await producer.flush()
    await producer.stop()
    done.touch()
    return True


class Projector(NamedTuple):
    """A projector process over a database of its own."""

    child: Child
    database: str
    log: Path

    def assigned(self, within: float = 60.0) -> None:
        """Until its group has its partitions."""
        ends = time.monotonic() + within
        while not any(
            "consumer.assigned" in line and "scoring-svc.cards" in line for line in self.log.read_text().splitlines()
        ):
            assert self.child.alive, self.child.last_words(20)
            assert time.monotonic() < ends, "the projector was not assigned anything"
            time.sleep(0.005)


async def projector(servers: Servers, name: str) -> Projector:
    """Starts `python -m scoring_svc project` on a fresh, migrated database."""
    database = await Databases(servers.postgres.url()).new(name)
    log = servers.folder / f"{name}.log"
    log.unlink(missing_ok=True)
    environment = {
        "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "CAPAIAN_DATABASE_URL": database,
        "CAPAIAN_KAFKA_BOOTSTRAP": servers.bootstrap, "CAPAIAN_HTTP_PORT": str(free_port()),
        "CAPAIAN_HTTP_HOST": HOST, "CAPAIAN_JWKS": str(servers.folder / "jwks.json"),
        "CAPAIAN_REGION_DIR": str(REGION),
    }  # fmt: skip
    (servers.folder / "jwks.json").write_text(json.dumps({"keys": []}))

    def run(role: str) -> Child:
        command = [sys.executable, "-m", "scoring_svc", role]
        return start(Spec(f"scoring-svc {role}", command, environment, servers.folder, log))

    migration = run("migrate")
    assert migration.process.wait(60) == 0, migration.last_words(20)
    return Projector(run("project"), database, log)


def bare(servers: Servers) -> dict[str, float]:
    """The ceiling's figures, from a process of its own."""
    command = [sys.executable, "-m", "performance.bare", servers.bootstrap, *CARDS_TOPICS]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, cwd=REPOSITORY / "tests")
    return json.loads(ended.stdout)
