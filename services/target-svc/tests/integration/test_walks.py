"""The cascade over HTTP: the matrix of a unit, what is lacking, down from a goal and up from a person."""

from typing import Any

import pytest

from .. import situations as that
from .conftest import World, indicator, person, plan, result, superiors_plan

pytestmark = pytest.mark.servers

PERIOD = f"period_id={that.YEAR}"
MATRIX = f"/v1/units/{that.UNIT}/role-result-matrix?{PERIOD}"
FINDINGS = f"/v1/units/{that.UNIT}/plan-findings?{PERIOD}"
DOWN = f"/v1/goals/{that.GOAL}/descendants"
UP = f"/v1/work-results/{that.RESULT}/ancestors"
GOAL = {"period_id": str(that.YEAR), "title": "Menurunnya angka kematian bayi", "indicator": "Kematian bayi setahun"}


@pytest.fixture
async def cascaded(world: World) -> World:
    """A goal, the superior's result that serves it, the nurse's that serves that one, with 70 reported; and somebody
    without a plan."""
    admin = world.token("region_admin")

    async def done(method: str, path: str, body: Any) -> None:
        answer = await world.send(admin, method, path, body)
        assert answer.is_success, answer.text

    await done("PUT", f"/v1/goals/{that.GOAL}", GOAL)
    budi = person("Budi", "198502102010011001", that.DEWI)
    await done("PUT", f"/v1/civil-servants/{that.BUDI}", budi)
    above = superiors_plan(status="approved")
    above["work_results"][0]["parent_work_result_id"] = str(that.GOAL)
    below = result(indicator(), parent_work_result_id=str(that.SUPERIORS_RESULT))
    plans = [above, plan(work_results=[below], status="approved")]
    await done("POST", "/v1/imports/plans", {"items": plans})
    value = {"value": "70", "as_of": "2026-06-30"}
    await done("POST", f"/v1/indicators/{that.COVERAGE}/realizations", value)
    return world


async def read(world: World, token: str, path: str) -> Any:
    answer = await world.send(token, "GET", path)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_units_matrix(cascaded: World):
    dewi = cascaded.token("civil_servant", person=that.DEWI)
    found = await read(cascaded, dewi, MATRIX)
    served = [(row["parent"]["what"], [each["name"] for each in row["results"]]) for row in found["rows"]]
    assert served == [("work_result", ["Siti"]), ("goal", ["Dewi"])]
    assert {each["name"]: each["plan"] for each in found["people"]} == {
        "Dewi": "approved", "Siti": "approved", "Budi": None,
    }  # fmt: skip
    siti = cascaded.token("civil_servant", person=that.SITI)
    assert [each["name"] for each in (await read(cascaded, siti, MATRIX))["people"]] == ["Siti"]


async def test_what_is_lacking(cascaded: World):
    officer = cascaded.token("personnel_officer", agency=that.AGENCY)
    found = (await read(cascaded, officer, FINDINGS))["findings"]
    assert [(each["finding"], each["civil_servant_id"]) for each in found] == [("no_plan", str(that.BUDI))]


async def test_down_from_a_goal(cascaded: World):
    inspector = cascaded.token("inspector")
    found = await read(cascaded, inspector, DOWN)
    assert [(each["level"], each["name"], each["parent_id"]) for each in found["results"]] == [
        (1, "Dewi", str(that.GOAL)),
        (2, "Siti", str(that.SUPERIORS_RESULT)),
    ]
    (measured,) = found["results"][1]["indicators"]
    assert (measured["id"], measured["target"], measured["consolidated_value"]) == (str(that.COVERAGE), "90", "70")
    assert found["left_off"] is False
    near = await read(cascaded, inspector, f"{DOWN}?depth=1")
    assert [each["name"] for each in near["results"]] == ["Dewi"]
    further = await read(cascaded, inspector, f"/v1/work-results/{that.SUPERIORS_RESULT}/descendants")
    assert [each["name"] for each in further["results"]] == ["Siti"]


async def test_up_from_a_person(cascaded: World):
    siti = cascaded.token("civil_servant", person=that.SITI)
    found = await read(cascaded, siti, UP)
    assert [each["name"] for each in found["results"]] == ["Siti", "Dewi"]
    assert (found["goal"]["id"], found["goal"]["title"]) == (str(that.GOAL), GOAL["title"])


@pytest.mark.parametrize("path", [MATRIX, FINDINGS, DOWN, UP])
async def test_others_see_nothing_of_it(cascaded: World, path: str):
    for stranger in (
        cascaded.token("civil_servant", person=that.UNKNOWN),
        cascaded.token("personnel_officer", agency=that.OTHER_AGENCY),
    ):
        answer = await cascaded.send(stranger, "GET", path)
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_what_is_not_there(world: World):
    inspector, nothing = world.token("inspector"), that.UNKNOWN
    for path, code in (
        (f"/v1/units/{nothing}/role-result-matrix?{PERIOD}", "unknown_unit"),
        (f"/v1/units/{nothing}/plan-findings?{PERIOD}", "unknown_unit"),
        (f"/v1/goals/{nothing}/descendants", "unknown_goal"),
        (f"/v1/work-results/{nothing}/ancestors", "unknown_work_result"),
    ):
        answer = await world.send(inspector, "GET", path)
        assert (answer.status_code, answer.json()["code"]) == (404, code)
