"""One PostgreSQL database a run, migrated as in production and emptied before each test."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest
from capaian_local.testing.callers import Callers
from capaian_local.testing.databases import Databases
from chassis import ids, migrations, postgres
from contracts import registry
from evaluation_svc.adapters.reads import PostgresReads
from evaluation_svc.adapters.roster import RosterProjection
from evaluation_svc.adapters.scores import ScoreProjection
from evaluation_svc.adapters.store import PostgresStore
from evaluation_svc.app.ports import RosterEntry
from evaluation_svc.app.translate import Data
from evaluation_svc.domain.proposal import TargetValue
from evaluation_svc.settings import Settings
from evaluation_svc.wiring import MIGRATIONS, Service
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from .. import situations as that
from ..store_suite import OCCASION, ROSTER
from .speaking import Speaker

TABLES = (
    "evaluation, organization_evaluation, target_value, self_assessment, feedback, opinion, follow_up, roster_entry, "
    "event_log, idempotency_key, consumer_cursor, parked_record"
)


# Not pg_stat_activity: a transaction sees that as it was when it first looked.
WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


class PostgresWorld:
    """The real store. `rung`: how often a commit asked for the relay."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self.rung = 0
        self.store = PostgresStore(engine, ids.new_id, self._ring)
        self.reads = PostgresReads(engine)

    def _ring(self) -> None:
        self.rung += 1

    async def put(self, entries: Sequence[RosterEntry]) -> None:
        async with self.engine.begin() as connection:
            await RosterProjection().save(connection, tuple(entries))

    async def value(self, value: TargetValue) -> None:
        async with self.engine.begin() as connection:
            await ScoreProjection().save(connection, (value,))

    async def said(self) -> list[tuple[UUID, int, Data]]:
        async with self.engine.connect() as connection:
            rows = list(await connection.execute(text("SELECT * FROM event_log ORDER BY id")))
        envelopes = [registry.decode_envelope(bytes(row.payload)) for row in rows]
        return [(each.aggregate_id, each.sequence, registry.decode_data(each)) for each in envelopes]

    async def somebody_waits(self, unless: asyncio.Task[Any]) -> None:
        """Returns when a session waits for a lock of this database; fails when `unless` is through without waiting."""
        async with asyncio.timeout(10), self.engine.connect() as connection:
            while not (await connection.execute(WAITING)).scalar_one():
                assert not unless.done(), "it waited for nobody"
                await asyncio.sleep(0)


@pytest.fixture(scope="session")
async def database_url(postgres_server: Databases) -> str:
    url = await postgres_server.new("evaluation")
    await asyncio.to_thread(migrations.upgrade, url, MIGRATIONS)
    return url


@pytest.fixture
async def engine(database_url: str) -> AsyncGenerator[AsyncEngine]:
    engine = postgres.engine(database_url)
    async with engine.begin() as connection:
        await connection.execute(text(f"TRUNCATE {TABLES}"))
    yield engine
    await engine.dispose()


@pytest.fixture
def real(engine: AsyncEngine) -> PostgresWorld:
    return PostgresWorld(engine)


@pytest.fixture(scope="session")
def callers(tmp_path_factory: pytest.TempPathFactory) -> Callers:
    return Callers(tmp_path_factory.mktemp("keys"), OCCASION.now)


@asynccontextmanager
async def interface(
    database_url: str, callers: Callers, region: Path = that.REGION, now: datetime = OCCASION.now
) -> AsyncGenerator[httpx2.AsyncClient]:
    """The service's own application over the real store, without a broker."""
    settings = Settings(
        database_url=database_url, kafka_bootstrap="none:0", jwks=str(callers.key_set), region_dir=region
    )
    service = Service(settings, now=lambda: now)
    transport = httpx2.ASGITransport(app=service.app(), raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://evaluation") as client:
        yield client
    await service.close()


@pytest.fixture
async def client(real: PostgresWorld, database_url: str, callers: Callers) -> AsyncGenerator[httpx2.AsyncClient]:
    """Lampung's, on the ninth of July."""
    await real.put(ROSTER)
    async with interface(database_url, callers) as client:
        yield client


@pytest.fixture
def speak(client: httpx2.AsyncClient, callers: Callers) -> Callable[..., Speaker]:
    """`speak(person, *roles, agency=…)` is a caller; without roles a civil servant."""

    def somebody(person: UUID | None, *roles: str, agency: UUID | None = None) -> Speaker:
        named = list(roles) or ["civil_servant"]
        return Speaker(client, callers.token(str(person), named, agency=agency, person=person))

    return somebody
