"""Units, agencies and the region over a real database: figures, who sees them, their pages, and the months behind."""

import html
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from chassis import ids
from chassis.consuming import Together
from contracts.survey.v1 import IndexChanged
from scoring_svc.adapters.courses import Courses
from scoring_svc.adapters.published import PublishedSurveys
from scoring_svc.domain.contribution import Contribution
from scoring_svc.domain.roster import Agency, Person, Term, Unit
from sqlalchemy import text

from .. import situations as that
from .conftest import PostgresWorld, Visitor
from .test_sealing import Office, received

pytestmark = pytest.mark.servers
HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
SUMMARY = f"/v1/units/{that.UNIT}/summary"
TOP = UUID(int=0xB0)
JANUARY = date(2026, 1, 31)


def person(number: int, unit: UUID = that.UNIT, agency: UUID = that.AGENCY, led_by: UUID | None = None) -> Person:
    lines = () if led_by is None else ((led_by, Term(that.SINCE, None)),)
    return Person(UUID(int=0x5000 + number), agency, f"Orang {number}", (that.place(unit),), lines)


def of(number: int, contribution: Contribution) -> Contribution:
    """The same, said of somebody else."""
    shift = number << 64
    return replace(
        contribution,
        civil_servant_id=UUID(int=0x5000 + number),
        source_id=UUID(int=contribution.source_id.int + shift),
        event_id=UUID(int=contribution.event_id.int + shift),
    )


@pytest.fixture(autouse=True)
async def situation(world: PostgresWorld) -> None:
    """An agency with a top unit and one under it, where six serve: the first three have ratings, one of them sealed;
    the first one is led by Dewi. In another agency there are two."""
    under = Unit(that.UNIT, that.AGENCY, "Puskesmas Kedaton", TOP)
    top = Unit(TOP, that.AGENCY, "Dinas Kesehatan, pimpinan")
    other = Unit(that.OTHER_UNIT, that.OTHER_AGENCY, "SMA Negeri 1")
    people = [person(number, led_by=that.DEWI if number == 1 else None) for number in range(1, 7)]
    strangers = [person(number, that.OTHER_UNIT, that.OTHER_AGENCY) for number in (8, 9)]
    head = that.dewi(places=(that.place(TOP),))
    agencies = [that.agency(), Agency(that.OTHER_AGENCY, "Dinas Pendidikan")]
    await world.keep([*agencies, top, under, other, *people, *strangers, head, that.year()])
    rated = [of(1, that.rated()), of(2, that.rated("above", "above")), of(3, that.rated("below", "meets"))]
    await world.say([*rated, of(8, that.rated())])


@pytest.fixture
def officer(visitor: Visitor) -> str:
    return visitor.token("personnel_officer", that.AGENCY)


def courses(world: PostgresWorld, now: datetime = that.NOW, piece: int = 20) -> Courses:
    return Courses(world.engine, that.PACKS, lambda: now, ids.new_id, "Asia/Jakarta", timedelta(0), piece)


async def kept(world: PostgresWorld) -> list[tuple[Any, ...]]:
    query = text("SELECT civil_servant_id, card_sequence, as_of, months FROM card_course ORDER BY 1")
    async with world.engine.connect() as connection:
        return [tuple(row) for row in await connection.execute(query)]


async def published(world: PostgresWorld, *said: tuple[str, str, int]) -> None:
    """(status, index, sequence): in one batch."""
    feed = Together(world.feed(), PublishedSurveys())
    for status, index, sequence in said:
        data = IndexChanged(
            survey_id=that.SURVEY, unit_id=that.UNIT, agency_id=that.AGENCY, period_id=that.YEAR, service="Imunisasi",
            status=status, index=Decimal(index), grade="B", respondents=30, elements=(), rounding="exact",  # pyright: ignore[reportArgumentType]
            as_of=that.TODAY,
        )  # fmt: skip
        feed.fold(received(data, that.SURVEY, sequence))
    taken = feed.take()
    assert taken is not None
    async with world.engine.begin() as connection:
        await feed.save(connection, taken)
    feed.saved(taken)


async def test_a_unit_sums_up_its_people(world: PostgresWorld, visitor: Visitor, officer: str):
    found = (await visitor.get(officer, SUMMARY)).json()
    # 100, 110 and (70 · 75 + 30 · 100) / 100 = 82.5; each has the rating's 25 of 100 of the weight.
    assert (found["people"], found["on"], found["unit"]["name"]) == (6, "2026-07-09", "Puskesmas Kedaton")
    assert found["figures"] == {
        "scored": 3,
        "score": {"mean": "97.5000", "median": "100.0000"},
        "completeness": {"mean": "12.50", "complete": 0},
        "categories": {"very_good": 0, "good": 2, "needs_improvement": 1, "poor": 0, "very_poor": 0, "none": 3},
        "predicates": {"very_good": 0, "good": 3, "needs_improvement": 0, "poor": 0, "very_poor": 0, "none": 3},
        "official": 0,
    }
    assert found["minimum_group"] == {"value": "5", "source": "own"} and found["parts"] == []


