"""What the first version kept stands after every migration: it is read, and goes on, over HTTP."""

import asyncio
import json
import shutil
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from capaian_local.testing.callers import Callers
from capaian_local.testing.databases import Databases
from chassis import migrations, postgres
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from target_svc.wiring import MIGRATIONS

from .. import situations as that
from .conftest import PERIOD, World, opened, person
from .problems import problem

pytestmark = pytest.mark.servers

ENTRY = text("INSERT INTO roster_entry VALUES (:id, :kind, 3, :agency, CAST(:content AS jsonb))")
PLACE = text("INSERT INTO assignment VALUES (:person, :unit, '2025-01-01', NULL)")
LINE = text("INSERT INTO reporting_line VALUES (:person, :superior, '2025-01-01', NULL)")
PLAN = text("INSERT INTO plan VALUES (:id, :sequence, :person, :year, CAST(:content AS jsonb))")
INDICATOR = text(
    "INSERT INTO indicator VALUES (:id, :plan, :person, :year, :active, :sequence, CAST(:content AS jsonb))"
)
REALIZATION = text(
    "INSERT INTO realization VALUES (:id, :indicator, :number, :value, '2026-03-31', :url, :note, :corrects, 'siti', "
    "'2026-04-01T00:00:00Z')"
)
FIRST, SECOND, RETRACTED = (UUID(int=each) for each in (0x501, 0x502, 0x503))
BUDIS_PLAN = UUID(int=0xE3)


def former(id_: UUID, **changes: Any) -> dict[str, Any]:
    """An indicator as the first version kept it."""
    return {
        "id": str(id_), "title": "Cakupan imunisasi dasar lengkap", "aspect": "quantity", "measure": "percent",
        "direction": "maximize", "target": "90", "range_low": None, "range_high": None, "max_attainable": False,
        "consolidation": "last", "weight": "60", "deadline": "2026-12-31", **changes,
    }  # fmt: skip


COVERAGE = former(that.COVERAGE)
WAITING = former(
    that.WAITING, title="Waktu tunggu pelayanan", direction="range", target=None, range_low="10", range_high="20",
    measure="minutes", weight="40", aspect="time",
)  # fmt: skip
RETIRED = former(that.UNKNOWN, title="Kunjungan rumah per bulan", weight="100")


def plan(id_: UUID, owner: UUID, status: str, indicators: list[Any], approved: list[Any], note: str | None) -> Any:
    """A plan as the first version kept it."""
    said = {"id": str(id_), "sequence": 4, "civil_servant_id": str(owner), "period_id": str(that.YEAR)}
    said |= {"status": status, "indicators": indicators, "approved": approved, "note": note}
    return {"id": id_, "sequence": 4, "person": owner, "year": that.YEAR, "content": json.dumps(said)}


PLANS = (
    plan(that.PLAN, that.SITI, "approved", [COVERAGE, WAITING], [COVERAGE, WAITING], None),
    plan(that.SUPERIORS_PLAN, that.DEWI, "draft", [], [], None),
    plan(BUDIS_PLAN, that.BUDI, "proposed", [RETIRED], [], "Lengkapi satuannya."),
)


def entries() -> list[dict[str, Any]]:
    def entry(kind: str, id_: UUID, agency: UUID | None = None, /, **content: Any) -> dict[str, Any]:
        return {"id": id_, "kind": kind, "agency": agency, "content": json.dumps({"id": str(id_), **content})}

    people = [
        entry("civil_servant", id_, that.AGENCY, **person(name, number, superior))
        for id_, name, number, superior in (
            (that.DEWI, "Dewi", "198001012005012001", None), (that.SITI, "Siti", that.NUMBER, that.DEWI),
            (that.BUDI, "Budi", "198001012005011002", that.DEWI),
        )
    ]  # fmt: skip
    unit = {"agency_id": str(that.AGENCY), "parent_unit_id": None, "code": "PKM", "name": "Puskesmas Kedaton"}
    return [
        entry("agency", that.AGENCY, code="DINKES", name="Dinas Kesehatan", runs_survey=True),
        entry("unit", that.UNIT, that.AGENCY, **unit),
        entry("period", that.YEAR, **PERIOD),
        *people,
    ]


async def fill(engine: AsyncEngine) -> None:
    """Rows as the first version wrote them."""
    siti = {"person": that.SITI, "year": that.YEAR, "plan": that.PLAN}
    named = {"url": "https://contoh.id/1", "note": "Posyandu", "corrects": None, "indicator": that.COVERAGE}
    async with engine.begin() as connection:
        await connection.execute(ENTRY, entries())
        await connection.execute(PLACE, [{"person": each, "unit": that.UNIT} for each in (that.DEWI, that.SITI)])
        await connection.execute(LINE, [{"person": each, "superior": that.DEWI} for each in (that.SITI, that.BUDI)])
        await connection.execute(PLAN, list(PLANS))
        await connection.execute(
            INDICATOR,
            [
                {**siti, "id": that.COVERAGE, "active": True, "sequence": 3, "content": json.dumps(COVERAGE)},
                {**siti, "id": that.WAITING, "active": True, "sequence": 0, "content": json.dumps(WAITING)},
                {**siti, "id": that.UNKNOWN, "active": False, "sequence": 0, "content": json.dumps(RETIRED)},
            ],
        )
        await connection.execute(
            REALIZATION,
            [
                {**named, "id": FIRST, "number": 1, "value": 40},
                {**named, "id": SECOND, "number": 2, "value": 55},
                {**named, "id": RETRACTED, "number": 3, "value": None, "corrects": SECOND},
            ],
        )


