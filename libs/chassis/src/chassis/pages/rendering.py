"""Templates, texts in two languages, and numbers and days as their readers write them.

A page is made on the server from the same answers that programs get. The language is asked for by `?lang=`, kept in a
cookie, and Bahasa Indonesia otherwise.
"""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

from chassis.pages.assets import Assets
from chassis.problem import Problem, correlation_id

LANGUAGES: Final = ("id", "en")
LANGUAGE_COOKIE: Final = "capaian_lang"
YEAR_SECONDS: Final = 365 * 24 * 3600
MONTHS: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
           "November", "Desember"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
}  # fmt: skip
HERE: Final = Path(__file__).parent

Texts = Mapping[str, str]


def read_texts(folder: Path) -> dict[str, Texts]:
    """Language → dotted key → text, of `id.toml` and `en.toml`."""
    return {language: _flat(tomllib.loads((folder / f"{language}.toml").read_text())) for language in LANGUAGES}


def _flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in table.items():
        flat.update(_flat(value, f"{prefix}{key}.") if isinstance(value, Mapping) else {f"{prefix}{key}": str(value)})
    return flat


def number(language: str, value: Decimal | str | None, decimals: int | None = None) -> str:
    """A number as the reader writes it: 98,62 or 98.62; without `decimals` all its digits but zeros at the end."""
    if value is None:
        return "–"
    exact = Decimal(value)
    if decimals is not None:
        text = f"{exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):,f}"
    else:
        text = f"{exact:,f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.translate(str.maketrans(",.", ".,")) if language == "id" else text


def day(language: str, value: date | str | None) -> str:
    """24 November 2026."""
    if value is None:
        return "–"
    found = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{found.day} {MONTHS[language][found.month - 1]} {found.year}"


def moment(language: str, zone: str, value: str | datetime | None) -> str:
    """24 November 2026, 22.05 WIB: on the region's clock."""
    if value is None:
        return "–"
    found = (datetime.fromisoformat(value) if isinstance(value, str) else value).astimezone(ZoneInfo(zone))
    return f"{day(language, found.date())}, {found:%H}{'.' if language == 'id' else ':'}{found:%M} {found:%Z}"


class Pages:
    """Renders a service's templates. zone: the region's clock."""

    def __init__(self, folder: Path, assets: Assets, zone: str) -> None:
        shared, own = read_texts(HERE / "texts"), read_texts(folder / "texts")
        self._texts = {language: {**shared[language], **own[language]} for language in LANGUAGES}
        self._zone = zone
        self._environment = Environment(
            loader=ChoiceLoader([FileSystemLoader(folder / "templates"), FileSystemLoader(HERE / "templates")]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._assets = assets

    def install(self, app: FastAPI) -> None:
        """Lets the application answer problems as pages to whoever reads pages."""
        app.state.problem_page = self.problem

    def language(self, request: Request) -> str:
        """What the reader chose."""
        chosen = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE, "")
        return chosen if chosen in LANGUAGES else LANGUAGES[0]

    def text(self, language: str, key: str, **values: object) -> str:
        """
        Raises:
            KeyError: the key has no text.
        """
        return self._texts[language][key].format(**values)

    def keys(self, language: str) -> frozenset[str]:
        """All keys that have a text."""
        return frozenset(self._texts[language])

    def page(self, request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A page, or a part of one. It is made for one reader, so nothing between keeps it."""
        language = self.language(request)
        html = self._environment.get_template(template).render(
            language=language,
            languages=LANGUAGES,
            t=partial(self.text, language),
            number=partial(number, language),
            day=partial(day, language),
            moment=partial(moment, language, self._zone),
            asset=self._assets.url,
            here=request.url.path,
            query=request.url.include_query_params,
            **values,
        )
        answer = HTMLResponse(html, status, headers={"Cache-Control": "no-store", "Vary": "Cookie"})
        if request.query_params.get("lang") in LANGUAGES:
            answer.set_cookie(LANGUAGE_COOKIE, language, max_age=YEAR_SECONDS, samesite="strict", httponly=True)
        return answer

    def problem(self, request: Request, problem: Problem) -> HTMLResponse:
        """A refusal as a page: what it is, in words, and the way on. A service has words of its own for some codes."""
        language = self.language(request)
        kinds = (problem.code, str(problem.status))
        kind = next((each for each in kinds if f"problem.{each}.title" in self._texts[language]), "other")
        return self.page(
            request,
            "problem.html",
            problem.status,
            kind=kind,
            problem=problem,
            correlation_id=correlation_id(request),
        )
