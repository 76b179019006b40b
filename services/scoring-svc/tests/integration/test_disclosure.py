"""Nobody reckons out a small group from what is shown of larger ones: over a real database, page by page."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from scoring_svc.domain.roster import Agency, Person, Unit

from .. import situations as that
from .conftest import PostgresWorld, Visitor
from .test_goals import ACHIEVED, GOAL, approval, realized, take
from .test_summaries import HTML, of, person

pytestmark = pytest.mark.servers
LARGE, SMALL = UUID(int=0xA8), UUID(int=0xA9)
OF_LARGE, OF_SMALL = UUID(int=0xB8), UUID(int=0xB9)
TOP, LEFT, RIGHT = UUID(int=0xEC0), UUID(int=0xEC1), UUID(int=0xEC2)
SMALL_SENTENCE, OTHER_SENTENCE = "menyangkut kurang dari 5 orang", "untuk melindungi kelompok lain"


@pytest.fixture
def officer(visitor: Visitor) -> str:
    return visitor.token("personnel_officer", that.AGENCY)


async def other_agencies(world: PostgresWorld, large: int, small: int) -> None:
    """Beside the officer's agency of two people: one of `large` people, one of `small`; all have ratings."""
    agencies = [that.agency(), Agency(LARGE, "Dinas Besar"), Agency(SMALL, "Dinas Kecil")]
    units = [that.unit(), Unit(OF_LARGE, LARGE, "Besar"), Unit(OF_SMALL, SMALL, "Kecil")]
    own = [person(number) for number in (1, 2)]
    others = [person(10 + number, OF_LARGE, LARGE) for number in range(large)]
    few = [person(60 + number, OF_SMALL, SMALL) for number in range(small)]
    await world.keep([*agencies, *units, *own, *others, *few, that.year()])
    await world.say([of(each.id.int - 0x5000, that.rated()) for each in (*own, *others)])
    await world.say([of(each.id.int - 0x5000, that.rated("below", "meets")) for each in few])


def total(found: dict[str, Any]) -> Decimal:
    """The sum of the scores that a mean gives away."""
    return Decimal(found["figures"]["score"]["mean"]) * found["figures"]["scored"]


def left_out(parts: Sequence[dict[str, Any]]) -> dict[str, str | None]:
    assert all((part["figures"] is None) == (part["left_out"] is not None) for part in parts)
    return {part["name"]: part["left_out"] for part in parts}


async def test_a_small_agency_is_not_the_region_without_the_others(
    world: PostgresWorld, visitor: Visitor, officer: str
):
    await other_agencies(world, 6, 2)
    region = (await visitor.get(officer, "/v1/region/summary")).json()
    shown = [part for part in region["parts"] if part["figures"]]
    hidden = sum(part["people"] for part in region["parts"] if not part["figures"])
    assert hidden == 8, f"the two of the small agency have {total(region) - sum(map(total, shown))} together"
    assert region["figures"]["scored"] == 10 and region["left_out"] is None, "the whole stays shown"
    assert left_out(region["parts"]) == {
        "Dinas Besar": "protects_another_group", "Dinas Kecil": "group_too_small", "Dinas Kesehatan": None,
    }  # fmt: skip
    page = (await visitor.get(officer, "/region", **HTML)).text
    assert SMALL_SENTENCE in page and OTHER_SENTENCE in page


async def test_five_hidden_people_hide_each_other(world: PostgresWorld, visitor: Visitor, officer: str):
    await other_agencies(world, 6, 5)
    region = (await visitor.get(officer, "/v1/region/summary")).json()
    assert set(left_out(region["parts"]).values()) == {None}
    assert "Tidak ditampilkan" not in (await visitor.get(officer, "/region", **HTML)).text


async def test_whom_an_officer_may_read_hides_nobody(world: PostgresWorld, visitor: Visitor, officer: str):
    """Of six in the other agency's unit one is of the officer's agency, and one serves in its unit too."""
    await other_agencies(world, 4, 0)
    guest = replace(person(50, OF_LARGE, LARGE), places=(that.place(OF_LARGE), that.place()))
    await world.keep([person(40, OF_LARGE, that.AGENCY), guest])
    region = (await visitor.get(officer, "/v1/region/summary")).json()
    parts = {part["name"]: (part["people"], part["left_out"]) for part in region["parts"]}
    assert parts == {"Dinas Besar": (6, "group_too_small"), "Dinas Kecil": (0, None), "Dinas Kesehatan": (3, None)}
    assert (region["people"], region["left_out"]) == (8, "group_too_small")
    await world.keep([person(41, OF_LARGE, LARGE)])
    assert (await visitor.get(officer, "/v1/region/summary")).json()["left_out"] is None, "five strangers"


async def test_who_reads_all_sees_all(world: PostgresWorld, visitor: Visitor):
    await other_agencies(world, 6, 2)
    region = (await visitor.get(visitor.token("inspector"), "/v1/region/summary")).json()
    assert (set(left_out(region["parts"]).values()), region["left_out"]) == ({None}, None)


