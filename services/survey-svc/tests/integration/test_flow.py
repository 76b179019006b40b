"""The whole way, over a real Kafka and a real PostgreSQL: the roster in, a survey answered, its index's event out."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import date
from uuid import UUID

import httpx2
import pytest
from aiokafka import AIOKafkaConsumer
from capaian_local.testing.callers import Callers
from capaian_local.testing.topics import Topics
from chassis import ids, migrations
from chassis.outbox import Event, make_event
from contracts import registry
from contracts.envelope import Data
from contracts.roster import v1 as roster
from contracts.survey import v1 as wire
from survey_svc.settings import Settings
from survey_svc.wiring import MIGRATIONS, Service

from .. import situations as that
from ..store_suite import OCCASION
from .conftest import KEYS, REGION

pytestmark = [pytest.mark.servers, pytest.mark.containers]
Eventually = Callable[..., Awaitable[object]]

ROSTER: tuple[tuple[UUID, Data], ...] = (
    (
        that.AGENCY,
        roster.AgencyChanged(agency_id=that.AGENCY, code="DINKES", name="Dinas Kesehatan", runs_survey=True),
    ),
    (
        that.UNIT,
        roster.UnitChanged(
            unit_id=that.UNIT, agency_id=that.AGENCY, parent_unit_id=None, code="PKM-01", name="Puskesmas Rajabasa"
        ),
    ),
    (
        that.QUARTER,
        roster.PeriodChanged(
            period_id=that.QUARTER,
            kind="quarterly",
            annual_period_id=that.YEAR,
            name="Triwulan III 2026",
            starts_on=date(2026, 7, 1),
            ends_on=date(2026, 9, 30),
            status="open",
        ),
    ),
)


def said_by_the_roster(aggregate: UUID, data: Data) -> Event:
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
        database_url=database,
        kafka_bootstrap=kafka_server,
        jwks=str(callers.key_set),
        region_dir=REGION,
        invitation_keys=KEYS,
    )
    service = Service(settings, now=lambda: OCCASION.now)
    stop = asyncio.Event()
    parts = [asyncio.ensure_future(part.serve(stop)) for part in (service.roster(), service.relay(0.5))]
    transport = httpx2.ASGITransport(app=service.app())
    async with httpx2.AsyncClient(transport=transport, base_url="http://survey") as client:
        yield client
    stop.set()
    await asyncio.gather(*parts)
    await service.close()


async def records(bootstrap: str, count: int) -> list[bytes]:
    consumer = AIOKafkaConsumer("survey-events", bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    await consumer.start()
    try:
        async with asyncio.timeout(20):
            found = [await consumer.getone() for _ in range(count)]
    finally:
        await consumer.stop()
    assert {record.key for record in found} == {str(that.UNIT).encode()}
    return [record.value for record in found if record.value is not None]


async def test_from_the_roster_to_the_index_event(
    client: httpx2.AsyncClient, callers: Callers, topics: Topics, eventually: Eventually
):
    token = callers.token("officer", ["personnel_officer"], agency=that.AGENCY)
    headers = {"Authorization": f"Bearer {token}"}
    body = {
        "unit_id": str(that.UNIT),
        "period_id": str(that.QUARTER),
        "service": "Pelayanan imunisasi",
        "elements": ["procedure", "cost"],
        "opens_on": "2026-07-01",
        "closes_on": "2026-07-31",
    }
    path = f"/v1/surveys/{that.SURVEY}"
    early = await client.put(path, json=body, headers=headers)
    assert (early.status_code, early.json()["code"]) == (404, "unknown_unit")

    await topics.put([said_by_the_roster(*each) for each in ROSTER])

    async def made() -> bool:
        return (await client.put(path, json=body, headers=headers)).status_code == 201

    await eventually(made)
    scores = {"scores": {"procedure": 4, "cost": 3}}
    answered = await client.post(f"{path}/answers", json=scores, headers={"X-Correlation-Id": "journey"})
    assert answered.status_code == 201
    first, second = [registry.decode_envelope(value) for value in await records(topics.bootstrap, 2)]
    assert (first.type, first.sequence) == ("survey.index_changed", 1)
    assert (second.sequence, second.correlation_id) == (2, "journey")
    data = registry.decode_data(second)
    assert isinstance(data, wire.IndexChanged)
    assert (str(data.index), data.grade, data.respondents, data.period_id) == ("87.50", "B", 1, that.YEAR)
    ready = (await client.get("/health/ready")).json()
    assert ready["status"] == "ready", ready
