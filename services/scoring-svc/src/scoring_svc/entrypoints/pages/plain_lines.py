"""The lines of a text: an indicator, evaluation, survey or unit, with its numbers, its rule's source and its events."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from chassis.pages import Pages
from chassis.pages.rendering import day, number

from scoring_svc.entrypoints.pages.formulas import Formulas

Line = Mapping[str, Any]


class PlainLines:
    """In one reader's language."""

    def __init__(self, pages: Pages, language: str, formulas: Formulas) -> None:
        self._text, self._number = partial(pages.text, language), partial(number, language)
        self._day, self._formulas = partial(day, language), formulas

    def write(self, line: Line) -> Iterator[str]:
        """A line of an explanation as lines of text."""
        shown = {
            "indicator": self._indicator,
            "evaluation": self._evaluation,
            "survey": self._survey,
            "organization": self._organization,
        }
        title, *rest = shown[line["kind"]](line)
        yield f"  - {title}"
        for text in rest:
            yield f"    {text}"
        yield from self.events(line["events"])

    def events(self, events: Iterable[UUID]) -> Iterator[str]:
        """The events that a line rests on."""
        for event in events:
            yield f"    {self._text('line.event')}: {event}"

    def source(self, source: str, of: str | None = None) -> str:
        """Where a rule comes from, in words. of: which rule, where a line has several."""
        label = self._text("source.label") if of is None else f"{self._text('source.label')} ({self._text(of)})"
        return f"{label}: {self._formulas.source(source)}"

    def _indicator(self, line: Line) -> Iterator[str]:
        t, shown = self._text, self._number
        yield f"{line['title']}: {shown(line['value'])}"
        if line["direction"] == "range":
            low, high = shown(line["range_low"]), shown(line["range_high"])
            target = t("line.range", low=low, high=high, measure=line["measure"])
        else:
            target = t("line.target", target=shown(line["target"]), measure=line["measure"])
        weight = t("line.weight", weight=shown(line["weight"]))
        yield f"{t('direction.' + line['direction'])} · {target} · {weight}"
        if line["realized"] is None:
            yield t("missing.indicator")
        else:
            yield t("plain.realized", realized=shown(line["realized"]), measure=line["measure"])
            yield self._formulas.indicator(line)
            yield t(f"rule.{line['rule']}")
        yield self.source(line["source"])
        if line["conversion"] is not None:
            yield self.source(line["conversion"]["source"], "plain.conversion")
        if line["capped"]:
            yield t("plain.bounds", floor=shown(line["floor"]), cap=shown(line["cap"]))
            yield self.source(line["cap_source"], "plain.cap")

    def _evaluation(self, line: Line) -> Iterator[str]:
        t = self._text
        yield f"{t('line.evaluation', until=self._day(line['evaluated_until']))}: {self._number(line['value'])}"
        for name in ("work_results", "work_behavior"):
            rating, value = t("rating." + line[name]["rating"]), self._number(line[name]["value"])
            yield f"{t(f'line.{name}')}: {t('plain.rating', rating=rating, value=value)}"
        yield t("plain.behavior_only" if line["rule"] == "behavior_only" else "plain.both_ratings")
        yield self._formulas.evaluation(line)
        yield f"{t('line.predicate')}: {t('predicate.' + line['predicate'])}"
        yield self.source(line["source"], "plain.ratings")
        if line["rule"] != "behavior_only":
            yield t("plain.with_peers" if line["peers"] else "plain.without_peers")
            yield self.source(line["weights_source"], "plain.rating_weights")

    def _survey(self, line: Line) -> Iterator[str]:
        t, shown = self._text, self._number
        yield f"{line['service']}: {shown(line['value'])}"
        yield f"{t('basis.' + line['basis'])}: {shown(line['index'])}"
        if line["staff"]:
            yield self._formulas.staff(line)
        yield self.source(line["basis_source"], "plain.attribution")
        yield t("line.survey", respondents=shown(line["respondents"]), minimum=shown(line["minimum"]))
        if line["required_sample"] is not None:
            yield t("plain.required_sample", sample=shown(line["required_sample"]))
        yield self.source(line["minimum_source"], "plain.minimum")
        if line["missing"]:
            yield t(f"missing.{line['missing']}")
        if formula := self._formulas.survey(line):
            yield formula
        yield self.source(line["source"])

    def _organization(self, line: Line) -> Iterator[str]:
        t, shown = self._text, self._number
        value = f": {shown(line['value'])}" if line["place"] == "within" else ""
        yield f"{t('line.organization')}{value}"
        yield t("plain.unit", id=line["unit_id"])
        yield f"{t('line.predicate')}: {t('organization.' + line['predicate'])}"
        if line["achievement"] is not None:
            yield t("plain.achievement", percent=shown(line["achievement"]))
        yield t("beside.until", day=self._day(line["as_of"]))
        if not line["newest"]:
            yield t("beside.superseded")
        if line["place"] == "within":
            yield t(f"plain.by_{line['rule']}")
            yield self.source(line["source"])
            yield self.source(line["place_source"], "beside.within")