async def units_of_a_superior(world: PostgresWorld, direct: int) -> None:
    """Dewi leads one person in each of two units of six; over them is a unit with so many people of its own."""
    units = [Unit(TOP, that.AGENCY, "Atas"), *(Unit(each, that.AGENCY, f"{each.int:x}", TOP) for each in (LEFT, RIGHT))]
    people = [
        person(number + shift, unit, led_by=that.DEWI if number == 1 else None)
        for shift, unit in ((0, LEFT), (20, RIGHT))
        for number in range(1, 7)
    ]
    above = [person(40 + number, TOP) for number in range(direct)]
    await world.keep([that.agency(), *units, *people, *above, that.dewi(), that.year()])
    await world.say([of(each.id.int - 0x5000, that.rated()) for each in (*people, *above)])


async def test_the_members_of_a_unit_itself_are_not_it_without_its_parts(world: PostgresWorld, visitor: Visitor):
    await units_of_a_superior(world, direct=3)
    dewi = visitor.token("civil_servant", person=that.DEWI)
    top = (await visitor.get(dewi, f"/v1/units/{TOP}/summary")).json()
    assert (top["people"], top["figures"]["scored"]) == (15, 15)
    assert left_out(top["parts"]) == {"ec1": "protects_another_group", "ec2": None}
    left = (await visitor.get(dewi, f"/v1/units/{LEFT}/summary")).json()
    right = (await visitor.get(dewi, f"/v1/units/{RIGHT}/summary")).json()
    assert (left["figures"], left["left_out"], left["trend"]) == (None, "protects_another_group", []), "its own page"
    assert right["figures"] is not None and right["left_out"] is None
    page = (await visitor.get(dewi, f"/units/{LEFT}/summary", **HTML)).text
    assert OTHER_SENTENCE in page and SMALL_SENTENCE not in page


async def test_enough_members_of_a_unit_itself_hide_each_other(world: PostgresWorld, visitor: Visitor):
    await units_of_a_superior(world, direct=5)
    dewi = visitor.token("civil_servant", person=that.DEWI)
    top = (await visitor.get(dewi, f"/v1/units/{TOP}/summary")).json()
    assert left_out(top["parts"]) == {"ec1": None, "ec2": None} and top["left_out"] is None


async def test_a_level_of_a_goal_is_not_the_whole_without_the_others(world: PostgresWorld, visitor: Visitor):
    """Six of the first level, Dewi and five others, and one of the second; Siti is of neither."""
    await world.keep([that.agency(), that.unit(), that.siti(), that.dewi(), that.year()])
    first = [Person(UUID(int=0x6000 + n), that.AGENCY, f"Orang {n}", (that.place(),), ()) for n in range(7)]
    await world.keep(first)
    results = [UUID(int=0x300 + n) for n in range(7)]
    for number, each in enumerate(first[:6]):
        await take(world, approval(each.id, {results[number]: GOAL}), realized(each.id, results[number], "80"))
    await take(world, approval(first[6].id, {results[6]: results[0]}), realized(first[6].id, results[6], "20"))
    found = (await visitor.get(visitor.token("civil_servant", person=that.SITI), ACHIEVED)).json()
    assert (found["people"], found["achievement"] is None, found["left_out"]) == (7, False, None)
    assert [(each["achievement"], each["left_out"]) for each in found["levels"]] == [
        (None, "protects_another_group"), (None, "group_too_small"),
    ]  # fmt: skip
    seen = (await visitor.get(visitor.token("inspector"), ACHIEVED)).json()
    assert [each["left_out"] for each in (seen, *seen["levels"])] == [None] * 3


async def test_a_result_is_no_goal_for_who_cannot_see_everybody_under_it(world: PostgresWorld, visitor: Visitor):
    """What serves one result is a part of what serves the goal, which anybody may ask for: the rest would follow."""
    await world.keep([that.agency(), that.unit(), that.siti(), that.dewi(), that.year()])
    under = [Person(UUID(int=0x6000 + n), that.AGENCY, f"Orang {n}", (that.place(),), ()) for n in range(11)]
    await world.keep(under)
    own, other = UUID(int=0x201), UUID(int=0x202)
    await take(world, approval(that.DEWI, {own: GOAL}), approval(that.SITI, {other: GOAL}))
    for number, each in enumerate(under):
        result = UUID(int=0x300 + number)
        parent = own if number < 9 else other
        await take(world, approval(each.id, {result: parent}), realized(each.id, result, "80"))
    dewi, inspector = visitor.token("civil_servant", person=that.DEWI), visitor.token("inspector")
    whole = (await visitor.get(dewi, ACHIEVED)).json()
    assert whole["levels"][1]["people"] == 11 and whole["levels"][1]["achievement"] is not None
    part = (await visitor.get(dewi, f"/v1/goals/{own}/achievement")).json()
    assert (part["people"], part["achievement"], part["left_out"]) == (9, None, "protects_another_group")
    all_of_it = (await visitor.get(inspector, f"/v1/goals/{own}/achievement")).json()
    assert all_of_it["achievement"]["mean"] == "80.0000" and all_of_it["left_out"] is None
