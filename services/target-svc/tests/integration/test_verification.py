"""Realizations verified and rejected over HTTP: by the rater of the day, never by who recorded them."""

from typing import Any

import pytest
from contracts.target import v1 as wire

from .. import situations as that
from .conftest import World, indicator, plan
from .problems import problem

pytestmark = pytest.mark.servers

REALIZATIONS = f"/v1/indicators/{that.COVERAGE}/realizations"
WHY = {"reason": "Satu desa terhitung dua kali."}


@pytest.fixture
def siti(world: World) -> str:
    return world.callers.token("siti", ["civil_servant"], person=that.SITI)


@pytest.fixture
def dewi(world: World) -> str:
    return world.callers.token("dewi", ["civil_servant"], person=that.DEWI)


@pytest.fixture
async def reported(led: World, siti: str) -> tuple[World, str, str]:
    """An approved plan with two realizations that the nurse recorded."""
    world = led
    admin = world.token("region_admin")
    items = {"items": [plan(indicator(), status="approved")]}
    answer = await world.send(admin, "POST", "/v1/imports/plans", items)
    assert answer.status_code == 200, answer.text
    ids: list[str] = []
    for value, day in (("60", "2026-03-31"), ("70", "2026-06-30")):
        answer = await world.send(siti, "POST", REALIZATIONS, {"value": value, "as_of": day})
        assert (answer.status_code, answer.json()["status"]) == (201, "recorded"), answer.text
        ids.append(answer.json()["id"])
    return world, ids[0], ids[1]


async def test_the_rater_verifies_one_and_rejects_another(reported: tuple[World, str, str], dewi: str):
    world, first, second = reported
    verified = await world.send(dewi, "POST", f"/v1/realizations/{first}/verification", If_Match='"2"')
    assert (verified.status_code, verified.headers["etag"], verified.json()["status"]) == (200, '"3"', "verified")
    assert verified.json()["checked_by"] == str(that.DEWI)
    again = await world.send(dewi, "POST", f"/v1/realizations/{first}/verification")
    assert (again.status_code, again.headers["etag"]) == (200, '"3"')
    rejected = await world.send(dewi, "POST", f"/v1/realizations/{second}/rejection", WHY)
    assert (rejected.json()["consolidated_value"], rejected.json()["reason"]) == ("60", WHY["reason"])
    said = [data for _, data in await world.said() if isinstance(data, wire.RealizationRecorded)]
    assert [(str(each.value), each.entries, each.verified) for each in said] == [
        ("60", 1, 0), ("70", 2, 0), ("70", 2, 1), ("60", 1, 1),
    ]  # fmt: skip
    course = (await world.send(dewi, "GET", REALIZATIONS)).json()
    assert (course["sequence"], [each["status"] for each in course["entries"]]) == (4, ["verified", "rejected"])
    third = await world.send(dewi, "POST", f"/v1/realizations/{first}/rejection", WHY)
    assert problem(third)[:2] == (409, "wrong_status")


async def test_who_may_not_check(reported: tuple[World, str, str], siti: str, dewi: str):
    world, first, _ = reported
    path, before = f"/v1/realizations/{first}/verification", await world.kept()
    assert problem(await world.send(siti, "POST", path))[:2] == (403, "not_the_superior")
    officer = world.token("personnel_officer", agency=that.AGENCY)
    assert problem(await world.send(officer, "POST", path))[:2] == (403, "not_the_superior")
    same = world.callers.token("siti", ["region_admin"])
    assert problem(await world.send(same, "POST", path))[:2] == (403, "own_entry")
    assert problem(await world.send(dewi, "POST", path, If_Match='"1"'))[:2] == (412, "stale_version")
    nothing = await world.send(dewi, "POST", f"/v1/realizations/{that.UNKNOWN}/verification")
    assert problem(nothing)[:2] == (404, "unknown_entry")
    wordless = await world.send(dewi, "POST", f"/v1/realizations/{first}/rejection", {"reason": " "})
    assert problem(wordless) == (422, "text_empty", ["#/reason"])
    assert await world.kept() == before


async def test_an_agency_brings_in_what_was_decided_elsewhere(reported: tuple[World, str, str], siti: str):
    world, first, second = reported
    system, path = world.token("agency_system", agency=that.AGENCY), "/v1/imports/verifications"
    items: list[dict[str, Any]] = [{"id": first, "status": "verified"}, {"id": second, "status": "rejected"}]
    before = await world.kept()
    bad = await world.send(system, "POST", path, {"items": items})
    assert problem(bad) == (422, "reason_missing", ["#/items/1/reason"])
    assert await world.kept() == before
    course = (await world.send(siti, "GET", REALIZATIONS)).json()
    assert [each["status"] for each in course["entries"]] == ["recorded", "recorded"]
    items[1] |= WHY
    taken = await world.send(system, "POST", path, {"items": items})
    assert taken.json() == {"accepted": 2, "changed": 2}
    again = await world.send(system, "POST", path, {"items": items})
    assert again.json() == {"accepted": 2, "changed": 0}
    course = (await world.send(siti, "GET", REALIZATIONS)).json()
    assert {each["checked_by"] for each in course["entries"]} == {str(that.DEWI)}
    stranger = world.token("agency_system", agency=that.OTHER_AGENCY)
    assert problem(await world.send(stranger, "POST", path, {"items": items}))[:2] == (403, "another_agency")
    assert problem(await world.send(siti, "POST", path, {"items": items}))[:2] == (403, "not_the_superior")
