"""The interface over HTTP, on a real PostgreSQL: answers, refusals, and that nothing is stored in part."""

import asyncio
import base64
import json
from datetime import timedelta
from typing import Any

import jwt
import pytest
from contracts.target import v1 as wire

from .. import situations as that
from .conftest import PERIOD, ROSTER, World, indicator, person, plan, result
from .problems import problem

pytestmark = pytest.mark.servers

REALIZATIONS = f"/v1/indicators/{that.COVERAGE}/realizations"
VALUE: dict[str, Any] = {"value": "70", "as_of": "2026-06-30"}


@pytest.fixture
async def approved(led: World, siti: str, dewi: str) -> World:
    """The nurse's plan, approved."""
    world = led
    path = f"/v1/plans/{that.PLAN}"
    assert (await world.send(siti, "POST", "/v1/plans", plan(indicator()))).status_code == 201
    assert (await world.send(siti, "POST", f"{path}/submission", If_Match='"1"')).status_code == 200
    assert (await world.send(dewi, "POST", f"{path}/approval", If_Match='"2"')).status_code == 200
    return world


async def test_a_plan_from_draft_to_approved(approved: World, siti: str):
    read = await approved.send(siti, "GET", f"/v1/plans/{that.PLAN}")
    assert (read.status_code, read.headers["etag"], read.json()["status"]) == (200, '"3"', "approved")
    said = [(envelope.type, envelope.sequence) for envelope, _ in await approved.said()][-2:]
    assert said == [("target.plan_submitted", 2), ("target.plan_approved", 3)]
    listed = await approved.send(siti, "GET", f"/v1/plans?civil_servant_id={that.SITI}")
    assert [each["id"] for each in listed.json()["items"]] == [str(that.PLAN)]


async def test_realizations_are_appended_and_corrected(approved: World, agency: str):
    first = await approved.send(agency, "POST", REALIZATIONS, VALUE)
    assert (first.status_code, first.headers["etag"], first.json()["consolidated_value"]) == (201, '"1"', "70")
    correction = {**VALUE, "value": 66.5, "corrects": first.json()["id"], "note": "Satu desa terhitung dua kali."}
    second = await approved.send(agency, "POST", REALIZATIONS, correction)
    assert (second.status_code, second.json()["consolidated_value"]) == (201, "66.5")
    course = (await approved.send(agency, "GET", REALIZATIONS)).json()
    assert [(each["number"], each["value"]) for each in course["entries"]] == [(1, "70"), (2, "66.5")]
    last = (await approved.said())[-1][1]
    assert isinstance(last, wire.RealizationRecorded)
    assert (str(last.value), last.entries, str(last.corrects)) == ("66.5", 1, first.json()["id"])


async def test_a_repeated_request_gets_the_same_answer(approved: World, agency: str):
    first = await approved.send(agency, "POST", REALIZATIONS, VALUE, Idempotency_Key="once")
    second = await approved.send(agency, "POST", REALIZATIONS, VALUE, Idempotency_Key="once")
    assert (second.status_code, second.json()) == (201, first.json())
    assert second.headers["idempotent-replay"] == "true"
    other = await approved.send(agency, "POST", REALIZATIONS, VALUE | {"value": "71"}, Idempotency_Key="once")
    assert problem(other)[:2] == (422, "idempotency_key_reused")
    assert len((await approved.send(agency, "GET", REALIZATIONS)).json()["entries"]) == 1


async def test_a_link_to_evidence_is_answered_with_the_warning_about_patients(approved: World, agency: str):
    link = {"evidence_url": "https://contoh.lampung.go.id/imunisasi"}
    linked = (await approved.send(agency, "POST", REALIZATIONS, VALUE | link)).json()
    assert linked["warning"]["id"].startswith("Data kesehatan") and linked["warning"]["source"] == "UU 27/2022 Ps 4"
    plain = (await approved.send(agency, "POST", REALIZATIONS, VALUE | {"value": "71"})).json()
    assert (plain["evidence_url"], plain["warning"]) == (None, None)


