"""The application around the routes: problems, ids, limits, headers, health, metrics."""

from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal
from uuid import UUID

import asyncpg
import httpx2
import pytest
from chassis.auth import KeySet, TokenVerifier
from chassis.bodies import FORM, MOST_FIELDS, exact_form, form
from chassis.clock import now
from chassis.health import Check, Health
from chassis.http import build_app, json_answer, router
from chassis.inputs import Day, Number, RequestModel
from chassis.metrics import Metrics
from chassis.problem import Problem
from fastapi import Request
from pydantic import Field, StringConstraints


class Body(RequestModel):
    value: int
    pair: tuple[int, int] | None = None


class Plain(RequestModel):
    kind: Literal["plain"]
    name: str


class Wrapped(RequestModel):
    kind: Literal["wrapped"]
    wrapped: Body


class Union(RequestModel):
    items: list[Annotated[Plain | Wrapped, Field(discriminator="kind")]]
    about: UUID | Literal["loyal"] | None = None
    scores: dict[Annotated[str, StringConstraints(max_length=3)], int] = Field(default_factory=dict)


class Measured(RequestModel):
    value: Number
    on: Day | None = None


@pytest.fixture
def health() -> Health:
    return Health()


@pytest.fixture
async def client(health: Health) -> AsyncIterator[httpx2.AsyncClient]:
    verifier = TokenVerifier(KeySet("none", now), "i", "a", now)
    app = build_app(
        "test", health=health, verifier=verifier, metrics=Metrics(), max_body_bytes=100, larger_bodies={"/big": 1_000},
        raw_bodies={"/raw": ("image/png", "application/pdf"), "/form": (FORM,)},
    )  # fmt: skip
    routes = router()

    async def take(body: Body) -> Any:
        return json_answer({"value": body.value})

    async def fail() -> Any:
        raise RuntimeError("the password is hunter2")

    async def away() -> Any:
        raise asyncpg.CannotConnectNowError("the database system of hunter2 is starting up")

    async def measure(body: Measured) -> Any:
        return json_answer({"value": body.value})

    async def choose(body: Union) -> Any:
        return json_answer({"items": len(body.items)})

    async def keep(request: Request) -> Any:
        return json_answer({"size": len(await request.body())})

    async def fill(request: Request) -> Any:
        return json_answer(await form(request))

    routes.add_api_route("/form/one", fill, methods=["POST"])
    routes.add_api_route("/raw", keep, methods=["POST"])
    routes.add_api_route("/big/union", choose, methods=["POST"])
    routes.add_api_route("/measured", measure, methods=["POST"])
    for path in ("/small", "/big/one"):
        routes.add_api_route(path, take, methods=["POST"])
    routes.add_api_route("/fail/{id}", fail, methods=["GET"])
    routes.add_api_route("/away", away, methods=["GET"])
    app.include_router(routes)
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


def problem(answer: httpx2.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["correlation_id"] == answer.headers["x-correlation-id"]
    assert body["type"] == f"urn:capaian:problem:{body['code']}"
    return answer.status_code, body["code"]


async def test_every_way_to_fail_is_a_problem(client: httpx2.AsyncClient):
    assert problem(await client.get("/nowhere")) == (404, "not_found")
    assert problem(await client.get("/small")) == (405, "method_not_allowed")
    assert problem(await client.post("/small", json={"value": "x" * 200})) == (413, "body_too_large")
    assert problem(await client.post("/small", content=b"value=1")) == (415, "unsupported_media_type")
    assert problem(await client.post("/small", json={"valu": 1}))[0] == 422
    failed = await client.get("/fail/1")
    assert problem(failed) == (500, "internal_error")
    assert "hunter2" not in failed.text


SENT = {"Content-Type": f"{FORM}; charset=UTF-8"}


async def test_a_form_is_read_exactly_and_only_where_a_page_takes_one(client: httpx2.AsyncClient):
    answer = await client.post("/form/one", content=b"name=Siti+Aminah%C3%A9&empty=", headers=SENT)
    assert answer.json() == {"name": "Siti Aminahé", "empty": ""}
    assert (await client.post("/form/one", headers=SENT)).json() == {}
    assert problem(await client.post("/form/one", json={"a": "1"})) == (415, "unsupported_media_type")
    assert problem(await client.post("/small", content=b"value=1", headers=SENT)) == (415, "unsupported_media_type")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"name", "malformed_form"),
        (b"name=%FF", "malformed_form"),
        ("nama=é".encode(), "malformed_form"),
        (b"a=1&a=2", "repeated_name"),
    ],
)
async def test_a_form_that_is_none(client: httpx2.AsyncClient, content: bytes, code: str):
    assert problem(await client.post("/form/one", content=content, headers=SENT)) == (400, code)


