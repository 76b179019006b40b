"""The interface of official results over a real database."""

import hashlib

import pytest

from .. import situations as that
from .conftest import PostgresWorld, Visitor
from .test_sealing import Office

pytestmark = pytest.mark.servers
RESULT = f"/v1/results/{that.SITI}"


@pytest.fixture
async def office(world: PostgresWorld) -> Office:
    await world.keep([that.agency(), that.unit(), that.siti(), that.dewi(), that.year()])
    await world.say([that.plan(that.indicator(target="100")), that.realized("80"), that.rated()])
    return Office(world)


@pytest.fixture
def officer(visitor: Visitor) -> str:
    return visitor.token("personnel_officer", that.AGENCY)


async def test_without_a_result_there_is_a_word_for_it(office: Office, visitor: Visitor, officer: str):
    for path in ("", "/versions", "/late", "/explanation.canonical"):
        answer = await visitor.get(officer, RESULT + path)
        assert (answer.status_code, answer.json()["code"]) == (404, "no_result"), path
    assert (await visitor.get(officer, f"/v1/cards/{that.SITI}")).json()["official"] is None


async def test_a_result_its_bytes_and_what_came_too_late(office: Office, visitor: Visitor, officer: str):
    await office.close(2)
    await office.work()
    await office.world.say([that.realized("90", sequence=2)])
    answer = await visitor.get(officer, RESULT)
    result = answer.json()
    assert (result["version"], result["score"], result["kind"]) == (1, "85.8824", "official")
    assert answer.headers["ETag"] == '"1"'
    spelled = await visitor.get(officer, f"{RESULT}/explanation.canonical")
    assert hashlib.sha256(spelled.content).hexdigest() == result["hash"]
    assert spelled.headers["Repr-Digest"].startswith("sha-256=:")
    late = (await visitor.get(officer, f"{RESULT}/late")).json()
    # (60 · 90 + 25 · 100) / 85
    assert (late["score"], late["score_with_late"]) == ("85.8824", "92.9412")
    assert [(each["kind"], each["sequence"]) for each in late["late"]] == [("realized", 2)]
    card = (await visitor.get(officer, f"/v1/cards/{that.SITI}")).json()
    assert (card["kind"], card["score"]) == ("live", "92.9412")
    assert card["official"] == {**result, "late": 1}


async def test_every_version_can_be_read(office: Office, visitor: Visitor, officer: str):
    await office.close(2)
    await office.work()
    await office.world.say([that.realized("90", sequence=2)])
    await office.close(4, reopened=1)
    await office.work()
    first, second = (await visitor.get(officer, f"{RESULT}/versions")).json()["versions"]
    assert (second["replaces"], second["reason"]) == (first["hash"], "reopening")
    assert (await visitor.get(officer, f"{RESULT}?version=1")).json() == first
    assert (await visitor.get(officer, RESULT)).json() == second
    for version in (0, 3):
        refused = await visitor.get(officer, f"{RESULT}?version={version}")
        assert (refused.status_code, refused.json()["code"]) == (404, "unknown_version")
        assert refused.json()["errors"][0]["pointer"] == "query:version"


async def test_a_stranger_sees_no_result(office: Office, visitor: Visitor):
    await office.close(2)
    await office.work()
    stranger = visitor.token("civil_servant", person=that.BUDI)
    for path in ("", "/versions", "/late", "/explanation.canonical"):
        assert (await visitor.get(stranger, RESULT + path)).status_code == 403, path
