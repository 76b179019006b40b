"""The interface over HTTP, on a real PostgreSQL: answers, refusals, and that nothing is stored in part."""

import json
from typing import Any, ClassVar
from uuid import UUID

import httpx2
import pytest
from capaian_local.testing.callers import Callers

from .. import situations as that
from .conftest import PostgresWorld

pytestmark = pytest.mark.servers

PATH = f"/v1/surveys/{that.SURVEY}"
SURVEY: dict[str, Any] = {
    "unit_id": str(that.UNIT),
    "period_id": str(that.QUARTER),
    "service": "Pelayanan imunisasi",
    "elements": ["staff_behavior", "procedure", "cost"],
    "opens_on": "2026-07-01",
    "closes_on": "2026-07-31",
}
SCORES: dict[str, Any] = {"procedure": 4, "cost": 3, "staff_behavior": 4}
ANSWER: dict[str, Any] = {"scores": SCORES, "answered_on": "2026-07-08", "suggestion": "Antrean lebih singkat."}


class Speaker:
    """One caller: sends JSON, signed in where it has a token."""

    def __init__(self, client: httpx2.AsyncClient, token: str | None) -> None:
        self._client = client
        self._headers = {} if token is None else {"Authorization": f"Bearer {token}"}

    async def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> httpx2.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        given = {"Content-Type": "application/json", **self._headers, **named}
        return await self._client.request(method, path, content=content, headers=given)


@pytest.fixture
def officer(client: httpx2.AsyncClient, callers: Callers) -> Speaker:
    return Speaker(client, callers.token("officer", ["personnel_officer"], agency=that.AGENCY))


@pytest.fixture
def anybody(client: httpx2.AsyncClient) -> Speaker:
    return Speaker(client, None)


@pytest.fixture
async def opened(officer: Speaker) -> None:
    assert (await officer("PUT", PATH, SURVEY)).status_code == 201


def problem(response: httpx2.Response) -> tuple[int, str, list[str]]:
    """(status, code, pointers) of a problem, which it must be."""
    assert response.headers["content-type"] == "application/problem+json", response.text
    found = response.json()
    assert " " in found["detail"]
    return response.status_code, found["code"], [error["pointer"] for error in found["errors"]]


async def test_make_answer_read_and_close(officer: Speaker, anybody: Speaker, real: PostgresWorld):
    made = await officer("PUT", PATH, SURVEY)
    assert (made.status_code, made.headers["etag"], made.json()["status"]) == (201, '"1"', "open")
    assert (await officer("PUT", PATH, SURVEY)).status_code == 200

    answered = await anybody("POST", f"{PATH}/answers", ANSWER)
    assert answered.status_code == 201
    assert set(answered.json()) == {"id", "survey_id"}
    assert "etag" not in answered.headers

    hidden = (await anybody("GET", PATH)).json()
    assert (hidden["index"], hidden["grade"], hidden["elements"][0]["mean"]) == (None, None, None)
    assert problem(await anybody("GET", f"{PATH}/result"))[:2] == (403, "result_not_published")
    shown = await officer("GET", PATH)
    assert (shown.status_code, shown.headers["etag"]) == (200, '"2"')
    assert (shown.json()["index"], shown.json()["grade"], shown.json()["respondents"]) == ("91.67", "A", 1)
    assert shown.json()["elements"][0] == {"element": "procedure", "mean": "4.0000"}
    assert "Antrean" not in shown.text

    closed = await officer("POST", f"{PATH}/closing", If_Match='"2"')
    assert (closed.status_code, closed.json()["status"]) == (200, "closed")
    assert problem(await anybody("POST", f"{PATH}/answers", ANSWER))[:2] == (409, "survey_closed")
    assert (await anybody("GET", "/v1/published-surveys")).json()["items"] == []
    published = await officer("POST", f"{PATH}/publication", If_Match='"3"')
    assert (published.status_code, published.json()["status"]) == (200, "published")
    assert [sequence for _, sequence, _ in await real.said()] == [1, 2, 3, 4]
    assert (await anybody("GET", f"/v1/surveys?unit_id={that.UNIT}")).json()["items"] == [published.json()]


