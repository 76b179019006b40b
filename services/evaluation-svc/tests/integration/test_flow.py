"""The whole way, over a real Kafka and a real PostgreSQL: the roster's events in, a rating, its event out."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import date
from typing import Any

import httpx2
import pytest
from aiokafka import AIOKafkaConsumer
from capaian_local.testing.callers import Callers
from capaian_local.testing.topics import Topics
from chassis import ids, migrations
from chassis.outbox import Event, make_event
from contracts import registry
from contracts.envelope import Data
from contracts.evaluation import v1 as wire
from contracts.roster import v1 as roster
from evaluation_svc.settings import Settings
from evaluation_svc.wiring import MIGRATIONS, Service

from .. import situations as that
from ..store_suite import OCCASION
from ..unit.test_proposal import changed

pytestmark = [pytest.mark.servers, pytest.mark.containers]
Eventually = Callable[..., Awaitable[object]]

ROSTER: tuple[Data, ...] = (
    roster.CivilServantChanged(
        civil_servant_id=that.SITI,
        agency_id=that.AGENCY,
        name="Siti Aminah",
        kind="permanent",
        assignments=(),
        reporting_lines=(roster.ReportingLine(superior_id=that.DEWI, since=date(2024, 1, 1), until=None),),
    ),
    roster.PeriodChanged(
        period_id=that.QUARTER,
        kind="quarterly",
        annual_period_id=that.YEAR,
        name="Triwulan II 2026",
        starts_on=date(2026, 4, 1),
        ends_on=date(2026, 6, 30),
        status="evaluation",
    ),
)


TARGETS = changed("102.3158")
SAID: dict[str, Any] = {
    "key": str(that.SITI), "source": "/scoring-svc", "occurred_at": OCCASION.now, "correlation_id": "9f2c1e7a",
}  # fmt: skip


def said_by_the_roster(data: Data) -> Event:
    aggregate = data.civil_servant_id if isinstance(data, roster.CivilServantChanged) else that.QUARTER
    return make_event(
        data,
        event_id=ids.new_id(),
        aggregate_id=aggregate,
        sequence=1,
        key=str(aggregate),
        source="/target-svc",
        occurred_at=OCCASION.now,
        correlation_id="9f2c1e7a",
    )


@pytest.fixture
async def client(
    database: str, kafka_server: str, callers: Callers, topics: Topics
) -> AsyncGenerator[httpx2.AsyncClient]:
    """The service with its consumer and its relay running."""
    await asyncio.to_thread(migrations.upgrade, database, MIGRATIONS)
    settings = Settings(
        database_url=database, kafka_bootstrap=kafka_server, jwks=str(callers.key_set), region_dir=that.REGION
    )
    service = Service(settings, now=lambda: OCCASION.now)
    stop = asyncio.Event()
    parts = [
        asyncio.ensure_future(part.serve(stop)) for part in (service.roster(), service.scores(), service.relay(0.5))
    ]
    transport = httpx2.ASGITransport(app=service.app())
    async with httpx2.AsyncClient(transport=transport, base_url="http://evaluation") as client:
        yield client
    stop.set()
    await asyncio.gather(*parts)
    await service.close()


async def first_record(bootstrap: str, topic: str) -> bytes:
    consumer = AIOKafkaConsumer(topic, bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    await consumer.start()
    try:
        async with asyncio.timeout(20):
            record = await consumer.getone()
    finally:
        await consumer.stop()
    assert record.value is not None
    assert record.key == str(that.SITI).encode()
    return record.value


async def test_from_the_roster_to_the_ratings_event(
    client: httpx2.AsyncClient, callers: Callers, topics: Topics, eventually: Eventually
):
    headers = {"Authorization": f"Bearer {callers.token('dewi', person=that.DEWI)}", "X-Correlation-Id": "journey"}
    body = {
        "civil_servant_id": str(that.SITI),
        "evaluated_period_id": str(that.QUARTER),
        "work_results": "above",
        "work_behavior": "below",
        "evaluated_on": "2026-07-06",
    }
    early = await client.post("/v1/evaluations", json=body, headers=headers)
    assert (early.status_code, early.json()["code"]) == (404, "unknown_civil_servant")

    await topics.put([said_by_the_roster(data) for data in ROSTER])

    async def submitted() -> bool:
        return (await client.post("/v1/evaluations", json=body, headers=headers)).status_code == 201

    await eventually(submitted)
    await topics.put([make_event(TARGETS, event_id=that.THIRD, aggregate_id=that.ANOTHER, sequence=1, **SAID)])

    async def proposed() -> bool:
        place = f"/v1/evaluation-proposals?civil_servant_id={that.SITI}&period_id={that.QUARTER}"
        proposal = (await client.get(place, headers=headers)).json()["proposal"]
        return proposal is not None and proposal["work_results"] == "above"

    await eventually(proposed)
    envelope = registry.decode_envelope(await first_record(topics.bootstrap, "evaluation-events"))
    assert (envelope.type, envelope.sequence, envelope.correlation_id) == ("evaluation.submitted", 1, "journey")
    data = registry.decode_data(envelope)
    assert isinstance(data, wire.EvaluationSubmitted)
    assert (data.predicate, data.period_id, data.rater_id) == ("poor", that.YEAR, that.DEWI)
    ready = (await client.get("/health/ready")).json()
    assert ready["status"] == "ready", ready
