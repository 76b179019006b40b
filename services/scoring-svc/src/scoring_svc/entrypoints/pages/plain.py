"""An explanation as text that can be printed and checked by hand, with a pocket calculator: every number with how it
came about, how it was rounded, whose rule it is, and the ids of the events that it rests on.

Made of the explanation alone, by the formulas and words of the pages.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from chassis.pages import Pages
from chassis.pages.rendering import day, moment, number

from scoring_svc.entrypoints.pages.formulas import Formulas
from scoring_svc.entrypoints.pages.plain_lines import PlainLines
from scoring_svc.entrypoints.pages.sections import Section, section

Why = Mapping[str, Any]
"""An explanation, as `queries.explanation` answers it."""


class Part(NamedTuple):
    """A part of the text, its title first. main: in plain text, the title stands in capitals."""

    lines: Iterator[str]
    main: bool = True


class Plain:
    """In one reader's language. zone: the region's clock."""

    def __init__(self, pages: Pages, language: str, zone: str) -> None:
        self._text, self._number = partial(pages.text, language), partial(number, language)
        self._day, self._moment = partial(day, language), partial(moment, language, zone)
        self._formulas = Formulas(pages, language)
        self._lines = PlainLines(pages, language, self._formulas)

    def write(self, why: Why) -> str:
        """The whole explanation; lines of text, the last one ended too."""
        return "\n".join("\n".join(_titled(part)) + "\n" for part in self._parts(why))

    def sections(self, why: Why) -> list[Section]:
        """The very same lines, for a page."""
        return [section(list(part.lines)) for part in self._parts(why)]

    def _parts(self, why: Why) -> list[Part]:
        aside = [self._category(why["category"]), self._rounding(why["rounding"])]
        parts = [Part(self._head(why)), Part(self._score(why)), *(Part(each, main=False) for each in aside)]
        parts += [Part(self._component(part, why)) for part in why["components"]]
        return parts + ([Part(self._beside(why["beside"]))] if why["beside"]["lines"] else [])

    def _head(self, why: Why) -> Iterator[str]:
        t, policy = self._text, why["policy"]
        yield t("plain.title")
        yield t("plain.person", name=why["civil_servant"]["name"], id=why["civil_servant"]["id"])
        yield t("plain.period", name=why["period"]["name"], id=why["period"]["id"])
        since = self._day(policy["effective_from"])
        yield t("plain.policy", id=policy["id"], version=policy["version"], since=since)
        then = why.get("as_of", {})
        if then.get("effective_on") is not None:
            yield t("plain.effective_on", day=self._day(then["effective_on"]))
        if then.get("known_at") is not None:
            yield t("plain.known_at", moment=self._moment(then["known_at"]))
        yield t("card.live_hint")

    def _score(self, why: Why) -> Iterator[str]:
        t, shown = self._text, self._number
        yield f"{t('card.score')}: {shown(why['score'])}"
        if formula := self._formulas.score(why):
            yield f"  {formula}"
        yield f"  {t('rule.' + why['rule'])}"
        yield f"  {self._lines.source(why['source'])}"
        yield f"  {t('plain.floor', floor=shown(why['floor']))}"
        yield f"  {t('card.completeness')}: {self._completeness(why)}"
        yield f"  {t('card.predicate')}: {t('predicate.' + (why['predicate'] or 'none'))}"

    def _completeness(self, why: Why) -> str:
        """Each weight times how much of the component there is: `(60 × 100 + 25 × 100) ÷ 100 = 85 %`."""
        shown = self._number
        there = [part for part in why["components"] if part["value"] is not None]
        terms = " + ".join(f"{shown(part['weight'])} × {shown(part['complete'])}" for part in there)
        return f"({terms}) ÷ 100 = {shown(why['completeness'])} %" if there else f"{shown(why['completeness'])} %"

    def _category(self, category: Why) -> Iterator[str]:
        t, shown = self._text, self._number
        yield t("card.category")
        if category["name"] is None:
            yield f"  {t('plain.no_category')}"
        else:
            bounds = {"low": shown(category["from"]), "high": shown(category["to"])}
            yield f"  {t('plain.category', name=t('predicate.' + category['name']), **bounds)}"
            yield f"  {self._lines.source(category['source'])}"
        if category["without_innovation_instead_of"] is not None:
            better = t("predicate." + category["without_innovation_instead_of"])
            yield f"  {t('card.no_innovation', category=better)}"
            yield f"  {self._lines.source(category['innovation_source'])}"
        for each in category["innovations"]:
            state = t("plain.confirmed" if each["confirmed"] else "plain.unconfirmed")
            yield f"  - {t('cause.innovated')}: {each['title']} ({state}, {self._day(each['as_of'])})"
            yield from self._lines.events(each["events"])

    def _rounding(self, rounding: Why) -> Iterator[str]:
        t = self._text
        yield t("rounding.title")
        for name, point in rounding["points"].items():
            line = t("rounding.point", what=t(f"rounding.{name}"), decimals=point["decimals"])
            yield f"  {line}. {self._lines.source(point['source'])}"

    def _component(self, part: Why, why: Why) -> Iterator[str]:
        t, shown = self._text, self._number
        yield f"{t('component.' + part['component'] + '.title')}: {shown(part['value'])}"
        yield f"  {t('plain.weight', weight=shown(part['weight']))}. {self._lines.source(part['source'])}"
        if part["share"]:
            yield f"  {t('plain.share')}: {self._share(part, why)}"
        if part["missing"]:
            yield f"  {t('missing.' + part['missing'])}"
        elif part["complete"] < 100:
            yield f"  {t('missing.some', complete=shown(part['complete'], 2))}"
        if formula := self._formulas.component(part):
            yield f"  {formula}"
        yield f"  {t('rule.' + part['rule'])}"
        for line in part["lines"]:
            yield from self._lines.write(line)

    def _beside(self, beside: Why) -> Iterator[str]:
        yield self._text("beside.title")
        yield f"  {self._text('beside.hint')} {self._lines.source(beside['source'])}"
        for line in beside["lines"]:
            yield from self._lines.write(line)

    def _share(self, part: Why, why: Why) -> str:
        """Its weight of the weights that count: `60 × 100 ÷ (60 + 25) = 70,5882 %`."""
        shown = self._number
        weights = [each["weight"] for each in why["components"] if each["share"]]
        line = f"{shown(part['weight'])} × 100 ÷ {shown(sum(weights, Decimal(0)))}"
        return f"{line} = {shown(part['share'])} %"


def _titled(part: Part) -> Iterator[str]:
    title = next(part.lines)
    yield title.upper() if part.main else title
    yield from part.lines
