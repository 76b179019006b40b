"""Plans over HTTP, on a real PostgreSQL: versions, the second of two editors, the cascade, the end."""

from typing import Any

import pytest
from contracts.target import v1 as wire

from .. import situations as that
from .conftest import World, indicator, plan, result, superiors_plan
from .problems import problem

pytestmark = pytest.mark.servers

PATH = f"/v1/plans/{that.PLAN}"
GOAL = {
    "period_id": str(that.YEAR), "agency_id": str(that.AGENCY), "title": "Menurunnya angka kematian bayi",
    "indicator": "Kematian bayi per 1.000 kelahiran hidup",
}  # fmt: skip


async def step(world: World, token: str, name: str, sequence: int, body: Any = None) -> dict[str, Any]:
    method, path = ("PUT", "work-results") if name == "work-results" else ("POST", name)
    answer = await world.send(token, method, f"{PATH}/{path}", body, If_Match=f'"{sequence}"')
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
async def approved(led: World, siti: str, dewi: str) -> World:
    """The nurse's plan serves the superior's result, and is approved at sequence 3."""
    serving = result(indicator(), parent_work_result_id=str(that.SUPERIORS_RESULT))
    answer = await led.send(siti, "POST", "/v1/plans", plan(work_results=[serving]))
    assert answer.status_code == 201, answer.text
    await step(led, siti, "submission", 1)
    await step(led, dewi, "approval", 2)
    return led


async def test_what_is_said_names_the_result_of_each_indicator(approved: World):
    said = (await approved.said())[-1][1]
    assert isinstance(said, wire.PlanApproved)
    assert (said.plan_version, said.approved_by) == (1, that.DEWI)
    assert [each.parent_work_result_id for each in said.work_results] == [that.SUPERIORS_RESULT]
    assert [each.work_result_id for each in said.indicators] == [that.RESULT]
    top = next(data for _, data in await approved.said() if isinstance(data, wire.PlanApproved))
    assert (top.plan_id, top.approved_by) == (that.SUPERIORS_PLAN, None)
    assert (top.work_results[0].goal_title, said.work_results[0].goal_title) == (None, None), "no goal is served"


async def test_versions_are_kept_with_who_did_what(approved: World, siti: str, dewi: str):
    other = {"work_results": [result(indicator(target="95"))]}
    again = await step(approved, siti, "work-results", 3, other)
    assert (again["plan_version"], again["status"], again["sequence"]) == (2, "draft", 4)
    await step(approved, siti, "submission", 4)
    returned = await step(approved, dewi, "return", 5, {"note": "Sebut wilayahnya."})
    assert (returned["note"], returned["approved"][0]["indicators"][0]["target"]) == ("Sebut wilayahnya.", "90")
    found = (await approved.send(dewi, "GET", f"{PATH}/versions")).json()["versions"]
    assert [[each["step"] for each in version["steps"]] for version in found] == [
        ["draft", "submission", "approval"],
        ["draft", "submission", "return"],
    ]
    assert [version["work_results"][0]["indicators"][0]["target"] for version in found] == ["90", "95"]
    last = found[1]["steps"][-1]
    assert (last["decided_by"], last["note"]) == (str(that.DEWI), "Sebut wilayahnya.")
    stranger = approved.token("civil_servant", person=that.BUDI)
    assert problem(await approved.send(stranger, "GET", f"{PATH}/versions"))[:2] == (403, "forbidden")


async def test_the_second_editor_sees_what_changed(approved: World, siti: str):
    await step(approved, siti, "work-results", 3, {"work_results": [result(indicator(target="95"))]})
    mine = {"work_results": [result(indicator(target="80"))]}
    late = await approved.send(siti, "PUT", f"{PATH}/work-results", mine, If_Match='"3"')
    assert (problem(late)[:2], late.headers["etag"]) == ((412, "stale_version"), '"4"')
    extra = late.json()["extra"]
    assert (extra["sequence"], extra["status"]) == (4, "draft")
    assert [(each["what"], each["change"], each["fields"]) for each in extra["changed"]] == [
        ("work_result", "changed", ["parent_work_result_id"]),
        ("indicator", "changed", ["target"]),
    ]
    never = await approved.send(siti, "PUT", f"{PATH}/work-results", mine, If_Match='"9"')
    assert never.json()["extra"]["changed"] is None


async def test_a_plan_waits_for_the_superiors(world: World, siti: str):
    assert (await world.send(siti, "POST", "/v1/plans", plan(indicator()))).status_code == 201
    before = await world.kept()
    answer = await world.send(siti, "POST", f"{PATH}/submission", If_Match='"1"')
    assert problem(answer)[:2] == (409, "superior_has_no_plan")
    assert "PermenPANRB 6/2022" in answer.json()["detail"]
    assert await world.kept() == before


