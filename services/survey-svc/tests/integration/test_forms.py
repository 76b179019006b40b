"""The public's form over HTTP, as a browser without scripts uses it; and the sheet that leads to it."""

import re
from typing import Any
from urllib.parse import urlencode

import httpx2
import pytest

from .. import situations as that
from .conftest import PostgresWorld
from .test_http import PATH, SURVEY, Speaker, anybody, officer, opened
from .test_invitations import ITEM, invited

__all__ = ["anybody", "invited", "officer", "opened"]
pytestmark = pytest.mark.servers

PAGE = f"/surveys/{that.SURVEY}"
FILLED = {"procedure": "4", "cost": "3", "staff_behavior": "4", "sex": "female", "suggestion": "Kursi ditambah.\r\nAC."}


class Browser:
    """Asks for pages, and sends forms as a browser does."""

    def __init__(self, client: httpx2.AsyncClient) -> None:
        self._client = client

    async def get(self, path: str) -> httpx2.Response:
        return await self._client.get(path, headers={"Accept": "text/html,*/*"})

    async def send(self, path: str, filled: dict[str, str]) -> httpx2.Response:
        headers = {"Accept": "text/html,*/*", "Content-Type": "application/x-www-form-urlencoded"}
        return await self._client.post(path, content=urlencode(filled).encode(), headers=headers)


@pytest.fixture
def browser(client: httpx2.AsyncClient) -> Browser:
    return Browser(client)


async def test_an_open_link_shows_the_form_and_takes_it(opened: None, browser: Browser, real: PostgresWorld):
    page = await browser.get(PAGE)
    assert page.status_code == 200
    assert "Puskesmas Rajabasa Indah · Dinas Kesehatan Provinsi Lampung" in page.text
    assert page.text.count("<fieldset") == page.text.count("</legend>") == 3
    assert "Bagaimana pendapat Saudara tentang kemudahan prosedur" in page.text
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert " style=" not in page.text
    assert "<script" not in page.text
    sent = await browser.send(PAGE, FILLED)
    assert (sent.status_code, sent.headers["location"]) == (303, "/thanks?lang=id")
    assert "Terima kasih" in (await browser.get("/thanks")).text
    assert await real.answers() == [(that.SURVEY, that.TODAY, (4, 3, 4), "Kursi ditambah.\nAC.")]


async def test_the_form_in_english(opened: None, browser: Browser):
    page = await browser.get(f"{PAGE}?lang=en")
    assert "How easy did you find this unit" in page.text
    assert f'action="{PAGE}?lang=en"' in page.text
    assert (await browser.send(f"{PAGE}?lang=en", FILLED)).headers["location"] == "/thanks?lang=en"


async def test_a_form_with_faults_comes_back_as_it_was_filled_in(opened: None, browser: Browser, real: PostgresWorld):
    sent = await browser.send(PAGE, FILLED | {"cost": "", "sex": "x", "suggestion": "<b>" + "x" * 1_000})
    assert sent.status_code == 422
    assert 'href="#cost-1"' in sent.text
    assert 'id="cost-fault"' in sent.text
    assert 'aria-describedby="cost-fault"' in sent.text
    assert 'id="sex-fault"' in sent.text
    assert "&lt;b&gt;xxx" in sent.text
    assert re.search(r'id="procedure-4"[^>]* checked', sent.text)
    assert not re.search(r'id="cost-\d"[^>]* checked', sent.text)
    assert await real.answers() == []


async def test_a_second_press_of_the_button_is_no_second_answer(opened: None, browser: Browser, real: PostgresWorld):
    found = re.search(r'name="key" value="([^"]+)"', (await browser.get(PAGE)).text)
    assert found is not None
    for _ in range(2):
        assert (await browser.send(PAGE, FILLED | {"key": found[1]})).status_code == 303
    assert len(await real.answers()) == 1


async def test_an_invitation_leads_to_the_form_once(invited: dict[str, Any], browser: Browser, real: PostgresWorld):
    path = f"/s/{invited['token']}"
    assert (await browser.get(path)).text.count("<fieldset") == 3
    assert (await browser.get(PAGE)).status_code == 409
    assert "Survei ini memakai undangan" in (await browser.get(PAGE)).text
    assert (await browser.send(PAGE, FILLED)).status_code == 409
    for _ in range(2):
        assert (await browser.send(path, FILLED | {"key": "pressed-twice"})).status_code == 303
    again = await browser.send(path, FILLED | {"key": "anew"})
    assert (again.status_code, "Undangan ini sudah dipakai" in again.text) == (409, True)
    used = await browser.get(path)
    assert (used.status_code, "Undangan ini sudah dipakai" in used.text) == (409, True)
    forged = await browser.get(path[:-3] + "AAA")
    assert (forged.status_code, "Undangan tidak dikenal" in forged.text) == (422, True)
    assert len(await real.answers()) == 1


async def test_what_takes_no_answers_says_so_to_a_citizen(opened: None, officer: Speaker, browser: Browser):
    unknown = await browser.get(f"/surveys/{that.YEAR}")
    assert (unknown.status_code, "Survei tidak ditemukan" in unknown.text) == (404, True)
    nowhere = await browser.get("/survei")
    assert (nowhere.status_code, "Periksa kembali tautannya" in nowhere.text) == (404, True)
    await officer("PUT", PATH, SURVEY | {"closes_on": "2026-07-08"}, If_Match='"1"')
    late = await browser.get(PAGE)
    assert (late.status_code, "tidak menerima jawaban hari ini" in late.text) == (409, True)
    await officer("POST", f"{PATH}/closing", If_Match='"2"')
    for closed in (await browser.get(PAGE), await browser.send(PAGE, FILLED)):
        assert (closed.status_code, "Survei sudah ditutup" in closed.text) == (409, True)
    assert "This survey is closed" in (await browser.get(f"{PAGE}?lang=en")).text


async def test_a_form_that_cannot_be_read_is_a_page_too(opened: None, browser: Browser, client: httpx2.AsyncClient):
    headers = {"Accept": "text/html", "Content-Type": "application/x-www-form-urlencoded"}
    broken = await client.post(PAGE, content=b"procedure=%FF", headers=headers)
    assert (broken.status_code, "Formulir tidak terbaca" in broken.text) == (400, True)
    other = await client.post(PAGE, json={"procedure": "4"}, headers={"Accept": "text/html"})
    assert (other.status_code, "Formulir tidak terbaca" in other.text) == (415, True)


async def test_invitations_are_printed_as_a_sheet_that_stands_alone(
    invited: dict[str, Any], officer: Speaker, browser: Browser
):
    items = {"items": [ITEM, {"served_on": "2026-07-09"}]}
    printed = await officer("POST", f"{PATH}/invitations", items, Accept="text/html")
    assert (printed.status_code, printed.headers["cache-control"]) == (201, "no-store")
    assert printed.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'; style-src 'sha256-" in printed.headers["content-security-policy"]
    assert printed.text.count("<svg") == 2
    assert printed.text.count("Berlaku sampai") == 2
    assert f'Berlaku sampai 22 Juli 2026</p><p class="link">{invited["link"]}' in printed.text
    assert "/assets/" not in printed.text
