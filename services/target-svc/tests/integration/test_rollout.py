"""Rollout over HTTP: phases, trainings, and the shares of people who take part."""

from typing import Any

import pytest

from .. import situations as that
from .conftest import World, indicator, person, plan
from .problems import problem

pytestmark = pytest.mark.servers

UNIT = f"/v1/units/{that.UNIT}/rollout"
YEAR = f"?period_id={that.YEAR}"
TRAINING = "00000000-0000-0000-0000-000000000301"
NOTHING: dict[str, Any] = {"count": 0, "percent": "0.00"}
OTHERS: list[dict[str, Any]] = [
    {"kind": "agency", "id": str(that.OTHER_AGENCY), "code": "DISDIK", "name": "Dinas Pendidikan", "runs_survey": True},
    {
        "kind": "unit", "id": str(that.BUDI), "agency_id": str(that.AGENCY), "parent_unit_id": str(that.UNIT),
        "code": "PST", "name": "Pustu Sidodadi",
    },
]  # fmt: skip


def phase(to: str, **more: Any) -> dict[str, Any]:
    return {"period_id": str(that.YEAR), "phase": to, **more}


def training(**changes: Any) -> dict[str, Any]:
    trained = {"id": TRAINING, "civil_servant_ids": [str(that.SITI)], "topic": "Menyusun SKP"}
    return {**trained, "trained_on": "2026-02-10", **changes}


async def test_a_unit_goes_from_phase_to_phase(world: World, agency: str, admin: str):
    begun = await world.send(agency, "POST", UNIT, phase("preparation", since="2026-01-05"))
    assert (begun.status_code, begun.headers["etag"], begun.json()["since"]) == (200, '"1"', "2026-01-05")
    assert (begun.json()["moved_by"], begun.json()["moved_at"]) == ("agency_system", "2026-07-09T03:00:00Z")
    again = await world.send(agency, "POST", UNIT, phase("preparation"))
    assert (again.status_code, again.json()) == (200, begun.json())
    unseen = await world.send(agency, "POST", UNIT, phase("socialization"))
    assert (*problem(unseen), unseen.headers["etag"]) == (428, "version_required", ["header:If-Match"], '"1"')
    on = await world.send(admin, "POST", UNIT, phase("socialization"), If_Match='"1"')
    assert (on.status_code, on.headers["etag"], on.json()["since"]) == (200, '"2"', "2026-07-09")
    stale = await world.send(admin, "POST", UNIT, phase("trial"), If_Match='"1"')
    assert (*problem(stale), stale.headers["etag"]) == (412, "stale_version", ["header:If-Match"], '"2"')
    back = await world.send(admin, "POST", UNIT, phase("preparation", reason="Pelatih berganti."), If_Match='"2"')
    assert (back.status_code, back.json()["reason"]) == (200, "Pelatih berganti.")
    found = await world.send(agency, "GET", UNIT + YEAR)
    assert found.headers["etag"] == '"3"'
    assert [each["phase"] for each in found.json()["steps"]] == ["preparation", "socialization", "preparation"]
    assert found.json()["phase"] == back.json() == found.json()["steps"][-1]


async def test_what_is_refused_of_phases(world: World, agency: str, siti: str):
    await world.send(agency, "POST", UNIT, phase("preparation"))
    before = await world.kept()
    cases = (
        (agency, phase("live"), (409, "wrong_status", ["#/phase"])),
        (agency, phase("socialization", since="2026-07-10"), (422, "in_the_future", ["#/since"])),
        (agency, phase("socialization", since="2026-07-08"), (422, "before_former_phase", ["#/since"])),
        (agency, phase("finished"), (422, "not_allowed", ["#/phase"])),
        (agency, {**phase("trial"), "period_id": str(that.UNIT)}, (422, "unknown_period", ["#/period_id"])),
        (siti, phase("socialization"), (403, "another_agency", [])),
        (world.token("inspector"), phase("socialization"), (403, "another_agency", [])),
        (world.token("agency_system", agency=that.OTHER_AGENCY), phase("trial"), (403, "another_agency", [])),
    )
    for token, body, expected in cases:
        assert problem(await world.send(token, "POST", UNIT, body, If_Match='"1"')) == expected
    gone = await world.send(agency, "POST", f"/v1/units/{that.SITI}/rollout", phase("preparation"))
    assert problem(gone) == (404, "unknown_unit", [])
    assert await world.kept() == before


async def test_shares_of_the_people(led: World, siti: str, dewi: str, agency: str):
    await led.send(led.token("region_admin"), "POST", "/v1/imports/roster", {"items": OTHERS})
    body = plan(indicator(), status="approved", work_results=None)
    body["work_results"] = plan(indicator())["work_results"]
    body["work_results"][0]["parent_work_result_id"] = str(that.SUPERIORS_RESULT)
    brought = await led.send(agency, "POST", "/v1/imports/plans", {"items": [body]})
    assert brought.status_code == 200, brought.text
    path = f"/v1/indicators/{that.COVERAGE}/realizations"
    for value in ("40", "55"):
        assert (await led.send(siti, "POST", path, {"value": value, "as_of": "2026-06-30"})).status_code == 201
    assert (await led.send(agency, "POST", "/v1/trainings", training())).status_code == 201
    found = (await led.send(led.token("inspector"), "GET", UNIT + YEAR)).json()
    assert (found["people"], found["on"], found["phase"]) == (2, "2026-07-09", None)
    assert found["with_approved_plan"] == {"count": 2, "percent": "100.00"}
    assert found["with_realizations"] == found["trained"] == {"count": 1, "percent": "50.00"}
    whole = (await led.send(agency, "GET", f"/v1/agencies/{that.AGENCY}/rollout{YEAR}&limit=1")).json()
    assert whole["total"] == {name: found[name] for name in whole["total"]}
    assert [each["unit_id"] for each in whole["items"]] == [str(that.UNIT)]
    second = f"/v1/agencies/{that.AGENCY}/rollout{YEAR}&limit=1&cursor={whole['next']}"
    empty = (await led.send(agency, "GET", second)).json()
    assert (empty["next"], empty["items"][0]["people"]) == (None, 0)
    assert empty["items"][0]["trained"] == {"count": 0, "percent": None}


