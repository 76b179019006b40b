"""One civil servant's year, from nothing to a live score that explains itself, over HTTP alone.

What is asserted is worked by hand from the published rules: 60 % targets, 25 % evaluation, 15 % survey; weighted mean
of what is there; ratings above 110, meets 100, work results 70 % and behaviour 30 %; four decimals, half-up.
"""

import json
import time
from collections.abc import Generator, Iterator
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

import httpx2
import pytest
from capaian_local.sample import Who
from chassis.ids import new_id

from .conftest import System, region_day

pytestmark = [pytest.mark.servers, pytest.mark.containers, pytest.mark.timeout(900)]

YEAR = region_day().year
AGENCY, UNIT, SITI, DEWI = (str(new_id()) for _ in range(4))
ANNUAL, QUARTER, SURVEY = (str(new_id()) for _ in range(3))
COVERAGE, WAITING = (str(new_id()) for _ in range(2))
ADMIN = Who("test:admin", ("region_admin",))


def who(role: str, agency: str | None = None, person: str | None = None) -> Who:
    return Who(f"test:{role}", (role,), UUID(agency) if agency else None, UUID(person) if person else None)


SYSTEM_OF_THE_AGENCY = who("agency_system", AGENCY)
PERSON = who("civil_servant", person=SITI)
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
        "target": target, "range_low": None, "range_high": None, "max_attainable": False,
        "consolidation": "last", "weight": weight, "deadline": f"{YEAR}-12-31",
    }  # fmt: skip


class Stream:
    """An open card: the events of its stream, one after the other."""

    def __init__(self, response: httpx2.Response) -> None:
        self._events = self._read(response.iter_lines())

    @staticmethod
    def _read(lines: Iterator[str]) -> Generator[Any, None, None]:
        for line in lines:
            if line.startswith("data: "):
                yield json.loads(line.removeprefix("data: "))

    def until(self, score: str | None) -> Any:
        """The first event with that score. The request's own time limit ends a wait in vain."""
        return next(card for card in islice(self._events, 200) if card["score"] == score)


@pytest.fixture(scope="module")
def prepared(system: System) -> System:
    """The roster, an approved plan: what an agency has at the beginning of a year."""
    target = system.endpoints.target
    put = {
        f"/v1/agencies/{AGENCY}": {"code": "DINKES-T", "name": "Dinas Kesehatan", "runs_survey": True},
        f"/v1/units/{UNIT}": {
            "agency_id": AGENCY, "parent_unit_id": None, "code": "PKM-T", "name": "Puskesmas Kedaton",
        },
        f"/v1/periods/{ANNUAL}": period("annual", f"{YEAR}-01-01", f"{YEAR}-12-31", None, "open"),
        f"/v1/periods/{QUARTER}": period("quarterly", f"{YEAR}-01-01", f"{YEAR}-03-31", ANNUAL, "evaluation"),
        f"/v1/civil-servants/{DEWI}": civil_servant("Dewi Lestari", "Kepala Puskesmas", 1, None),
        f"/v1/civil-servants/{SITI}": civil_servant("Siti Aminah", "Perawat", 2, DEWI),
    }  # fmt: skip
    for path, body in put.items():
        system.done(ADMIN, "PUT", target + path, body)
    plan = system.done(PERSON, "POST", f"{target}/v1/plans", {
        "civil_servant_id": SITI, "period_id": ANNUAL,
        "indicators": [
            indicator(COVERAGE, "Cakupan imunisasi", "maximize", "90", "60"),
            indicator(WAITING, "Waktu tunggu", "minimize", "30", "40"),
        ],
    })  # fmt: skip
    proposed = system.done(
        PERSON, "POST", f"{target}/v1/plans/{plan['id']}/proposal", **{"If-Match": f'"{plan["sequence"]}"'}
    )
    system.done(
        SUPERIOR, "POST", f"{target}/v1/plans/{plan['id']}/approval", **{"If-Match": f'"{proposed["sequence"]}"'}
    )
    return system


