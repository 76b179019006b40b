"""Innovation records over HTTP."""

from typing import Any

import pytest
from contracts.target import v1 as wire

from .. import situations as that
from .conftest import World
from .problems import problem

pytestmark = pytest.mark.servers

PLACE = "/v1/innovations"
ID = "00000000-0000-0000-0000-000000000201"
CLAIM: dict[str, Any] = {
    "title": "Antrean lewat pesan singkat",
    "description": "Ibu mendapat nomor antrean sebelum berangkat.",
    "evidence_url": "https://contoh.lampung.go.id/antrean",
}
WHY = {"reason": "Sudah berjalan sebelum tahun ini."}


def claim(**changes: Any) -> dict[str, Any]:
    return {"id": ID, "civil_servant_id": str(that.SITI), "period_id": str(that.YEAR), **CLAIM, **changes}


@pytest.fixture
def siti(world: World) -> str:
    return world.callers.token("siti", ["civil_servant"], person=that.SITI)


@pytest.fixture
def dewi(world: World) -> str:
    return world.callers.token("dewi", ["civil_servant"], person=that.DEWI)


async def test_from_a_claim_to_its_confirmation(world: World, siti: str, dewi: str):
    claimed = await world.send(siti, "POST", PLACE, claim())
    assert (claimed.status_code, claimed.headers["etag"], claimed.headers["location"]) == (201, '"1"', f"{PLACE}/{ID}")
    again = await world.send(siti, "POST", PLACE, claim())
    assert (again.status_code, again.json()) == (200, claimed.json())
    declined = await world.send(dewi, "POST", f"{PLACE}/{ID}/declination", WHY, If_Match='"1"')
    assert (declined.status_code, declined.json()["reason"], declined.headers["etag"]) == (200, WHY["reason"], '"2"')
    same = await world.send(siti, "PUT", f"{PLACE}/{ID}", CLAIM, If_Match='"2"')
    assert problem(same) == (409, "same_claim", ["#/description"])
    other = {**CLAIM, "description": "Sejak Maret 2026, dengan pengingat jadwal berikutnya."}
    put = await world.send(siti, "PUT", f"{PLACE}/{ID}", other, If_Match='"2"')
    assert (put.status_code, put.json()["status"], put.json()["reason"]) == (200, "claimed", None)
    confirmed = await world.send(dewi, "POST", f"{PLACE}/{ID}/confirmation", If_Match='"3"')
    assert (confirmed.status_code, confirmed.json()["checked_by"]) == (200, str(that.DEWI))
    read = await world.send(siti, "GET", f"{PLACE}/{ID}")
    assert (read.json(), read.headers["etag"]) == (confirmed.json(), '"4"')
    said = [(e.sequence, data) for e, data in await world.said() if isinstance(data, wire.InnovationChanged)]
    assert [(number, data.status) for number, data in said] == [
        (1, "claimed"), (2, "declined"), (3, "claimed"), (4, "confirmed"),
    ]  # fmt: skip


async def test_what_is_refused_stores_nothing(world: World, siti: str, dewi: str):
    await world.send(siti, "POST", PLACE, claim())
    before = await world.kept()
    officer = world.token("personnel_officer", agency=that.AGENCY)
    foreign = world.token("personnel_officer", agency=that.OTHER_AGENCY)
    confirmation, unknown = f"{PLACE}/{ID}/confirmation", str(that.UNKNOWN)
    same = world.callers.token("siti", ["region_admin"])
    for token, method, path, body, match, answer in (
        (siti, "POST", confirmation, None, '"1"', (403, "not_the_superior", [])),
        (officer, "POST", confirmation, None, '"1"', (403, "not_the_superior", [])),
        (same, "POST", confirmation, None, '"1"', (403, "own_entry", [])),
        (dewi, "POST", confirmation, None, '"2"', (412, "stale_version", ["header:If-Match"])),
        (dewi, "POST", f"{PLACE}/{unknown}/confirmation", None, '"1"', (404, "unknown_innovation", [])),
        (dewi, "PUT", f"{PLACE}/{ID}", CLAIM, '"1"', (403, "another_agency", [])),
        (foreign, "PUT", f"{PLACE}/{ID}", CLAIM, '"1"', (403, "another_agency", [])),
        (siti, "POST", PLACE, claim(title="Lain"), "", (409, "already_exists", ["#/id"])),
        (siti, "POST", PLACE, claim(id=None, period_id=unknown), "", (422, "unknown_period", ["#/period_id"])),
        (
            siti, "POST", PLACE, claim(id=None, civil_servant_id=unknown), "",
            (422, "unknown_civil_servant", ["#/civil_servant_id"]),
        ),
        (dewi, "POST", PLACE, claim(id=None), "", (403, "another_agency", [])),
    ):  # fmt: skip
        headers = {"If_Match": match} if match else {}
        assert problem(await world.send(token, method, path, body, **headers)) == answer, (method, path)
    missing = problem(await world.send(dewi, "POST", confirmation))
    assert missing[:2] == (428, "version_required")
    assert await world.kept() == before


async def test_who_reads_them(world: World, siti: str, dewi: str):
    officer = world.token("personnel_officer", agency=that.AGENCY)
    await world.send(officer, "POST", PLACE, claim())
    await world.send(siti, "POST", PLACE, claim(id=None, title="Kartu jadwal bergambar"))
    query = f"{PLACE}?civil_servant_id={that.SITI}"
    for token in (siti, dewi, officer, world.token("inspector")):
        assert len((await world.send(token, "GET", f"{query}&period_id={that.YEAR}")).json()["items"]) == 2
        assert (await world.send(token, "GET", f"{PLACE}/{ID}")).status_code == 200
    first = (await world.send(siti, "GET", f"{query}&limit=1")).json()
    rest = (await world.send(siti, "GET", f"{query}&limit=1&cursor={first['next']}")).json()
    assert (first["items"][0]["id"], len(rest["items"]), rest["next"]) == (ID, 1, None)
    assert (await world.send(siti, "GET", f"{query}&period_id={that.QUARTER}")).json()["items"] == []
    colleague = world.callers.token("budi", ["civil_servant"], person=that.BUDI)
    for path in (query, f"{PLACE}/{ID}"):
        assert problem(await world.send(colleague, "GET", path))[:2] == (403, "forbidden")
    nothing = await world.send(siti, "GET", f"{PLACE}/{that.UNKNOWN}")
    assert problem(nothing)[:2] == (404, "unknown_innovation")
