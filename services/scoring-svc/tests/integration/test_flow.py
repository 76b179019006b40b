"""Events on a real Kafka become a card, a score's event and a line on an open stream; any order, any repetition."""

import asyncio
import random
from collections.abc import AsyncGenerator, Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from capaian_local.testing.callers import Callers
from capaian_local.testing.topics import Topics
from chassis import ids, migrations
from chassis.outbox import Event, make_event
from chassis.sse import Message
from contracts import registry
from contracts.envelope import Data
from contracts.evaluation import v1 as evaluation
from contracts.roster import v1 as roster
from contracts.score.v1 import ForecastChanged
from contracts.survey import v1 as survey
from contracts.target import v1 as target
from scoring_svc.domain.official import Result
from scoring_svc.settings import Settings
from scoring_svc.wiring import MIGRATIONS, Service
from sqlalchemy import text

from .. import situations as that

pytestmark = [pytest.mark.servers, pytest.mark.containers]
KEY = (that.SITI, that.YEAR)


def event(data: Data, aggregate: UUID, sequence: int = 1, key: UUID = that.SITI) -> Event:
    return make_event(
        data, event_id=ids.new_id(), aggregate_id=aggregate, sequence=sequence, key=str(key), source="/a-service",
        occurred_at=datetime(2026, 7, 1, tzinfo=UTC), correlation_id="a-request",
    )  # fmt: skip


def approved() -> Event:
    indicator = target.Indicator(
        indicator_id=that.COVERAGE, work_result_id=UUID(int=0x101), title="Cakupan imunisasi", aspect="quantity",
        measure="percent",
        direction="maximize", target=Decimal(100), range_low=None, range_high=None, max_attainable=False,
        consolidation="last", weight=Decimal(100), deadline=date(2026, 12, 31),
    )  # fmt: skip
    data = target.PlanApproved(
        civil_servant_id=that.SITI, period_id=that.YEAR, plan_id=that.PLAN, plan_version=1,
        work_results=(), indicators=(indicator,), approved_by=that.DEWI,
    )  # fmt: skip
    return event(data, that.PLAN)


def realized(value: str, sequence: int) -> Event:
    data = target.RealizationRecorded(
        indicator_id=that.COVERAGE, civil_servant_id=that.SITI, period_id=that.YEAR, value=Decimal(value),
        as_of=that.TODAY, entries=sequence, entry_id=UUID(int=0x900 + sequence), corrects=None,
    )  # fmt: skip
    return event(data, that.COVERAGE, sequence)


def rated() -> Event:
    data = evaluation.EvaluationSubmitted(
        evaluation_id=that.RATING, civil_servant_id=that.SITI, rater_id=that.DEWI, evaluated_period_id=that.QUARTER,
        period_id=that.YEAR, work_results="meets", work_behavior="meets", predicate="good",
        evaluated_until=date(2026, 6, 30), evaluated_on=that.TODAY, revised=False,
    )  # fmt: skip
    return event(data, that.RATING)


def person() -> Event:
    place = roster.Assignment(
        unit_id=that.UNIT, position="Perawat", position_kind="functional", serves_public=True, since=that.SINCE,
        until=None,
    )  # fmt: skip
    data = roster.CivilServantChanged(
        civil_servant_id=that.SITI, agency_id=that.AGENCY, name="Siti Aminah", kind="permanent", assignments=(place,),
        reporting_lines=(),
    )  # fmt: skip
    return event(data, that.SITI)


def index() -> Event:
    data = survey.IndexChanged(
        survey_id=that.SURVEY, unit_id=that.UNIT, agency_id=that.AGENCY, period_id=that.YEAR, service="Imunisasi",
        status="open", index=Decimal("87.50"), grade="B", respondents=30, elements=(), rounding="exact",
        as_of=that.TODAY,
    )  # fmt: skip
    return event(data, that.SURVEY, key=that.UNIT)


@pytest.fixture
async def service(database: str, topics: Topics, callers: Callers) -> AsyncGenerator[Service]:
    """Every part of the service but its port."""
    await asyncio.to_thread(migrations.upgrade, database, MIGRATIONS)
    settings = Settings(
        database_url=database, kafka_bootstrap=topics.bootstrap, jwks=str(callers.key_set), region_dir=that.REGION,
        quiet_seconds=0,
    )  # fmt: skip
    service = Service(settings)
    stop = asyncio.Event()
    *_, live = service.interface()
    parts = [*service.roster(), service.cards(), service.sealing(), service.courses(), service.relay(0.5), live]
    running = [asyncio.ensure_future(part.serve(stop)) for part in parts]
    yield service
    stop.set()
    await asyncio.gather(*running)
    await service.close()


@pytest.mark.parametrize("seed", range(2))
async def test_any_order_and_repetition_gives_the_score_on_the_open_card(service: Service, topics: Topics, seed: int):
    events = [approved(), rated(), person(), index(), *(realized(str(60 + n), n) for n in range(1, 21))]
    mixed = events * 2
    random.Random(seed).shuffle(mixed)
    stream = service.hub.listen([f"card:{that.SITI}:{that.YEAR}"], _nothing_yet, None)
    await topics.put(mixed)
    async with asyncio.timeout(30):
        # (60 · 80 + 25 · 100 + 15 · 87.5) / 100
        while b'"score":"86.1250"' not in await anext(stream):
            pass
    await stream.aclose()
    kept = await service._reads.card(KEY)
    assert kept is not None and len(kept.card.slots) == 4


def year(status: Any, starts_on: date, ends_on: date) -> Event:
    data = roster.PeriodChanged(
        period_id=that.YEAR, kind="annual", annual_period_id=None, name="Tahun 2026", starts_on=starts_on,
        ends_on=ends_on, status=status,
    )  # fmt: skip
    return event(data, that.YEAR, key=that.YEAR)


def closed(status: str = "closed") -> Event:
    return year(status, date(2026, 1, 1), date(2026, 12, 31))


async def test_a_year_that_closes_is_sealed_with_all_that_was_published_before(
    service: Service, topics: Topics, eventually: Callable[..., Any]
):
    """The survey takes the longest way: through the attribution, the relay and Kafka again."""
    await topics.put([approved(), rated(), realized("80", 1), person(), index(), closed()])

    async def versions() -> Sequence[Result]:
        return await service._results.versions(KEY)

    (result,) = await eventually(versions, within=30)
    # (60 · 80 + 25 · 100 + 15 · 87.5) / 100
    assert (result.version, result.score) == (1, Decimal("86.1250"))


async def test_a_low_course_becomes_a_warning_on_the_topic(
    service: Service, topics: Topics, eventually: Callable[..., Any]
):
    """Through both projectors, the part that looks ahead, and the relay. The year is the one around this day."""
    today = datetime.now(UTC).date()
    running = year("open", today - timedelta(days=180), today + timedelta(days=180))
    await topics.put([running, approved(), realized("60", 1)])

    async def published() -> list[ForecastChanged]:
        async with service.engine.connect() as connection:
            query = "SELECT payload FROM event_log WHERE published_at IS NOT NULL ORDER BY id"
            rows = await connection.execute(text(query))
        said = [registry.decode_data(registry.decode_envelope(bytes(row.payload))) for row in rows]
        return [each for each in said if isinstance(each, ForecastChanged)]

    (warning,) = await eventually(published, within=30)
    assert (warning.forecast, warning.below, warning.civil_servant_id) == (Decimal("60.0000"), True, that.SITI)


async def _nothing_yet() -> list[Message]:
    return []
