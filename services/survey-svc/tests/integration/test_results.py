"""Drafts, instruments and published results over HTTP, on a real PostgreSQL."""

from typing import Any

import httpx2
import pytest
from capaian_local.testing.callers import Callers
from sqlalchemy import text

from .. import situations as that
from .conftest import PostgresWorld
from .test_http import ANSWER, PATH, SURVEY, Speaker, anybody, officer, problem

__all__ = ["anybody", "officer"]
pytestmark = pytest.mark.servers

INSTRUMENT: dict[str, Any] = {
    "source": "own",
    "questions": [
        {"element": "cost", "id": "Wajarkah biayanya?", "en": "Is the cost reasonable?"},
        {"element": "procedure", "id": "Mudahkah prosedurnya?", "en": "Is the procedure easy?"},
    ],
}
OWN = "/v1/instruments/layanan/2"
WHO = {"sex": "female", "education": "bachelor", "occupation": "entrepreneur", "time_slot": "morning"}


@pytest.fixture
def admin(client: httpx2.AsyncClient, callers: Callers) -> Speaker:
    return Speaker(client, callers.token("admin", ["region_admin"]))


async def test_the_region_ships_the_nine_questions(anybody: Speaker, admin: Speaker):
    found = await anybody("GET", "/v1/instruments/skm/1")
    assert found.status_code == 200
    assert (len(found.json()["questions"]), found.json()["source"]) == (9, "verify: PermenPANRB 14/2017")
    assert problem(await admin("PUT", "/v1/instruments/skm/1", INSTRUMENT))[:2] == (409, "instrument_in_use")
    assert problem(await anybody("GET", "/v1/instruments/skm/2"))[:2] == (404, "unknown_instrument")


async def test_an_instrument_changes_until_a_survey_uses_it(admin: Speaker, officer: Speaker):
    assert (await admin("PUT", OWN, INSTRUMENT)).status_code == 200
    changed = INSTRUMENT | {"source": "verify: PermenPANRB 14/2017"}
    assert (await admin("PUT", OWN, changed)).json()["source"] == changed["source"]
    asked = SURVEY | {"instrument": "layanan", "instrument_version": 2}
    assert problem(await officer("PUT", PATH, asked)) == (422, "element_not_in_instrument", ["#/elements"])
    made = await officer("PUT", PATH, asked | {"elements": ["cost", "procedure"]})
    assert (made.status_code, made.json()["instrument"], made.json()["instrument_version"]) == (201, "layanan", 2)
    assert problem(await admin("PUT", OWN, INSTRUMENT))[:2] == (409, "instrument_in_use")
    assert (await admin("PUT", OWN, changed)).status_code == 200


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"questions": []}, "too_few_items", "#/questions"),
        ({"questions": [INSTRUMENT["questions"][0]] * 2}, "repeated_element", "#/questions"),
        ({"source": " "}, "text_empty", "#/source"),
    ],
)
async def test_a_bad_instrument(admin: Speaker, change: dict[str, Any], code: str, pointer: str):
    assert problem(await admin("PUT", OWN, INSTRUMENT | change)) == (422, code, [pointer])


async def test_instruments_are_the_region_s_and_must_be_there(officer: Speaker, anybody: Speaker):
    assert problem(await officer("PUT", OWN, INSTRUMENT))[:2] == (403, "forbidden")
    assert problem(await anybody("PUT", OWN, INSTRUMENT))[:2] == (401, "unauthenticated")
    unknown = SURVEY | {"instrument": "layanan"}
    assert problem(await officer("PUT", PATH, unknown)) == (404, "unknown_instrument", ["#/instrument_version"])


async def test_a_draft_is_its_agency_s_until_it_is_opened(officer: Speaker, anybody: Speaker, real: PostgresWorld):
    made = await officer("PUT", PATH, SURVEY | {"draft": True})
    assert (made.status_code, made.json()["status"]) == (201, "draft")
    assert problem(await anybody("GET", PATH))[:2] == (404, "unknown_survey")
    assert (await anybody("GET", "/v1/surveys")).json()["items"] == []
    assert len((await officer("GET", "/v1/surveys")).json()["items"]) == 1
    assert problem(await anybody("POST", f"{PATH}/answers", ANSWER))[:2] == (409, "survey_not_open")
    assert problem(await officer("POST", f"{PATH}/closing", If_Match='"1"'))[:2] == (409, "survey_not_open")
    assert problem(await officer("POST", f"{PATH}/publication", If_Match='"1"'))[:2] == (409, "survey_not_closed")
    assert await real.said() == []
    opened = await officer("POST", f"{PATH}/opening", If_Match='"1"')
    assert (opened.status_code, opened.json()["status"], opened.headers["etag"]) == (200, "open", '"2"')
    assert (await anybody("GET", PATH)).status_code == 200
    assert [sequence for _, sequence, _ in await real.said()] == [2]


async def test_a_published_result_is_open_to_anybody_with_what_it_lacks(officer: Speaker, anybody: Speaker):
    await officer("PUT", PATH, SURVEY | {"population": 10})
    await anybody("POST", f"{PATH}/answers", ANSWER)
    closed = await officer("POST", f"{PATH}/closing", If_Match='"2"')
    assert [each["code"] for each in closed.json()["findings"]] == ["sample_not_reached"]
    await officer("POST", f"{PATH}/publication", If_Match='"3"')
    found = (await anybody("GET", f"{PATH}/result")).json()
    assert (found["index"], found["grade"], found["respondents"], found["required_sample"]) == ("91.67", "A", 1, 10)
    assert found["elements"][1] == {"element": "cost", "mean": "3.0000", "converted": "75.00"}
    assert found["sources"]["required_sample"] == "verify: PermenPANRB 14/2017"
    assert found["findings"][0]["detail"].startswith("1 of the 10 answers")
    for query, number in (
        ("", 1),
        (f"?agency_id={that.AGENCY}&period_id={that.YEAR}", 1),
        (f"?period_id={that.QUARTER}", 1),
        (f"?agency_id={that.OTHER_AGENCY}", 0),
        (f"?period_id={that.ANSWER}", 0),
    ):
        assert len((await anybody("GET", f"/v1/published-surveys{query}")).json()["items"]) == number, query


async def test_what_respondents_say_of_themselves_is_kept(officer: Speaker, anybody: Speaker, real: PostgresWorld):
    await officer("PUT", PATH, SURVEY)
    assert (await anybody("POST", f"{PATH}/answers", ANSWER | {"respondent": WHO})).status_code == 201
    odd = ANSWER | {"respondent": {"sex": "F"}}
    assert problem(await anybody("POST", f"{PATH}/answers", odd)) == (422, "not_allowed", ["#/respondent/sex"])
    async with real.engine.connect() as connection:
        row = (await connection.execute(text("SELECT sex, education, occupation, time_slot FROM answer"))).one()
    assert dict(row._mapping) == WHO