@pytest.mark.parametrize(
    ("change", "status", "code", "pointer"),
    [
        ({"value": "NaN"}, 422, "not_a_number", "#/value"),
        ({"value": "Infinity"}, 422, "not_a_number", "#/value"),
        ({"value": "1e400"}, 422, "number_out_of_range", "#/value"),
        ({"value": "0." + "1" * 40}, 422, "too_many_decimals", "#/value"),
        ({"value": True}, 422, "not_a_number", "#/value"),
        ({"value": None}, 422, "value_missing", "#/value"),
        ({"as_of": "2025-12-31"}, 422, "before_period", "#/as_of"),
        ({"as_of": "2026-07-10"}, 422, "in_the_future", "#/as_of"),
        ({"as_of": "2026-02-30"}, 422, "not_a_date", "#/as_of"),
        ({"note": "a\x00b"}, 422, "text_has_control_characters", "#/note"),
        ({"note": "\ud800"}, 422, "text_not_unicode", "#/note"),
        ({"note": "x" * 1_048_576}, 413, "body_too_large", None),
        ({"note": "x" * 100_000}, 422, "text_too_long", "#/note"),
        ({"evidence_url": "javascript:alert(1)"}, 422, "not_a_link", "#/evidence_url"),
        ({"evidence_url": "//elsewhere.example"}, 422, "not_a_link", "#/evidence_url"),
        ({"evidence_url": "https://"}, 422, "not_a_link", "#/evidence_url"),
        ({"evidence_url": "http://[x"}, 422, "not_a_link", "#/evidence_url"),
        ({"corrects": str(that.UNKNOWN)}, 422, "unknown_entry", "#/corrects"),
        ({"score": "100"}, 422, "unknown_field", "#/score"),
    ],
)
async def test_a_bad_realization(
    approved: World, agency: str, change: dict[str, Any], status: int, code: str, pointer: str | None
):
    before = await approved.kept()
    answer = await approved.send(agency, "POST", REALIZATIONS, VALUE | change)
    assert problem(answer) == (status, code, [] if pointer is None else [pointer])
    assert await approved.kept() == before


@pytest.mark.parametrize(
    ("content", "content_type", "status", "code"),
    [
        (b'{"value": NaN, "as_of": "2026-06-30"}', "application/json", 400, "not_a_number"),
        (b'{"value": 1e400, "as_of": "2026-06-30"}', "application/json", 422, "number_out_of_range"),
        (b'{"value": 1, "value": 2, "as_of": "2026-06-30"}', "application/json", 400, "repeated_name"),
        (b"{", "application/json", 400, "malformed_json"),
        (b"value=70", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        (b'{"value": "70"}', "text/plain", 415, "unsupported_media_type"),
    ],
)
async def test_a_body_that_is_none(
    approved: World, agency: str, content: bytes, content_type: str, status: int, code: str
):
    answer = await approved.send(agency, "POST", REALIZATIONS, content, Content_Type=content_type)
    assert problem(answer)[:2] == (status, code)


@pytest.mark.parametrize(
    ("changes", "code", "pointer"),
    [
        ({"weight": "100.01"}, "weight_malformed", "#/work_results/0/indicators/0/weight"),
        ({"target": "0"}, "zero_target_needs_zero_direction", "#/work_results/0/indicators/0/target"),
        ({"direction": "sideways"}, "not_allowed", "#/work_results/0/indicators/0/direction"),
        ({"deadline": "2027-01-01"}, "deadline_outside_period", "#/work_results/0/indicators/0/deadline"),
        ({"title": "Baik"}, "not_measurable", "#/work_results/0/indicators/0/title"),
        ({"id": "7"}, "not_a_uuid", "#/work_results/0/indicators/0/id"),
    ],
)
async def test_a_plan_that_cannot_be_measured(
    world: World, siti: str, changes: dict[str, Any], code: str, pointer: str
):
    before = await world.kept()
    answer = await world.send(siti, "POST", "/v1/plans", plan(indicator(**changes)))
    assert problem(answer) == (422, code, [pointer])
    assert await world.kept() == before


async def test_weights_over_a_hundred(world: World, siti: str):
    two = [indicator(weight="60"), indicator(id=str(that.WAITING), title="Waktu tunggu pasien", weight="60")]
    answer = await world.send(siti, "POST", "/v1/plans", plan(*two))
    assert problem(answer) == (422, "weights_over_100", ["#/work_results"])


@pytest.mark.parametrize(
    ("changes", "code", "pointer"),
    [
        ({"civil_servant_id": str(that.UNKNOWN)}, "unknown_civil_servant", "#/civil_servant_id"),
        ({"period_id": str(that.UNKNOWN)}, "unknown_period", "#/period_id"),
    ],
)
async def test_a_plan_of_nobody(world: World, agency: str, changes: dict[str, Any], code: str, pointer: str):
    answer = await world.send(agency, "POST", "/v1/plans", plan(indicator(), **changes))
    assert problem(answer) == (422, code, [pointer])


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("199613182022041001", "employee_number_birth_date"),
        ("199608182022043001", "employee_number_sex"),
        ("199602302022041001", "employee_number_birth_date"),
        ("1996", "employee_number_malformed"),
    ],
)
async def test_an_impossible_employee_number(world: World, number: str, code: str):
    admin = world.token("region_admin")
    before = await world.kept()
    answer = await world.send(admin, "PUT", f"/v1/civil-servants/{that.BUDI}", person("Budi", number, that.DEWI))
    assert problem(answer) == (422, code, ["#/employee_numbers/0/number"])
    assert await world.kept() == before