def realize(system: System, indicator_id: str, value: str) -> Any:
    address = f"{system.endpoints.target}/v1/indicators/{indicator_id}/realizations"
    return system.done(SYSTEM_OF_THE_AGENCY, "POST", address, {"value": value, "as_of": str(region_day())})


def test_a_fact_of_each_kind_changes_the_open_card(prepared: System) -> None:
    system, scoring = prepared, prepared.endpoints.scoring
    address = f"{scoring}/v1/cards/{SITI}/stream?period_id={ANNUAL}"
    headers = {"Authorization": f"Bearer {system.sign(PERSON)}"}
    await_card(system)
    with httpx2.stream("GET", address, headers=headers, timeout=httpx2.Timeout(10, read=60)) as response:
        assert response.status_code == 200, response.read()
        card = Stream(response)
        assert card.until(None)["completeness"] == "0.00"

        realize(system, COVERAGE, "81")
        # 81 of 90 is 90 %; it is all that is known, so it is the score.
        assert card.until("90.0000")["completeness"] == "36.00"

        realize(system, WAITING, "33")
        # 200 - 33/30·100 = 90 %.
        card.until("90.0000")

        rated = {
            "civil_servant_id": SITI, "evaluated_period_id": QUARTER,
            "work_results": "above", "work_behavior": "meets", "evaluated_on": str(evaluated_on()),
        }  # fmt: skip
        system.done(SUPERIOR, "POST", f"{system.endpoints.evaluation}/v1/evaluations", rated)
        # 0.7·110 + 0.3·100 = 107; (60·90 + 25·107) / 85 = 95.
        assert card.until("95.0000")["predicate"] == "good"

        answer_survey(system)
        # 30 answers of 3 and 4 in turn: a mean of 3.5 is an index of 87.5; (60·90 + 25·107 + 15·87.5) / 100.
        assert card.until("93.8750")["completeness"] == "100.00"


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


def test_the_score_explains_itself(prepared: System) -> None:
    address = f"{prepared.endpoints.scoring}/v1/cards/{SITI}"
    card = prepared.done(PERSON, "GET", f"{address}?period_id={ANNUAL}")
    why = prepared.done(PERSON, "GET", f"{address}/explanation?period_id={ANNUAL}")
    assert card["score"] == why["score"] == "93.8750"
    assert {part["component"]: part["value"] for part in why["components"]} == {
        "targets": "90.0000", "evaluation": "107.0000", "survey": "87.5000",
    }  # fmt: skip
    assert all(line["events"] for part in why["components"] for line in part["lines"])
    points = prepared.done(PERSON, "GET", f"{address}/course?period_id={ANNUAL}")["points"]
    assert points[-1]["score"] == "93.8750"


def test_the_board_shows_her_to_whom_it_concerns_alone(prepared: System) -> None:
    address = f"{prepared.endpoints.scoring}/v1/units/{UNIT}/board?period_id={ANNUAL}"
    board = prepared.done(who("personnel_officer", AGENCY), "GET", address)
    assert [(person["name"], person["card"]["score"]) for person in board["people"]] == [
        ("Dewi Lestari", "87.5000"),
        ("Siti Aminah", "93.8750"),
    ]
    assert [person["name"] for person in prepared.done(SUPERIOR, "GET", address)["people"]] == [
        "Dewi Lestari",
        "Siti Aminah",
    ]
    refused = prepared.call(who("personnel_officer", str(new_id())), "GET", address)
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")


def test_every_service_says_that_it_is_well(prepared: System) -> None:
    for base in (prepared.endpoints.target, prepared.endpoints.evaluation, prepared.endpoints.survey):
        answer = httpx2.get(f"{base}/health/ready", timeout=10)
        assert answer.status_code == 200, answer.text
        assert "capaian_http_requests_total" in httpx2.get(f"{base}/metrics", timeout=10).text