def test_a_form_has_so_many_fields_and_no_more():
    fields = [b"f%d=1" % number for number in range(MOST_FIELDS + 1)]
    assert len(exact_form(b"&".join(fields[1:]))) == MOST_FIELDS
    with pytest.raises(Problem) as raised:
        exact_form(b"&".join(fields))
    assert (raised.value.status, raised.value.code) == (400, "malformed_form")


async def test_a_database_that_is_away_is_an_outage_to_wait_out(client: httpx2.AsyncClient):
    answer = await client.get("/away")
    assert problem(answer) == (503, "unavailable")
    assert answer.headers["retry-after"] == "2" and "hunter2" not in answer.text


async def test_a_body_of_no_announced_length_has_the_same_limit(client: httpx2.AsyncClient):
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b'{"value":1}         '

    headers = {"Content-Type": "application/json"}
    assert problem(await client.post("/small", content=pieces(), headers=headers)) == (413, "body_too_large")


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("1e99999999999999999999", "number_out_of_range"),
        ("-1.5E+99999999999999999999", "number_out_of_range"),
        ("1e-99999999999999999999", "too_many_decimals"),
        ("1e400", "number_out_of_range"),
    ],
)
async def test_a_number_beyond_all_decimals_is_refused_with_its_field(
    client: httpx2.AsyncClient, number: str, code: str
):
    headers = {"Content-Type": "application/json"}
    refused = await client.post("/measured", content=f'{{"value": {number}}}'.encode(), headers=headers)
    assert problem(refused) == (422, code)
    assert [fault["pointer"] for fault in refused.json()["errors"]] == ["#/value"]
    assert problem(await client.post("/nowhere", content=f"[{number}]".encode(), headers=headers))[0] == 404


@pytest.mark.parametrize("text", ["1_0", "\uff11\uff12", "\u0663", "NaN", "Infinity", "0x10", "1,5", ""])
async def test_a_number_in_a_text_is_written_as_json_writes_it(client: httpx2.AsyncClient, text: str):
    assert problem(await client.post("/measured", json={"value": text})) == (422, "not_a_number")
    assert (await client.post("/measured", json={"value": " -1.50 "})).json() == {"value": "-1.50"}


@pytest.mark.parametrize(
    "day",
    [0, 1_783_555_200, 1.5, True, "0", "1783555200", "2026-07-09T00:00:00", "2026-07-09T00:00:00Z", "20260709",
     " 2026-07-09", "2026-7-9", "2026-02-30", "0000-01-01", "\uff12026-07-09", "", ["2026-07-09"]],
)  # fmt: skip
async def test_a_day_is_written_as_a_day_and_never_guessed(client: httpx2.AsyncClient, day: Any):
    refused = await client.post("/measured", json={"value": 1, "on": day})
    assert problem(refused) == (422, "not_a_date")
    assert [fault["pointer"] for fault in refused.json()["errors"]] == ["#/on"]
    for written in ("2026-07-09", "2024-02-29", None):
        assert (await client.post("/measured", json={"value": 1, "on": written})).status_code == 200


async def test_a_day_lies_where_days_can_be_counted_on_from(client: httpx2.AsyncClient):
    for day in ("0001-01-01", "1899-12-31", "3000-01-01", "9999-12-31"):
        refused = await client.post("/measured", json={"value": 1, "on": day})
        assert problem(refused) == (422, "day_out_of_range")
        assert "a day from 1900-01-01 to 2999-12-31. Leave out an end" in refused.json()["detail"]
    for day in ("1900-01-01", "2999-12-31"):
        assert (await client.post("/measured", json={"value": 1, "on": day})).status_code == 200


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"items": [{"kind": "plain"}]}, "#/items/0/name"),
        ({"items": [{"kind": "plain", "name": 1}]}, "#/items/0/name"),
        ({"items": [{"kind": "wrapped"}]}, "#/items/0/wrapped"),
        ({"items": [{"kind": "wrapped", "wrapped": {"value": "x"}}]}, "#/items/0/wrapped/value"),
        ({"items": [{"kind": "wrapped", "wrapped": {}}]}, "#/items/0/wrapped/value"),
        ({"items": [{"kind": "neither"}]}, "#/items/0"),
        ({"items": [], "about": "x"}, "#/about"),
        ({"items": [], "about": 5}, "#/about"),
        ({"items": [], "about": ["x"]}, "#/about"),
        ({"items": [], "scores": {"a/b~c": 1}}, "#/scores/a~1b~0c"),
    ],
)
async def test_a_pointer_leads_into_the_body_as_it_was_sent(client: httpx2.AsyncClient, body: Any, pointer: str):
    refused = await client.post("/big/union", json=body)
    assert {fault["pointer"] for fault in refused.json()["errors"]} == {pointer}


