"""How a number came about, as a line that can be checked by hand: `77,4 ÷ 93 × 100 = 83,2258`.

Made of the explanation alone, so that a page shows what programs get, in the reader's figures.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, Final

from chassis.pages import Pages
from chassis.pages.rendering import number

RATIO: Final = "{realized} ÷ {base} × 100 = {percent}"
RULES: Final[Mapping[str, str]] = {
    "maximize": RATIO,
    "minimize": "200 − {realized} ÷ {base} × 100 = {percent}",
    "range_inside": "{low} ≤ {realized} ≤ {high} → 100",
    "range_above": RATIO,
    "range_below": RATIO,
    "range_above_complement": "200 − {realized} ÷ {base} × 100 = {percent}",
    "range_below_complement": "200 − {realized} ÷ {base} × 100 = {percent}",
    "maximize_damped": "100 + ({realized} ÷ {base} × 100 − 100) ÷ 2 = {percent}",
    "minimize_inverse": "{base} ÷ {realized} × 100 = {percent}",
    "minimize_inverse_zero": "{realized} ≤ 0 → {percent}",
    "zero": "{realized} {compared} {target} → {percent}",
    "zero_graded": "100 − {step} × ({realized} − {target}) = {percent}",
    "missing": "",
}
"""Rule of the explanation → its formula. A rule `…_max_attainable` has the formula of what stands before."""

ALL_REACHED: Final = "_max_attainable"
UNCHECKED: Final = "verify: "
"""How a source begins that nobody has checked against the text yet."""
ANNEX: Final = " annex "
PHRASES: Final = {"own inside the range": "source.own_inside"}
"""What sources say in English, beside the names of regulations."""


class Formulas:
    """In one reader's language."""

    def __init__(self, pages: Pages, language: str) -> None:
        self._number: Callable[..., str] = partial(number, language)
        self._text = partial(pages.text, language)

    def indicator(self, line: Mapping[str, Any]) -> str:
        """From the realization to the achievement; empty where there is none."""
        rule = line["rule"].removesuffix(ALL_REACHED)
        if rule == "missing":
            return ""
        shown = self._number
        text = RULES[rule].format(
            realized=shown(line["realized"]),
            base=shown(line["base"]),
            percent=shown(line["percent"]),
            low=shown(line["range_low"]),
            high=shown(line["range_high"]),
            target=shown(line["target"]),
            compared="≤" if line["percent"] else ">",
            step=shown(line["step"]),
        )
        text += self._conversion(line["conversion"])
        if line["rule"].endswith(ALL_REACHED):
            return self._text("formula.all_reached", formula=text, cap=shown(line["cap"]))
        return self._text("formula.capped", formula=text, value=shown(line["value"])) if line["capped"] else text

    def source(self, source: str) -> str:
        """Where a rule comes from, in words: `own`, `verify: <regulation>`, a regulation, or several of these."""
        return "; ".join(self._source(each) for each in source.split("; "))

    def _source(self, source: str) -> str:
        first, comma, rest = source.partition(",")
        if first == "own":
            return f"{self._text('source.own')}{comma}{rest}"
        if source in PHRASES:
            return self._text(PHRASES[source])
        if source.startswith(UNCHECKED):
            return self._text("source.verify_of", regulation=self._cited(source.removeprefix(UNCHECKED)))
        return self._cited(source)

    def _cited(self, regulation: str) -> str:
        return regulation.replace(ANNEX, f" {self._text('source.annex')} ")

    def _conversion(self, conversion: Mapping[str, Any] | None) -> str:
        """From the percent to its value by the conversion's points; empty where it counts as it is."""
        if conversion is None:
            return ""
        shown, lower, upper = self._number, conversion["lower"], conversion["upper"]
        if lower == upper:
            return f" → {shown(conversion['percent'])} % → {shown(conversion['value'])}"
        line = (
            f"{shown(lower['value'])} + ({shown(upper['value'])} − {shown(lower['value'])}) ÷ "
            f"({shown(upper['percent'])} − {shown(lower['percent'])}) × "
            f"({shown(conversion['percent'])} − {shown(lower['percent'])})"
        )
        return f" → {shown(conversion['percent'])} % → {line} = {shown(conversion['value'])}"

    def staff(self, line: Mapping[str, Any]) -> str:
        """From the means of the elements about staff to their index."""
        shown, text = self._number, self._text
        terms = " + ".join(f"{shown(each['mean'])} ({text('element.' + each['element'])})" for each in line["staff"])
        return f"({terms}) ÷ {len(line['staff'])} × 25 = {shown(line['index'])}"

    def survey(self, line: Mapping[str, Any]) -> str:
        """From the index to the score's scale; empty where it is used as it is."""
        if line["rule"] != "rescaled" or line["value"] is None:
            return ""
        shown = self._number
        width = f"({shown(line['cap'])} − {shown(line['floor'])})"
        return f"{shown(line['floor'])} + ({shown(line['index'])} − 25) × {width} ÷ (100 − 25) = {shown(line['value'])}"

    def evaluation(self, line: Mapping[str, Any]) -> str:
        """From the two ratings to a number."""
        weights, shown = line["weights"], self._number
        if line["rule"] == "behavior_only":
            return shown(line["value"])
        parts = [
            f"{shown(weights[name])} % × {shown(line[name]['value'])}" for name in ("work_results", "work_behavior")
        ]
        return f"{' + '.join(parts)} = {shown(line['value'])}"

    def mean(self, pairs: Sequence[tuple[Decimal, Decimal]], result: Decimal) -> str:
        """A weighted mean: weight × value, of those that are there."""
        shown, whole = self._number, sum((weight for weight, _ in pairs), Decimal(0))
        if len(pairs) == 1:
            return f"{shown(pairs[0][1])} = {shown(result)}"
        plain = all(weight == 1 for weight, _ in pairs)
        terms = " + ".join(shown(value) if plain else f"{shown(weight)} × {shown(value)}" for weight, value in pairs)
        return f"({terms}) ÷ {shown(whole)} = {shown(result)}"

    def score(self, why: Mapping[str, Any]) -> str:
        """From the components to the score."""
        if why["score"] is None:
            return ""
        there = [(part["weight"], part["value"]) for part in why["components"] if part["value"] is not None]
        if why["rule"] == "weighted_mean_with_missing_at_floor":
            missing = [part for part in why["components"] if part["value"] is None and part["expected"]]
            there += [(part["weight"], why["floor"]) for part in missing]
        return self.mean(there, why["score"])

    def component(self, part: Mapping[str, Any]) -> str:
        """From the lines to the component; empty where one line is all."""
        if part["value"] is None:
            return ""
        pairs = [pair for line in part["lines"] if (pair := _weighed(line)) is not None]
        return self.mean(pairs, part["value"]) if len(pairs) > 1 else ""


def _weighed(line: Mapping[str, Any]) -> tuple[Decimal, Decimal] | None:
    """Weight and value of a line that counts."""
    match line["kind"]:
        case "indicator":
            return None if line["value"] is None else (line["weight"], line["value"])
        case "evaluation":
            return Decimal(1), line["value"]
        case "organization":
            return (Decimal(1), line["value"]) if line["newest"] and line["value"] is not None else None
        case _:
            return (Decimal(line["respondents"]), line["value"]) if line["counts"] else None
