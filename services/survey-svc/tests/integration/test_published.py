"""Published results as pages and as a table, to anybody; what nobody answered is a dash and never 0."""

import csv
from io import StringIO

import pytest

from .. import situations as that
from .test_forms import Browser, browser
from .test_http import ANSWER, PATH, SURVEY, Speaker, anybody, officer, opened

__all__ = ["anybody", "browser", "officer", "opened"]
pytestmark = pytest.mark.servers

OTHER = f"/v1/surveys/{that.OTHER_SURVEY}"


@pytest.fixture
async def published(opened: None, officer: Speaker, anybody: Speaker) -> None:
    """One survey with an answer, one without."""
    await officer("PUT", OTHER, SURVEY | {"service": "=1+1", "population": 100})
    await anybody("POST", f"{PATH}/answers", ANSWER)
    for path, version in ((PATH, 2), (OTHER, 1)):
        assert (await officer("POST", f"{path}/closing", If_Match=f'"{version}"')).status_code == 200
        assert (await officer("POST", f"{path}/publication", If_Match=f'"{version + 1}"')).status_code == 200


async def test_a_table_of_what_is_published(published: None, browser: Browser):
    page = await browser.get("/published")
    assert page.status_code == 200
    assert "Puskesmas Rajabasa Indah · Dinas Kesehatan Provinsi Lampung" in page.text
    assert "<strong>91,67</strong>" in page.text
    assert "<strong>–</strong>" in page.text and "A · Sangat baik" in page.text
    assert "<strong>91.67</strong>" in (await browser.get("/published?lang=en")).text
    both = (page.text.count('class="who"'), (await browser.get("/")).headers["location"])
    assert both == (2, "/published")


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        (f"agency_id={that.AGENCY}&period_id=", 2),
        (f"agency_id={that.AGENCY}&period_id={that.QUARTER}", 2),
        (f"period_id={that.YEAR}", 2),
        (f"agency_id={that.OTHER_AGENCY}&period_id=", 0),
        (f"agency_id=&period_id={that.OTHER_UNIT}", 0),
    ],
)
async def test_a_reader_chooses(published: None, browser: Browser, query: str, rows: int):
    page = await browser.get(f"/published?{query}")
    assert page.text.count('class="who"') == rows
    assert ("Belum ada hasil" in page.text) == (rows == 0)
    table = await browser.get(f"/published.csv?{query}")
    assert len(table.text.strip().splitlines()) == rows + 1


async def test_a_choice_that_is_none_is_a_page(browser: Browser):
    bad = await browser.get("/published?agency_id=dinkes")
    assert (bad.status_code, "Alamat ini keliru" in bad.text) == (422, True)


async def test_one_result_with_its_elements_and_sources(published: None, browser: Browser):
    page = await browser.get(f"/published/{that.SURVEY}")
    for text in ("91,67", "A · Sangat baik", "4,0000", "100,00", "PermenPANRB 14/2017"):
        assert text in page.text
    empty = await browser.get(f"/published/{that.OTHER_SURVEY}")
    assert "Tidak ada jawaban, jadi tidak ada indeks." in empty.text
    assert '<dd class="num">–</dd>' in empty.text
    assert ">0<" not in empty.text
    assert "0,00" not in empty.text


async def test_what_is_not_published_is_not_shown(opened: None, officer: Speaker, browser: Browser):
    hidden = await browser.get(f"/published/{that.SURVEY}")
    assert (hidden.status_code, "Belum diumumkan" in hidden.text) == (403, True)
    await officer("PUT", OTHER, SURVEY | {"draft": True})
    for survey in (that.OTHER_SURVEY, that.YEAR):
        assert (await browser.get(f"/published/{survey}")).status_code == 404
    assert 'class="who"' not in (await browser.get("/published")).text


async def test_the_table_as_a_file(published: None, browser: Browser):
    table = await browser.get("/published.csv")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(StringIO(table.content.decode("utf-8-sig"))))
    assert [(each["service"], each["index"], each["grade"], each["required_sample"]) for each in rows] == [
        ("Pelayanan imunisasi", "91.67", "A", ""),
        ("'=1+1", "", "", "80"),
    ]
    assert (rows[0]["mean_cost"], rows[0]["mean_facilities"], rows[1]["mean_cost"]) == ("3.0000", "", "")