@pytest.mark.parametrize(
    ("body", "pointer", "sentence"),
    [
        ([], "#", "This must be an object, with its fields by name."),
        ({"value": "x"}, "#/value", "This must be a whole number."),
        ({"value": 1.5}, "#/value", "This must be a whole number."),
        ({"value": []}, "#/value", "This must be a whole number."),
        ({"value": 1, "pair": 1}, "#/pair", "This must be a list."),
    ],
)
async def test_what_a_schema_alone_sees_is_said_in_a_persons_words(
    client: httpx2.AsyncClient, body: Any, pointer: str, sentence: str
):
    (fault,) = (await client.post("/small", json=body)).json()["errors"]
    assert (fault["pointer"], fault["detail"]) == (pointer, sentence)


async def test_imports_take_more(client: httpx2.AsyncClient):
    padded = b'{"value": 1' + b" " * 500 + b"}"
    headers = {"Content-Type": "application/json"}
    assert (await client.post("/big/one", content=padded, headers=headers)).status_code == 200
    assert problem(await client.post("/small", content=padded, headers=headers))[0] == 413


async def test_what_is_too_large_or_of_another_type_learns_what_is_taken(client: httpx2.AsyncClient):
    large = await client.post("/small", json={"value": "x" * 200})
    assert (problem(large), large.json()["extra"]) == ((413, "body_too_large"), {"max_bytes": 100})
    other = await client.post("/small", content=b"value=1", headers={"Content-Type": "text/plain"})
    assert (problem(other), other.json()["extra"]) == (
        (415, "unsupported_media_type"), {"accepted": ["application/json"]},
    )  # fmt: skip
    assert other.headers["accept"] == "application/json"


async def test_a_route_of_files_takes_their_bytes_and_no_json(client: httpx2.AsyncClient):
    for kind in ("image/png", "Application/PDF; version=1"):
        taken = await client.post("/raw", content=b"\x89{", headers={"Content-Type": kind})
        assert (taken.status_code, taken.json()) == (200, {"size": 2})
    for kind in ("application/json", "text/html", "image/pngx"):
        other = await client.post("/raw", content=b"{}", headers={"Content-Type": kind})
        assert (problem(other)[0], other.json()["extra"]) == (415, {"accepted": ["application/pdf", "image/png"]})
        assert other.headers["accept"] == "application/pdf, image/png"


@pytest.mark.parametrize(("given", "taken"), [("abc-1.2_X", True), ("x" * 65, False), ("a b", False), ("ä", False)])
async def test_the_callers_correlation_id_is_taken_when_it_is_harmless(
    client: httpx2.AsyncClient, given: str, taken: bool
):
    answer = await client.get("/health/live", headers={b"X-Correlation-Id": given.encode()})
    assert (answer.headers["x-correlation-id"] == given) is taken


async def test_every_answer_forbids_what_pages_need_not(client: httpx2.AsyncClient):
    for path in ("/health/live", "/nowhere"):
        headers = (await client.get(path)).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")


async def test_live_and_ready_are_two_questions(client: httpx2.AsyncClient, health: Health):
    state = {"ok": True}

    async def broker() -> Check:
        return Check(state["ok"], "waits for Kafka" if not state["ok"] else "well", {"lag": 3})

    async def broken() -> Check:
        raise ConnectionError("gone")

    health.register("kafka", broker)
    ready = await client.get("/health/ready")
    assert (ready.status_code, ready.json()["checks"]["kafka"]["lag"]) == (200, 3)
    state["ok"] = False
    assert (await client.get("/health/ready")).status_code == 503
    assert (await client.get("/health/live")).status_code == 200
    health.register("broken", broken)
    assert (await client.get("/health/ready")).json()["checks"]["broken"]["detail"] == "ConnectionError: gone"


async def test_a_strangers_guess_becomes_no_label(client: httpx2.AsyncClient):
    await client.get("/fail/199608182022041001")
    await client.get("/guess-7f3a")
    text = (await client.get("/metrics")).text
    assert 'route="/fail/{id}",status="500"' in text
    assert 'route="unmatched",status="404"' in text
    assert "199608182022041001" not in text and "guess-7f3a" not in text
