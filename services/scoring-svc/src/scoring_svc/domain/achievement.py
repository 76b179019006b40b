"""What an indicator's realization achieves of its target, in percent (PermenPANRB 8/2021 annex VI, pages 91 to 93),
and what that counts.

maximize, `ratio` («kondisi normal»): realization / target; `ratio_damped` [own]: of what lies above 100 only half.
minimize, `complement` («kondisi khusus»): 1 + (1 - realization / target); `inverse` [own]: target / realization.
range: inside it 100 [own]; outside, the end that was passed stands for the target: `better_side` in the formula of the
side that is the better one, `both_sides` [own] so that each deviation is a loss.
zero, up to the tolerated count 100; above it `all_or_nothing` 0, `graded` so many points less each time [own].
An achievement counts as its percent, or by the conversion's steps; capped at the policy's cap (PP 30/2019: 120 at
most), never below its floor. Reaching fully what is the most attainable at all may count as the cap (annex VI.2(i)).
"""

from decimal import ROUND_HALF_UP, Context, Decimal
from itertools import pairwise
from typing import Final, NamedTuple

from scoring_svc.domain.contribution import Indicator
from scoring_svc.domain.policy import HUNDRED, MOST_DECIMALS, Policy, Step

EXACT: Final = Context(prec=34, rounding=ROUND_HALF_UP, Emin=-9999, Emax=9999)
"""The one decimal context of all arithmetic; the ambient one of a process never matters."""
QUANTA: Final = tuple(Decimal(1).scaleb(-decimals) for decimals in range(MOST_DECIMALS + 1))
ZERO: Final = Decimal(0)


class Achievement(NamedTuple):
    """rule: which formula. base: the number that stood for the target. percent: before conversion and cap. value: what
    counts. converted: what the conversion made of the percent, None where it counts as it is."""

    rule: str
    base: Decimal
    percent: Decimal
    value: Decimal
    converted: Decimal | None = None


class Conversion(NamedTuple):
    """How a percent was converted: which one was looked up, and the two points whose line it lies on."""

    percent: Decimal
    lower: Step
    upper: Step
    value: Decimal


def rounded(number: Decimal, decimals: int) -> Decimal:
    """Half-up to so many decimals, at most MOST_DECIMALS."""
    return number.quantize(QUANTA[decimals], context=EXACT)


def achieve(indicator: Indicator, realized: Decimal, policy: Policy) -> Achievement:
    """The achievement of one indicator; monotone in `realized` in the better direction."""
    rule, base, percent = _percent(indicator, realized, policy)
    percent = rounded(percent, policy.rounding["achievement"].value)
    converted = convert(percent, policy).value if policy.counts.value == "converted" else None
    if indicator.max_attainable and percent >= HUNDRED and policy.full_attainable.value == "cap":
        return Achievement(f"{rule}_max_attainable", base, percent, policy.cap.value, converted)
    counted = percent if converted is None else converted
    return Achievement(rule, base, percent, max(policy.floor.value, min(policy.cap.value, counted)), converted)


def convert(percent: Decimal, policy: Policy) -> Conversion:
    """Along the line between the two nearest points; beyond the ends, what the end has. By `whole_percent` the percent
    is rounded half-up to a whole one first, so that the lines between two bands of the table are never used."""
    steps = policy.conversion
    if policy.between is not None and policy.between.value == "whole_percent":
        percent = rounded(percent, 0)
    if percent <= steps[0].percent:
        return Conversion(percent, steps[0], steps[0], steps[0].value)
    for lower, upper in pairwise(steps):
        if percent <= upper.percent:
            rise = EXACT.divide(
                EXACT.multiply(upper.value - lower.value, percent - lower.percent), upper.percent - lower.percent
            )
            return Conversion(percent, lower, upper, rounded(lower.value + rise, policy.rounding["value"].value))
    return Conversion(percent, steps[-1], steps[-1], steps[-1].value)


def _percent(indicator: Indicator, realized: Decimal, policy: Policy) -> tuple[str, Decimal, Decimal]:
    if indicator.direction == "range":
        return _range(indicator, realized, policy)
    target = indicator.target
    if target is None:
        raise ValueError("an approved indicator has a target, or a range has its ends")
    if indicator.direction == "zero":
        return _zero(target, realized, policy)
    if indicator.direction == "minimize":
        return _minimize(target, realized, policy)
    percent = _ratio(realized, target)
    if percent > HUNDRED and policy.directions["maximize"].value == "ratio_damped":
        return "maximize_damped", target, EXACT.add(HUNDRED, EXACT.divide(percent - HUNDRED, Decimal(2)))
    return "maximize", target, percent


def _minimize(target: Decimal, realized: Decimal, policy: Policy) -> tuple[str, Decimal, Decimal]:
    if policy.directions["minimize"].value == "complement":
        return "minimize", target, _complement(realized, target)
    if realized <= ZERO:
        return "minimize_inverse_zero", target, policy.cap.value
    return "minimize_inverse", target, _ratio(target, realized)


def _zero(tolerated: Decimal, realized: Decimal, policy: Policy) -> tuple[str, Decimal, Decimal]:
    if policy.directions["zero"].value == "graded" and policy.zero_step is not None and realized > tolerated:
        return "zero_graded", tolerated, HUNDRED - EXACT.multiply(policy.zero_step.value, realized - tolerated)
    return "zero", tolerated, HUNDRED if realized <= tolerated else ZERO


def _range(indicator: Indicator, realized: Decimal, policy: Policy) -> tuple[str, Decimal, Decimal]:
    low, high = indicator.range_low, indicator.range_high
    if low is None or high is None:
        raise ValueError("an approved range has its ends")
    below, above = realized < low, realized > high
    if not below and not above:
        return "range_inside", realized, HUNDRED
    base, side = (high, "range_above") if above else (low, "range_below")
    both = policy.directions["range"].value == "both_sides"
    if above if both else indicator.better == "lower":
        return f"{side}_complement", base, _complement(realized, base)
    return side, base, _ratio(realized, base)


def _ratio(realized: Decimal, base: Decimal) -> Decimal:
    return EXACT.divide(EXACT.multiply(realized, HUNDRED), base)


def _complement(realized: Decimal, base: Decimal) -> Decimal:
    return EXACT.subtract(2 * HUNDRED, _ratio(realized, base))
