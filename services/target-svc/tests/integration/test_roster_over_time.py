"""The roster over time, over HTTP: kinds of lines and assignments, people who leave, worklists, parts of a year."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid5

import pytest
from contracts.roster import v1 as wire

from .. import situations as that
from .conftest import World, indicator, person, plan, superiors_plan
from .problems import problem

pytestmark = pytest.mark.servers

SITI = f"/v1/civil-servants/{that.SITI}"


def nurse(**changes: Any) -> dict[str, Any]:
    return person("Siti", that.NUMBER, that.DEWI) | changes


def line(superior: Any, since: str, until: str | None = None, kind: str = "direct") -> dict[str, Any]:
    return {"kind": kind, "superior_id": str(superior), "since": since, "until": until}


def place(since: str, until: str | None = None, **changes: Any) -> dict[str, Any]:
    return {
        "kind": "definitive", "unit_id": str(that.UNIT), "position": "Perawat", "position_kind": "functional",
        "serves_public": True, "since": since, "until": until, **changes,
    }  # fmt: skip


@pytest.fixture
async def budi(world: World, admin: str) -> World:
    """A colleague beside the nurse, under the same superior."""
    body = person("Budi", "198001012005011002", that.DEWI)
    assert (await world.send(admin, "PUT", f"/v1/civil-servants/{that.BUDI}", body)).status_code == 201
    return world


async def test_lines_and_assignments_of_all_kinds_are_kept_and_said(budi: World, admin: str):
    body = nurse(
        assignments=[place("2025-01-01"), place("2026-06-01", "2026-08-31", kind="secondment", position="Surveilans")],
        reporting_lines=[line(that.DEWI, "2025-01-01"), line(that.BUDI, "2026-07-01", "2026-07-31", "delegated")],
    )
    answer = await budi.send(admin, "PUT", SITI, body, If_Match='"1"')
    assert (answer.status_code, answer.headers["etag"]) == (200, '"2"')
    read = (await budi.send(admin, "GET", SITI)).json()
    assert [each["kind"] for each in read["assignments"]] == ["definitive", "secondment"]
    assert [each["kind"] for each in read["reporting_lines"]] == ["direct", "delegated"]
    said = (await budi.said())[-1][1]
    assert isinstance(said, wire.CivilServantChanged)
    assert [(each.kind, each.superior_id) for each in said.reporting_lines] == [
        ("direct", that.DEWI), ("delegated", that.BUDI),
    ]  # fmt: skip
    assert [each.kind for each in said.assignments] == ["definitive", "secondment"]


async def test_who_is_delegated_decides_in_the_place_of_the_direct_superior(budi: World, admin: str):
    lines = [line(that.DEWI, "2025-01-01"), line(that.BUDI, "2026-07-01", "2026-07-31", "delegated")]
    assert (await budi.send(admin, "PUT", SITI, nurse(reporting_lines=lines), If_Match='"1"')).status_code == 200
    led = {"items": [superiors_plan(status="approved")]}
    assert (await budi.send(admin, "POST", "/v1/imports/plans", led)).status_code == 200
    siti, path = budi.token("civil_servant", person=that.SITI), f"/v1/plans/{that.PLAN}"
    drafted = await budi.send(siti, "POST", "/v1/plans", plan(indicator()))
    submitted = await budi.send(siti, "POST", f"{path}/submission", If_Match=drafted.headers["etag"])
    seen = {"If_Match": submitted.headers["etag"]}
    direct = await budi.send(budi.token("civil_servant", person=that.DEWI), "POST", f"{path}/approval", **seen)
    assert problem(direct)[:2] == (403, "not_the_superior")
    delegated = await budi.send(budi.token("civil_servant", person=that.BUDI), "POST", f"{path}/approval", **seen)
    assert delegated.status_code == 200, delegated.text


@pytest.mark.parametrize(
    ("changes", "code", "pointer"),
    [
        ({"left_on": "2026-06-30"}, "after_leaving", "#/assignments/0/until"),
        (
            {"reporting_lines": [line(that.DEWI, "2026-01-01", None, "acting")] * 2},
            "intervals_overlap",
            "#/reporting_lines/1/since",
        ),
        (
            {"reporting_lines": [line(that.DEWI, "2026-01-01", None, "dotted")]},
            "not_allowed",
            "#/reporting_lines/0/kind",
        ),
        ({"assignments": [place("2026-01-01", kind="visiting")]}, "not_allowed", "#/assignments/0/kind"),
    ],
)
async def test_what_the_roster_may_not_say(world: World, admin: str, changes: dict[str, Any], code: str, pointer: str):
    before = await world.kept()
    answer = await world.send(admin, "PUT", SITI, nurse(**changes), If_Match='"1"')
    assert problem(answer) == (422, code, [pointer])
    assert await world.kept() == before


async def test_lines_that_tangle_over_all_people_of_an_import_are_refused_and_nothing_is_kept(world: World, admin: str):
    """Each changes superiors a hundred times, on other days than the one above: together no walk would end soon."""
    ids = [uuid5(that.SITI, str(number)) for number in range(24)]
    items: list[dict[str, Any]] = []
    for number, (above, own) in enumerate(pairwise([that.DEWI, *ids])):
        days = [date(1950, 1, 1) + timedelta(days=number + 200 * step) for step in range(100)]
        lines = [line(above, str(day), str(day + timedelta(days=199))) for day in days]
        body = nurse(employee_numbers=[], assignments=[], reporting_lines=lines)
        items.append({"kind": "civil_servant", "id": str(own), "civil_servant": body})
    refused = await world.send(admin, "POST", "/v1/imports/roster", {"items": items})
    assert problem(refused)[:2] == (422, "lines_tangled")
    assert (await world.send(admin, "GET", f"/v1/civil-servants/{ids[0]}")).status_code == 404
    assert (await world.send(admin, "POST", "/v1/imports/roster", {"items": items[:5]})).status_code == 200


async def test_a_superior_who_leaves_is_named_by_the_worklist_and_takes_nobody_new(budi: World, admin: str):
    left = person("Dewi", "198001012005012001", None) | {"left_on": "2026-06-30"}
    left["assignments"] = [place("2025-01-01", "2026-06-30")]
    path = f"/v1/civil-servants/{that.DEWI}"
    assert (await budi.send(admin, "PUT", path, left, If_Match='"1"')).status_code == 200
    # A list that says what it always said is taken; a new line beyond that day is not.
    assert (await budi.send(admin, "PUT", SITI, nurse())).status_code == 200
    renamed = await budi.send(admin, "PUT", SITI, nurse(name="Siti Aminah"), If_Match='"1"')
    assert problem(renamed) == (422, "superior_left", ["#/reporting_lines/0/until"])
    listed = f"/v1/worklists/without-rater?agency_id={that.AGENCY}"
    officer = budi.token("personnel_officer", agency=that.AGENCY)
    found = (await budi.send(officer, "GET", f"{listed}&limit=1")).json()
    rest = (await budi.send(officer, "GET", f"{listed}&limit=1&cursor={found['next']}")).json()
    items = found["items"] + rest["items"]
    assert [(each["name"], each["why"], each["day"]) for each in items] == [
        ("Siti", "rater_left", "2026-06-30"), ("Budi", "rater_left", "2026-06-30"),
    ]  # fmt: skip
    assert rest["next"] is None
    assert (await budi.send(officer, "GET", f"{listed}&on=2026-06-30")).json()["items"][0]["name"] == "Dewi"
    stranger = budi.token("personnel_officer", agency=that.OTHER_AGENCY)
    assert problem(await budi.send(stranger, "GET", listed))[:2] == (403, "another_agency")


async def test_who_leads_the_agencys_top_unit_needs_no_rater(world: World, admin: str):
    listed = f"/v1/worklists/without-rater?agency_id={that.AGENCY}&on=2026-07-09"
    before = (await world.send(admin, "GET", listed)).json()["items"]
    assert [(each["name"], each["why"]) for each in before] == [("Dewi", "no_line")]
    unit = {"agency_id": str(that.AGENCY), "parent_unit_id": None, "code": "PKM", "name": "Puskesmas Kedaton"}
    path = f"/v1/units/{that.UNIT}"
    unknown = await world.send(admin, "PUT", path, unit | {"head_id": str(that.UNKNOWN)}, If_Match='"1"')
    assert problem(unknown) == (422, "unknown_civil_servant", ["#/head_id"])
    led = await world.send(admin, "PUT", path, unit | {"head_id": str(that.DEWI)}, If_Match='"1"')
    assert led.status_code == 200, led.text
    assert (await world.send(admin, "GET", listed)).json() == {"items": [], "next": None}
    said = (await world.said())[-1][1]
    assert isinstance(said, wire.UnitChanged) and said.head_id == that.DEWI


async def test_the_parts_of_a_year_and_a_late_correction(budi: World, admin: str):
    path = f"{SITI}/periods?period_id={that.YEAR}"
    siti = budi.token("civil_servant", person=that.SITI)

    async def parts() -> list[dict[str, Any]]:
        return (await budi.send(siti, "GET", path)).json()["items"]

    (whole,) = await parts()
    assert (whole["since"], whole["until"], whole["rater_id"]) == ("2026-01-01", "2026-12-31", str(that.DEWI))
    lines = [line(that.DEWI, "2025-01-01", "2026-03-31"), line(that.BUDI, "2026-04-01")]
    await budi.send(admin, "PUT", SITI, nurse(reporting_lines=lines), If_Match='"1"')
    first, second = await parts()
    assert (first["until"], second["since"], second["rater_id"]) == ("2026-03-31", "2026-04-01", str(that.BUDI))
    corrected = [lines[0], line(that.BUDI, "2026-04-01", "2026-05-31"), line(that.DEWI, "2026-06-01")]
    await budi.send(admin, "PUT", SITI, nurse(reporting_lines=corrected), If_Match='"2"')
    after = await parts()
    assert (after[0], len(after)) == (first, 3)
    assert second["id"] not in {each["id"] for each in after}
    stranger = budi.token("civil_servant", person=that.UNKNOWN)
    assert problem(await budi.send(stranger, "GET", path))[:2] == (403, "forbidden")
    unknown = await budi.send(siti, "GET", f"{SITI}/periods?period_id={that.UNKNOWN}")
    assert problem(unknown)[:2] == (404, "unknown_period")
    nobody = await budi.send(admin, "GET", f"/v1/civil-servants/{that.UNKNOWN}/periods?period_id={that.YEAR}")
    assert problem(nobody)[:2] == (404, "unknown_civil_servant")


ELSEWHERE: list[dict[str, Any]] = [
    {"kind": "agency", "id": str(that.OTHER_AGENCY), "code": "DISDIK", "name": "Dinas Pendidikan", "runs_survey": True},
    {
        "kind": "unit", "id": str(that.OTHER_UNIT), "agency_id": str(that.OTHER_AGENCY), "parent_unit_id": None,
        "code": "SD1", "name": "SD Negeri 1",
    },
]  # fmt: skip


async def test_in_whose_units_somebody_serves(world: World, admin: str, agency: str):
    assert (await world.send(admin, "POST", "/v1/imports/roster", {"items": ELSEWHERE})).status_code == 200
    there = {"unit_id": str(that.OTHER_UNIT)}
    before = await world.kept()
    for kind, token, expected in (
        ("definitive", admin, (422, "unit_of_another_agency")),
        ("acting", agency, (422, "unit_of_another_agency")),
        ("secondment", agency, (403, "seconded_by_region")),
    ):
        posts = [place("2026-01-01", kind=kind, **there)]
        body = nurse(assignments=posts)
        answer = await world.send(token, "PUT", SITI, body, If_Match='"1"')
        assert problem(answer) == (*expected, ["#/assignments/0/unit_id"])
        items = {"items": [{"kind": "civil_servant", "id": str(that.SITI), "civil_servant": body}]}
        answer = await world.send(token, "POST", "/v1/imports/roster", items)
        assert problem(answer) == (*expected, ["#/items/0/civil_servant/assignments/0/unit_id"])
    assert await world.kept() == before
    posts = [place("2025-01-01"), place("2026-06-01", kind="secondment", **there)]
    assert (await world.send(admin, "PUT", SITI, nurse(assignments=posts), If_Match='"1"')).status_code == 200
    posts[1]["until"] = "2026-08-31"
    renamed = nurse(assignments=posts, name="Siti Aminah")
    assert (await world.send(agency, "PUT", SITI, renamed, If_Match='"2"')).status_code == 200
    posts[1]["until"] = "2026-09-30"
    longer = await world.send(agency, "PUT", SITI, nurse(assignments=posts), If_Match='"3"')
    assert problem(longer) == (403, "seconded_by_region", ["#/assignments/1/unit_id"])