async def test_a_number_belongs_to_one_person(world: World):
    admin = world.token("region_admin")
    answer = await world.send(admin, "PUT", f"/v1/civil-servants/{that.BUDI}", person("Budi", that.NUMBER, that.DEWI))
    assert problem(answer)[:2] == (409, "employee_number_taken")


async def test_employee_numbers_are_shown_to_whom_they_concern(world: World, siti: str, agency: str, dewi: str):
    path = f"/v1/civil-servants/{that.SITI}"

    async def shown(token: str) -> str:
        return (await world.send(token, "GET", path)).json()["employee_numbers"][0]["number"]

    assert [await shown(siti), await shown(agency)] == [that.NUMBER, that.NUMBER]
    assert await shown(world.token("inspector")) == await shown(dewi) == "199608********1001"


async def test_a_change_needs_the_version_that_it_changes(approved: World, siti: str):
    path, body = f"/v1/plans/{that.PLAN}/work-results", {"work_results": [result(indicator(target="95"))]}
    assert problem(await approved.send(siti, "PUT", path, body))[:2] == (428, "version_required")
    stale = await approved.send(siti, "PUT", path, body, If_Match='"2"')
    assert (problem(stale)[:2], stale.headers["etag"]) == ((412, "stale_version"), '"3"')
    changed = await approved.send(siti, "PUT", path, body, If_Match='"3"')
    assert (changed.status_code, changed.json()["status"], changed.json()["plan_version"]) == (200, "draft", 2)
    # What was approved goes on to count.
    assert changed.json()["approved"][0]["indicators"][0]["target"] == "90"


async def test_a_roster_entry_is_put_again_or_changed_by_its_version(world: World):
    admin, path = world.token("region_admin"), f"/v1/periods/{that.YEAR}"
    before = await world.kept()
    again = await world.send(admin, "PUT", path, PERIOD)
    assert (again.status_code, again.headers["etag"], await world.kept()) == (200, '"1"', before)
    other = PERIOD | {"name": "Tahun anggaran 2026"}
    assert problem(await world.send(admin, "PUT", path, other))[:2] == (428, "version_required")
    assert problem(await world.send(admin, "PUT", path, other, If_Match='"9"'))[:2] == (412, "stale_version")
    assert (await world.send(admin, "PUT", path, other, If_Match='"1"')).headers["etag"] == '"2"'


async def test_an_import_is_taken_whole_or_not_at_all(approved: World, agency: str):
    good = {"indicator_id": str(that.COVERAGE), "id": str(that.WAITING), **VALUE}
    before = await approved.kept()
    bad = {**good, "id": str(that.UNKNOWN), "as_of": "2025-12-31"}
    answer = await approved.send(agency, "POST", "/v1/imports/realizations", {"items": [good, bad]})
    assert problem(answer) == (422, "before_period", ["#/items/1/as_of"])
    assert await approved.kept() == before
    taken = await approved.send(agency, "POST", "/v1/imports/realizations", {"items": [good]})
    assert (taken.status_code, taken.json()) == (200, {"accepted": 1, "changed": 1})
    again = await approved.send(agency, "POST", "/v1/imports/realizations", {"items": [good]})
    assert again.json() == {"accepted": 1, "changed": 0}
    many = await approved.send(agency, "POST", "/v1/imports/realizations", {"items": [good] * 1_001})
    assert problem(many) == (422, "too_many_items", ["#/items"])


