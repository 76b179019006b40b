"""One PostgreSQL database a run, migrated as in production and emptied before each test."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest
from capaian_local.testing.callers import Callers
from capaian_local.testing.databases import Databases
from chassis import ids, migrations, postgres
from contracts import registry
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from survey_svc.adapters.reads import PostgresReads
from survey_svc.adapters.roster import RosterProjection
from survey_svc.adapters.store import PostgresStore
from survey_svc.app.ports import RosterEntry
from survey_svc.app.translate import Data
from survey_svc.settings import Settings
from survey_svc.wiring import MIGRATIONS, Service

from .. import situations as that
from ..store_suite import OCCASION, ROSTER

TABLES = (
    "survey, answer, review, suggestion_verdict, invitation, instrument, roster_entry, event_log, idempotency_key, "
    "consumer_cursor, parked_record"
)

APPEND_ONLY = ("answer", "review", "suggestion_verdict")

KEYS = f"k1:{that.KEYS['k1']}"
REGION = Path(__file__).parents[4] / "deploy" / "regions" / "lampung"

# Not pg_stat_activity: a transaction sees that as it was when it first looked.
WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


class PostgresWorld:
    """The real store. `rung`: how often a commit asked for the relay."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self.rung = 0
        self.store = PostgresStore(engine, ids.new_id, self._ring, (that.SKM,))
        self.reads = PostgresReads(engine, (that.SKM,))

    def _ring(self) -> None:
        self.rung += 1

    async def put(self, entries: Sequence[RosterEntry]) -> None:
        async with self.engine.begin() as connection:
            await RosterProjection().save(connection, tuple(entries))

    async def said(self) -> list[tuple[UUID, int, Data]]:
        async with self.engine.connect() as connection:
            rows = list(await connection.execute(text("SELECT * FROM event_log ORDER BY id")))
        envelopes = [registry.decode_envelope(bytes(row.payload)) for row in rows]
        return [(each.aggregate_id, each.sequence, registry.decode_data(each)) for each in envelopes]

    async def answers(self) -> list[tuple[UUID, date, tuple[int, ...], str | None]]:
        async with self.engine.connect() as connection:
            rows = list(await connection.execute(text("SELECT * FROM answer ORDER BY answer_id")))
        return [(row.survey_id, row.answered_on, tuple(row.scores), row.suggestion) for row in rows]

    async def everything(self) -> list[str]:
        """Every row of every table, as text."""
        async with self.engine.connect() as connection:
            tables = [f"SELECT {name}::text AS row FROM {name}" for name in TABLES.split(", ")]
            rows = [row.row for row in await connection.execute(text(" UNION ALL ".join(tables)))]
            payloads = await connection.execute(text("SELECT convert_from(payload, 'UTF8') AS row FROM event_log"))
            return [*rows, *(row.row for row in payloads)]

    async def somebody_waits(self, unless: asyncio.Task[Any]) -> None:
        """Returns when a session waits for a lock of this database; fails when `unless` is through without waiting."""
        async with asyncio.timeout(10), self.engine.connect() as connection:
            while not (await connection.execute(WAITING)).scalar_one():
                assert not unless.done(), "it waited for nobody"
                await asyncio.sleep(0)


@pytest.fixture(scope="session")
async def database_url(postgres_server: Databases) -> str:
    url = await postgres_server.new("survey")
    await asyncio.to_thread(migrations.upgrade, url, MIGRATIONS)
    return url


@pytest.fixture
async def engine(database_url: str) -> AsyncGenerator[AsyncEngine]:
    engine = postgres.engine(database_url)
    async with engine.begin() as connection:
        # Answers refuse to be emptied, as they should; only the owner of the table can ask them to look away.
        for table in APPEND_ONLY:
            await connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        await connection.execute(text(f"TRUNCATE {TABLES}"))
        for table in APPEND_ONLY:
            await connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))
    yield engine
    await engine.dispose()


@pytest.fixture
def real(engine: AsyncEngine) -> PostgresWorld:
    return PostgresWorld(engine)


@pytest.fixture(scope="session")
def callers(tmp_path_factory: pytest.TempPathFactory) -> Callers:
    return Callers(tmp_path_factory.mktemp("keys"), OCCASION.now)


@pytest.fixture
async def client(real: PostgresWorld, database_url: str, callers: Callers) -> AsyncGenerator[httpx2.AsyncClient]:
    """The service's own application over the real store, on the ninth of July, without a broker."""
    await real.put(ROSTER)
    settings = Settings(
        database_url=database_url,
        kafka_bootstrap="none:0",
        jwks=str(callers.key_set),
        region_dir=REGION,
        invitation_keys=KEYS,
    )
    service = Service(settings, now=lambda: OCCASION.now)
    transport = httpx2.ASGITransport(app=service.app(), raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://survey") as client:
        yield client
    await service.close()
