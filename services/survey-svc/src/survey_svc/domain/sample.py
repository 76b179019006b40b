"""How many answers a survey needs: Krejcie and Morgan's sample, as the annex of PermenPANRB 14/2017 prints it [verify].

n = X²·N·P·(1−P) / (d²·(N−1) + X²·P·(1−P)) with X² = 3.841, P = 0.5, d = 0.05, rounded half-up: rounding up differs from
the printed table on half of its rows.
"""

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

SOURCE: Final = "verify: PermenPANRB 14/2017"

_CONTEXT: Final = Context(prec=60, rounding=ROUND_HALF_UP)
_CHI_SQUARE: Final = Decimal("3.841")
_SPREAD: Final = Decimal("0.25")
_MARGIN_SQUARED: Final = Decimal("0.0025")


def required_sample(population: int) -> int:
    """Answers that are asked for where `population` people are served; 0 for nobody, 1 for one."""
    return int(exact_sample(population).to_integral_value(context=_CONTEXT))


def exact_sample(population: int) -> Decimal:
    """The formula's own value, of 60 digits."""
    spread = _CONTEXT.multiply(_CHI_SQUARE, _SPREAD)
    above = _CONTEXT.multiply(spread, Decimal(population))
    below = _CONTEXT.add(_CONTEXT.multiply(_MARGIN_SQUARED, Decimal(population - 1)), spread)
    return _CONTEXT.divide(above, below)
