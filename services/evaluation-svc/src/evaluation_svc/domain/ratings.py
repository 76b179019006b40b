"""The two ratings of a superior and the predicate that follows from them (PermenPANRB 6/2022, annex).

The matrix is written out cell by cell, because its cells follow no arithmetic: behaviour below expectation makes
the predicate poor however good the results were, and public implementations that computed it got it wrong.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Rating(StrEnum):
    """One axis: di atas, sesuai, di bawah ekspektasi."""

    ABOVE = "above"
    MEETS = "meets"
    BELOW = "below"


class Predicate(StrEnum):
    """Sangat baik, baik, butuh perbaikan, kurang, sangat kurang."""

    VERY_GOOD = "very_good"
    GOOD = "good"
    NEEDS_IMPROVEMENT = "needs_improvement"
    POOR = "poor"
    VERY_POOR = "very_poor"


class OrganizationPredicate(StrEnum):
    """A unit's: istimewa, baik, butuh perbaikan (cukup), kurang, sangat kurang (SE MenPANRB 3/2023)."""

    OUTSTANDING = "outstanding"
    GOOD = "good"
    NEEDS_IMPROVEMENT = "needs_improvement"
    POOR = "poor"
    VERY_POOR = "very_poor"


MATRIX: Final[Mapping[tuple[Rating, Rating], Predicate]] = MappingProxyType(
    {
        (Rating.ABOVE, Rating.ABOVE): Predicate.VERY_GOOD,
        (Rating.ABOVE, Rating.MEETS): Predicate.GOOD,
        (Rating.ABOVE, Rating.BELOW): Predicate.POOR,
        (Rating.MEETS, Rating.ABOVE): Predicate.GOOD,
        (Rating.MEETS, Rating.MEETS): Predicate.GOOD,
        (Rating.MEETS, Rating.BELOW): Predicate.POOR,
        (Rating.BELOW, Rating.ABOVE): Predicate.NEEDS_IMPROVEMENT,
        (Rating.BELOW, Rating.MEETS): Predicate.NEEDS_IMPROVEMENT,
        (Rating.BELOW, Rating.BELOW): Predicate.VERY_POOR,
    }
)
"""(work results, work behaviour) → predicate."""

QUADRANTS: Final[Mapping[Predicate, int]] = MappingProxyType({each: code for code, each in enumerate(Predicate, 1)})
"""Predicate → the code of its performance quadrant (kuadran kinerja), as SIASN has it: 1 very good to 5 very poor."""


def predicate(work_results: Rating, work_behavior: Rating) -> Predicate:
    """The cell of the matrix where the two ratings meet."""
    return MATRIX[work_results, work_behavior]
