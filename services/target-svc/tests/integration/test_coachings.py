"""Coaching plans over HTTP."""

from typing import Any
from uuid import UUID

import pytest
from contracts.target import v1 as wire

from .. import situations as that
from .conftest import World
from .problems import problem

pytestmark = pytest.mark.servers

PLACE = "/v1/coachings"
STEPS: dict[str, Any] = {
    "steps": [
        {"title": "Pelatihan pencatatan imunisasi", "due_on": "2026-08-01"},
        {"title": "Pendampingan di posyandu", "due_on": "2026-09-01"},
    ]
}
ENDED = {"status": "completed", "outcome": "Cakupan naik menjadi 82 persen."}


def request(**changes: Any) -> dict[str, Any]:
    why = "Pencatatan sering terlambat."
    return {"civil_servant_id": str(that.SITI), "period_id": str(that.YEAR), "reason": why, **changes}


@pytest.fixture
def dewi(world: World) -> str:
    return world.callers.token("dewi", ["civil_servant"], person=that.DEWI)


@pytest.fixture
async def path(world: World, dewi: str) -> str:
    """A plan that the superior asked for."""
    answer = await world.send(dewi, "POST", PLACE, request())
    assert (answer.status_code, answer.headers["etag"], answer.json()["trigger"]) == (201, '"1"', "request")
    assert answer.headers["location"] == f"{PLACE}/{answer.json()['id']}"
    return answer.headers["location"]


async def test_from_a_request_to_its_outcome(world: World, dewi: str, path: str):
    planned = await world.send(dewi, "PUT", f"{path}/steps", STEPS, If_Match='"1"')
    assert (planned.status_code, planned.headers["etag"], planned.json()["done"]) == (200, '"2"', 0)
    first = await world.send(dewi, "POST", f"{path}/steps/1/completion", If_Match='"2"')
    assert [step["done_on"] for step in first.json()["steps"]] == [str(that.TODAY), None]
    early = await world.send(dewi, "POST", f"{path}/outcome", ENDED, If_Match='"3"')
    assert problem(early) == (422, "reason_missing", ["#/reason"])
    await world.send(dewi, "POST", f"{path}/steps/2/completion")
    ended = await world.send(dewi, "POST", f"{path}/outcome", ENDED, If_Match='"4"')
    assert (ended.status_code, ended.json()["status"], ended.headers["etag"]) == (200, "completed", '"5"')
    late = await world.send(dewi, "PUT", f"{path}/steps", {"steps": []}, If_Match='"5"')
    assert problem(late)[:2] == (409, "wrong_status")
    assert (await world.send(dewi, "GET", path)).json() == ended.json()
    said = [(e.sequence, data) for e, data in await world.said() if isinstance(data, wire.CoachingChanged)]
    assert [(number, data.status, data.done) for number, data in said] == [
        (1, "open", 0), (2, "open", 0), (3, "open", 1), (4, "open", 2), (5, "completed", 2),
    ]  # fmt: skip
    again = await world.send(dewi, "POST", PLACE, request())
    assert again.status_code == 201 and again.json()["id"] not in path


async def test_what_is_refused_stores_nothing(world: World, dewi: str, path: str):
    before, unknown = await world.kept(), str(that.UNKNOWN)
    siti = world.callers.token("siti", ["civil_servant"], person=that.SITI)
    foreign = world.token("personnel_officer", agency=that.OTHER_AGENCY)
    missing = f"{PLACE}/{unknown}"
    reversed_day = {"steps": [{"title": "Pelatihan", "due_on": "2026-07-08"}]}
    for token, method, place, body, match, answer in (
        (siti, "POST", PLACE, request(), "", (403, "not_the_superior", [])),
        (foreign, "POST", PLACE, request(), "", (403, "not_the_superior", [])),
        (dewi, "POST", PLACE, request(), "", (409, "coaching_open", [])),
        (dewi, "POST", PLACE, request(period_id=unknown), "", (422, "unknown_period", ["#/period_id"])),
        (siti, "PUT", f"{path}/steps", STEPS, '"1"', (403, "not_the_superior", [])),
        (dewi, "PUT", f"{path}/steps", STEPS, '"2"', (412, "stale_version", ["header:If-Match"])),
        (dewi, "PUT", f"{path}/steps", reversed_day, '"1"', (422, "due_before_opening", ["#/steps/0/due_on"])),
        (dewi, "POST", f"{path}/steps/1/completion", None, "", (404, "unknown_step", [])),
        (dewi, "PUT", f"{missing}/steps", STEPS, '"1"', (404, "unknown_coaching", [])),
        (dewi, "GET", missing, None, "", (404, "unknown_coaching", [])),
    ):
        headers = {"If_Match": match} if match else {}
        assert problem(await world.send(token, method, place, body, **headers)) == answer, (method, place)
    for place, body in (("steps", STEPS), ("outcome", ENDED)):
        method = "PUT" if place == "steps" else "POST"
        assert problem(await world.send(dewi, method, f"{path}/{place}", body))[:2] == (428, "version_required")
    assert await world.kept() == before


async def test_a_request_is_of_a_year_that_has_begun(world: World, dewi: str):
    admin = world.token("region_admin")
    quarter = {
        "kind": "quarterly", "annual_period_id": str(that.YEAR), "name": "Triwulan III 2026",
        "starts_on": "2026-07-01", "ends_on": "2026-09-30", "status": "open",
    }  # fmt: skip
    await world.send(admin, "PUT", f"/v1/periods/{that.QUARTER}", quarter)
    found = await world.send(dewi, "POST", PLACE, request(period_id=str(that.QUARTER)))
    assert problem(found) == (422, "period_malformed", ["#/period_id"])
    next_year = UUID(int=0xD9)
    year = {
        "kind": "annual", "annual_period_id": None, "name": "Tahun 2027",
        "starts_on": "2027-01-01", "ends_on": "2027-12-31", "status": "planned",
    }  # fmt: skip
    assert (await world.send(admin, "PUT", f"/v1/periods/{next_year}", year)).status_code == 201
    found = await world.send(dewi, "POST", PLACE, request(period_id=str(next_year)))
    assert problem(found) == (409, "period_not_open", ["#/period_id"])


async def test_who_reads_them(world: World, dewi: str, path: str):
    siti = world.callers.token("siti", ["civil_servant"], person=that.SITI)
    officer, inspector = world.token("personnel_officer", agency=that.AGENCY), world.token("inspector")
    query = f"{PLACE}?civil_servant_id={that.SITI}"
    for token in (siti, dewi, officer, inspector):
        assert (await world.send(token, "GET", path)).headers["etag"] == '"1"'
        assert len((await world.send(token, "GET", f"{query}&period_id={that.YEAR}")).json()["items"]) == 1
    assert (await world.send(siti, "GET", f"{query}&period_id={that.QUARTER}")).json()["items"] == []
    of_agency = f"/v1/agencies/{that.AGENCY}/coachings"
    for token in (officer, inspector):
        counts = [
            len((await world.send(token, "GET", f"{of_agency}{end}")).json()["items"])
            for end in ("", "?status=open", "?status=completed")
        ]
        assert counts == [1, 1, 0]
    colleague = world.callers.token("budi", ["civil_servant"], person=that.BUDI)
    for place in (path, query):
        assert problem(await world.send(colleague, "GET", place))[:2] == (403, "forbidden")
    assert problem(await world.send(siti, "GET", of_agency))[:2] == (403, "another_agency")
