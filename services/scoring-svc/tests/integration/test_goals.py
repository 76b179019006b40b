"""From a goal down to who carries it, and from a person up, over a real database."""

import html
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from chassis import ids
from chassis.consuming import Received, Together
from contracts.target import v1 as target
from scoring_svc.adapters.cards import CardsProjection, find
from scoring_svc.adapters.outlines import Outlines
from scoring_svc.app.project import Cards
from scoring_svc.domain.roster import Person

from .. import situations as that
from .conftest import PostgresWorld, Visitor
from .test_sealing import received

pytestmark = pytest.mark.servers
HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
GOAL, TOP, OWN, SIDE = (UUID(int=each) for each in (0x2A, 0x201, 0x202, 0x203))
ACHIEVED = f"/v1/goals/{GOAL}/achievement"


def approval(
    person: UUID, serves: dict[UUID, UUID | None], sequence: int = 1, goal: str | None = "Bayi terlindungi"
) -> Received:
    """A plan with one indicator a result, each of the same weight, whose id follows from its result's. goal: what it
    calls the goal that it serves."""
    results = tuple(
        target.WorkResult(
            work_result_id=id_, title=f"Hasil {id_.int:x}", kind="main", parent_work_result_id=parent,
            goal_title=goal if parent == GOAL else None,
        )
        for id_, parent in serves.items()
    )  # fmt: skip
    indicators = tuple(
        target.Indicator(
            indicator_id=UUID(int=id_.int + 0x1000), work_result_id=id_, title="Cakupan", aspect="quantity",
            measure="percent", direction="maximize", target=Decimal(100), range_low=None, range_high=None,
            max_attainable=False, consolidation="last", weight=Decimal(100) / len(serves), deadline=date(2026, 12, 31),
        )
        for id_ in serves
    )  # fmt: skip
    data = target.PlanApproved(
        civil_servant_id=person, period_id=that.YEAR, plan_id=UUID(int=person.int + 0x7000), plan_version=sequence,
        work_results=results, indicators=indicators, approved_by=None,
    )  # fmt: skip
    return received(data, data.plan_id, sequence)


def realized(person: UUID, result: UUID, value: str) -> Received:
    data = target.RealizationRecorded(
        indicator_id=UUID(int=result.int + 0x1000), civil_servant_id=person, period_id=that.YEAR, value=Decimal(value),
        as_of=that.TODAY, entries=1, entry_id=ids.new_id(), corrects=None,
    )  # fmt: skip
    return received(data, data.indicator_id, 1)


async def take(world: PostgresWorld, *records: Received) -> None:
    """In one transaction of the projector."""
    cards = Cards(that.PACKS, 100)
    projection = Together(CardsProjection(cards, lambda: that.NOW, ids.new_id, lambda _: None), Outlines())
    async with world.engine.begin() as connection:
        await projection.load(connection, records)
        keys = {(record.data.civil_servant_id, that.YEAR) for record in records}  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType, reportUnknownMemberType]
        cards.put(await find(connection, list(keys)))
        for record in records:
            projection.fold(record)
        if (taken := projection.take()) is not None:
            await projection.save(connection, taken)
            projection.saved(taken)


@pytest.fixture(autouse=True)
async def situation(world: PostgresWorld) -> None:
    """Dewi serves the goal; Siti, whom she leads, serves Dewi's result with one of two."""
    await world.keep([that.agency(), that.unit(), that.siti(), that.dewi(), that.year()])
    await take(
        world,
        approval(that.DEWI, {TOP: GOAL}),
        approval(that.SITI, {OWN: TOP, SIDE: None}),
        realized(that.DEWI, TOP, "90"),
        realized(that.SITI, OWN, "60"),
        realized(that.SITI, SIDE, "110"),
    )


@pytest.fixture
def officer(visitor: Visitor) -> str:
    return visitor.token("personnel_officer", that.AGENCY)


def means(answer: dict[str, Any]) -> list[tuple[int, int, str | None]]:
    return [(each["level"], each["people"], (each["achievement"] or {}).get("mean")) for each in answer["levels"]]


async def test_down_from_a_goal(visitor: Visitor, officer: str):
    found = (await visitor.get(officer, ACHIEVED)).json()
    # (100 · 90 + 50 · 60) / 150
    assert (found["people"], found["results"], found["achievement"]["mean"]) == (2, 2, "80.0000")
    assert means(found) == [(1, 1, "90.0000"), (2, 1, "60.0000")] and found["left_off"] is False
    assert (found["goal_id"], found["title"]) == (str(GOAL), "Bayi terlindungi")
    (item,) = found["levels"][1]["items"]
    assert (item["civil_servant"]["name"], item["parent_id"]) == ("Siti Aminah", str(TOP))
    assert (item["indicators"][0]["realized"], item["indicators"][0]["value"]) == ("60", "60.0000")


async def test_up_from_a_person(visitor: Visitor, officer: str):
    found = (await visitor.get(officer, f"/v1/cards/{that.SITI}/contribution")).json()["results"]
    assert [(each["work_result"]["id"], each["achievement"]["mean"]) for each in found] == [
        (str(OWN), "60.0000"), (str(SIDE), "110.0000"),
    ]  # fmt: skip
    assert found[0]["serves"] == [
        {"id": str(TOP), "title": "Hasil 201", "goal": False},
        {"id": str(GOAL), "title": "Bayi terlindungi", "goal": True},
    ]  # fmt: skip
    assert found[1]["serves"] == []