async def test_an_import_of_the_roster_names_the_item_that_is_wrong(empty: World):
    wrong = [*ROSTER[:3], {"kind": "unit", "id": str(that.UNKNOWN), **unit_of(str(that.OTHER_AGENCY))}]
    answer = await empty.send(empty.token("region_admin"), "POST", "/v1/imports/roster", {"items": wrong})
    assert problem(answer) == (422, "unknown_agency", ["#/items/3/agency_id"])
    assert await empty.kept() == 0


async def test_an_import_of_people_points_into_the_person(world: World):
    for number, expected in (
        ("198013012005011001", (422, "employee_number_birth_date")),
        ("198001012005012001", (409, "employee_number_taken")),
    ):
        one = {"kind": "civil_servant", "id": str(that.UNKNOWN), "civil_servant": person("Ani", number, None)}
        answer = await world.send(world.token("region_admin"), "POST", "/v1/imports/roster", {"items": [one]})
        assert problem(answer) == (*expected, ["#/items/0/civil_servant/employee_numbers/0/number"])


async def test_an_id_of_something_of_another_kind_is_taken(world: World):
    admin = world.token("region_admin")
    innovation = {
        "id": str(that.UNKNOWN), "civil_servant_id": str(that.SITI), "period_id": str(that.YEAR),
        "title": "Imunisasi di pasar", "description": "Setiap Selasa di pasar desa.",
    }  # fmt: skip
    assert (await world.send(admin, "POST", "/v1/innovations", innovation)).status_code == 201
    kept = len(await world.said())
    agency = {"code": "X", "name": "Dinas Sosial", "runs_survey": False}
    assert problem(await world.send(admin, "PUT", f"/v1/agencies/{that.UNKNOWN}", agency)) == (409, "id_taken", [])
    assert len(await world.said()) == kept
    assert problem(await world.send(admin, "GET", f"/v1/agencies/{that.UNKNOWN}"))[0] == 404


def unit_of(agency_id: str) -> dict[str, Any]:
    return {"agency_id": agency_id, "parent_unit_id": None, "code": "X", "name": "Seksi"}


async def test_another_agencys_people_are_not_spoken_for(approved: World, siti: str):
    stranger = approved.token("agency_system", agency=that.OTHER_AGENCY)
    assert problem(await approved.send(stranger, "POST", REALIZATIONS, VALUE))[:2] == (403, "another_agency")
    assert problem(await approved.send(stranger, "GET", REALIZATIONS))[:2] == (403, "forbidden")
    put = await approved.send(stranger, "PUT", f"/v1/units/{that.UNKNOWN}", unit_of(str(that.AGENCY)))
    assert problem(put) == (403, "another_agency", ["#/agency_id"])
    period = await approved.send(siti, "PUT", f"/v1/periods/{that.UNKNOWN}", PERIOD)
    assert problem(period)[:2] == (403, "forbidden")
    own = await approved.send(siti, "POST", f"/v1/plans/{that.PLAN}/approval", If_Match='"3"')
    assert problem(own)[:2] == (403, "not_the_superior")


async def test_nobody_brings_in_an_approval_of_their_own_plan(led: World, siti: str, agency: str):
    items = {"items": [plan(indicator()) | {"status": "approved"}]}
    before = await led.kept()
    own = await led.send(siti, "POST", "/v1/imports/plans", items)
    assert problem(own) == (403, "not_the_superior", ["#/items/0/status"])
    assert await led.kept() == before
    assert (await led.send(agency, "POST", "/v1/imports/plans", items)).json() == {"accepted": 1, "changed": 1}