@pytest.fixture
async def upgraded(postgres_server: Databases, callers: Callers, tmp_path: Path) -> AsyncGenerator[World]:
    """A database that the first version has filled, brought to the newest one."""
    url = await postgres_server.new("target")
    first = tmp_path / "migrations"
    (first / "versions").mkdir(parents=True)
    for name in ("env.py", "versions/0001_roster_plans_realizations.py"):
        shutil.copy(MIGRATIONS / name, first / name)
    await asyncio.to_thread(migrations.upgrade, url, first)
    engine = postgres.engine(url)
    await fill(engine)
    await asyncio.to_thread(migrations.upgrade, url, MIGRATIONS)
    async with opened(url, engine, callers) as world:
        yield world


async def test_a_plan_becomes_one_work_result_over_its_indicators(upgraded: World):
    agency = upgraded.token("agency_system", agency=that.AGENCY)
    found = (await upgraded.send(agency, "GET", f"/v1/plans/{that.PLAN}")).json()
    assert (found["status"], found["sequence"], found["plan_version"]) == ("approved", 4, 1)
    (result,) = found["work_results"]
    assert found["approved"] == found["work_results"]
    assert (result["kind"], result["parent_work_result_id"]) == ("main", None)
    coverage, waiting = result["indicators"]
    assert {name: coverage[name] for name in COVERAGE} == COVERAGE
    assert {name: waiting[name] for name in WAITING} == WAITING
    assert [each["better"] for each in result["indicators"]] == [None, "higher"]
    assert [(each["perspective"], each["expected"]) for each in result["indicators"]] == [(None, [])] * 2
    walk = await upgraded.send(agency, "GET", f"/v1/work-results/{result['id']}/ancestors")
    assert [each["id"] for each in walk.json()["results"]] == [result["id"]]
    empty = (await upgraded.send(agency, "GET", f"/v1/plans/{that.SUPERIORS_PLAN}")).json()
    assert (empty["status"], empty["work_results"], empty["approved"]) == ("draft", [], [])


async def test_what_was_proposed_is_submitted_and_goes_on(upgraded: World):
    dewi = upgraded.token("civil_servant", person=that.DEWI)
    found = (await upgraded.send(dewi, "GET", f"/v1/plans/{BUDIS_PLAN}")).json()
    assert (found["status"], found["note"], len(found["work_results"])) == ("submitted", "Lengkapi satuannya.", 1)
    returned = await upgraded.send(dewi, "POST", f"/v1/plans/{BUDIS_PLAN}/return", {"note": "x y"}, If_Match='"4"')
    assert (returned.status_code, returned.json()["status"]) == (200, "returned")


async def test_realizations_stay_as_they_were_and_go_on(upgraded: World):
    siti = upgraded.token("civil_servant", person=that.SITI)
    path = f"/v1/indicators/{that.COVERAGE}/realizations"
    found = (await upgraded.send(siti, "GET", path)).json()
    assert (found["consolidated_value"], found["sequence"]) == ("40", 3)
    assert [(each["value"], each["status"], each["evidence_id"]) for each in found["entries"]] == [
        ("40", "recorded", None), ("55", "recorded", None), (None, "recorded", None),
    ]  # fmt: skip
    again = {"id": str(FIRST), "value": "40", "as_of": "2026-03-31", "evidence_url": "https://contoh.id/1"}
    same = await upgraded.send(siti, "POST", path, again | {"note": "Posyandu"})
    assert (same.status_code, same.json()["sequence"]) == (200, 3)
    new = await upgraded.send(siti, "POST", path, {"value": "70", "as_of": "2026-06-30"})
    assert (new.status_code, new.json()["number"], new.json()["consolidated_value"]) == (201, 4, "70")
    retired = f"/v1/indicators/{that.UNKNOWN}/realizations"
    refused = await upgraded.send(siti, "POST", retired, {"value": "70", "as_of": "2026-06-30"})
    assert problem(refused)[:2] == (404, "unknown_indicator")


async def test_the_roster_stays_and_is_counted(upgraded: World):
    agency = upgraded.token("agency_system", agency=that.AGENCY)
    siti = await upgraded.send(agency, "GET", f"/v1/civil-servants/{that.SITI}")
    assert (siti.headers["etag"], siti.json()["assignments"][0]["kind"]) == ('"3"', "definitive")
    assert (siti.json()["reporting_lines"][0]["kind"], siti.json()["left_on"]) == ("direct", None)
    same = await upgraded.send(agency, "PUT", f"/v1/civil-servants/{that.SITI}", person("Siti", that.NUMBER, that.DEWI))
    assert (same.status_code, same.headers["etag"]) == (200, '"3"')
    year = await upgraded.send(agency, "GET", f"/v1/periods/{that.YEAR}")
    assert (year.json()["status"], year.json()["reopened"]) == ("open", 0)
    counted = (await upgraded.send(agency, "GET", f"/v1/units/{that.UNIT}/rollout?period_id={that.YEAR}")).json()
    assert [counted[name]["count"] for name in ("with_approved_plan", "with_realizations", "trained")] == [1, 1, 0]
