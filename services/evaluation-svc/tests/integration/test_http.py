"""The interface over HTTP, on a real PostgreSQL: answers, refusals, and that nothing is stored in part."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx2
import pytest
from capaian_local.testing.callers import Callers
from chassis import ids
from contracts.evaluation import v1 as wire

from .. import situations as that
from .conftest import PostgresWorld
from .speaking import Speaker, problem

pytestmark = pytest.mark.servers

BODY: dict[str, Any] = {
    "id": str(that.EVALUATION),
    "civil_servant_id": str(that.SITI),
    "evaluated_period_id": str(that.QUARTER),
    "work_results": "meets",
    "work_behavior": "above",
    "evaluated_on": "2026-07-06",
    "note": "Cakupan imunisasi naik.",
}
OTHER_AGENCY = UUID("0196a0c2-7d40-7099-8b2e-4f1d5a6b7c99")


@pytest.fixture
def dewi(client: httpx2.AsyncClient, callers: Callers) -> Speaker:
    return Speaker(client, callers.token("dewi", person=that.DEWI))


@pytest.fixture
def officer(client: httpx2.AsyncClient, callers: Callers) -> Speaker:
    return Speaker(client, callers.token("officer", ["personnel_officer"], agency=that.AGENCY))


async def test_submit_read_revise_withdraw_and_submit_again(dewi: Speaker, real: PostgresWorld):
    made = await dewi("POST", "/v1/evaluations", BODY)
    assert (made.status_code, made.headers["etag"]) == (201, '"1"')
    assert made.headers["location"] == f"/v1/evaluations/{that.EVALUATION}"
    assert (made.json()["predicate"], made.json()["performance_quadrant"]) == ("good", 2)
    assert made.json()["period_id"] == str(that.YEAR)

    read = await dewi("GET", made.headers["location"])
    assert (read.status_code, read.headers["etag"], read.json()) == (200, '"1"', made.json())

    ratings = {"work_results": "above", "work_behavior": "above", "evaluated_on": "2026-07-08"}
    revised = await dewi("PUT", made.headers["location"], ratings, If_Match='"1"')
    assert (revised.status_code, revised.headers["etag"]) == (200, '"2"')
    assert (revised.json()["predicate"], revised.json()["note"]) == ("very_good", None)

    reason = {"reason": "Data triwulan belum lengkap."}
    withdrawn = await dewi("POST", made.headers["location"] + "/withdrawal", reason, If_Match='"2"')
    assert (withdrawn.json()["status"], withdrawn.json()["withdrawn_on"]) == ("withdrawn", "2026-07-09")

    again = await dewi("POST", "/v1/evaluations", BODY)
    assert (again.status_code, again.headers["etag"], again.json()["status"]) == (200, '"4"', "submitted")
    said = await real.said()
    assert [sequence for _, sequence, _ in said] == [1, 2, 3, 4]
    last = said[-1][2]
    assert isinstance(last, wire.EvaluationSubmitted)
    assert (last.period_id, last.evaluated_period_id) == (that.YEAR, that.QUARTER)


async def test_a_repeated_request_gets_the_same_answer(dewi: Speaker, real: PostgresWorld):
    first = await dewi("POST", "/v1/evaluations", BODY, Idempotency_Key="once")
    second = await dewi("POST", "/v1/evaluations", BODY, Idempotency_Key="once")
    assert (second.status_code, second.json(), second.headers["etag"]) == (201, first.json(), '"1"')
    assert second.headers["location"] == first.headers["location"]
    assert second.headers["idempotent-replay"] == "true"
    without_key = await dewi("POST", "/v1/evaluations", BODY)
    assert (without_key.status_code, without_key.json()) == (200, first.json())
    other = await dewi("POST", "/v1/evaluations", BODY | {"note": None}, Idempotency_Key="once")
    assert problem(other)[:2] == (422, "idempotency_key_reused")
    assert len(await real.said()) == 1


@pytest.mark.parametrize(
    ("change", "status", "code", "pointer"),
    [
        ({"civil_servant_id": str(that.ANOTHER)}, 404, "unknown_civil_servant", "#/civil_servant_id"),
        ({"evaluated_period_id": str(that.ANOTHER)}, 404, "unknown_period", "#/evaluated_period_id"),
        ({"evaluated_on": "2026-03-31"}, 403, "not_the_rater", None),
        ({"evaluated_on": "2026-07-10"}, 422, "in_the_future", "#/evaluated_on"),
        ({"evaluated_on": "2026-02-30"}, 422, "not_a_date", "#/evaluated_on"),
        ({"work_results": "excellent"}, 422, "not_allowed", "#/work_results"),
        ({"work_behavior": None}, 422, "not_allowed", "#/work_behavior"),
        ({"civil_servant_id": "199608182022041001"}, 422, "not_a_uuid", "#/civil_servant_id"),
        ({"note": "x" * 1_000_000}, 413, "body_too_large", None),
        ({"note": "x" * 2_001}, 422, "text_too_long", "#/note"),
        ({"note": "a\x00b"}, 422, "text_has_control_characters", "#/note"),
        ({"note": "\ud800"}, 422, "text_not_unicode", "#/note"),
        ({"predicate": "very_good"}, 422, "unknown_field", "#/predicate"),
    ],
)
async def test_a_bad_submission(
    dewi: Speaker, real: PostgresWorld, change: dict[str, Any], status: int, code: str, pointer: str | None
):
    answer = await dewi("POST", "/v1/evaluations", BODY | change)
    assert problem(answer) == (status, code, [] if pointer is None else [pointer])
    assert await real.said() == []
    assert await real.reads.evaluation(that.EVALUATION) is None


@pytest.mark.parametrize(
    ("content", "content_type", "status", "code"),
    [
        (b"{", "application/json", 400, "malformed_json"),
        (b'{"note": NaN}', "application/json", 400, "not_a_number"),
        (b"\xff", "application/json", 400, "malformed_json"),
        (b"[" * 100_000, "application/json", 400, "nested_too_deep"),
        (b"work_results=meets", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        (b"[]", "application/json", 422, "invalid_value"),
    ],
)
async def test_a_body_that_is_none(dewi: Speaker, content: bytes, content_type: str, status: int, code: str):
    answer = await dewi("POST", "/v1/evaluations", content, Content_Type=content_type)
    assert problem(answer)[:2] == (status, code)


async def test_before_the_period_is_refused_to_the_superior_of_that_day(client: httpx2.AsyncClient, callers: Callers):
    budi = Speaker(client, callers.token("budi", person=that.BUDI))
    answer = await budi("POST", "/v1/evaluations", BODY | {"evaluated_on": "2026-03-31"})
    assert problem(answer) == (422, "before_period", ["#/evaluated_on"])


@pytest.mark.parametrize(
    ("roles", "person", "code"),
    [
        (["civil_servant"], that.BUDI, "not_the_rater"),
        (["civil_servant"], that.SITI, "own_evaluation"),
        (["civil_servant"], None, "not_the_rater"),
        (["region_admin"], None, "not_the_rater"),
        (["personnel_officer"], that.BUDI, "not_the_rater"),
    ],
)
async def test_nobody_but_the_direct_superior_rates(
    client: httpx2.AsyncClient, callers: Callers, real: PostgresWorld, roles: list[str], person: UUID | None, code: str
):
    speaker = Speaker(client, callers.token("somebody", roles, agency=that.AGENCY, person=person))
    assert problem(await speaker("POST", "/v1/evaluations", BODY))[:2] == (403, code)
    assert await real.said() == []


async def test_a_change_needs_the_version_that_it_changes(dewi: Speaker):
    await dewi("POST", "/v1/evaluations", BODY)
    path = f"/v1/evaluations/{that.EVALUATION}"
    ratings = {"work_results": "above", "work_behavior": "above", "evaluated_on": "2026-07-08"}
    assert problem(await dewi("PUT", path, ratings))[:2] == (428, "version_required")
    stale = await dewi("PUT", path, ratings, If_Match='"2"')
    assert problem(stale) == (412, "stale_version", ["header:If-Match"])
    assert stale.headers["etag"] == '"1"'
    assert problem(await dewi("PUT", path, ratings, If_Match="1"))[:2] == (400, "malformed_if_match")
    unknown = f"/v1/evaluations/{that.ANOTHER}"
    assert problem(await dewi("PUT", unknown, ratings, If_Match='"1"'))[:2] == (404, "unknown_evaluation")
    assert problem(await dewi("POST", path + "/withdrawal", {"reason": " "}, If_Match='"1"')) == (
        422,
        "text_empty",
        ["#/reason"],
    )


@pytest.mark.parametrize(
    ("roles", "agency", "person", "one", "many"),
    [
        (["civil_servant"], None, that.SITI, 200, 200),
        (["civil_servant"], None, that.DEWI, 200, 200),
        (["civil_servant"], None, that.BUDI, 403, 200),
        (["civil_servant"], None, that.ANOTHER, 403, 403),
        (["civil_servant"], that.AGENCY, None, 403, 403),
        (["personnel_officer"], that.AGENCY, None, 200, 200),
        (["agency_system"], that.AGENCY, None, 200, 200),
        (["personnel_officer"], OTHER_AGENCY, None, 403, 403),
        (["inspector"], None, None, 200, 200),
        (["region_admin"], None, None, 200, 200),
    ],
)
async def test_who_reads(
    client: httpx2.AsyncClient,
    callers: Callers,
    dewi: Speaker,
    roles: list[str],
    agency: UUID | None,
    person: UUID | None,
    one: int,
    many: int,
):
    await dewi("POST", "/v1/evaluations", BODY)
    speaker = Speaker(client, callers.token("reader", roles, agency=agency, person=person))
    assert (await speaker("GET", f"/v1/evaluations/{that.EVALUATION}")).status_code == one
    listed = await speaker("GET", f"/v1/evaluations?civil_servant_id={that.SITI}")
    assert listed.status_code == many
    if many == 200:
        assert len(listed.json()["items"]) == (0 if person == that.BUDI else 1)


async def test_a_list_is_narrowed_and_paged(dewi: Speaker):
    await dewi("POST", "/v1/evaluations", BODY)
    path = f"/v1/evaluations?civil_servant_id={that.SITI}"
    whole = (await dewi("GET", f"{path}&period_id={that.YEAR}&limit=1")).json()
    assert ([item["id"] for item in whole["items"]], whole["next"]) == ([str(that.EVALUATION)], None)
    assert (await dewi("GET", f"{path}&period_id={that.AGENCY}")).json()["items"] == []
    assert problem(await dewi("GET", f"{path}&cursor=bm90"))[1] == "invalid_cursor"
    assert problem(await dewi("GET", f"{path}&limit=0"))[1] == "invalid_limit"
    unknown = await dewi("GET", f"/v1/evaluations?civil_servant_id={that.ANOTHER}")
    assert problem(unknown)[:2] == (404, "unknown_civil_servant")


async def test_tokens_that_do_not_count(client: httpx2.AsyncClient, callers: Callers, tmp_path: Any):
    stranger = Callers(tmp_path, that.NOON)
    expired = callers.token("dewi", person=that.DEWI, expires_in=timedelta(hours=-1))
    unsigned = "eyJhbGciOiJub25lIiwia2lkIjoidGVzdCJ9.eyJzdWIiOiJkZXdpIn0."
    for token in (expired, stranger.token("dewi", person=that.DEWI), unsigned, "nonsense"):
        answer = await Speaker(client, token)("POST", "/v1/evaluations", BODY)
        assert problem(answer)[:2] == (401, "unauthenticated")
    assert (await client.get(f"/v1/evaluations/{that.EVALUATION}")).status_code == 401


class TestImport:
    """Evaluations that were made elsewhere."""

    ITEM = BODY | {"rater_id": str(that.DEWI)}

    async def test_an_agency_brings_in_its_own_and_again_without_effect(self, officer: Speaker, real: PostgresWorld):
        for _ in range(2):
            answer = await officer("POST", "/v1/imports/evaluations", {"items": [self.ITEM]})
            assert (answer.status_code, answer.json()) == (200, {"accepted": 1})
        assert len(await real.said()) == 1

    async def test_the_days_run_from_the_receipt_elsewhere(self, officer: Speaker):
        item = self.ITEM | {"received_on": self.ITEM["evaluated_on"]}
        assert (await officer("POST", "/v1/imports/evaluations", {"items": [item]})).status_code == 200
        found = (await officer("GET", f"/v1/evaluations/{item['id']}")).json()
        assert found["received_on"] == item["evaluated_on"]

    @pytest.mark.parametrize(
        ("change", "status", "code", "pointer"),
        [
            ({"rater_id": str(that.BUDI)}, 403, "not_the_rater", "#/items/1"),
            ({"rater_id": str(that.SITI)}, 403, "own_evaluation", "#/items/1"),
            ({"civil_servant_id": str(that.ANOTHER)}, 404, "unknown_civil_servant", "#/items/1/civil_servant_id"),
            ({"evaluated_on": "2027-01-01"}, 422, "in_the_future", "#/items/1/evaluated_on"),
            ({"received_on": "2026-01-01"}, 422, "received_before_judged", "#/items/1/received_on"),
            ({"work_results": 1}, 422, "not_allowed", "#/items/1/work_results"),
            ({"note": "other"}, 409, "already_exists", "#/items/1/id"),
        ],
    )
    async def test_one_bad_item_refuses_all(
        self, officer: Speaker, real: PostgresWorld, change: dict[str, Any], status: int, code: str, pointer: str
    ):
        answer = await officer("POST", "/v1/imports/evaluations", {"items": [self.ITEM, self.ITEM | change]})
        assert problem(answer) == (status, code, [pointer])
        assert await real.said() == []

    async def test_another_agencys_person(self, client: httpx2.AsyncClient, callers: Callers):
        roles = ["personnel_officer", "agency_system"]
        stranger = Speaker(client, callers.token("stranger", roles, agency=OTHER_AGENCY))
        answer = await stranger("POST", "/v1/imports/evaluations", {"items": [self.ITEM]})
        assert problem(answer) == (403, "another_agency", ["#/items/0/civil_servant_id"])

    async def test_more_than_a_thousand_items(self, officer: Speaker):
        answer = await officer("POST", "/v1/imports/evaluations", {"items": [self.ITEM] * 1_001})
        assert problem(answer) == (422, "too_many_items", ["#/items"])

    async def test_a_thousand_people_are_brought_in_at_once(self, officer: Speaker, real: PostgresWorld):
        people = [ids.derived(that.AGENCY, str(number)) for number in range(1_000)]
        await real.put(sorted((that.colleague(each) for each in people), key=lambda each: each.aggregate_id))
        items = [
            self.ITEM | {"id": str(ids.derived(person, "evaluation")), "civil_servant_id": str(person)}
            for person in people
        ]
        answer = await officer("POST", "/v1/imports/evaluations", {"items": items})
        assert (answer.status_code, answer.json()) == (200, {"accepted": 1_000})
        assert len(await real.said()) == 1_000