@pytest.mark.parametrize(
    ("parent", "code"), [(that.UNKNOWN, "unknown_parent_work_result"), (that.GOAL, "not_the_superiors_result")]
)
async def test_a_result_serves_the_superiors_and_no_other(led: World, siti: str, admin: str, parent: object, code: str):
    assert (await led.send(admin, "PUT", f"/v1/goals/{that.GOAL}", GOAL)).status_code == 201
    wrong = plan(work_results=[result(indicator(), parent_work_result_id=str(parent))])
    answer = await led.send(siti, "POST", "/v1/plans", wrong)
    assert problem(answer) == (422, code, ["#/work_results/0/parent_work_result_id"])


async def test_a_goal_is_served_from_the_top(world: World, admin: str, dewi: str):
    assert (await world.send(admin, "PUT", f"/v1/goals/{that.GOAL}", GOAL)).status_code == 201
    body = superiors_plan()
    body["work_results"][0]["parent_work_result_id"] = str(that.GOAL)
    answer = await world.send(dewi, "POST", "/v1/plans", body)
    assert answer.status_code == 201, answer.text
    path = f"/v1/plans/{that.SUPERIORS_PLAN}"
    assert (await world.send(dewi, "POST", f"{path}/submission", If_Match='"1"')).status_code == 200
    assert problem(await world.send(dewi, "POST", f"{path}/approval", If_Match='"2"'))[:2] == (403, "not_the_superior")
    assert (await world.send(admin, "POST", f"{path}/approval", If_Match='"2"')).status_code == 200
    plans = [data for _, data in await world.said() if isinstance(data, wire.PlanSubmitted | wire.PlanApproved)]
    assert [each.work_results[0].goal_title for each in plans] == [GOAL["title"], GOAL["title"]]


async def test_a_goal_is_put_read_and_changed_by_its_version(world: World, admin: str, siti: str):
    path = f"/v1/goals/{that.GOAL}"
    assert problem(await world.send(siti, "PUT", path, GOAL))[:2] == (403, "forbidden")
    assert (await world.send(admin, "PUT", path, GOAL)).status_code == 201
    assert (await world.send(admin, "PUT", path, GOAL)).status_code == 200
    read = await world.send(siti, "GET", path)
    assert (read.headers["etag"], read.json()["indicator"]) == ('"1"', GOAL["indicator"])
    other = GOAL | {"indicator": "Kematian bayi setahun"}
    assert problem(await world.send(admin, "PUT", path, other))[:2] == (428, "version_required")
    assert problem(await world.send(admin, "PUT", path, other, If_Match='"7"'))[:2] == (412, "stale_version")
    assert (await world.send(admin, "PUT", path, other, If_Match='"1"')).headers["etag"] == '"2"'
    nowhere = GOAL | {"agency_id": str(that.UNKNOWN)}
    assert problem(await world.send(admin, "PUT", path, nowhere, If_Match='"2"'))[1] == "unknown_agency"
    assert problem(await world.send(siti, "GET", f"/v1/goals/{that.UNKNOWN}"))[:2] == (404, "unknown_goal")


async def test_a_plan_is_closed_with_its_year_and_takes_no_more(approved: World, admin: str):
    agency = approved.token("agency_system", agency=that.AGENCY)
    reason = {"reason": "Periode penilaian ditutup"}
    early = await approved.send(agency, "POST", f"{PATH}/closing", reason, If_Match='"3"')
    assert problem(early)[:2] == (409, "plan_goes_on")
    for seen, status in enumerate(("evaluation", "published", "closed"), 1):
        path = f"/v1/periods/{that.YEAR}/status"
        moved = await approved.send(admin, "POST", path, {"status": status}, If_Match=f'"{seen}"')
        assert moved.status_code == 200, moved.text
    stranger = approved.token("agency_system", agency=that.OTHER_AGENCY)
    foreign = await approved.send(stranger, "POST", f"{PATH}/closing", reason, If_Match='"3"')
    assert problem(foreign)[:2] == (403, "not_the_superior")
    closed = await step(approved, agency, "closing", 3, reason)
    assert (closed["status"], closed["closed_on"], closed["note"]) == ("closed", str(that.TODAY), reason["reason"])
    said = (await approved.said())[-1][1]
    assert isinstance(said, wire.PlanClosed)
    assert [each.indicator_id for each in said.indicators] == [that.COVERAGE]
    late = await approved.send(agency, "POST", f"{PATH}/submission", If_Match='"4"')
    assert problem(late)[:2] == (409, "wrong_status")
