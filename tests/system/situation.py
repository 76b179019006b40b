"""An agency at the beginning of a year: one unit, a superior, a nurse and a midwife with approved plans, over HTTP.

The nurse Siti is for the journey, whose numbers are worked by hand; the midwife Rina for whoever moves scores at will.
"""

import time
from datetime import date
from typing import Any
from uuid import UUID

import httpx2
from capaian_local.sample import Who
from chassis.ids import new_id

from .running import System, region_day

YEAR = region_day().year
AGENCY, UNIT, SITI, RINA, DEWI = (str(new_id()) for _ in range(5))
ANNUAL, QUARTER, SURVEY = (str(new_id()) for _ in range(3))
COVERAGE, WAITING, VISITS, CENTRE, RESULT = (str(new_id()) for _ in range(5))
ADMIN = Who("test:admin", ("region_admin",))


def who(role: str, agency: str | None = None, person: str | None = None) -> Who:
    return Who(f"test:{role}", (role,), UUID(agency) if agency else None, UUID(person) if person else None)


SYSTEM_OF_THE_AGENCY = who("agency_system", AGENCY)
PERSON = who("civil_servant", person=SITI)
OTHER = who("civil_servant", person=RINA)
SUPERIOR = who("civil_servant", person=DEWI)


def number(serial: int) -> str:
    """A valid employee number (domain of PNS): born 1980-05-17, in service since March 2005, a woman."""
    return f"19800517200503{2}{serial:03d}"


def civil_servant(name: str, position: str, serial: int, superior: str | None) -> dict[str, Any]:
    since = "2020-01-01"
    lines = [{"superior_id": superior, "since": since, "until": None}] if superior else []
    place = {"unit_id": UNIT, "position": position, "position_kind": "functional", "serves_public": True}
    return {
        "agency_id": AGENCY,
        "name": name,
        "kind": "permanent",
        "employee_numbers": [{"number": number(serial), "since": "2005-03-01"}],
        "assignments": [{**place, "since": since, "until": None}],
        "reporting_lines": lines,
    }


def period(kind: str, starts: str, ends: str, annual: str | None, status: str) -> dict[str, Any]:
    return {
        "kind": kind, "annual_period_id": annual, "name": f"{kind} {YEAR}",
        "starts_on": starts, "ends_on": ends, "status": status,
    }  # fmt: skip


def indicator(id_: str, title: str, direction: str, target: str, weight: str) -> dict[str, Any]:
    return {
        "id": id_, "title": title, "aspect": "quantity", "measure": "percent", "direction": direction,
        "target": target, "max_attainable": False, "consolidation": "last", "weight": weight,
        "deadline": f"{YEAR}-12-31",
    }  # fmt: skip


def serving(parent: str | None, result_id: str, title: str, *indicators: dict[str, Any]) -> dict[str, Any]:
    """A main work result."""
    return {
        "id": result_id, "title": title, "kind": "main", "parent_work_result_id": parent,
        "indicators": list(indicators),
    }  # fmt: skip


def prepare(system: System) -> None:
    """The roster and an approved plan, and both have arrived at scoring-svc."""
    target = system.endpoints.target
    put = {
        f"/v1/agencies/{AGENCY}": {"code": "DINKES-T", "name": "Dinas Kesehatan", "runs_survey": True},
        f"/v1/units/{UNIT}": {
            "agency_id": AGENCY, "parent_unit_id": None, "code": "PKM-T", "name": "Puskesmas Kedaton",
        },
        f"/v1/periods/{ANNUAL}": period("annual", f"{YEAR}-01-01", f"{YEAR}-12-31", None, "open"),
        f"/v1/periods/{QUARTER}": period("quarterly", f"{YEAR}-01-01", f"{YEAR}-03-31", ANNUAL, "open"),
        f"/v1/civil-servants/{DEWI}": civil_servant("Dewi Lestari", "Kepala Puskesmas", 1, None),
        f"/v1/civil-servants/{SITI}": civil_servant("Siti Aminah", "Perawat", 2, DEWI),
        f"/v1/civil-servants/{RINA}": civil_servant("Rina Wati", "Bidan", 3, DEWI),
    }  # fmt: skip
    for path, body in put.items():
        system.done(ADMIN, "PUT", target + path, body)
    on = {"status": "evaluation"}
    system.done(ADMIN, "POST", f"{target}/v1/periods/{QUARTER}/status", on, **{"If-Match": '"1"'})
    mothers = serving(
        None, RESULT, "Sehatnya ibu dan bayi di Kedaton",
        indicator(CENTRE, "Cakupan layanan ibu dan bayi", "maximize", "90", "100"),
    )  # fmt: skip
    approve(system, SUPERIOR, DEWI, [mothers], ADMIN)
    immunised = serving(
        RESULT, str(new_id()), "Terlindunginya bayi dari penyakit",
        indicator(COVERAGE, "Cakupan imunisasi", "maximize", "90", "60"),
        indicator(WAITING, "Waktu tunggu", "minimize", "30", "40"),
    )  # fmt: skip
    approve(system, PERSON, SITI, [immunised], SUPERIOR)
    visited = indicator(VISITS, "Kunjungan posyandu", "maximize", "90", "100")
    approve(system, OTHER, RINA, [serving(RESULT, str(new_id()), "Terpantaunya balita di Kedaton", visited)], SUPERIOR)
    await_card(system)


def approve(
    system: System, person: Who, civil_servant_id: str, work_results: list[dict[str, Any]], superior: Who
) -> None:
    """A plan from draft to approved, by the person and the superior."""
    plans = f"{system.endpoints.target}/v1/plans"
    body = {"civil_servant_id": civil_servant_id, "period_id": ANNUAL, "work_results": work_results}
    plan = system.done(person, "POST", plans, body)
    for who_acts, step in ((person, "submission"), (superior, "approval")):
        plan = system.done(who_acts, "POST", f"{plans}/{plan['id']}/{step}", **{"If-Match": f'"{plan["sequence"]}"'})


def realize(system: System, indicator_id: str, value: str) -> Any:
    address = f"{system.endpoints.target}/v1/indicators/{indicator_id}/realizations"
    return system.done(SYSTEM_OF_THE_AGENCY, "POST", address, {"value": value, "as_of": str(region_day())})


def await_card(system: System) -> None:
    """Until the roster's events have reached scoring-svc."""
    address = f"{system.endpoints.scoring}/v1/cards/{SITI}?period_id={ANNUAL}"
    for _ in range(600):
        if system.call(PERSON, "GET", address).status_code == 200:
            return
        time.sleep(0.1)
    raise AssertionError("the roster did not arrive")


def evaluated_on() -> date:
    return max(date(YEAR, 4, 1), min(region_day(), date(YEAR, 4, 10)))


def answer_survey(system: System) -> None:
    base = f"{system.endpoints.survey}/v1/surveys/{SURVEY}"
    elements = ["requirements", "procedure"]
    asked = {
        "unit_id": UNIT, "period_id": ANNUAL, "service": "Imunisasi", "elements": elements,
        "opens_on": f"{YEAR}-01-01", "closes_on": f"{YEAR}-12-31",
    }  # fmt: skip
    system.done(SYSTEM_OF_THE_AGENCY, "PUT", base, asked)
    for turn in range(30):
        scores = dict.fromkeys(elements, 3 + turn % 2)
        answered = httpx2.post(f"{base}/answers", json={"scores": scores}, timeout=30)
        assert answered.status_code == 201, answered.text
