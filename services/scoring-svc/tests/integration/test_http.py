"""The interface and the pages over a real database: what is answered, and who gets which refusal."""

import asyncio
from datetime import timedelta

import httpx2
import pytest

from .. import situations as that
from .conftest import PostgresWorld, Visitor

pytestmark = pytest.mark.servers
CARD, BOARD = f"/v1/cards/{that.SITI}", f"/v1/units/{that.UNIT}/board"
HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture(autouse=True)
async def situation(world: PostgresWorld) -> None:
    await world.keep([that.agency(), that.unit(), that.siti(), that.dewi(), that.year()])
    said = [that.plan(that.indicator(target="100"), that.indicator("zero", "0", id=that.WAITING)), that.rated()]
    await world.say([*said, that.realized("80"), that.realized("0", that.WAITING), that.surveyed()])


@pytest.fixture
def officer(visitor: Visitor) -> str:
    return visitor.token("personnel_officer", that.AGENCY)


async def test_a_card_its_explanation_and_its_course_agree(visitor: Visitor, officer: str):
    card = await visitor.get(officer, CARD)
    why = await visitor.get(officer, f"{CARD}/explanation")
    course = await visitor.get(officer, f"{CARD}/course")
    # (60 · (80 + 100) / 2 + 25 · 100 + 15 · 87.5) / 100
    assert card.json()["score"] == why.json()["score"] == course.json()["points"][-1]["score"] == "92.1250"
    assert card.headers["ETag"] == why.headers["ETag"] == f'"{card.json()["sequence"]}"'


async def test_an_explanation_as_text_in_both_languages(visitor: Visitor, officer: str):
    answer = await visitor.get(officer, f"{CARD}/explanation?format=text")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8" and answer.headers["ETag"] == '"5"'
    assert "NILAI CAPAIAN BERJALAN: 92,125" in answer.text and "80 ÷ 100 × 100 = 80" in answer.text
    english = await visitor.get(officer, f"{CARD}/explanation?format=text&lang=en&effective_on=2026-07-09")
    assert "By what is known now of the days up to 9 July 2026." in english.text and "ETag" not in english.headers
    for query in ("format=pdf", "format=text&lang=jv"):
        refused = await visitor.get(officer, f"{CARD}/explanation?{query}")
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "not_allowed")


async def test_a_board_and_the_policy(visitor: Visitor, officer: str):
    board = (await visitor.get(officer, BOARD)).json()
    assert [(each["name"], each["card"]["score"]) for each in board["people"]] == [
        ("Dewi Lestari", None), ("Siti Aminah", "92.1250"),
    ]  # fmt: skip
    policy = await visitor.client.get("/v1/policy")
    assert policy.json()["weights"]["targets"] == {"value": "60", "source": "own"}


async def test_refusals_have_codes(visitor: Visitor, officer: str):
    stranger = visitor.token("civil_servant", person=that.BUDI)
    expired = visitor.token("inspector", expires_in=timedelta(minutes=-5))
    for token, path, status, code in (
        (officer, f"/v1/cards/{that.UNKNOWN}", 404, "unknown_civil_servant"),
        (officer, f"/v1/units/{that.UNKNOWN}/board", 404, "unknown_unit"),
        (officer, f"{CARD}?period_id={that.UNKNOWN}", 404, "unknown_period"),
        (officer, f"{CARD}?period_id={that.QUARTER}", 404, "unknown_period"),
        (officer, "/v1/cards/somebody", 422, "not_a_uuid"),
        (officer, f"{CARD}/nothing", 404, None),
        (stranger, CARD, 403, "forbidden"),
        (stranger, f"{CARD}/explanation", 403, "forbidden"),
        (stranger, f"{CARD}/course", 403, "forbidden"),
        (stranger, f"{CARD}/stream", 403, "forbidden"),
        (stranger, BOARD, 403, "forbidden"),
        (stranger, f"/v1/units/{that.UNIT}/stream", 403, "forbidden"),
        (visitor.token("personnel_officer", that.OTHER_AGENCY), CARD, 403, "forbidden"),
        (expired, CARD, 401, None),
        ("", CARD, 401, None),
    ):
        answer = await visitor.get(token, path)
        assert answer.status_code == status, (path, answer.text)
        assert answer.headers["Content-Type"].startswith("application/problem+json")
        assert code in (None, answer.json()["code"]), answer.text


