"""Runs the stack in the foreground: starts everything in order, starts again what dies, and stops in order.

Invariant: whatever ends this process, nothing that it started lives on, and nothing that was acknowledged is lost.
"""

import asyncio
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from capaian_local import keys, parts
from capaian_local.home import SERVICES, Home, port_option
from capaian_local.servers.child import Child, Failed
from capaian_local.servers.kafka import START_SECONDS, launch_kafka
from capaian_local.servers.ports import HOST, answers, check_free
from capaian_local.servers.postgres import SUPERUSER, accepts, launch_postgres
from capaian_local.status import is_ready

LOOK_SECONDS: Final = 0.2
LONGEST_PAUSE: Final = 10.0
STEADY_SECONDS: Final = 60.0
STOP_LOADERS, STOP_SERVICES, STOP_SERVERS = 2.0, 5.0, 2.5

Say = Callable[[str], None]


class Wanted(NamedTuple):
    """What to do once the services run. people, seed: which sample. quiet: no trickle."""

    people: int
    seed: int
    load: bool
    quiet: bool


@dataclass(slots=True)
class Kept:
    """A child that is started again when it ends; `once` ones are done when they end with 0."""

    name: str
    launch: Callable[[], Child]
    once: bool = False
    child: Child | None = None
    failures: int = 0
    due: float = 0.0
    since: float = 0.0
    done: bool = False

    def start(self) -> Child:
        """Starts it now."""
        self.child, self.since = self.launch(), time.monotonic()
        return self.child

    def look(self, say: Say) -> None:
        """Starts it again when it ended, each time after a longer pause."""
        now = time.monotonic()
        if self.child is None:
            if now >= self.due:
                self._again(say)
        elif self.child.alive:
            self.failures = 0 if now - self.since > STEADY_SECONDS else self.failures
        elif self.once and self.child.process.returncode == 0:
            self.done = True
        else:
            self.failures += 1
            pause = min(LONGEST_PAUSE, 0.25 * 2 ** (self.failures - 1))
            words = self.child.last_words(1)
            say(f"{self.name} ended ({_how(self.child)}); starts again in {pause:g} s. {words}".rstrip())
            self.child, self.due = None, now + pause

    def _again(self, say: Say) -> None:
        try:
            self.start()
        except Failed as error:
            say(str(error))
            self.failures += 1
            self.due = time.monotonic() + LONGEST_PAUSE


@dataclass(slots=True)
class Supervisor:
    """One stack. `say` gets one line for each thing that a person wants to know."""

    home: Home
    say: Say
    servers: list[Kept] = field(default_factory=list[Kept])
    services: list[Kept] = field(default_factory=list[Kept])
    loaders: list[Kept] = field(default_factory=list[Kept])

    def run(self, wanted: Wanted, running: Callable[[], None]) -> None:
        """Until SIGINT or SIGTERM. `running` is called once: the services are ready and the sample is there.

        Raises:
            Failed: it cannot start; whatever was started is stopped again.
        """
        self.home.prepare()
        if self.home.state():
            raise Failed(f"the stack in {self.home.root} runs already: see capaian status, end it by capaian down")
        for name in self.home.ports:
            check_free(self.home.ports[name], name, port_option(name))
        # A shell without job control starts background jobs with SIGINT ignored; whoever sends it here means it.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.default_int_handler)
        try:
            self.home.write_state("starting")
            self._start_servers()
            self._start_services()
            self._keep_running(wanted, running)
        except KeyboardInterrupt:
            self.say("stopping")
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)
            self._stop()
            self.home.clear_state()

    def _start_servers(self) -> None:
        home, began = self.home, time.monotonic()
        keys.ensure(home.keys)
        kafka = Kept("Kafka", lambda: launch_kafka(
            home.root / "kafka", home.jars, home.logs / "kafka.log",
            home.ports["kafka"], home.ports["controller"], self.say,
        ))  # fmt: skip
        postgres = Kept("PostgreSQL", lambda: self._postgres()[0])
        self.servers = [kafka, postgres]
        broker = kafka.start()
        child, password = self._postgres()
        postgres.child, postgres.since = child, time.monotonic()
        child.wait_until(lambda: accepts(home.ports["postgres"]), START_SECONDS)
        self.say(f"PostgreSQL takes connections on {HOST}:{home.ports['postgres']} ({time.monotonic() - began:.1f} s)")
        superuser = f"postgresql://{SUPERUSER}:{password}@{HOST}:{home.ports['postgres']}/postgres"
        asyncio.run(parts.provision(superuser, home.passwords()))
        parts.migrate(home)
        self.say(f"four databases are migrated ({time.monotonic() - began:.1f} s)")
        broker.wait_until(lambda: answers(home.ports["kafka"]), START_SECONDS)
        asyncio.run(parts.make_topics(f"{HOST}:{home.ports['kafka']}"))
        self.say(f"Kafka takes records on {HOST}:{home.ports['kafka']} ({time.monotonic() - began:.1f} s)")

    def _postgres(self) -> tuple[Child, str]:
        home = self.home
        return launch_postgres(home.root / "postgres", home.logs / "postgres.log", home.ports["postgres"])

    def _start_services(self) -> None:
        began = time.monotonic()
        self.services = [self._service(name) for name in SERVICES]
        children = [kept.start() for kept in self.services]
        for name, child in zip(SERVICES, children, strict=True):
            child.wait_until(lambda name=name: is_ready(self.home.url(name)), START_SECONDS)
        self.say(f"the four services are ready ({time.monotonic() - began:.1f} s)")

    def _service(self, name: str) -> Kept:
        return Kept(f"{name}-svc", lambda: parts.service(self.home, name))

    def _keep_running(self, wanted: Wanted, running: Callable[[], None]) -> None:
        load = Kept("the load", lambda: self._ours("load", wanted, log=False), once=True) if wanted.load else None
        if load is not None:
            self.loaders = [load]
            self.home.write_state("loading")
            while not load.done:
                self._look_after_all()
        running()
        self.home.write_state("running")
        trickle = Kept("trickle", lambda: self._ours("trickle", wanted, log=True))
        self.loaders = [] if wanted.quiet else [trickle]
        while True:
            self._look_after_all()

    def _look_after_all(self) -> None:
        for kept in (*self.servers, *self.services, *self.loaders):
            if not kept.done:
                kept.look(self.say)
        time.sleep(LOOK_SECONDS)

    def _ours(self, command: str, wanted: Wanted, *, log: bool) -> Child:
        size = ["--people", str(wanted.people), "--seed", str(wanted.seed)]
        path = self.home.logs / f"{command}.log" if log else None
        return parts.of_ours(self.home, command, command, *size, log=path)

    def _stop(self) -> None:
        ends = time.monotonic()
        for group, seconds in (
            (self.loaders, STOP_LOADERS),
            (self.services, STOP_SERVICES),
            (self.servers, STOP_SERVERS),
        ):
            children = [kept.child for kept in group if kept.child is not None]
            for child in children:
                child.ask_to_stop()
            # What an earlier group left of its time is the next one's: PostgreSQL writes all it has to the disk.
            ends += seconds
            late = [child.spec.name for child in children if not child.stop(max(0.1, ends - time.monotonic()))]
            if late:
                self.say(f"did not stop in time and was killed: {', '.join(late)}")


def _how(child: Child) -> str:
    code = child.process.returncode
    return f"signal {signal.Signals(-code).name}" if code is not None and code < 0 else f"exit code {code}"
