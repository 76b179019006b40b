"""The pages of official results and of explanations over a real database, without a script."""

import hashlib
import html
import re
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from scoring_svc.domain.roster import Term

from .. import situations as that
from .conftest import PostgresWorld, Visitor
from .test_sealing import Office

pytestmark = pytest.mark.servers
CARD = f"/cards/{that.SITI}"
HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
async def office(world: PostgresWorld) -> Office:
    await world.keep([that.agency(), that.unit(), that.siti(), that.dewi(), that.year()])
    await world.say([that.plan(that.indicator(target="100")), that.realized("80"), that.rated()])
    return Office(world)


@pytest.fixture
async def sealed(office: Office) -> Office:
    """Sealed, and then a realization came too late."""
    await office.close(2)
    await office.work()
    await office.world.say([that.realized("90", sequence=2)])
    return office


@pytest.fixture
def officer(visitor: Visitor) -> str:
    return visitor.token("personnel_officer", that.AGENCY)


async def page(visitor: Visitor, token: str, path: str) -> str:
    answer = await visitor.get(token, path, **HTML)
    assert answer.status_code == 200, answer.text
    return html.unescape(answer.text)


async def test_until_the_year_is_sealed_there_is_nothing_official(office: Office, visitor: Visitor, officer: str):
    assert "Hasil resmi" not in await page(visitor, officer, CARD)
    assert "Belum ada hasil resmi untuk tahun ini" in await page(visitor, officer, f"{CARD}/results")
    assert "sudah memiliki hasil resmi" not in await page(visitor, officer, f"/units/{that.UNIT}")


async def test_a_card_shows_the_official_result_beside_the_live_one(sealed: Office, visitor: Visitor, officer: str):
    (result,) = await sealed.versions()
    shown = await page(visitor, officer, CARD)
    # (60 · 80 + 25 · 100) / 85 under the seal; (60 · 90 + 25 · 100) / 85 now.
    assert "85,88" in shown and result.hash in shown and "15 Januari 2027 · periode ditutup" in shown
    assert "Dicatat setelah penyegelan: 1 fakta" in shown and "nilainya akan menjadi 92,9412." in shown
    assert "Provinsi Lampung, versi 1" in shown
    assert str(that.realized("90", sequence=2).event_id) in shown and f"{CARD}/results?" in shown
    assert "Official result" in await page(visitor, officer, f"{CARD}?lang=en")


async def test_the_board_tells_who_has_a_result(sealed: Office, visitor: Visitor, officer: str):
    shown = await page(visitor, officer, f"/units/{that.UNIT}")
    assert "1 dari 2 pegawai" in shown and "Resmi 85,88 · versi 1" in shown
    row = await page(visitor, officer, f"/units/{that.UNIT}/rows/{that.SITI}")
    assert "Resmi 85,88 · versi 1" in row
    board = (await visitor.get(officer, f"/v1/units/{that.UNIT}/board")).json()["people"]
    assert [each["official"] for each in board] == [
        None, {"version": 1, "score": "85.8824", "sealed_on": "2027-01-15"},
    ]  # fmt: skip


async def test_the_page_of_versions_can_be_checked_by_hand(sealed: Office, visitor: Visitor, officer: str):
    await sealed.close(4, reopened=1)
    await sealed.work()
    first, second = await sealed.versions()
    shown = await page(visitor, officer, f"{CARD}/results")
    assert shown.index("versi 2 · berlaku") < shown.index("versi 1 · sudah diganti")
    assert "periode dibuka kembali lalu ditutup" in shown and "Menggantikan versi 1" in shown
    assert shown.count(first.hash) == 3, "as a seal, as what is replaced, and as what the command answers"
    paths = re.findall(r'curl .* "http://scoring(/\S+)" \| sha256sum', shown)
    seals = [hashlib.sha256((await visitor.get(officer, path)).content).hexdigest() for path in paths]
    assert seals == [second.hash, first.hash]
    assert "Dicatat setelah" not in shown, "with the new version nothing is late any more"


async def test_late_facts_stand_on_the_page_of_versions(sealed: Office, visitor: Visitor, officer: str):
    shown = await page(visitor, officer, f"{CARD}/results?lang=en")
    assert (
        "With them the score would be 92.9412." in shown and "Realization reported, of 9 July 2026, recorded" in shown
    )


async def test_an_explanation_says_what_its_text_says(sealed: Office, visitor: Visitor, officer: str):
    for language in ("id", "en"):
        shown = await page(visitor, officer, f"{CARD}/explanation?lang={language}")
        text = await visitor.get(officer, f"/v1{CARD}/explanation?format=text&lang={language}")
        for line in text.text.splitlines():
            # Titles stand in capitals where there is nothing but text.
            assert line.strip().removeprefix("- ").casefold() in shown.casefold(), line
        assert text.text.splitlines()[0].isupper() and text.text.splitlines()[0] not in shown


