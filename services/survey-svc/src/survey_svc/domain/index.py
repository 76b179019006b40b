"""The satisfaction index (IKM) of a survey and its grade: PermenPANRB 14/2017, in exact decimals.

NRR of an element is the mean of its answers, 1 to 4; IKM is the sum of NRR × weight, times 25; the weight is 1/k for
k elements. Official spreadsheets round that weight (0.11 or 0.111 for nine), which moves the index and the borders of
the grades, so the rounding is a setting of the survey. Invariant: one division and one rounding, half-up to two
decimals, at the very end; without answers there is no index, never a zero.
"""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Final

_CONTEXT: Final = Context(prec=60, rounding=ROUND_HALF_UP)
_TO_SCALE: Final = Decimal(25)
_HIGHEST: Final = Decimal("100.00")
_INDEX_PLACES: Final = Decimal("0.01")
_MEAN_PLACES: Final = Decimal("0.0001")


class Rounding(StrEnum):
    """How the weight 1/k is written: exactly, with three decimals or with two."""

    EXACT = "exact"
    THREE_DECIMALS = "rounded_0_111"
    TWO_DECIMALS = "rounded_0_11"


_WEIGHT_PLACES: Final[Mapping[Rounding, Decimal]] = MappingProxyType(
    {Rounding.THREE_DECIMALS: Decimal("0.001"), Rounding.TWO_DECIMALS: Decimal("0.01")}
)


ROUNDING_SOURCES: Final[Mapping[Rounding, str]] = MappingProxyType(
    {
        Rounding.EXACT: "PermenPANRB 14/2017",
        Rounding.THREE_DECIMALS: "own: as published reports write 1/9",
        Rounding.TWO_DECIMALS: "verify: PermenPANRB 14/2017",
    }
)


class Grade(StrEnum):
    """Mutu pelayanan."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


_BOUNDS: Final = (
    (Decimal("88.31"), Grade.A),
    (Decimal("76.61"), Grade.B),
    (Decimal("65.00"), Grade.C),
)
"""The lowest index of each grade; what is below all of them is D."""


def element_mean(answers_sum: int, respondents: int) -> Decimal:
    """NRR of one element, half-up to four decimals. `respondents` is at least 1."""
    mean = _CONTEXT.divide(Decimal(answers_sum), Decimal(respondents))
    return mean.quantize(_MEAN_PLACES, context=_CONTEXT)


def converted(mean: Decimal) -> Decimal:
    """An element's mean on the scale to 100, half-up to two decimals."""
    return _CONTEXT.multiply(mean, _TO_SCALE).quantize(_INDEX_PLACES, context=_CONTEXT)


def index(total: int, respondents: int, elements: int, rounding: Rounding) -> Decimal | None:
    """IKM, two decimals; None without respondents.

    total: the sum of all answers to all elements. Two decimals make 1/k too heavy for six and eight elements (0.17 and
    0.13), three decimals for six and seven; the scale ends at 100 all the same [own].
    """
    if respondents == 0:
        return None
    points = _CONTEXT.multiply(Decimal(total), _TO_SCALE)
    places = _WEIGHT_PLACES.get(rounding)
    if places is None:
        exact = _CONTEXT.divide(points, Decimal(respondents * elements))
    else:
        weight = _CONTEXT.divide(Decimal(1), Decimal(elements)).quantize(places, context=_CONTEXT)
        exact = _CONTEXT.divide(_CONTEXT.multiply(points, weight), Decimal(respondents))
    return min(exact.quantize(_INDEX_PLACES, context=_CONTEXT), _HIGHEST)


def grade(value: Decimal) -> Grade:
    """Mutu pelayanan of an index of two decimals; the bounds have no gaps between them at that precision."""
    return next((name for lowest, name in _BOUNDS if value >= lowest), Grade.D)
