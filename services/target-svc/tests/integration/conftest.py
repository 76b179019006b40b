"""One database a run, migrated as in production and emptied before each test; the service's own application over it."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx2
import pytest
from capaian_local.testing.callers import Callers
from capaian_local.testing.databases import Databases
from chassis import ids, migrations, postgres
from contracts import registry
from contracts.envelope import Data, Envelope
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from target_svc.adapters.region import rules
from target_svc.adapters.store import PostgresStore
from target_svc.adapters.sweeping import Sweeping
from target_svc.settings import Settings
from target_svc.wiring import MIGRATIONS, Service

from .. import situations as that

TABLES = (
    "roster_entry, period_turn, plan, plan_step, work_result, goal, indicator, realization, innovation, coaching, "
    "rollout_step, training, trained, evidence, event_log, idempotency_key"
)


class World:
    """The service over HTTP, and what it keeps."""

    def __init__(self, client: httpx2.AsyncClient, callers: Callers, engine: AsyncEngine) -> None:
        self.client, self.callers, self._engine = client, callers, engine

    async def send(self, token: str, method: str, path: str, body: Any = None, **headers: str) -> httpx2.Response:
        """One request; `body` as JSON, bytes as they are."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        given = {"Content-Type": "application/json", "Authorization": f"Bearer {token}", **named}
        return await self.client.request(method, path, content=content, headers=given)

    def token(self, role: str, agency: UUID | None = None, person: UUID | None = None, **more: timedelta) -> str:
        return self.callers.token(role, [role], agency=agency, person=person, **more)

    async def said(self) -> list[tuple[Envelope, Data]]:
        """The event log, in order."""
        async with self._engine.connect() as connection:
            rows = list(await connection.execute(text("SELECT payload FROM event_log ORDER BY id")))
        envelopes = [registry.decode_envelope(bytes(row.payload)) for row in rows]
        return [(each, registry.decode_data(each)) for each in envelopes]

    async def sweep(self, now: datetime) -> bool:
        """Removes what no realization named until then, once; whether there may be more."""
        store, evidence = PostgresStore(self._engine, ids.new_id, lambda: None), rules(that.REGION).evidence
        return await Sweeping(store, lambda: now, "Asia/Jakarta", ids.new_id, evidence).step()

    async def kept(self) -> int:
        """How many rows there are of everything that a command can store."""
        counts = "SELECT " + " + ".join(f"(SELECT count(*) FROM {name.strip()})" for name in TABLES.split(","))
        async with self._engine.connect() as connection:
            return int((await connection.execute(text(counts))).scalar_one())


@pytest.fixture(scope="session")
async def database_url(postgres_server: Databases) -> str:
    url = await postgres_server.new("target")
    await asyncio.to_thread(migrations.upgrade, url, MIGRATIONS)
    return url


@pytest.fixture(scope="session")
def callers(tmp_path_factory: pytest.TempPathFactory) -> Callers:
    return Callers(tmp_path_factory.mktemp("keys"), that.NOW)


