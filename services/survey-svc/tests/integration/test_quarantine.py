"""Answers that are set aside, over HTTP: the respondent notices nothing, and a reviewer decides once."""

from uuid import UUID

import httpx2
import pytest
from capaian_local.testing.callers import Callers
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from .. import situations as that
from .conftest import PostgresWorld
from .test_http import ANSWER, PATH, Speaker, anybody, officer, opened, problem

__all__ = ["anybody", "officer", "opened"]
pytestmark = pytest.mark.servers

ACCEPT = {"decision": "accepted", "reason": "Dua warga dari satu keluarga."}


@pytest.fixture
async def aside(opened: None, anybody: Speaker) -> str:
    """The second of two equal answers."""
    answers = [await anybody("POST", f"{PATH}/answers", ANSWER) for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 201]
    assert set(answers[0].json()) == set(answers[1].json())
    return answers[1].json()["id"]


async def test_an_equal_answer_is_set_aside_and_counts_after_a_review(aside: str, officer: Speaker):
    found = (await officer("GET", f"{PATH}/quarantine")).json()["items"]
    assert [(each["id"], each["reason"], each["decision"]) for each in found] == [(aside, "duplicate", None)]
    result = (await officer("GET", f"{PATH}/result")).json()
    assert (result["respondents"], result["quarantined"], result["index_with_quarantined"]) == (1, 1, "91.67")
    path = f"/v1/responses/{aside}/review"
    done = await officer("POST", path, ACCEPT)
    assert (done.status_code, done.json()["state"]) == (200, "accepted")
    assert (await officer("GET", PATH)).json()["respondents"] == 2
    assert (await officer("POST", path, ACCEPT)).status_code == 200
    other = ACCEPT | {"decision": "rejected"}
    assert problem(await officer("POST", path, other))[:2] == (409, "not_quarantined")


async def test_a_review_needs_a_reason_and_an_answer(aside: str, officer: Speaker):
    path = f"/v1/responses/{aside}/review"
    assert problem(await officer("POST", path, ACCEPT | {"reason": " "})) == (422, "text_empty", ["#/reason"])
    unknown = f"/v1/responses/{that.YEAR}/review"
    assert problem(await officer("POST", unknown, ACCEPT))[:2] == (404, "unknown_response")


@pytest.mark.parametrize(
    ("roles", "agency", "status"),
    [
        (["inspector"], None, 200),
        (["agency_system"], that.AGENCY, 403),
        (["civil_servant"], that.AGENCY, 403),
        (["personnel_officer"], that.YEAR, 403),
    ],
)
async def test_who_reviews(
    aside: str, client: httpx2.AsyncClient, callers: Callers, roles: list[str], agency: UUID | None, status: int
):
    who = Speaker(client, callers.token("somebody", roles, agency=agency))
    assert (await who("GET", f"{PATH}/quarantine")).status_code == status
    assert (await who("POST", f"/v1/responses/{aside}/review", ACCEPT)).status_code == status


async def test_who_is_not_signed_in_sees_no_single_answer(aside: str, anybody: Speaker):
    assert problem(await anybody("GET", f"{PATH}/quarantine"))[:2] == (401, "unauthenticated")
    assert problem(await anybody("POST", f"/v1/responses/{aside}/review", ACCEPT))[:2] == (401, "unauthenticated")


async def test_a_review_is_never_taken_back(aside: str, officer: Speaker, real: PostgresWorld):
    await officer("POST", f"/v1/responses/{aside}/review", ACCEPT)
    with pytest.raises(DBAPIError, match="only ever added"):
        async with real.engine.begin() as connection:
            await connection.execute(text("DELETE FROM review"))
