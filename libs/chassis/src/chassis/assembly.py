"""One process of a service, assembled from the parts that its role needs; what differs is added by its `wiring`.

A role in production and the whole service on one machine are made of the very same parts.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from faststream.kafka import KafkaBroker
from sqlalchemy import text

from chassis import auth, logging, migrations, postgres, process
from chassis.clock import Clock
from chassis.consuming.following import Follower
from chassis.consuming.projection import Projection, Received
from chassis.consuming.runner import Runner
from chassis.health import Check, Health
from chassis.http import build_app
from chassis.metrics import Metrics
from chassis.outbox.relay import Relay
from chassis.outbox.writer import Doorbell
from chassis.settings import ServiceSettings

POLL_BESIDE_A_DOORBELL: Final = 0.5
POLL_ALONE: Final = 0.05
"""Seconds between two looks into the event log: beside the writers in one process, and as a process of its own."""


class Assembly:
    """Engine, metrics, health and the parts over them. brokers: what the parts made so far have declared to read."""

    def __init__(
        self,
        name: str,
        settings: ServiceSettings,
        migrations_at: Path,
        now: Clock,
        larger_bodies: Mapping[str, int] | None = None,
        raw_bodies: Mapping[str, Collection[str]] | None = None,
    ) -> None:
        self.name, self.settings, self.now = name, settings, now
        self._migrations_at, self._larger_bodies, self._raw_bodies = migrations_at, larger_bodies, raw_bodies
        self.engine = postgres.engine(settings.database_url, settings.pool_size, name)
        self.metrics, self.health, self.doorbell = Metrics(), Health(), Doorbell()
        self.brokers: list[KafkaBroker] = []
        self.health.register("database", self._database)
        keys = auth.KeySet(settings.jwks, now)
        self.verifier = auth.TokenVerifier(keys, settings.token_issuer, settings.token_audience, now)

    def operations(self) -> FastAPI:
        """Health and metrics alone: all that a process without an interface serves, and what an interface adds to."""
        return build_app(
            self.name,
            health=self.health,
            verifier=self.verifier,
            metrics=self.metrics,
            max_body_bytes=self.settings.max_body_bytes,
            larger_bodies=self._larger_bodies,
            raw_bodies=self._raw_bodies,
        )

    def http(self, app: FastAPI, before_stop: Callable[[], None] = lambda: None) -> process.Part:
        """The server of an application; `before_stop` ends what would keep connections open."""
        return process.http_part(app, self.settings.http_host, self.settings.http_port, before_stop)

    def relay(self, poll_seconds: float) -> process.Part:
        """The way from the event log to Kafka."""
        settings = self.settings
        relay = Relay(
            settings.database_url, settings.kafka_bootstrap, self.metrics, self.now, self.doorbell, poll_seconds
        )
        self.health.register("relay", relay.check)
        return process.Part("relay", relay.serve)

    def consumer(
        self, group: str, topics: Sequence[str], projection: Projection, *, relaxed: bool = False
    ) -> process.Part:
        """A consumer group's member; `relaxed` as the runner has it."""
        runner = Runner(
            group=group,
            topics=topics,
            projection=projection,
            engine=self.engine,
            bootstrap=self.settings.kafka_bootstrap,
            metrics=self.metrics,
            clock=self.now,
            relaxed=relaxed,
        )
        self.brokers.append(runner.broker)
        self.health.register(f"consumer:{group}", runner.check)
        return process.Part(f"consumer:{group}", runner.serve)

    def follower(self, topic: str, hear: Callable[[Sequence[Received]], Awaitable[None]]) -> process.Part:
        """Hears a topic's news, in no group."""
        follower = Follower(topic, self.settings.kafka_bootstrap, hear)
        self.brokers.append(follower.broker)
        return process.Part(f"follower:{topic}", follower.serve)

    async def run(self, *parts: process.Part) -> None:
        """Runs the parts until the process is told to stop."""
        logging.configure(self.name, self.settings.log_format, self.settings.log_level)
        await process.run(parts, self.close)

    async def close(self) -> None:
        """Closes the pool."""
        await self.engine.dispose()

    async def _database(self) -> Check:
        async with self.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
        behind = await migrations.pending(self.engine, self._migrations_at)
        return Check(ok=behind is None, detail=behind or "reachable")
