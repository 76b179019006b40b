"""Periods over HTTP: their own route for the status, the history, and the import that brings what has gone on."""

from typing import Any

import httpx2
import pytest
from contracts.roster import v1 as wire

from .. import situations as that
from .conftest import PERIOD, World
from .problems import problem

pytestmark = pytest.mark.servers

STATUS = f"/v1/periods/{that.YEAR}/status"
QUARTER: dict[str, Any] = {
    "kind": "quarterly", "annual_period_id": str(that.YEAR), "name": "Triwulan I",
    "starts_on": "2026-01-01", "ends_on": "2026-03-31", "status": "open",
}  # fmt: skip


async def move(world: World, token: str, sequence: int, status: str, **body: Any) -> httpx2.Response:
    return await world.send(token, "POST", STATUS, {"status": status, **body}, If_Match=f'"{sequence}"')


async def test_a_year_goes_its_way_and_is_reopened_with_a_reason(world: World, admin: str):
    for sequence, status in enumerate(("evaluation", "published", "closed"), 1):
        answer = await move(world, admin, sequence, status)
        assert (answer.status_code, answer.headers["etag"]) == (200, f'"{sequence + 1}"'), answer.text
    assert problem(await move(world, admin, 4, "evaluation")) == (422, "reason_missing", ["#/reason"])
    reopened = await move(world, admin, 4, "evaluation", reason="Realisasi terlambat masuk.")
    assert (reopened.json()["reopened"], reopened.json()["reason"]) == (1, "Realisasi terlambat masuk.")
    said = (await world.said())[-1][1]
    assert isinstance(said, wire.PeriodChanged)
    assert (said.status, said.reopened, said.reason) == ("evaluation", 1, "Realisasi terlambat masuk.")
    history = (await world.send(admin, "GET", f"/v1/periods/{that.YEAR}/history")).json()["items"]
    assert [(each["former"], each["status"], each["sequence"]) for each in history] == [
        (None, "open", 1), ("open", "evaluation", 2), ("evaluation", "published", 3),
        ("published", "closed", 4), ("closed", "evaluation", 5),
    ]  # fmt: skip
    assert (history[-1]["reason"], history[-1]["changed_by"]) == ("Realisasi terlambat masuk.", "region_admin")


async def test_what_is_refused_changes_nothing(world: World, admin: str):
    before = await world.kept()
    assert problem(await move(world, admin, 1, "closed")) == (409, "wrong_status", ["#/status"])
    assert problem(await move(world, admin, 7, "evaluation"))[:2] == (412, "stale_version")
    assert problem(await world.send(admin, "POST", STATUS, {"status": "evaluation"}))[:2] == (428, "version_required")
    assert problem(await move(world, admin, 1, "ended"))[:2] == (422, "not_allowed")
    officer = world.token("personnel_officer", agency=that.AGENCY)
    assert problem(await move(world, officer, 1, "evaluation"))[:2] == (403, "forbidden")
    put = await world.send(admin, "PUT", f"/v1/periods/{that.YEAR}", PERIOD | {"status": "closed"}, If_Match='"1"')
    assert problem(put) == (409, "status_by_route", ["#/status"])
    new = await world.send(admin, "PUT", f"/v1/periods/{that.QUARTER}", QUARTER | {"status": "published"})
    assert problem(new) == (409, "status_by_route", ["#/status"])
    assert problem(await world.send(admin, "GET", f"/v1/periods/{that.UNKNOWN}/history"))[:2] == (404, "unknown_period")
    nowhere = await world.send(admin, "POST", f"/v1/periods/{that.UNIT}/status", {"status": "open"}, If_Match='"1"')
    assert problem(nowhere)[:2] == (404, "unknown_period")
    assert await world.kept() == before


async def test_a_year_closes_after_its_quarters(world: World, admin: str):
    made = await world.send(admin, "PUT", f"/v1/periods/{that.QUARTER}", QUARTER)
    assert made.status_code == 201, made.text
    await move(world, admin, 1, "evaluation")
    await move(world, admin, 2, "published")
    early = await move(world, admin, 3, "closed")
    assert problem(early) == (409, "parts_not_closed", ["#/status"])
    assert "Triwulan I" in early.json()["detail"]
    path = f"/v1/periods/{that.QUARTER}/status"
    for sequence, status in enumerate(("evaluation", "published", "closed"), 1):
        assert (await world.send(admin, "POST", path, {"status": status}, If_Match=f'"{sequence}"')).status_code == 200
    assert (await move(world, admin, 3, "closed")).status_code == 200
    back = {"status": "evaluation", "reason": "Salah hitung."}
    assert problem(await world.send(admin, "POST", path, back, If_Match='"4"')) == (409, "year_closed", ["#/status"])


async def test_an_import_brings_periods_on_together_and_takes_none_back(world: World, admin: str):
    def items(year: str, quarter: str) -> dict[str, Any]:
        whole = {"kind": "period", "id": str(that.YEAR), "period": PERIOD | {"status": year}}
        part = {"kind": "period", "id": str(that.QUARTER), "period": QUARTER | {"status": quarter}}
        return {"items": [whole, part]}

    early = await world.send(admin, "POST", "/v1/imports/roster", items("closed", "published"))
    assert problem(early) == (409, "parts_not_closed", ["#/items/0/period/status"])
    brought = await world.send(admin, "POST", "/v1/imports/roster", items("closed", "closed"))
    assert brought.json() == {"accepted": 2, "changed": 2}
    again = await world.send(admin, "POST", "/v1/imports/roster", items("closed", "closed"))
    assert again.json() == {"accepted": 2, "changed": 0}
    back = await world.send(admin, "POST", "/v1/imports/roster", items("evaluation", "closed"))
    assert problem(back) == (409, "period_moved_on", ["#/items/0/period/status"])
    history = (await world.send(admin, "GET", f"/v1/periods/{that.YEAR}/history")).json()["items"]
    assert [each["status"] for each in history] == ["open", "closed"]


async def test_a_quarter_waits_for_its_year(empty: World):
    admin, year = empty.token("region_admin"), PERIOD | {"status": "planned"}
    assert (await empty.send(admin, "PUT", f"/v1/periods/{that.YEAR}", year)).status_code == 201
    early = await empty.send(admin, "PUT", f"/v1/periods/{that.QUARTER}", QUARTER)
    assert problem(early) == (409, "year_not_open", ["#/status"])
    assert (await move(empty, admin, 1, "open")).status_code == 200
    assert (await empty.send(admin, "PUT", f"/v1/periods/{that.QUARTER}", QUARTER)).status_code == 201
