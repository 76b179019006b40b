"""What is expected, in a form that can be measured: indicators (IKI) of a performance plan, and what they may not be.

«Clear and measurable» is checked here and said in words that a drafter can act on (PermenPANRB 6/2022; directions
after PermenPANRB 8/2021 annex VI; the zero direction is this project's own rule).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import Period

FULL = Decimal(100)
SHORTEST_TITLE = 8


@dataclass(frozen=True, slots=True)
class Indicator:
    """An individual performance indicator (IKI).

    direction: maximize and minimize have a `target` above 0, zero has the tolerated count as `target` (0: none),
    range has `range_low` < `range_high`. weight: percent of the plan. max_attainable: more cannot be reached at all.
    """

    id: UUID
    title: str
    aspect: str
    measure: str
    direction: str
    target: Decimal | None
    range_low: Decimal | None
    range_high: Decimal | None
    max_attainable: bool
    consolidation: str
    weight: Decimal
    deadline: date


def check(indicators: Sequence[Indicator], period: Period, *, whole: bool) -> None:
    """Refuses what cannot be measured, with a pointer into `#/indicators`. whole: the weights must make 100."""
    for place, indicator in enumerate(indicators):
        try:
            _check_one(indicator, period)
        except Refusal as refusal:
            raise refusal.under(f"#/indicators/{place}") from None
    ids = [indicator.id for indicator in indicators]
    if len(set(ids)) < len(ids):
        raise Refusal(Code.REPEATED_INDICATOR, "Two indicators have the same id.", "#/indicators")
    total = sum((indicator.weight for indicator in indicators), Decimal(0))
    if total > FULL:
        sentence = f"The weights make {total.normalize():f} percent; together they may make 100."
        raise Refusal(Code.WEIGHTS_OVER_100, sentence, "#/indicators")
    if whole and not indicators:
        raise Refusal(
            Code.NO_INDICATORS, "A plan that is put before the superior has at least one indicator.", "#/indicators"
        )
    if whole and total != FULL:
        sentence = f"The weights make {total.normalize():f} percent; a plan that is put before the superior has 100."
        raise Refusal(Code.WEIGHTS_NOT_100, sentence, "#/indicators")


def _check_one(indicator: Indicator, period: Period) -> None:
    if len(indicator.title) < SHORTEST_TITLE:
        sentence = "Say what is to be achieved, and for whom or where: a word or two cannot be measured."
        raise Refusal(Code.NOT_MEASURABLE, sentence, "#/title")
    if indicator.weight <= 0 or indicator.weight > FULL:
        raise Refusal(Code.WEIGHT_MALFORMED, "A weight lies above 0 and goes up to 100 percent.", "#/weight")
    if not period.starts_on <= indicator.deadline <= period.ends_on:
        sentence = f"The deadline lies in the period, {period.starts_on} to {period.ends_on}."
        raise Refusal(Code.DEADLINE_OUTSIDE, sentence, "#/deadline")
    match indicator.direction:
        case "range":
            _check_range(indicator)
        case "zero":
            _check_zero(indicator)
        case _:
            _check_number(indicator)


def _check_range(indicator: Indicator) -> None:
    low, high = indicator.range_low, indicator.range_high
    if indicator.target is not None:
        raise Refusal(Code.TARGET_MALFORMED, "A range has two ends and no target beside them.", "#/target")
    if low is None or high is None or low >= high:
        raise Refusal(Code.TARGET_MALFORMED, "A range has a lower end and a higher one above it.", "#/range_low")
    if low <= 0:
        raise Refusal(Code.ZERO_TARGET, "Both ends lie above 0: achievement is measured against them.", "#/range_low")


def _check_zero(indicator: Indicator) -> None:
    _no_range(indicator)
    if indicator.target is None or indicator.target < 0 or indicator.target % 1:
        sentence = "With the direction zero, the target is the count that is still tolerated: 0, or a whole number."
        raise Refusal(Code.TARGET_MALFORMED, sentence, "#/target")


def _check_number(indicator: Indicator) -> None:
    _no_range(indicator)
    if indicator.target is None:
        raise Refusal(Code.TARGET_MALFORMED, "Give the number that is to be reached.", "#/target")
    if indicator.target <= 0:
        sentence = (
            "Achievement is measured against the target, so it lies above 0; for «none at all» take direction zero."
        )
        raise Refusal(Code.ZERO_TARGET, sentence, "#/target")


def _no_range(indicator: Indicator) -> None:
    if indicator.range_low is not None or indicator.range_high is not None:
        raise Refusal(Code.TARGET_MALFORMED, "Only the direction range has two ends.", "#/range_low")