async def test_who_is_seconded_counts_where_they_serve(world: World, admin: str, agency: str):
    await world.send(admin, "POST", "/v1/imports/roster", {"items": OTHERS})
    moved = person("Siti", that.NUMBER, that.DEWI)
    place = moved["assignments"][0]
    moved["assignments"].append({**place, "kind": "secondment", "unit_id": str(that.BUDI), "since": "2026-07-01"})
    moved["assignments"].append({**place, "kind": "acting", "since": "2026-07-01"})
    put = await world.send(admin, "PUT", f"/v1/civil-servants/{that.SITI}", moved, If_Match='"1"')
    assert put.status_code == 200, put.text
    found = (await world.send(agency, "GET", f"/v1/agencies/{that.AGENCY}/rollout{YEAR}")).json()
    assert {each["unit_id"]: each["people"] for each in found["items"]} == {str(that.UNIT): 1, str(that.BUDI): 1}
    assert (found["total"]["people"], found["total"]["with_realizations"]) == (2, NOTHING)


async def test_who_reads_a_rollout(world: World, siti: str, agency: str):
    quarter = {**QUARTER, "annual_period_id": str(that.YEAR)}
    await world.send(world.token("region_admin"), "PUT", f"/v1/periods/{that.QUARTER}", quarter)
    whole = f"/v1/agencies/{that.AGENCY}/rollout"
    for token in (siti, world.token("personnel_officer", agency=that.OTHER_AGENCY)):
        for path in (UNIT, whole):
            assert problem(await world.send(token, "GET", path + YEAR)) == (403, "another_agency", [])
    for path, expected in (
        (f"{UNIT}?period_id={that.UNIT}", (422, "unknown_period", ["query:period_id"])),
        (f"{UNIT}?period_id={that.QUARTER}", (422, "period_malformed", ["query:period_id"])),
        (f"/v1/units/{that.SITI}/rollout{YEAR}", (404, "unknown_unit", [])),
        (f"/v1/agencies/{that.SITI}/rollout{YEAR}", (404, "unknown_agency", [])),
    ):
        assert problem(await world.send(agency, "GET", path)) == expected


async def test_a_training_and_who_sees_it(world: World, siti: str, dewi: str, agency: str):
    everybody = training(civil_servant_ids=[str(that.SITI), str(that.DEWI)])
    made = await world.send(agency, "POST", "/v1/trainings", everybody)
    assert (made.status_code, made.headers["location"]) == (201, f"/v1/trainings/{TRAINING}")
    again = await world.send(agency, "POST", "/v1/trainings", everybody)
    assert (again.status_code, again.json()) == (200, made.json())
    own = await world.send(siti, "GET", f"/v1/trainings/{TRAINING}")
    assert own.json()["civil_servant_ids"] == [str(that.SITI)]
    both = await world.send(dewi, "GET", f"/v1/trainings/{TRAINING}")
    assert both.json()["civil_servant_ids"] == [str(that.SITI), str(that.DEWI)]
    listed = (await world.send(siti, "GET", f"/v1/civil-servants/{that.SITI}/trainings")).json()
    assert [(each["topic"], each["trained_on"]) for each in listed["items"]] == [("Menyusun SKP", "2026-02-10")]
    stranger = world.token("civil_servant", person=that.BUDI)
    for path in (f"/v1/trainings/{TRAINING}", f"/v1/civil-servants/{that.SITI}/trainings"):
        assert problem(await world.send(stranger, "GET", path)) == (403, "forbidden", [])
    assert problem(await world.send(siti, "GET", f"/v1/trainings/{that.UNIT}")) == (404, "unknown_training", [])


async def test_what_is_refused_of_trainings(world: World, siti: str, agency: str):
    await world.send(agency, "POST", "/v1/trainings", training())
    before = await world.kept()
    unknown = training(id=None, civil_servant_ids=[str(that.SITI), str(that.BUDI)])
    many = training(id=None, civil_servant_ids=[str(that.SITI)] * 1_001)
    for token, body, expected in (
        (siti, training(id=None), (403, "another_agency", ["#/civil_servant_ids/0"])),
        (agency, unknown, (422, "unknown_civil_servant", ["#/civil_servant_ids/1"])),
        (agency, many, (422, "too_many_items", ["#/civil_servant_ids"])),
        (agency, training(topic="Lain"), (409, "already_exists", ["#/id"])),
        (agency, training(id=None, trained_on="2026-07-10"), (422, "in_the_future", ["#/trained_on"])),
    ):
        assert problem(await world.send(token, "POST", "/v1/trainings", body)) == expected
    assert await world.kept() == before


QUARTER: dict[str, Any] = {
    "kind": "quarterly", "name": "Triwulan I", "starts_on": "2026-01-01", "ends_on": "2026-03-31", "status": "open",
}  # fmt: skip
