"""Through the relay to a real Kafka: what was committed arrives, in order, keyed, with CloudEvents headers."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable

import httpx2
import pytest
from aiokafka import AIOKafkaConsumer
from capaian_local.testing.callers import Callers
from capaian_local.testing.topics import Topics
from chassis import migrations
from contracts import registry
from target_svc.settings import Settings
from target_svc.wiring import MIGRATIONS, Service

from .. import situations as that
from .conftest import ROSTER, indicator, plan, superiors_plan

Eventually = Callable[..., Awaitable[object]]

pytestmark = [pytest.mark.servers, pytest.mark.containers]


@pytest.fixture
async def client(
    database: str, kafka_server: str, callers: Callers, topics: Topics
) -> AsyncGenerator[httpx2.AsyncClient]:
    """The service with its relay running."""
    await asyncio.to_thread(migrations.upgrade, database, MIGRATIONS)
    settings = Settings(
        database_url=database, kafka_bootstrap=kafka_server, jwks=str(callers.key_set), region_dir=that.REGION
    )
    service = Service(settings, now=lambda: that.NOW)
    stop = asyncio.Event()
    relaying = asyncio.ensure_future(service.relay(0.5).serve(stop))
    transport = httpx2.ASGITransport(app=service.app())
    async with httpx2.AsyncClient(transport=transport, base_url="http://target") as client:
        yield client
    stop.set()
    await relaying
    await service.close()


async def test_a_persons_events_arrive_in_order(
    client: httpx2.AsyncClient, callers: Callers, kafka_server: str, eventually: Eventually
):
    headers = {"Authorization": f"Bearer {callers.token('admin', ['region_admin'])}", "X-Correlation-Id": "journey"}

    async def post(path: str, body: object) -> None:
        answer = await client.post(path, json=body, headers=headers)
        assert answer.is_success, answer.text

    await post("/v1/imports/roster", {"items": ROSTER})
    await post(
        "/v1/imports/plans", {"items": [superiors_plan(status="approved"), plan(indicator(), status="approved")]}
    )
    for value in range(1, 21):
        path = f"/v1/indicators/{that.COVERAGE}/realizations"
        await post(path, {"value": str(value), "as_of": "2026-06-30"})

    consumer = AIOKafkaConsumer("target-events", bootstrap_servers=kafka_server, auto_offset_reset="earliest")
    await consumer.start()
    try:
        async with asyncio.timeout(30):
            records = [await consumer.getone() for _ in range(24)]
        records = [record for record in records if record.key == str(that.SITI).encode()]
    finally:
        await consumer.stop()
    envelopes = [registry.decode_envelope(record.value or b"") for record in records]
    assert {record.key for record in records} == {str(that.SITI).encode()}
    assert {record.partition for record in records} == {records[0].partition}
    course = [each.sequence for each in envelopes if each.type == "target.realization_recorded"]
    assert course == list(range(1, 21))
    assert [each.type for each in envelopes[:2]] == ["target.plan_submitted", "target.plan_approved"]
    named = dict(records[-1].headers)
    assert (named["ce_type"], named["ce_id"]) == (envelopes[-1].type.encode(), str(envelopes[-1].id).encode())
    assert {each.correlation_id for each in envelopes} == {"journey"}
    await eventually(lambda: _ready(client))


async def _ready(client: httpx2.AsyncClient) -> bool:
    return (await client.get("/health/ready")).json()["status"] == "ready"
