"""Evidence files over HTTP: taken with a warning, named by realizations, given back as a download, removed in time."""

import asyncio
import hashlib
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from .. import situations as that
from .conftest import World, indicator, plan
from .problems import problem

pytestmark = pytest.mark.servers

PDF = b"%PDF-1.7\nbukti cakupan imunisasi\n%%EOF\n"
PLACE = "/v1/evidence"
TOMORROW = that.NOW + timedelta(hours=24)
MICRO = timedelta(microseconds=1)


def address(person: Any = that.SITI, said: str | None = "true") -> str:
    return f"{PLACE}?civil_servant_id={person}" + (f"&contains_no_patient_data={said}" if said is not None else "")


async def upload(
    world: World, token: str, content: bytes = PDF, kind: str = "application/pdf", path: str = "", **headers: str
) -> httpx2.Response:
    return await world.send(token, "POST", path or address(), content, Content_Type=kind, **headers)


@pytest.fixture
async def planned(led: World) -> World:
    """Siti's plan is approved."""
    body = plan(indicator(), status="approved")
    body["work_results"][0]["parent_work_result_id"] = str(that.SUPERIORS_RESULT)
    answer = await led.send(led.token("region_admin"), "POST", "/v1/imports/plans", {"items": [body]})
    assert answer.status_code == 200, answer.text
    return led


async def report(world: World, token: str, evidence_id: str, value: str = "40") -> httpx2.Response:
    body = {"value": value, "as_of": "2026-06-30", "evidence_id": evidence_id}
    return await world.send(token, "POST", f"/v1/indicators/{that.COVERAGE}/realizations", body)


async def test_a_file_is_uploaded_named_and_read(planned: World, siti: str, dewi: str, agency: str):
    made = await upload(planned, siti)
    said = made.json()
    assert (made.status_code, made.headers["location"]) == (201, f"{PLACE}/{said['id']}")
    assert (said["sha256"], said["size"]) == (hashlib.sha256(PDF).hexdigest(), len(PDF))
    assert (said["warning"]["source"], said["unnamed_until"]["at"]) == ("UU 27/2022 Ps 4", "2026-07-10T03:00:00Z")
    first = await report(planned, siti, said["id"])
    assert (first.status_code, first.json()["evidence_id"]) == (201, said["id"])
    assert (await report(planned, agency, said["id"], "45")).status_code == 201
    for token in (siti, dewi, agency, planned.token("inspector")):
        read = await planned.send(token, "GET", f"{PLACE}/{said['id']}")
        assert (read.status_code, read.content, read.headers["content-type"]) == (200, PDF, "application/pdf")
    disposition = f'attachment; filename="bukti-{said["sha256"][:12]}.pdf"'
    assert read.headers["content-disposition"] == disposition
    assert read.headers["x-content-type-options"] == "nosniff"
    assert read.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert read.headers["cache-control"] == "private, no-store"
    listed = (await planned.send(dewi, "GET", f"/v1/indicators/{that.COVERAGE}/realizations")).json()
    assert [each["evidence_id"] for each in listed["entries"]] == [said["id"]] * 2


