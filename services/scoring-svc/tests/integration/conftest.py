"""One PostgreSQL database a run, migrated as in production and emptied before each test."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import httpx2
import pytest
from capaian_local.testing.callers import Callers
from capaian_local.testing.databases import Databases
from chassis import ids, migrations, postgres
from contracts import registry
from contracts.envelope import Data, Envelope
from scoring_svc.adapters.cards import CardsProjection, find
from scoring_svc.adapters.feed import FeedProjection, Gathered
from scoring_svc.adapters.reads import PostgresReads
from scoring_svc.adapters.trying import OwnProcess
from scoring_svc.app.project import Cards
from scoring_svc.app.translate_roster import RosterChange
from scoring_svc.domain.contribution import Contribution
from scoring_svc.domain.roster import SurveyIndex, UnitRating
from scoring_svc.settings import Settings
from scoring_svc.wiring import MIGRATIONS, Service
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from .. import situations as that

TABLES = (
    "card, contribution, roster_entry, place, reporting_line, survey, attribution, unit_rating, unit_attribution, "
    "event_log, consumer_cursor, parked_record, policy_version, official_result, sealing, decision, "
    "card_course, published_survey, plan_outline, planned_result, forecast"
)


class PostgresWorld:
    """The projections and the reads over one database."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine, self.reads = engine, PostgresReads(engine)
        self.rung, self.packs = 0, that.PACKS

    async def say(self, contributions: Sequence[Contribution], recorded_at: datetime = that.NOW) -> None:
        """Each in a transaction of its own, by a projector that remembers nothing."""
        for each in contributions:
            cards = Cards(that.PACKS, 100)
            projection = CardsProjection(cards, lambda: that.NOW, ids.new_id, lambda _: None)
            async with self.engine.begin() as connection:
                cards.put(await find(connection, [(each.civil_servant_id, each.period_id)]))
                cards.fold(each, recorded_at, "a-request")
                if (taken := cards.take()) is not None:
                    await projection.save(connection, taken)

    def feed(self) -> FeedProjection:
        return FeedProjection(lambda: that.NOW, ids.new_id, self._ring, self.packs)

    async def keep(self, entries: Sequence[RosterChange], sequence: int = 1) -> None:
        async with self.engine.begin() as connection:
            await self.feed().save(connection, gathered(entries, sequence))

    async def said(self) -> list[tuple[Envelope, Data]]:
        """The event log, in order."""
        async with self.engine.connect() as connection:
            rows = list(await connection.execute(text("SELECT payload FROM event_log ORDER BY id")))
        envelopes = [registry.decode_envelope(bytes(row.payload)) for row in rows]
        return [(each, registry.decode_data(each)) for each in envelopes]

    def _ring(self) -> None:
        self.rung += 1


def gathered(entries: Sequence[RosterChange], sequence: int = 1) -> Gathered:
    """As a batch leaves them."""
    return {_id(entry): (entry, sequence, "a-request") for entry in entries}


def _id(entry: RosterChange) -> UUID:
    match entry:
        case SurveyIndex():
            return entry.survey_id
        case UnitRating():
            return entry.rating_id
        case _:
            return entry.id


@pytest.fixture(scope="session")
async def database_url(postgres_server: Databases) -> str:
    url = await postgres_server.new("scoring")
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
def world(engine: AsyncEngine) -> PostgresWorld:
    return PostgresWorld(engine)


@pytest.fixture(scope="session")
def callers(tmp_path_factory: pytest.TempPathFactory) -> Callers:
    return Callers(tmp_path_factory.mktemp("keys"), that.NOW)


class LastingProcess(OwnProcess):
    """The process of trials, begun once for all tests."""

    async def close(self) -> None:
        """A service that ends leaves it to the others."""

    async def end(self) -> None:
        await super().close()


@pytest.fixture(scope="session")
async def trying() -> AsyncGenerator[OwnProcess]:
    lasting = LastingProcess()
    yield lasting
    await lasting.end()


class Visitor:
    """Somebody with a token, at the service."""

    def __init__(self, client: httpx2.AsyncClient, callers: Callers) -> None:
        self.client, self._callers = client, callers

    def token(self, role: str, agency: UUID | None = None, person: UUID | None = None, **more: timedelta) -> str:
        return self._callers.token(role, [role], agency=agency, person=person, **more)

    async def get(self, token: str, path: str, **headers: str) -> httpx2.Response:
        return await self.client.get(path, headers={"Authorization": f"Bearer {token}", **headers})


@pytest.fixture
async def visitor(
    world: PostgresWorld, database_url: str, callers: Callers, trying: OwnProcess
) -> AsyncGenerator[Visitor]:
    """The service's own application on the ninth of July, without a broker."""
    settings = Settings(
        database_url=database_url, kafka_bootstrap="none:0", jwks=str(callers.key_set), region_dir=that.REGION
    )
    service = Service(settings, now=lambda: that.NOW, trying=trying)
    transport = httpx2.ASGITransport(app=service.app(), raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://scoring") as client:
        yield Visitor(client, callers)
    await service.close()