@pytest.mark.parametrize(
    ("change", "status", "code", "pointer"),
    [
        ({"scores": SCORES | {"cost": 0}}, 422, "score_out_of_range", "#/scores/cost"),
        ({"scores": SCORES | {"cost": 5}}, 422, "score_out_of_range", "#/scores/cost"),
        ({"scores": SCORES | {"cost": 10**15}}, 422, "score_out_of_range", "#/scores/cost"),
        ({"scores": SCORES | {"cost": 3.5}}, 422, "not_a_whole_number", "#/scores/cost"),
        ({"scores": SCORES | {"cost": 10**400}}, 422, "not_a_whole_number", "#/scores/cost"),
        ({"scores": SCORES | {"cost": "4"}}, 422, "not_a_whole_number", "#/scores/cost"),
        ({"scores": SCORES | {"cost": True}}, 422, "not_a_whole_number", "#/scores/cost"),
        ({"scores": SCORES | {"cost": None}}, 422, "not_a_whole_number", "#/scores/cost"),
        ({"scores": {"cost": 4}}, 422, "element_missing", "#/scores/procedure"),
        ({"scores": SCORES | {"facilities": 4}}, 422, "element_not_asked", "#/scores/facilities"),
        ({"answered_on": "2026-06-30"}, 409, "outside_survey_days", "#/answered_on"),
        ({"answered_on": "2026-07-10"}, 422, "in_the_future", "#/answered_on"),
        ({"answered_on": "2026-02-30"}, 422, "not_a_date", "#/answered_on"),
        ({"suggestion": "x" * 1_001}, 422, "text_too_long", "#/suggestion"),
        ({"suggestion": "a\x00b"}, 422, "text_has_control_characters", "#/suggestion"),
        ({"suggestion": "\udc00"}, 422, "text_not_unicode", "#/suggestion"),
        ({"suggestion": "x" * 1_048_576}, 413, "body_too_large", None),
        ({"nik": "1871"}, 422, "unknown_field", "#/nik"),
    ],
)
async def test_a_bad_answer(
    opened: None,
    anybody: Speaker,
    real: PostgresWorld,
    change: dict[str, Any],
    status: int,
    code: str,
    pointer: str | None,
):
    answer = await anybody("POST", f"{PATH}/answers", ANSWER | change)
    assert problem(answer) == (status, code, [] if pointer is None else [pointer])
    assert await real.answers() == []
    assert len(await real.said()) == 1