@pytest.mark.parametrize(
    ("query", "score"),
    [
        ("effective_on=&known_at=", "92,9412"),
        ("effective_on=2026-07-09", "92,9412"),
        # Before the realization, the rating alone counts.
        ("effective_on=2026-07-08&known_at=", "100"),
        # On the region's clock: the facts of these tests were recorded at ten in the morning there.
        ("known_at=2026-07-09T09:59", "–"),
        ("known_at=2026-07-09T10:00", "92,9412"),
        ("known_at=2026-07-09T02:59:59Z", "–"),
    ],
)
async def test_an_explanation_as_of_what_a_form_says(
    sealed: Office, visitor: Visitor, officer: str, query: str, score: str
):
    shown = await page(visitor, officer, f"{CARD}/explanation?period_id={that.YEAR}&{query}")
    assert f"<h2>Nilai capaian berjalan: {score}</h2>" in shown
    assert ("bukan keadaan sekarang" in shown) is (query != "effective_on=&known_at=")


async def test_wrong_days_and_strangers_are_refused(sealed: Office, visitor: Visitor, officer: str):
    stranger = visitor.token("civil_servant", person=that.BUDI)
    for token, path, status in (
        (officer, f"{CARD}/explanation?effective_on=2026-07-10", 422),
        (officer, f"{CARD}/explanation?effective_on=yesterday", 422),
        (officer, f"{CARD}/explanation?known_at=2026-07-09", 422),
        (officer, f"{CARD}/explanation?known_at=2026-13-09T10:00", 422),
        (stranger, f"{CARD}/explanation", 403),
        (stranger, f"{CARD}/results", 403),
        ("", f"{CARD}/results", 401),
    ):
        answer = await visitor.get(token, path, **HTML)
        assert answer.status_code == status and "Siti" not in answer.text, path


@pytest.mark.parametrize(
    ("path", "says"),
    [
        (f"{CARD}/explanation?effective_on=2026-07-10", "Saat itu belum tiba"),
        (f"{CARD}/explanation?period_id={that.UNKNOWN}", "Tahun tidak ditemukan"),
        (f"/cards/{that.UNKNOWN}", "Pegawai tidak ditemukan"),
        (f"/units/{that.UNKNOWN}", "Unit tidak ditemukan"),
        (f"/agencies/{that.UNKNOWN}", "Instansi tidak ditemukan"),
        (f"/goals/{that.UNKNOWN}", "Sasaran tidak ditemukan"),
    ],
)
async def test_a_refusal_says_what_is_wrong(office: Office, visitor: Visitor, path: str, says: str):
    answer = await visitor.get(visitor.token("inspector"), path, **HTML)
    assert answer.status_code in (404, 422) and f"<h1>{says}</h1>" in answer.text


async def test_pages_of_a_person_lead_to_the_years_that_have_a_card(
    sealed: Office, world: PostgresWorld, visitor: Visitor, officer: str
):
    before, empty = UUID(int=0xDE), UUID(int=0xDF)
    await world.keep([
        that.year(id=before, name="Tahun 2025", starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31)),
        that.year(id=empty, name="Tahun 2024", starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31)),
    ])  # fmt: skip
    for path in (CARD, f"{CARD}/explanation", f"{CARD}/results"):
        assert "Tahun 2025" not in await page(visitor, officer, path), "one year is no choice"
    await world.say([replace(that.rated(source=UUID(int=0xE0)), period_id=before)])
    for path in (CARD, f"{CARD}/explanation", f"{CARD}/results"):
        shown = await page(visitor, officer, path)
        assert f'<a href="?period_id={before}">Tahun 2025</a>' in shown and "Tahun 2024" not in shown, path
        assert '<b aria-current="page">Tahun 2026</b>' in shown, path
    assert f'<a href="?period_id={that.YEAR}">' in await page(visitor, officer, f"{CARD}?period_id={before}")
    superior = visitor.token("civil_servant", person=that.DEWI)
    since = replace(that.siti(), lines=((that.DEWI, Term(date(2026, 1, 1), None)),))
    await world.keep([since], sequence=2)
    assert "Tahun 2025" not in await page(visitor, superior, CARD), "she was led by somebody else then"
    for path in (f"/units/{that.UNIT}", f"/units/{that.UNIT}/summary", f"/agencies/{that.AGENCY}", "/region"):
        assert f'<a href="?period_id={empty}">Tahun 2024</a>' in await page(visitor, officer, path), path