@asynccontextmanager
async def opened(url: str, engine: AsyncEngine, callers: Callers) -> AsyncGenerator[World]:
    """The service over this database; the engine is disposed of afterwards."""
    settings = Settings(database_url=url, kafka_bootstrap="none:0", jwks=str(callers.key_set), region_dir=that.REGION)
    service = Service(settings, now=lambda: that.NOW)
    transport = httpx2.ASGITransport(app=service.app(), raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://target") as client:
        yield World(client, callers, engine)
    await service.close()
    await engine.dispose()


@pytest.fixture
async def empty(database_url: str, callers: Callers) -> AsyncGenerator[World]:
    """Nothing is known yet."""
    engine = postgres.engine(database_url)
    async with engine.begin() as connection:
        await connection.execute(text(f"TRUNCATE {TABLES} CASCADE"))
    async with opened(database_url, engine, callers) as world:
        yield world


@pytest.fixture
async def world(empty: World) -> World:
    """An agency, its unit, a superior and a nurse, the year; no plan."""
    answer = await empty.send(empty.token("region_admin"), "POST", "/v1/imports/roster", {"items": ROSTER})
    assert answer.status_code == 200, answer.text
    return empty


@pytest.fixture
def siti(world: World) -> str:
    return world.token("civil_servant", person=that.SITI)


@pytest.fixture
def dewi(world: World) -> str:
    return world.token("civil_servant", person=that.DEWI)


@pytest.fixture
def agency(world: World) -> str:
    return world.token("agency_system", agency=that.AGENCY)


@pytest.fixture
def admin(world: World) -> str:
    return world.token("region_admin")


@pytest.fixture
async def led(world: World) -> World:
    """The superior's plan is approved."""
    items = {"items": [superiors_plan(status="approved")]}
    answer = await world.send(world.token("region_admin"), "POST", "/v1/imports/plans", items)
    assert answer.status_code == 200, answer.text
    return world


def person(name: str, number: str, superior: UUID | None) -> dict[str, Any]:
    place = {"unit_id": str(that.UNIT), "position": "Perawat", "position_kind": "functional", "serves_public": True}
    lines = [{"superior_id": str(superior), "since": "2025-01-01", "until": None}] if superior else []
    return {
        "agency_id": str(that.AGENCY), "name": name, "kind": "permanent",
        "employee_numbers": [{"number": number, "since": "2022-04-01"}],
        "assignments": [{**place, "since": "2025-01-01", "until": None}],
        "reporting_lines": lines,
    }  # fmt: skip


PERIOD: dict[str, Any] = {
    "kind": "annual", "annual_period_id": None, "name": "Tahun 2026",
    "starts_on": "2026-01-01", "ends_on": "2026-12-31", "status": "open",
}  # fmt: skip
ROSTER: list[dict[str, Any]] = [
    {"kind": "agency", "id": str(that.AGENCY), "code": "DINKES", "name": "Dinas Kesehatan", "runs_survey": True},
    {
        "kind": "unit", "id": str(that.UNIT), "agency_id": str(that.AGENCY), "parent_unit_id": None,
        "code": "PKM", "name": "Puskesmas Kedaton",
    },
    {"kind": "period", "id": str(that.YEAR), "period": PERIOD},
    {"kind": "civil_servant", "id": str(that.DEWI), "civil_servant": person("Dewi", "198001012005012001", None)},
    {"kind": "civil_servant", "id": str(that.SITI), "civil_servant": person("Siti", that.NUMBER, that.DEWI)},
]  # fmt: skip


def indicator(**changes: Any) -> dict[str, Any]:
    return {
        "id": str(that.COVERAGE), "title": "Cakupan imunisasi dasar lengkap", "aspect": "quantity",
        "perspective": None, "measure": "percent", "direction": "maximize", "target": "90", "range_low": None,
        "range_high": None, "better": None, "max_attainable": False, "consolidation": "last", "weight": "100",
        "deadline": "2026-12-31", "expected": [], **changes,
    }  # fmt: skip


def result(*indicators: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "id": str(that.RESULT), "title": "Meningkatnya cakupan imunisasi bayi di Kedaton", "kind": "main",
        "parent_work_result_id": None, "indicators": list(indicators), **changes,
    }  # fmt: skip


def plan(*indicators: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The nurse's plan of one result."""
    return {
        "id": str(that.PLAN), "civil_servant_id": str(that.SITI), "period_id": str(that.YEAR),
        "work_results": [result(*indicators)], **changes,
    }  # fmt: skip


def superiors_plan(**changes: Any) -> dict[str, Any]:
    """The plan of the nurse's superior, above whom the roster has nobody."""
    coverage = indicator(
        id=str(that.SUPERIORS_INDICATOR), title="Cakupan imunisasi di wilayah Kedaton", aspect=None,
        perspective="service_recipients",
    )  # fmt: skip
    served = result(coverage, id=str(that.SUPERIORS_RESULT), title="Menurunnya kematian bayi di Kedaton")
    return {
        "id": str(that.SUPERIORS_PLAN), "civil_servant_id": str(that.DEWI), "period_id": str(that.YEAR),
        "work_results": [served], **changes,
    }  # fmt: skip