async def test_a_method_that_there_is_not_is_a_problem_too(visitor: Visitor, officer: str):
    answer = await visitor.client.post(CARD, headers={"Authorization": f"Bearer {officer}"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (405, "application/problem+json")


async def test_pages_show_what_programs_get(visitor: Visitor, officer: str):
    page = (await visitor.get(officer, f"/cards/{that.SITI}", **HTML)).text
    assert "92,13" in page and "Siti Aminah" in page and "80 ÷ 100 × 100 = 80" in page
    english = (await visitor.get(officer, f"/cards/{that.SITI}?lang=en", **HTML)).text
    assert "92.13" in english and "Running achievement score" in english
    for line in (await visitor.get(officer, f"{CARD}/explanation")).json()["components"]:
        for event in (event for each in line["lines"] for event in each["events"]):
            assert event in page
    for path in ("/", f"/units/{that.UNIT}", f"/units/{that.UNIT}?sort=score", f"/cards/{that.DEWI}"):
        assert (await visitor.get(officer, path, **HTML)).status_code == 200, path
    row = await visitor.get(officer, f"/units/{that.UNIT}/rows/{that.SITI}", **HTML)
    assert row.text.startswith("<tr") and "92.13" in row.text, "the language that was chosen stays chosen"


async def test_whoever_reads_pages_gets_refusals_as_pages(visitor: Visitor):
    stranger = visitor.token("civil_servant", person=that.BUDI)
    page = await visitor.get(stranger, f"/cards/{that.SITI}", **HTML)
    assert page.status_code == 403 and page.headers["Content-Type"].startswith("text/html")
    assert "Siti" not in page.text
    program = await visitor.get(stranger, f"/cards/{that.SITI}")
    assert program.headers["Content-Type"].startswith("application/problem+json")


async def test_the_door_is_open_and_shows_nobody(visitor: Visitor):
    page = await visitor.client.get("/", headers=HTML)
    assert page.status_code == 200 and "Siti" not in page.text


async def test_what_people_write_stays_text(world: PostgresWorld, visitor: Visitor, officer: str):
    bad = "<script>alert(1)</script>"
    await world.keep([that.siti(name=bad)], sequence=2)
    await world.say([that.plan(that.indicator(title=bad, measure='"><img src=x>'), sequence=2)])
    for path in (f"/cards/{that.SITI}", f"/units/{that.UNIT}"):
        page = (await visitor.get(officer, path, **HTML)).text
        assert bad not in page and "<img src=x>" not in page and "&lt;script&gt;" in page


async def test_a_page_is_kept_by_nobody_and_frames_nowhere(visitor: Visitor, officer: str):
    page = await visitor.get(officer, f"/cards/{that.SITI}", **HTML)
    assert page.headers["Cache-Control"] == "no-store"
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_token_becomes_a_cookie_that_scripts_cannot_read(visitor: Visitor, officer: str):
    answer = await visitor.client.post("/session", json={"token": officer})
    assert answer.status_code == 204
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "samesite=strict" in cookie.lower() and "Max-Age=3600" in cookie
    assert (await visitor.client.get(f"/cards/{that.SITI}", headers=HTML)).status_code == 200
    secure = await visitor.client.post("/session", json={"token": officer}, headers={"X-Forwarded-Proto": "https"})
    assert "Secure" in secure.headers["Set-Cookie"]
    refused = await visitor.client.post("/session", json={"token": "not a token"})
    assert refused.status_code == 401 and "Set-Cookie" not in refused.headers


@pytest.mark.parametrize("path", [f"{CARD}/stream", f"/v1/units/{that.UNIT}/stream"])
async def test_a_stream_begins_with_what_is_true_now(visitor: Visitor, path: str):
    """The token ends soon, and with it the stream: the transport reads a body to its end."""
    token = visitor.token("personnel_officer", that.AGENCY, expires_in=timedelta(seconds=1))
    async with asyncio.timeout(10):
        answer: httpx2.Response = await visitor.get(token, path)
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    assert 'data: {"civil_servant_id"' in answer.text and '"score":"92.1250"' in answer.text


async def test_a_resumed_stream_of_a_unit_keeps_back_that_one_card_alone(visitor: Visitor):
    """Versions of two cards are often the same number; only the one that was seen is not said again."""
    token = visitor.token("personnel_officer", that.AGENCY, expires_in=timedelta(seconds=1))
    version = (await visitor.get(token, CARD)).json()["sequence"]
    for seen, said in ((f"{that.SITI}:{version}", False), (f"{that.DEWI}:{version}", True), (str(version), True)):
        headers = {"Authorization": f"Bearer {token}", "Last-Event-ID": seen}
        answer = await visitor.client.get(f"/v1/units/{that.UNIT}/stream", headers=headers)
        assert (f"id: {that.SITI}:{version}\n" in answer.text) is said
        assert f"id: {that.DEWI}:0\n" in answer.text


async def test_documents_and_health(visitor: Visitor):
    for path in ("/openapi.json", "/health/live", "/metrics"):
        assert (await visitor.client.get(path)).status_code == 200, path
