"""What an indicator's realization achieves of its target, in percent (PermenPANRB 8/2021 annex VI, pages 91 to 93).

maximize («kondisi normal»): realization / target. minimize («kondisi khusus»): 1 + (1 - realization / target).
range: inside it 100 [own]; above it its upper end, below it its lower end stands for the target of a maximize.
zero: up to the tolerated count 100, above it 0 [own]. Capped at the policy's cap (120, PP 30/2019), never below
its floor. Reaching fully what is the most attainable at all counts as the cap (annex VI.2(i)).
"""

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final, NamedTuple

from scoring_svc.domain.contribution import Indicator
from scoring_svc.domain.policy import HUNDRED, MOST_DECIMALS, Policy

EXACT: Final = Context(prec=34, rounding=ROUND_HALF_UP, Emin=-9999, Emax=9999)
"""The one decimal context of all arithmetic; the ambient one of a process never matters."""
QUANTA: Final = tuple(Decimal(1).scaleb(-decimals) for decimals in range(MOST_DECIMALS + 1))


class Achievement(NamedTuple):
    """rule: which formula. base: the number that stood for the target. percent: before the cap. value: what counts."""

    rule: str
    base: Decimal
    percent: Decimal
    value: Decimal


def rounded(number: Decimal, decimals: int) -> Decimal:
    """Half-up to so many decimals, at most MOST_DECIMALS."""
    return number.quantize(QUANTA[decimals], rounding=ROUND_HALF_UP, context=EXACT)


def achieve(indicator: Indicator, realized: Decimal, policy: Policy) -> Achievement:
    """The achievement of one indicator; monotone in `realized` in the better direction."""
    rule, base, percent = _percent(indicator, realized)
    percent = rounded(percent, policy.decimals["achievement"])
    full = indicator.max_attainable and percent >= HUNDRED
    value = policy.cap.value if full else max(policy.floor.value, min(policy.cap.value, percent))
    return Achievement(f"{rule}_max_attainable" if full else rule, base, percent, value)


def _percent(indicator: Indicator, realized: Decimal) -> tuple[str, Decimal, Decimal]:
    target, low, high = indicator.target, indicator.range_low, indicator.range_high
    if indicator.direction == "range" and low is not None and high is not None:
        if low <= realized <= high:
            return "range_inside", realized, HUNDRED
        base = high if realized > high else low
        return ("range_above" if realized > high else "range_below"), base, _ratio(realized, base)
    if target is None:
        raise ValueError("an approved indicator has a target, or a range has its ends")
    if indicator.direction == "zero":
        return "zero", target, HUNDRED if realized <= target else Decimal(0)
    if indicator.direction == "minimize":
        return "minimize", target, EXACT.subtract(2 * HUNDRED, _ratio(realized, target))
    return "maximize", target, _ratio(realized, target)


def _ratio(realized: Decimal, base: Decimal) -> Decimal:
    return EXACT.divide(EXACT.multiply(realized, HUNDRED), base)
