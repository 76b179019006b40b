"""What a person sees: a card and a board that are open while facts come in, in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, Error, Page, expect, sync_playwright

from .running import System
from .situation import AGENCY, ANNUAL, DEWI, OTHER, RINA, SUPERIOR, UNIT, VISITS, realize, who

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox", "--headless", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
)  # fmt: skip

pytestmark = [
    pytest.mark.servers,
    pytest.mark.browser,
    pytest.mark.skipif(
        not CHROMIUM.exists(), reason="Chromium is not installed here (Debian: apt-get install chromium)"
    ),
]


@pytest.fixture(scope="module")
def pages() -> Iterator[Page]:
    """A browser's page; whatever it complains of fails the test that is under way."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser.new_page(locale="id-ID", timezone_id="Asia/Jakarta")
        browser.close()


@pytest.fixture
def page(pages: Page) -> Iterator[Page]:
    complaints: list[str] = []

    def said(message: ConsoleMessage) -> None:
        # A refused page is an answer, and Chromium reports it as an error all the same.
        if message.type == "error" and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    def failed(error: Error) -> None:
        complaints.append(str(error))

    pages.context.clear_cookies()
    pages.on("console", said)
    pages.on("pageerror", failed)
    yield pages
    pages.remove_listener("console", said)
    pages.remove_listener("pageerror", failed)
    assert not complaints


def enter(page: Page, system: System, as_whom: object, path: str) -> None:
    token = system.sign(as_whom)  # pyright: ignore[reportArgumentType]
    page.goto(f"{system.endpoints.scoring}/enter?next={path}#token={token}")
    page.wait_for_url(lambda address: "/enter" not in address)


def test_an_open_card_follows_a_realization(prepared: System, page: Page) -> None:
    realize(prepared, VISITS, "70")
    enter(page, prepared, OTHER, f"/cards/{RINA}?period_id={ANNUAL}")
    card, opened = page.locator(f'[data-card="{RINA}"]'), page.url
    expect(page.locator("#live")).to_have_attribute("data-state", "open")
    realize(prepared, VISITS, "72")
    # 72 of 90 is 80 %: the formula that a reader checks appears by itself, in the reader's figures.
    expect(page.locator("#components")).to_contain_text("72 ÷ 90 × 100 = 80", timeout=10_000)
    shown = card.locator(".value").inner_text()
    realize(prepared, VISITS, "76.5")
    expect(page.locator("#components")).to_contain_text("76,5 ÷ 90 × 100 = 85", timeout=10_000)
    expect(card.locator(".value")).not_to_have_text(shown)
    expect(page.locator("#course canvas")).to_be_visible()
    assert page.url == opened


def test_an_open_board_follows_one_row_and_leaves_the_others(prepared: System, page: Page) -> None:
    enter(page, prepared, who("personnel_officer", AGENCY), f"/units/{UNIT}?period_id={ANNUAL}")
    row, other = page.locator(f'tr[data-card="{RINA}"]'), page.locator(f'tr[data-card="{DEWI}"]')
    expect(page.locator("#live")).to_have_attribute("data-state", "open")
    other.evaluate("row => { row.dataset.untouched = 'yes'; }")
    before = row.locator(".total strong").inner_text()
    realize(prepared, VISITS, "45")
    expect(row.locator(".total strong")).not_to_have_text(before, timeout=10_000)
    expect(row).to_have_class(re.compile("changed"))
    expect(other).to_have_attribute("data-untouched", "yes")


def test_the_reader_chooses_the_language(prepared: System, page: Page) -> None:
    enter(page, prepared, OTHER, f"/cards/{RINA}?period_id={ANNUAL}")
    expect(page.get_by_text("Nilai capaian berjalan")).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_text("Running achievement score")).to_be_visible()
    page.goto(f"{prepared.endpoints.scoring}/")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_who_may_not_see_a_card_is_told_so(prepared: System, page: Page) -> None:
    enter(page, prepared, OTHER, "/")
    page.goto(f"{prepared.endpoints.scoring}/cards/{DEWI}?period_id={ANNUAL}")
    expect(page.get_by_role("heading", name="Bukan untuk Anda")).to_be_visible()
    enter(page, prepared, SUPERIOR, f"/cards/{RINA}?period_id={ANNUAL}")
    expect(page.get_by_role("heading", name="Rina Wati")).to_be_visible()


def test_without_a_session_the_way_in_leads_back(prepared: System, page: Page) -> None:
    page.goto(f"{prepared.endpoints.scoring}/cards/{RINA}?period_id={ANNUAL}")
    expect(page.get_by_role("heading", name="Silakan masuk")).to_be_visible()
    page.get_by_role("link", name="Masuk").click()
    page.get_by_label("Token").fill("not a token")
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Token").fill(prepared.sign(OTHER))
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("heading", name="Rina Wati")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")])
def test_nothing_stands_out_of_the_page(prepared: System, page: Page, width: int, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # pyright: ignore[reportArgumentType]
    page.set_viewport_size({"width": width, "height": 800})
    for path, as_whom in ((f"/cards/{RINA}", OTHER), (f"/units/{UNIT}", who("personnel_officer", AGENCY))):
        enter(page, prepared, as_whom, f"{path}?period_id={ANNUAL}")
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