async def test_a_unit_includes_those_under_it(visitor: Visitor, officer: str):
    found = (await visitor.get(officer, f"/v1/units/{TOP}/summary")).json()
    assert found["people"] == 7 and found["figures"]["scored"] == 3
    assert [(part["name"], part["people"]) for part in found["parts"]] == [("Puskesmas Kedaton", 6)]


async def test_an_even_number_has_its_median_between_two(world: PostgresWorld, visitor: Visitor, officer: str):
    await world.say([of(4, that.rated("above", "meets"))])
    found = (await visitor.get(officer, SUMMARY)).json()
    # 82.5, 100, 107, 110
    assert found["figures"]["score"] == {"mean": "99.8750", "median": "103.5000"}


async def test_official_results_are_counted_once(world: PostgresWorld, visitor: Visitor, officer: str):
    office = Office(world)
    await office.close(2)
    await office.work()
    await world.say([of(1, that.rated("above", "above", sequence=2))])
    await office.close(4, reopened=1)
    await office.work()
    assert (await visitor.get(officer, SUMMARY)).json()["figures"]["official"] == 3


async def test_agencies_and_the_region(visitor: Visitor, officer: str):
    agency = (await visitor.get(officer, f"/v1/agencies/{that.AGENCY}/summary")).json()
    assert (agency["agency"]["name"], agency["people"], agency["figures"]["scored"]) == ("Dinas Kesehatan", 7, 3)
    assert [(part["name"], part["people"]) for part in agency["parts"]] == [("Dinas Kesehatan, pimpinan", 7)]
    region = (await visitor.get(visitor.token("inspector"), "/v1/region/summary")).json()
    assert (region["region"]["name"], region["people"], region["figures"]["scored"]) == ("Provinsi Lampung", 9, 4)
    assert [(part["name"], part["figures"]["scored"]) for part in region["parts"]] == [
        ("Dinas Kesehatan", 3), ("Dinas Pendidikan", 1),
    ]  # fmt: skip


async def test_small_groups_that_are_not_ones_own_are_a_count(visitor: Visitor, officer: str):
    region = (await visitor.get(officer, "/v1/region/summary")).json()
    assert (region["people"], region["figures"], region["trend"]) == (9, None, []), "two strangers would stand out"
    assert [part["figures"] is None for part in region["parts"]] == [False, True]


async def test_a_superior_sees_a_unit_unless_few_others_are_in_it(world: PostgresWorld, visitor: Visitor):
    superior = visitor.token("civil_servant", person=that.DEWI)
    shown = (await visitor.get(superior, SUMMARY)).json()
    assert (shown["people"], shown["figures"]["scored"]) == (6, 3), "five others hide each other"
    await world.keep([person(2, led_by=that.DEWI)], sequence=2)
    hidden = (await visitor.get(superior, SUMMARY)).json()
    assert (hidden["people"], hidden["figures"]) == (6, None)
    page = await visitor.get(superior, f"/units/{that.UNIT}/summary", **HTML)
    assert "6 pegawai" in page.text and "97,50" not in page.text and "kurang dari 5 orang" in page.text


async def test_who_sees_nothing(visitor: Visitor, officer: str):
    stranger, other = (
        visitor.token("civil_servant", person=that.BUDI),
        visitor.token("personnel_officer", that.OTHER_AGENCY),
    )
    member = visitor.token("civil_servant", person=person(2).id)
    for token, path, status, code in (
        (stranger, SUMMARY, 403, "forbidden"),
        (member, SUMMARY, 403, "forbidden"),
        (other, SUMMARY, 403, "forbidden"),
        (other, f"/v1/agencies/{that.AGENCY}/summary", 403, "forbidden"),
        (stranger, f"/v1/agencies/{that.AGENCY}/summary", 403, "forbidden"),
        (stranger, "/v1/region/summary", 403, "forbidden"),
        (officer, f"/v1/units/{that.UNKNOWN}/summary", 404, "unknown_unit"),
        (officer, f"/v1/agencies/{that.UNKNOWN}/summary", 404, "unknown_agency"),
        (officer, f"{SUMMARY}?period_id={that.UNKNOWN}", 404, "unknown_period"),
    ):
        answer = await visitor.get(token, path)
        assert (answer.status_code, answer.json()["code"]) == (status, code), path
    assert (await visitor.get(stranger, "/region", **HTML)).status_code == 403


