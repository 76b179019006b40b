"""What is expected, in a form that can be measured: an indicator (IKI) of a work result, and what it may not be.

Directions after PermenPANRB 8/2021 annex VI; the zero direction is this project's own rule.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from target_svc.domain.expected_course import ExpectedPoint, Goal, check_course
from target_svc.domain.measurable import check_measure, check_title
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import Period

FULL = Decimal(100)


@dataclass(frozen=True, slots=True)
class Indicator:
    """An individual performance indicator (IKI).

    Just one of aspect and perspective is set. direction: maximize and minimize have a `target` above 0, zero has the
    tolerated count as `target` (0: none), range has `range_low` < `range_high` and says with `better` (higher, lower)
    which side is the better one. weight: percent of the plan. max_attainable: more cannot be reached at all.
    expected: the course over the year, maybe empty.
    """

    id: UUID
    title: str
    aspect: str | None
    perspective: str | None
    measure: str
    direction: str
    target: Decimal | None
    range_low: Decimal | None
    range_high: Decimal | None
    better: str | None
    max_attainable: bool
    consolidation: str
    weight: Decimal
    deadline: date
    expected: tuple[ExpectedPoint, ...]


def check(indicator: Indicator, period: Period, *, leads: bool) -> None:
    """Refuses what cannot be measured, with a pointer into the indicator. leads: perspectives are for this person."""
    check_title(indicator.title)
    check_measure(indicator.measure)
    _check_view(indicator, leads=leads)
    if indicator.weight <= 0 or indicator.weight > FULL:
        raise Refusal(Code.WEIGHT_MALFORMED, "A weight lies above 0 and goes up to 100 percent.", "#/weight")
    if not period.starts_on <= indicator.deadline <= period.ends_on:
        sentence = f"The deadline lies in the period, {period.starts_on} to {period.ends_on}."
        raise Refusal(Code.DEADLINE_OUTSIDE, sentence, "#/deadline")
    _check_goal(indicator)
    check_course(indicator.expected, _goal(indicator), period)


def _check_view(indicator: Indicator, *, leads: bool) -> None:
    """Perspectives are those of executives and heads of units, aspects everybody's (PermenPANRB 6/2022, annex)."""
    if (indicator.aspect is None) == (indicator.perspective is None):
        sentence = "An indicator is seen either under an aspect or under a perspective: give just one of them."
        raise Refusal(Code.ASPECT_OR_PERSPECTIVE, sentence, "#/aspect")
    if indicator.perspective is not None and not leads:
        sentence = "Perspectives are for executives and for who leads people; give an aspect instead."
        raise Refusal(Code.PERSPECTIVE_OF_HEADS, sentence, "#/perspective")


def _check_goal(indicator: Indicator) -> None:
    match indicator.direction:
        case "range":
            _check_range(indicator)
        case "zero":
            _check_zero(indicator)
        case _:
            _check_number(indicator)


def _goal(indicator: Indicator) -> Goal:
    low, high = indicator.target, indicator.target
    match indicator.direction:
        case "range":
            low, high = indicator.range_low, indicator.range_high
        case "zero":
            low = None
        case _:
            pass
    return Goal(indicator.direction, indicator.consolidation, indicator.deadline, low, high)


def _check_range(indicator: Indicator) -> None:
    low, high = indicator.range_low, indicator.range_high
    if indicator.target is not None:
        raise Refusal(Code.TARGET_MALFORMED, "A range has two ends and no target beside them.", "#/target")
    if low is None or high is None or low >= high:
        raise Refusal(Code.TARGET_MALFORMED, "A range has a lower end and a higher one above it.", "#/range_low")
    if low <= 0:
        raise Refusal(Code.ZERO_TARGET, "Both ends lie above 0: achievement is measured against them.", "#/range_low")
    if indicator.better is None:
        sentence = "Say which side of the range is the better one, higher or lower (PermenPANRB 8/2021 annex VI)."
        raise Refusal(Code.TARGET_MALFORMED, sentence, "#/better")


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
    if indicator.better is not None:
        raise Refusal(Code.TARGET_MALFORMED, "Only the direction range has a better side.", "#/better")
