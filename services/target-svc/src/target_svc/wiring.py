"""Builds the service: the only file that knows both sides of each port."""

from pathlib import Path
from typing import Final

from chassis import auth, clock, ids, logging, migrations, postgres, process
from chassis.clock import Clock
from chassis.health import Check, Health
from chassis.http import build_app
from chassis.ids import NewId
from chassis.metrics import Metrics
from chassis.outbox.relay import Relay
from chassis.outbox.writer import Doorbell
from fastapi import FastAPI
from sqlalchemy import text

from target_svc.adapters.reads import PostgresReads
from target_svc.adapters.store import PostgresStore
from target_svc.entrypoints import refused
from target_svc.entrypoints.http import Api
from target_svc.entrypoints.roster import RosterApi
from target_svc.settings import Settings

NAME: Final = "target-svc"
MIGRATIONS: Final = Path(__file__).parents[2] / "migrations"
IMPORT_BYTES: Final = 4 * 1024 * 1024
POLL_BESIDE_A_DOORBELL: Final = 0.5
POLL_ALONE: Final = 0.05


class Service:
    """One process of this service, made of the parts that its role needs."""

    def __init__(self, settings: Settings, now: Clock = clock.now, new_id: NewId = ids.new_id) -> None:
        self._settings, self._now, self._new_id = settings, now, new_id
        self._engine = postgres.engine(settings.database_url, settings.pool_size, NAME)
        self._metrics, self._health, self._doorbell = Metrics(), Health(), Doorbell()
        self._health.register("database", self._database)

    def app(self) -> FastAPI:
        """The whole HTTP application."""
        app = self.operations()
        store = PostgresStore(self._engine, self._new_id, self._doorbell.ring)
        reads = PostgresReads(self._engine)
        refused.install(app)
        zone = self._settings.time_zone
        app.include_router(RosterApi(store, reads, self._now, zone).router())
        app.include_router(Api(store, reads, self._now, zone, self._new_id).router())
        return app

    def operations(self) -> FastAPI:
        """Health and metrics alone, for processes that serve nobody else."""
        settings = self._settings
        keys = auth.KeySet(settings.jwks, self._now)
        return build_app(
            NAME,
            health=self._health,
            verifier=auth.TokenVerifier(keys, settings.token_issuer, settings.token_audience, self._now),
            metrics=self._metrics,
            max_body_bytes=settings.max_body_bytes,
            larger_bodies={"/v1/imports/": IMPORT_BYTES},
        )

    def http(self, app: FastAPI) -> process.Part:
        """The server of one of the applications."""
        return process.http_part(app, self._settings.http_host, self._settings.http_port)

    def relay(self, poll_seconds: float) -> process.Part:
        """The way from the event log to Kafka."""
        settings = self._settings
        relay = Relay(
            settings.database_url, settings.kafka_bootstrap, self._metrics, self._now, self._doorbell, poll_seconds
        )
        self._health.register("relay", relay.check)
        return process.Part("relay", relay.serve)

    async def run(self, *parts: process.Part) -> None:
        """Runs the parts until the process is told to stop."""
        logging.configure(NAME, self._settings.log_format, self._settings.log_level)
        await process.run(parts, self.close)

    async def close(self) -> None:
        """Closes the pool."""
        await self._engine.dispose()

    async def _database(self) -> Check:
        async with self._engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
        behind = await migrations.pending(self._engine, MIGRATIONS)
        return Check(ok=behind is None, detail=behind or "reachable")