async def test_months_follow_the_cards(world: PostgresWorld, visitor: Visitor, officer: str):
    await world.say([replace(of(4, that.rated()), effective_on=JANUARY)])
    while await courses(world, piece=1).step():
        pass
    rows = await kept(world)
    assert [(sequence, as_of) for _, sequence, as_of, _ in rows] == [(1, that.TODAY)] * 5
    assert rows[0][3] == [None] * 5 + [Decimal("100.0000")] * 2, "rated of the thirtieth of June"
    trend = (await visitor.get(officer, SUMMARY)).json()["trend"]
    # In January one had 100; from June on 100, 110, 82.5 and 100.
    assert trend[0] == {"month": "2026-01", "scored": 1, "mean": "100.0000"} and len(trend) == 7
    assert trend[-1] == {"month": "2026-07", "scored": 4, "mean": "98.1250"}


async def test_what_did_not_change_is_not_worked_out_again(world: PostgresWorld):
    at_work = courses(world)
    assert await at_work.step() and not await at_work.step()
    assert not await courses(world).step()
    await world.say([of(1, that.rated("above", "above", sequence=2))])
    assert await courses(world).step()
    assert [sequence for _, sequence, _, _ in await kept(world)] == [2, 1, 1, 1]
    assert await courses(world, that.NOW + timedelta(days=1)).step(), "a day later all are due"
    later = datetime(2027, 3, 1, tzinfo=UTC)
    assert await courses(world, later).step()
    assert {as_of for _, _, as_of, _ in await kept(world)} == {date(2026, 12, 31)}
    assert not await courses(world, later + timedelta(days=1)).step(), "a year that is over is as of its end"
    assert len((await kept(world))[0][3]) == 12


async def test_in_the_first_month_a_card_may_have_no_score(world: PostgresWorld):
    await world.say([of(5, that.plan(that.indicator()))])
    await work_out(world, datetime(2026, 1, 20, 3, tzinfo=UTC))
    assert [months for _, _, _, months in await kept(world)] == [[None]] * 5
    await work_out(world, datetime(2026, 2, 20, 3, tzinfo=UTC))
    assert [months for _, _, _, months in await kept(world)] == [[None, None]] * 5


async def work_out(world: PostgresWorld, now: datetime) -> None:
    """As on that day; the cards of these tests are from later."""
    async with world.engine.begin() as connection:
        await connection.execute(text("UPDATE card SET updated_at = :now"), {"now": now})
    while await courses(world, now).step():
        pass


async def test_a_card_waits_until_it_is_quiet(world: PostgresWorld):
    waiting = Courses(world.engine, that.PACKS, lambda: that.NOW, ids.new_id, "Asia/Jakarta", timedelta(seconds=30))
    assert not await waiting.step()
    later = Courses(
        world.engine,
        that.PACKS,
        lambda: that.NOW + timedelta(seconds=30),
        ids.new_id,
        "Asia/Jakarta",
        timedelta(seconds=30),
    )
    assert await later.step()


async def test_a_card_that_never_rests_has_its_turn_too(world: PostgresWorld):
    now, quiet = [that.NOW], timedelta(seconds=30)
    waiting = Courses(world.engine, that.PACKS, lambda: now[0], ids.new_id, "Asia/Jakarta", quiet)
    turns: list[bool] = []
    for _ in range(10):
        now[0] += quiet
        async with world.engine.begin() as connection:
            await connection.execute(text("UPDATE card SET updated_at = :now"), {"now": now[0]})
        turns.append(await waiting.step())
    assert turns == [False] * 9 + [True]


async def test_only_published_surveys_are_shown(world: PostgresWorld, visitor: Visitor, officer: str):
    await published(world, ("open", "80", 1), ("closed", "85", 2))
    assert (await visitor.get(officer, SUMMARY)).json()["survey"] == {"surveys": 0, "respondents": 0, "index": None}
    await published(world, ("published", "87.5", 3))
    await published(world, ("published", "50", 2))
    found = (await visitor.get(officer, f"/v1/units/{TOP}/summary")).json()
    assert found["survey"] == {"surveys": 1, "respondents": 30, "index": "87.50"}
    (one,) = found["surveys"]
    assert (one["unit"]["name"], one["index"], one["as_of"]) == ("Puskesmas Kedaton", "87.5", "2026-07-09")


async def test_pages_show_what_programs_get(world: PostgresWorld, visitor: Visitor, officer: str):
    await published(world, ("published", "87.5", 3))
    while await courses(world).step():
        pass
    shown: Sequence[tuple[str, str, str]] = (
        (officer, f"/units/{that.UNIT}/summary", "97,50"),
        (officer, f"/agencies/{that.AGENCY}", "87,50"),
        (visitor.token("inspector"), "/region", "Juni 2026"),
    )
    for token, path, wanted in shown:
        answer = await visitor.get(token, path, **HTML)
        assert answer.status_code == 200 and wanted in html.unescape(answer.text), path
    door = (await visitor.get(officer, "/", **HTML)).text
    assert f'href="/agencies/{that.AGENCY}"' in door and 'href="/region"' in door
    assert f"/units/{that.UNIT}/summary?" in (await visitor.get(officer, f"/units/{that.UNIT}", **HTML)).text