async def test_two_changes_at_once_close_no_circle_of_superiors(world: World):
    admin = world.token("region_admin")
    ani, budi = str(that.UNKNOWN), str(that.WAITING)
    people = {ani: person("Ani", "198001012005012011", None), budi: person("Budi", "198001012005011012", None)}
    for id_, body in people.items():
        assert (await world.send(admin, "PUT", f"/v1/civil-servants/{id_}", body)).status_code == 201
    under = {
        ani: person("Ani", "198001012005012011", that.WAITING),
        budi: person("Budi", "198001012005011012", that.UNKNOWN),
    }
    # Both have a connection already, so that neither waits for one while the other is done.
    await asyncio.gather(*(world.send(admin, "GET", f"/v1/civil-servants/{id_}") for id_ in under))
    answers = await asyncio.gather(
        *(world.send(admin, "PUT", f"/v1/civil-servants/{id_}", body, If_Match='"1"') for id_, body in under.items())
    )
    assert sorted(answer.status_code for answer in answers) == [200, 422]
    refused = next(answer for answer in answers if answer.status_code == 422)
    assert problem(refused) == (422, "reporting_cycle", ["#/reporting_lines"])


async def test_a_unit_stands_under_no_unit_below_it(world: World):
    admin, above, below = world.token("region_admin"), str(that.UNKNOWN), str(that.WAITING)
    agency = str(that.AGENCY)
    assert (await world.send(admin, "PUT", f"/v1/units/{above}", unit_of(agency))).status_code == 201
    inside = unit_of(agency) | {"parent_unit_id": above}
    assert (await world.send(admin, "PUT", f"/v1/units/{below}", inside)).status_code == 201
    circle = unit_of(agency) | {"parent_unit_id": below}
    answer = await world.send(admin, "PUT", f"/v1/units/{above}", circle, If_Match='"1"')
    assert problem(answer) == (422, "unit_circle", ["#/parent_unit_id"])


async def test_what_the_address_names_and_is_not_there(approved: World, agency: str):
    admin, path = approved.token("region_admin"), f"/v1/agencies/{that.UNKNOWN}"
    none = await approved.send(agency, "POST", f"/v1/indicators/{that.UNKNOWN}/realizations", VALUE)
    assert problem(none) == (404, "unknown_indicator", [])
    body = {"code": "X", "name": "Dinas", "runs_survey": False}
    changed = await approved.send(admin, "PUT", path, body, If_Match='"7"')
    assert problem(changed) == (412, "stale_version", ["header:If-Match"])
    lost = person("Ani", "198001012005012011", that.UNKNOWN)
    answer = await approved.send(admin, "PUT", f"/v1/civil-servants/{that.WAITING}", lost)
    assert "There is no civil servant with the id" in answer.json()["detail"]


async def test_who_is_not_signed_in(world: World):
    path = f"/v1/plans/{that.PLAN}"
    good = world.token("region_admin")
    header, payload, signature = good.split(".")
    none = base64.urlsafe_b64encode(json.dumps({"alg": "none", "kid": "test"}).encode()).decode().rstrip("=")
    foreign = jwt.encode({"sub": "x", "iat": 0, "exp": 9_999_999_999}, "secret" * 8, "HS256", headers={"kid": "test"})
    for token in (
        world.token("region_admin", expires_in=timedelta(minutes=-1)),
        f"{none}.{payload}.",
        f"{header}.{payload}.{signature[:-4]}AAAA",
        foreign,
        "not-a-token",
    ):
        answer = await world.send(token, "GET", path)
        assert problem(answer)[:2] == (401, "unauthenticated")
        assert answer.headers["www-authenticate"].startswith("Bearer")
    assert (await world.client.get(path)).status_code == 401
    assert problem(await world.send(good, "GET", path))[:2] == (404, "unknown_plan")


async def test_a_repetition_is_answered_to_its_own_actor_alone(approved: World, agency: str):
    """Before the right is looked at: what is answered is what this actor was sent when they had the right."""
    first = await approved.send(agency, "POST", REALIZATIONS, VALUE, Idempotency_Key="once")
    without_right = approved.token("agency_system", agency=that.OTHER_AGENCY)
    again = await approved.send(without_right, "POST", REALIZATIONS, VALUE, Idempotency_Key="once")
    assert (again.status_code, again.content) == (201, first.content)
    stranger = approved.token("personnel_officer", agency=that.OTHER_AGENCY)
    refused = await approved.send(stranger, "POST", REALIZATIONS, VALUE, Idempotency_Key="once")
    assert problem(refused) == (403, "another_agency", [])
    new = await approved.send(without_right, "POST", REALIZATIONS, VALUE, Idempotency_Key="twice")
    assert problem(new) == (403, "another_agency", [])