@pytest.mark.parametrize(
    ("content", "content_type", "status", "code"),
    [
        (b"{", "application/json", 400, "malformed_json"),
        (b'{"scores": {"cost": NaN}}', "application/json", 400, "not_a_number"),
        (b'{"scores": {"cost": 1, "cost": 4}}', "application/json", 400, "repeated_name"),
        (b"cost=4", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
    ],
)
async def test_a_body_that_is_none(
    opened: None, anybody: Speaker, content: bytes, content_type: str, status: int, code: str
):
    answer = await anybody("POST", f"{PATH}/answers", content, Content_Type=content_type)
    assert problem(answer)[:2] == (status, code)


async def test_nothing_that_leads_to_a_respondent_is_kept(opened: None, anybody: Speaker, real: PostgresWorld):
    await anybody("POST", f"{PATH}/answers", ANSWER, User_Agent="telltale", X_Forwarded_For="203.0.113.7")
    found = str(await real.everything())
    assert "Antrean lebih singkat." in found
    assert "203.0.113.7" not in found
    assert "telltale" not in found


async def test_a_repeated_answer_is_counted_once(opened: None, anybody: Speaker, real: PostgresWorld):
    first = await anybody("POST", f"{PATH}/answers", ANSWER, Idempotency_Key="once")
    second = await anybody("POST", f"{PATH}/answers", ANSWER, Idempotency_Key="once")
    assert (second.status_code, second.json()) == (201, first.json())
    assert second.headers["idempotent-replay"] == "true"
    assert len(await real.answers()) == 1


async def test_a_strangers_key_neither_hides_nor_shows_another_answer(
    opened: None, anybody: Speaker, officer: Speaker, real: PostgresWorld
):
    await officer("PUT", f"/v1/surveys/{that.OTHER_SURVEY}", SURVEY)
    first = await anybody("POST", f"{PATH}/answers", ANSWER, Idempotency_Key="once")
    other = await anybody("POST", f"{PATH}/answers", {"scores": SCORES}, Idempotency_Key="once")
    elsewhere = await anybody("POST", f"/v1/surveys/{that.OTHER_SURVEY}/answers", ANSWER, Idempotency_Key="once")
    assert {each.status_code for each in (first, other, elsewhere)} == {201}
    assert len({each.json()["id"] for each in (first, other, elsewhere)}) == 3
    assert not {"idempotent-replay"} & {*other.headers, *elsewhere.headers}
    assert len(await real.answers()) == 3


@pytest.mark.parametrize(
    ("change", "status", "code", "pointer"),
    [
        ({"unit_id": str(that.ANSWER)}, 404, "unknown_unit", "#/unit_id"),
        ({"period_id": str(that.ANSWER)}, 404, "unknown_period", "#/period_id"),
        ({"opens_on": "2026-06-30"}, 422, "outside_period", "#/opens_on"),
        ({"closes_on": "2026-06-30"}, 422, "closes_before_it_opens", "#/closes_on"),
        ({"elements": []}, 422, "too_few_items", "#/elements"),
        ({"elements": ["speed"]}, 422, "not_allowed", None),
        ({"rounding": "0.11"}, 422, "not_allowed", "#/rounding"),
        ({"service": " "}, 422, "text_empty", "#/service"),
        ({"service": "x" * 201}, 422, "text_too_long", "#/service"),
        ({"unit_id": "PKM-01"}, 422, "not_a_uuid", "#/unit_id"),
    ],
)
async def test_a_bad_survey(
    officer: Speaker, real: PostgresWorld, change: dict[str, Any], status: int, code: str, pointer: str | None
):
    found = problem(await officer("PUT", PATH, SURVEY | change))
    assert found[:2] == (status, code)
    assert pointer is None or found[2] == [pointer]
    assert await real.said() == []


async def test_an_agency_without_a_public_service(officer: Speaker, real: PostgresWorld):
    await real.put([that.silent_agency()])
    assert problem(await officer("PUT", PATH, SURVEY)) == (409, "agency_runs_no_survey", ["#/unit_id"])


async def test_a_change_needs_the_version_that_it_changes(opened: None, officer: Speaker):
    other = SURVEY | {"service": "Pelayanan gizi"}
    assert problem(await officer("PUT", PATH, other))[:2] == (428, "version_required")
    assert problem(await officer("PUT", PATH, other, If_Match='"9"'))[:2] == (412, "stale_version")
    assert (await officer("PUT", PATH, other, If_Match='"1"')).headers["etag"] == '"2"'
    assert problem(await officer("POST", f"{PATH}/closing"))[:2] == (428, "version_required")
    assert problem(await officer("POST", f"{PATH}/closing", If_Match='"1"'))[:2] == (412, "stale_version")


@pytest.mark.parametrize(
    ("roles", "agency", "code"),
    [
        (["personnel_officer"], that.YEAR, "another_agency"),
        (["civil_servant"], that.AGENCY, "forbidden"),
        (["inspector"], None, "forbidden"),
    ],
)
async def test_strangers_run_no_survey(
    opened: None, client: httpx2.AsyncClient, callers: Callers, roles: list[str], agency: UUID | None, code: str
):
    stranger = Speaker(client, callers.token("stranger", roles, agency=agency))
    changed = SURVEY | {"service": "Pelayanan gizi"}
    assert problem(await stranger("PUT", PATH, changed, If_Match='"1"'))[:2] == (403, code)
    assert problem(await stranger("POST", f"{PATH}/closing", If_Match='"1"'))[:2] == (403, code)
    items = {"survey_id": str(that.SURVEY), "items": [{"scores": SCORES, "answered_on": "2026-07-08"}]}
    assert problem(await stranger("POST", "/v1/imports/answers", items))[:2] == (403, code)


async def test_who_is_not_signed_in_may_only_answer_and_read(opened: None, anybody: Speaker):
    assert problem(await anybody("PUT", PATH, SURVEY))[:2] == (401, "unauthenticated")
    assert problem(await anybody("POST", f"{PATH}/closing", If_Match='"1"'))[:2] == (401, "unauthenticated")
    items = {"survey_id": str(that.SURVEY), "items": []}
    assert problem(await anybody("POST", "/v1/imports/answers", items))[:2] == (401, "unauthenticated")
    unknown = f"/v1/surveys/{that.ANSWER}"
    assert problem(await anybody("POST", f"{unknown}/answers", ANSWER))[:2] == (404, "unknown_survey")
    assert problem(await anybody("GET", unknown))[:2] == (404, "unknown_survey")


class TestImport:
    """Answers that were given on paper or in another system."""

    ITEM: ClassVar[dict[str, Any]] = {"scores": SCORES, "answered_on": "2026-07-08"}

    def body(self, *items: dict[str, Any]) -> dict[str, Any]:
        return {"survey_id": str(that.SURVEY), "items": list(items)}

    async def test_a_thousand_answers_are_one_event(self, opened: None, officer: Speaker, real: PostgresWorld):
        answer = await officer("POST", "/v1/imports/answers", self.body(*[self.ITEM] * 1_000))
        assert (answer.status_code, answer.json()) == (200, {"accepted": 1_000})
        assert [sequence for _, sequence, _ in await real.said()] == [1, 2]
        assert len(await real.answers()) == 1_000

    async def test_one_bad_item_refuses_all_by_its_field(self, opened: None, officer: Speaker, real: PostgresWorld):
        bad = self.ITEM | {"scores": SCORES | {"cost": 7}}
        answer = await officer("POST", "/v1/imports/answers", self.body(self.ITEM, bad))
        assert problem(answer) == (422, "score_out_of_range", ["#/items/1/scores/cost"])
        early = self.ITEM | {"answered_on": "2026-06-01"}
        answer = await officer("POST", "/v1/imports/answers", self.body(self.ITEM, early))
        assert problem(answer) == (409, "outside_survey_days", ["#/items/1/answered_on"])
        assert await real.answers() == []

    async def test_more_than_a_thousand(self, opened: None, officer: Speaker):
        answer = await officer("POST", "/v1/imports/answers", self.body(*[self.ITEM] * 1_001))
        assert problem(answer) == (422, "too_many_items", ["#/items"])
