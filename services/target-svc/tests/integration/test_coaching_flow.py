"""Coaching plans opened by ratings and warnings, over a real Kafka and a real PostgreSQL."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx2
import pytest
from capaian_local.testing.callers import Callers
from capaian_local.testing.topics import Topics
from chassis import ids, migrations
from chassis.outbox import Event, make_event
from contracts.envelope import Data
from contracts.evaluation import v1 as evaluation
from contracts.score import v1 as score
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from target_svc.settings import Settings
from target_svc.wiring import MIGRATIONS, Service

from .. import situations as that
from .conftest import ROSTER

pytestmark = [pytest.mark.servers, pytest.mark.containers]
Eventually = Callable[..., Awaitable[Any]]
QUERY = f"/v1/coachings?civil_servant_id={that.SITI}"
EVALUATION, FORECAST = UUID(int=0x401), UUID(int=0x402)


class Running:
    """The service with its consumer and its relay."""

    def __init__(self, client: httpx2.AsyncClient, engine: AsyncEngine, headers: dict[str, str]) -> None:
        self._client, self._engine, self._headers = client, engine, headers

    async def ask(self, method: str, path: str, body: Any = None, **more: str) -> Any:
        answer = await self._client.request(method, path, json=body, headers={**self._headers, **more})
        assert answer.is_success, answer.text
        return answer.json()

    async def plans(self) -> list[tuple[str, str]]:
        """(trigger, status) of the nurse's plans."""
        return sorted((each["trigger"], each["status"]) for each in (await self.ask("GET", QUERY))["items"])

    async def parked(self) -> list[str]:
        async with self._engine.connect() as connection:
            return list(await connection.scalars(text("SELECT reason FROM parked_record")))

    async def read_to(self, records: int) -> bool:
        """Whether the consumer has committed so many records."""
        async with self._engine.connect() as connection:
            found = await connection.execute(text("SELECT coalesce(sum(next_offset), 0) FROM consumer_cursor"))
            return int(found.scalar_one()) == records


@pytest.fixture
async def running(database: str, kafka_server: str, callers: Callers, topics: Topics) -> AsyncGenerator[Running]:
    await asyncio.to_thread(migrations.upgrade, database, MIGRATIONS)
    settings = Settings(
        database_url=database, kafka_bootstrap=kafka_server, jwks=str(callers.key_set), region_dir=that.REGION
    )
    service = Service(settings, now=lambda: that.NOW)
    stop = asyncio.Event()
    parts = [asyncio.ensure_future(part.serve(stop)) for part in (service.coaching(), service.relay(0.5))]
    headers = {"Authorization": f"Bearer {callers.token('admin', ['region_admin'])}"}
    transport = httpx2.ASGITransport(app=service.app())
    async with httpx2.AsyncClient(transport=transport, base_url="http://target") as client:
        yield Running(client, service.engine, headers)
    stop.set()
    await asyncio.gather(*parts)
    await service.close()


def said(data: Data, aggregate: UUID, sequence: int, source: str, person: UUID = that.SITI) -> Event:
    return make_event(
        data,
        event_id=ids.new_id(),
        aggregate_id=aggregate,
        sequence=sequence,
        key=str(person),
        source=source,
        occurred_at=that.NOW,
        correlation_id="journey",
    )


def rated(results: str, sequence: int, person: UUID = that.SITI) -> Event:
    ratings: dict[str, Any] = {"work_results": results, "work_behavior": "meets", "predicate": "good"}
    data = evaluation.EvaluationSubmitted(
        evaluation_id=EVALUATION, civil_servant_id=person, period_id=that.YEAR, evaluated_period_id=that.YEAR,
        evaluated_until=date(2026, 6, 30), rater_id=that.DEWI, evaluated_on=that.TODAY, revised=sequence > 1, **ratings,
    )  # fmt: skip
    return said(data, EVALUATION, sequence, "/evaluation-svc", person)


def warned(sequence: int, *, below: bool) -> Event:
    numbers = {"forecast": Decimal("61.5"), "low": Decimal(55), "high": Decimal(68), "bound": Decimal(70)}
    data = score.ForecastChanged(
        civil_servant_id=that.SITI, period_id=that.YEAR, below=below, as_of=that.TODAY, **numbers
    )
    return said(data, FORECAST, sequence, "/scoring-svc")


def withdrawn(sequence: int) -> Event:
    data = evaluation.EvaluationWithdrawn(
        evaluation_id=EVALUATION, civil_servant_id=that.SITI, period_id=that.YEAR, evaluated_period_id=that.YEAR,
        rater_id=that.DEWI, withdrawn_on=that.TODAY, reason="Keliru.",
    )  # fmt: skip
    return said(data, EVALUATION, sequence, "/evaluation-svc")


async def test_a_low_rating_and_a_warning_each_open_one_plan(running: Running, topics: Topics, eventually: Eventually):
    await running.ask("POST", "/v1/imports/roster", {"items": ROSTER})
    events = [
        rated("meets", 1), rated("below", 2), rated("below", 3), withdrawn(4), warned(1, below=False),
        warned(2, below=True), warned(3, below=False), warned(4, below=True),
    ]  # fmt: skip
    await topics.put(events)

    async def read(records: int) -> None:
        async def there() -> bool:
            return await running.read_to(records)

        await eventually(there)

    await read(8)
    assert await running.plans() == [("forecast", "open"), ("rating", "open")]
    assert await running.parked() == []

    found = (await running.ask("GET", QUERY))["items"]
    by_trigger = {each["trigger"]: each["id"] for each in found}
    ended = {"status": "cancelled", "outcome": "Sudah dibina di luar sistem."}
    for id_ in by_trigger.values():
        await running.ask("POST", f"/v1/coachings/{id_}/outcome", ended, **{"If-Match": '"1"'})
    await topics.put([rated("below", 5), warned(5, below=True), rated("below", 1, that.UNKNOWN)])
    await read(11)
    assert await running.plans() == [("forecast", "cancelled"), ("forecast", "open"), ("rating", "cancelled")]
    assert await running.parked() == ["unknown_civil_servant"]
    ready = await running.ask("GET", "/health/ready")
    assert ready["status"] == "ready", ready
