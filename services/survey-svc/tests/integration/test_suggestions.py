"""Suggestions over HTTP: read by those who may, shown as they decide, and never in an event."""

from uuid import UUID

import httpx2
import pytest
from capaian_local.testing.callers import Callers
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from .. import situations as that
from .conftest import PostgresWorld
from .test_forms import Browser, browser
from .test_http import ANSWER, PATH, SCORES, Speaker, anybody, officer, opened, problem

__all__ = ["anybody", "browser", "officer", "opened"]
pytestmark = pytest.mark.servers

TEXT = "Bu Rina lambat, telepon 0812-3456-7890."
LIST = f"{PATH}/suggestions"


@pytest.fixture
async def said(opened: None, anybody: Speaker) -> str:
    """The review's path of an answer with a suggestion, beside one without."""
    await anybody("POST", f"{PATH}/answers", {"scores": SCORES})
    answer = await anybody("POST", f"{PATH}/answers", ANSWER | {"suggestion": TEXT, "scores": SCORES | {"cost": 2}})
    return f"/v1/responses/{answer.json()['id']}/suggestion-review"


async def test_a_suggestion_is_read_masked_and_shown_once_its_survey_is_published(
    said: str, officer: Speaker, browser: Browser, real: PostgresWorld
):
    (one,) = (await officer("GET", LIST)).json()["items"]
    assert (one["text"], one["state"], one["counts"], one["shown_text"]) == (TEXT, "waiting", True, None)
    assert one["hints"] == [{"kind": "phone_number", "start": 24, "end": 38}]
    shown = await officer("POST", said, {"decision": "shown", "shown_text": "… lambat, telepon …."})
    assert (shown.status_code, shown.json()["state"]) == (200, "shown")
    for version, step in ((3, "closing"), (4, "publication")):
        assert (await officer("POST", f"{PATH}/{step}", If_Match=f'"{version}"')).status_code == 200
    page = await browser.get(f"/published/{that.SURVEY}")
    assert "… lambat, telepon …." in page.text
    assert "Rina" not in page.text
    why = {"decision": "hidden", "reason": "Atas permintaan warga."}
    assert (await officer("POST", said, why)).json()["state"] == "hidden"
    assert "lambat" not in (await browser.get(f"/published/{that.SURVEY}")).text
    assert "lambat" not in str([data for _, _, data in await real.said()])


async def test_a_list_by_state(said: str, officer: Speaker):
    assert len((await officer("GET", f"{LIST}?state=waiting")).json()["items"]) == 1
    await officer("POST", said, {"decision": "shown"})
    assert (await officer("GET", f"{LIST}?state=waiting")).json()["items"] == []
    assert (await officer("GET", f"{LIST}?state=hidden")).json()["items"] == []
    (one,) = (await officer("GET", f"{LIST}?state=shown")).json()["items"]
    assert (await officer("GET", LIST)).json()["items"] == [one]
    assert problem(await officer("GET", f"{LIST}?state=lost"))[:2] == (422, "not_allowed")


async def test_what_is_refused(said: str, officer: Speaker, anybody: Speaker):
    added = {"decision": "shown", "shown_text": TEXT + " Dan kotor."}
    assert problem(await officer("POST", said, added)) == (422, "not_masked", ["#/shown_text"])
    assert problem(await officer("POST", said, {"decision": "hidden"})) == (422, "reason_required", ["#/reason"])
    assert problem(await officer("POST", said, {"decision": "shown", "shown_text": "….…"}))[:2] == (422, "not_masked")
    nothing = await officer("POST", said, {"decision": "shown", "shown_text": "…"})
    assert problem(nothing) == (422, "nothing_left", ["#/shown_text"])
    aside = (await anybody("POST", f"{PATH}/answers", ANSWER)).json()["id"]
    unread = await officer("POST", f"/v1/responses/{aside}/suggestion-review", {"decision": "shown"})
    assert problem(unread)[:2] == (409, "suggestion_set_aside")
    silent = (await anybody("POST", f"{PATH}/answers", {"scores": SCORES | {"cost": 1}})).json()["id"]
    path = f"/v1/responses/{silent}/suggestion-review"
    assert problem(await officer("POST", path, {"decision": "shown"}))[:2] == (404, "no_suggestion")
    path = f"/v1/responses/{that.YEAR}/suggestion-review"
    assert problem(await officer("POST", path, {"decision": "shown"}))[:2] == (404, "unknown_response")


async def test_a_repeated_review_is_answered_again(said: str, officer: Speaker, real: PostgresWorld):
    first, second = [await officer("POST", said, {"decision": "shown"}, Idempotency_Key="once") for _ in range(2)]
    assert first.json() == second.json()
    assert second.headers["idempotent-replay"] == "true"
    assert (await officer("POST", said, {"decision": "shown"})).json() == first.json()
    async with real.engine.begin() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM suggestion_verdict"))).scalar_one() == 1
    with pytest.raises(DBAPIError, match="only ever added"):
        async with real.engine.begin() as connection:
            await connection.execute(text("DELETE FROM suggestion_verdict"))


@pytest.mark.parametrize(
    ("roles", "agency", "status"),
    [
        (["inspector"], None, 200),
        (["agency_system"], that.AGENCY, 403),
        (["civil_servant"], that.AGENCY, 403),
        (["personnel_officer"], that.YEAR, 403),
    ],
)
async def test_who_reads_suggestions(
    said: str, client: httpx2.AsyncClient, callers: Callers, roles: list[str], agency: UUID | None, status: int
):
    who = Speaker(client, callers.token("somebody", roles, agency=agency))
    assert (await who("GET", LIST)).status_code == status
    assert (await who("POST", said, {"decision": "shown"})).status_code == status


async def test_who_is_not_signed_in_reads_none(said: str, anybody: Speaker):
    assert problem(await anybody("GET", LIST))[:2] == (401, "unauthenticated")
    assert problem(await anybody("POST", said, {"decision": "shown"}))[:2] == (401, "unauthenticated")