async def test_what_is_refused_of_uploads(world: World, siti: str, dewi: str):
    before = await world.kept()
    unsaid = await upload(world, siti, path=address(said=None))
    assert problem(unsaid) == (422, "patient_data_not_excluded", ["query:contains_no_patient_data"])
    assert "UU 27/2022" in unsaid.json()["detail"]
    for answer, expected in (
        (await upload(world, siti, path=address(said="false")), "patient_data_not_excluded"),
        (await upload(world, siti, b"<html><script>", "application/pdf"), "evidence_mismatch"),
        (await upload(world, siti, PDF, "image/png"), "evidence_mismatch"),
        (await upload(world, siti, b""), "evidence_empty"),
        (await upload(world, siti, path=address(that.BUDI)), "unknown_civil_servant"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (422, expected)
    html = await upload(world, siti, b"<html>", "text/html")
    assert (html.status_code, html.json()["extra"]["accepted"]) == (
        415, ["application/pdf", "image/jpeg", "image/png"],
    )  # fmt: skip
    large = await upload(world, siti, PDF + b" " * 5_242_880)
    assert (large.status_code, large.json()["extra"]) == (413, {"max_bytes": 5_242_880})
    for token in (dewi, world.token("inspector"), world.token("personnel_officer", agency=that.OTHER_AGENCY)):
        assert problem(await upload(world, token)) == (403, "another_agency", [])
    assert await world.kept() == before
    largest = await upload(world, siti, PDF + b" " * (5_242_880 - len(PDF)))
    assert (largest.status_code, largest.json()["size"]) == (201, 5_242_880)


async def test_a_repeated_upload_is_one(world: World, siti: str, agency: str):
    first = await upload(world, siti, Idempotency_Key="satu")
    again = await upload(world, siti, Idempotency_Key="satu")
    assert (again.json(), again.headers["idempotent-replay"]) == (first.json(), "true")
    other = await upload(world, siti, path=address(that.DEWI), Idempotency_Key="satu")
    assert problem(other) == (422, "idempotency_key_reused", ["header:Idempotency-Key"])
    for _ in range(19):
        assert (await upload(world, agency)).status_code == 201
    assert problem(await upload(world, siti)) == (409, "evidence_unnamed", [])
    assert (await upload(world, agency, path=address(that.DEWI))).status_code == 201


async def test_which_realizations_name_a_file(planned: World, siti: str, dewi: str, agency: str):
    dewis = (await upload(planned, dewi, path=address(that.DEWI))).json()["id"]
    assert problem(await report(planned, siti, dewis)) == (422, "evidence_of_another", ["#/evidence_id"])
    assert problem(await report(planned, siti, str(that.UNKNOWN))) == (422, "unknown_evidence", ["#/evidence_id"])
    own = (await upload(planned, siti)).json()["id"]
    items = [
        {"indicator_id": str(that.COVERAGE), "value": "40", "as_of": "2026-06-30", "evidence_id": each}
        for each in (own, dewis)
    ]
    brought = await planned.send(agency, "POST", "/v1/imports/realizations", {"items": items})
    assert problem(brought) == (422, "evidence_of_another", ["#/items/1/evidence_id"])
    brought = await planned.send(agency, "POST", "/v1/imports/realizations", {"items": items[:1] * 2})
    assert (brought.status_code, brought.json()) == (200, {"accepted": 2, "changed": 2})


async def test_who_does_not_read_a_file(world: World, siti: str):
    id_ = (await upload(world, siti)).json()["id"]
    for token in (
        world.token("civil_servant", person=that.BUDI),
        world.token("agency_system", agency=that.OTHER_AGENCY),
    ):
        assert problem(await world.send(token, "GET", f"{PLACE}/{id_}")) == (403, "forbidden", [])
    assert problem(await world.send(siti, "GET", f"{PLACE}/{that.UNKNOWN}")) == (404, "unknown_evidence", [])


async def test_what_nothing_names_is_removed_in_time(planned: World, siti: str):
    named, unnamed = [(await upload(planned, siti)).json()["id"] for _ in range(2)]
    assert (await report(planned, siti, named)).status_code == 201
    assert await planned.sweep(TOMORROW) is False
    assert (await planned.send(siti, "GET", f"{PLACE}/{unnamed}")).status_code == 200
    await planned.sweep(TOMORROW + MICRO)
    assert problem(await planned.send(siti, "GET", f"{PLACE}/{unnamed}")) == (404, "unknown_evidence", [])
    assert problem(await report(planned, siti, unnamed)) == (422, "unknown_evidence", ["#/evidence_id"])
    assert (await planned.send(siti, "GET", f"{PLACE}/{named}")).content == PDF


async def test_a_file_is_named_or_removed_never_both(planned: World, siti: str):
    """A report and the sweep at once, many times: a realization never names what is gone."""
    ids = [(await upload(planned, siti)).json()["id"] for _ in range(8)]
    sweeps = [planned.sweep(TOMORROW + MICRO) for _ in ids]
    answers = await asyncio.gather(*(report(planned, siti, each) for each in ids), *sweeps)
    for id_, answer in zip(ids, answers, strict=False):
        assert isinstance(answer, httpx2.Response)
        read = await planned.send(siti, "GET", f"{PLACE}/{id_}")
        assert (answer.status_code, read.status_code) in ((201, 200), (422, 404))
