"""Forecasts over a real database: the route, the card page, and the part that warns."""

import html
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from chassis import ids, postgres
from contracts.envelope import Envelope
from contracts.score.v1 import ForecastChanged
from scoring_svc.adapters import outlines
from scoring_svc.adapters.courses import Courses
from scoring_svc.domain.contribution import Contribution
from scoring_svc.domain.outline import Outline, PlannedIndicator

from .. import situations as that
from .conftest import PostgresWorld, Visitor
from .test_sealing import Office

pytestmark = pytest.mark.servers
HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
AHEAD = f"/v1/cards/{that.SITI}/forecast"
JUNE = date(2026, 6, 30)


async def plan(world: PostgresWorld) -> None:
    """50 until June, 100 until the end."""
    expected = ((JUNE, Decimal(50)), (date(2026, 12, 31), Decimal(100)))
    indicator = PlannedIndicator(that.COVERAGE, UUID(int=1), "sum", date(2026, 12, 31), expected)
    async with world.engine.begin() as connection:
        outline = Outline(that.PLAN, that.SITI, that.YEAR, 1, (), (indicator,))
        await outlines.keep(await postgres.raw(connection), [outline])


def realized(value: str, sequence: int = 1) -> Contribution:
    return that.realized(value, sequence=sequence, day=JUNE)


@pytest.fixture(autouse=True)
async def situation(world: PostgresWorld) -> None:
    await world.keep([that.agency(), that.unit(), that.siti(), that.dewi(), that.year()])
    await plan(world)
    await world.say([that.plan(that.indicator(target="100")), realized("40")])


@pytest.fixture
def officer(visitor: Visitor) -> str:
    return visitor.token("personnel_officer", that.AGENCY)


async def work(world: PostgresWorld, now: datetime = that.NOW, at_once: int = 20) -> None:
    courses = Courses(world.engine, that.PACKS, lambda: now, ids.new_id, "Asia/Jakarta", timedelta(0), at_once)
    while await courses.step():
        pass


async def warnings(world: PostgresWorld) -> Sequence[tuple[Envelope, ForecastChanged]]:
    return [(envelope, data) for envelope, data in await world.said() if isinstance(data, ForecastChanged)]


async def test_the_route_tells_how_it_comes_about(visitor: Visitor, officer: str):
    found = (await visitor.get(officer, AHEAD)).json()
    # 40 + 0.8 · 50; with a quarter less and more of the ratio 70 and 90
    assert (found["kind"], found["forecast"], found["low"], found["high"]) == (
        "forecast", "80.0000", "70.0000", "90.0000",
    )  # fmt: skip
    assert (found["bound"], found["below"], found["wide"], found["as_of"]) == ("90", True, True, "2026-07-09")
    (line,) = found["indicators"]
    assert (line["course"], line["expected"], line["ratio"], line["value"]) == ("planned", "50", "0.8", "80.0000")


async def test_of_a_past_day_and_of_who_may_not_ask(visitor: Visitor, officer: str):
    before = (await visitor.get(officer, f"{AHEAD}?as_of=2026-06-29")).json()
    assert before == {
        "civil_servant_id": str(that.SITI), "period_id": str(that.YEAR), "kind": "forecast", "forecast": None,
    }  # fmt: skip
    stranger = visitor.token("civil_servant", person=that.BUDI)
    for token, path, status, code in (
        (officer, f"{AHEAD}?as_of=2026-07-10", 422, "future_moment"),
        (officer, f"{AHEAD}?as_of=soon", 422, "not_a_date"),
        (stranger, AHEAD, 403, "forbidden"),
    ):
        answer = await visitor.get(token, path)
        assert answer.status_code == status and code in answer.text, path


async def test_the_card_shows_an_estimate_and_says_that_it_is_none_else(visitor: Visitor, officer: str):
    page = html.unescape((await visitor.get(officer, f"/cards/{that.SITI}", **HTML)).text)
    assert "Perkiraan akhir tahun, bukan hasil" in page and "antara 70,00 dan 90,00" in page
    assert "diharapkan 50 (perbandingan 0,8000) dan 100" in page and "peringatan dini" in page
    english = await visitor.get(officer, f"/cards/{that.SITI}?lang=en", **HTML)
    assert "An estimate of the year" in english.text


async def test_of_a_closed_year_there_is_no_estimate(world: PostgresWorld, visitor: Visitor, officer: str):
    office = Office(world)
    await office.close(2)
    await office.work()
    page = await visitor.get(officer, f"/cards/{that.SITI}", **HTML)
    assert "Perkiraan akhir tahun" not in page.text
    canonical = await visitor.get(officer, f"/v1/results/{that.SITI}/explanation.canonical")
    assert b"forecast" not in canonical.content and b"expected_end" not in canonical.content
    await work(world)
    assert await warnings(world) == []


async def test_a_warning_is_said_when_it_begins_and_when_it_ends(world: PostgresWorld):
    await work(world)
    ((envelope, said),) = await warnings(world)
    assert (said.forecast, said.low, said.high, said.bound) == tuple(
        map(Decimal, ("80.0000", "70.0000", "90.0000", "90"))
    )
    assert (said.below, said.as_of, said.civil_servant_id) == (True, that.TODAY, that.SITI)
    assert (envelope.sequence, envelope.key) == (1, str(that.SITI))
    await world.say([realized("41", 2)])
    await work(world)
    await work(world, that.NOW + timedelta(days=1))
    assert len(await warnings(world)) == 1, "it goes on"
    await world.say([realized("48", 3)])
    await work(world)
    await world.say([realized("30", 4)])
    await work(world)
    found = await warnings(world)
    assert [(envelope.sequence, said.below) for envelope, said in found] == [(1, True), (2, False), (3, True)]
    assert len({envelope.aggregate_id for envelope, _ in found}) == 1


async def test_what_is_well_is_not_told(world: PostgresWorld):
    await world.say([realized("45", 2)])
    await work(world)
    assert await warnings(world) == []


async def test_a_year_that_is_over_warns_no_more(world: PostgresWorld):
    await work(world, that.NOW + timedelta(days=200))
    assert await warnings(world) == []