async def test_a_goal_is_called_what_most_plans_call_it(world: PostgresWorld, visitor: Visitor, officer: str):
    for number, title in enumerate(("Bayi sehat", None, "Bayi sehat")):
        await take(world, approval(UUID(int=0x6000 + number), {UUID(int=0x300 + number): GOAL}, goal=title))
    assert (await visitor.get(officer, ACHIEVED)).json()["title"] == "Bayi sehat"


async def test_a_goal_whose_title_no_plan_says_has_none(world: PostgresWorld, visitor: Visitor, officer: str):
    await take(world, approval(that.DEWI, {TOP: GOAL}, sequence=2, goal=None))
    assert (await visitor.get(officer, ACHIEVED)).json()["title"] is None
    page = html.unescape((await visitor.get(officer, f"/goals/{GOAL}", **HTML)).text)
    assert "<h1>Sasaran daerah</h1>" in page and str(GOAL) in page
    up = (await visitor.get(officer, f"/v1/cards/{that.SITI}/contribution")).json()["results"][0]["serves"]
    assert up[1] == {"id": str(GOAL), "title": None, "goal": True}


async def test_people_who_are_not_to_be_seen_are_a_count(world: PostgresWorld, visitor: Visitor):
    siti = visitor.token("civil_servant", person=that.SITI)
    found = (await visitor.get(siti, ACHIEVED)).json()
    assert (found["people"], found["achievement"]) == (2, None), "Dewi alone would be reckoned out"
    assert means(found) == [(1, 1, None), (2, 1, "60.0000")]
    assert [len(level["items"]) for level in found["levels"]] == [0, 1]
    more = [Person(UUID(int=0x6000 + n), that.AGENCY, f"Orang {n}", (that.place(),), ()) for n in range(4)]
    await world.keep(more)
    for number, each in enumerate(more):
        result = UUID(int=0x300 + number)
        await take(world, approval(each.id, {result: GOAL}), realized(each.id, result, "50"))
    assert means((await visitor.get(siti, ACHIEVED)).json())[0] == (1, 5, "58.0000"), "five hide each other"


async def test_an_amended_plan_takes_the_place_of_the_one_before(world: PostgresWorld, visitor: Visitor, officer: str):
    await take(world, approval(that.SITI, {OWN: None, SIDE: TOP}, sequence=3))
    await take(world, approval(that.SITI, {OWN: TOP}, sequence=2))
    found = (await visitor.get(officer, ACHIEVED)).json()
    assert [item["work_result"]["id"] for item in found["levels"][1]["items"]] == [str(SIDE)]


async def test_a_circle_is_walked_once(world: PostgresWorld, visitor: Visitor, officer: str):
    await take(world, approval(that.DEWI, {TOP: OWN}, sequence=2))
    assert (await visitor.get(officer, ACHIEVED)).status_code == 404, "nobody serves the goal any more"
    around = (await visitor.get(officer, f"/v1/goals/{TOP}/achievement")).json()
    assert [each["level"] for each in around["levels"]] == [1, 2]
    up = (await visitor.get(officer, f"/v1/cards/{that.SITI}/contribution")).json()["results"][0]["serves"]
    assert len(up) == 20, "lines have no circles, so that this is cut off"


async def test_refusals(visitor: Visitor, officer: str):
    stranger = visitor.token("civil_servant", person=that.BUDI)
    for token, path, status, code in (
        (officer, f"/v1/goals/{that.UNKNOWN}/achievement", 404, "unknown_goal"),
        (officer, f"{ACHIEVED}?period_id={that.UNKNOWN}", 404, "unknown_period"),
        (stranger, f"/v1/cards/{that.SITI}/contribution", 403, "forbidden"),
        ("", ACHIEVED, 401, None),
    ):
        answer = await visitor.get(token, path)
        assert answer.status_code == status and code in (None, answer.json()["code"]), path


async def test_pages(visitor: Visitor, officer: str):
    card = html.unescape((await visitor.get(officer, f"/cards/{that.SITI}", **HTML)).text)
    assert "Sumbangan pekerjaan ini" in card and f'href="/goals/{GOAL}?' in card and "Hasil 201" in card
    goal = html.unescape((await visitor.get(officer, f"/goals/{GOAL}", **HTML)).text)
    assert "Sasaran daerah: Bayi terlindungi" in card and "<h1>Bayi terlindungi</h1>" in goal
    assert "80,00" in goal and "Dewi Lestari" in goal and "Tingkat 2 di bawah sasaran" in goal
    siti = visitor.token("civil_servant", person=that.SITI)
    assert "Dewi" not in (await visitor.get(siti, f"/goals/{GOAL}", **HTML)).text


async def test_a_card_of_another_year_has_no_part(world: PostgresWorld, visitor: Visitor, officer: str):
    last = that.year(id=UUID(int=0xD0), starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
    await world.keep([replace(last, name="Tahun 2025")])
    assert (await visitor.get(officer, f"{ACHIEVED}?period_id={last.id}")).status_code == 404
