"""Where an indicator's realization goes until its deadline, were it to go on as it did [own; no text has a rule].

What was realized is compared with what was expected by the same day; the rest of the course is expected to come in at
the same ratio. Expected is: what the plan has by day (`planned`; between two points along the line, before the first
one from nothing for a sum, else as at the first one; after the last one no more); where the plan has no course, for a
sum the same every day (`linear`), for an average or a last known value that it stays (`level`).

Uncertainty is the lowest and the highest of these ratios at the last RATIOS days on which something was realized; of
fewer than FEW there is no spread to speak of, so that the policy's percentage is taken off and added, and `wide` says
so. Of a sum only the rest is uncertain, of other values the whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from itertools import pairwise
from typing import Final, NamedTuple

from scoring_svc.domain.achievement import EXACT, ZERO, rounded
from scoring_svc.domain.contribution import Contribution, Realized
from scoring_svc.domain.outline import PlannedIndicator
from scoring_svc.domain.policy import HUNDRED
from scoring_svc.domain.roster import Term

FEW: Final = 3
RATIOS: Final = 6
DECIMALS: Final = 4
"""Decimals of a forecast realization, half-up; ratios are exact."""
ONE: Final = Decimal(1)

Point = tuple[date, Decimal]


class Band(NamedTuple):
    """Ratios of what was realized to what was expected: the latest, the lowest, the highest. points: of how many."""

    latest: Decimal
    low: Decimal
    high: Decimal
    points: int


@dataclass(frozen=True, slots=True)
class Extrapolated:
    """A realization at `until`. course: how the expected course was found. day, realized: the latest word; expected,
    expected_end: what was expected by then and by the end, None where the course is none of the plan's. wide: the
    bounds are the policy's percentage. value, low, high: at the end."""

    course: str
    day: date
    realized: Decimal
    expected: Decimal | None
    expected_end: Decimal | None
    band: Band
    wide: bool
    until: date
    value: Decimal
    low: Decimal
    high: Decimal


def path(said: Iterable[Contribution]) -> list[Point]:
    """An indicator's realizations by the days they speak of. A later word takes the place of what was said before of
    that day and of later ones, for it is the newest consolidated number; a word of nothing leaves nothing."""
    points: list[Point] = []
    for each in sorted(said, key=lambda each: each.sequence):
        value = each.said.value if isinstance(each.said, Realized) else None
        points = [] if value is None else [point for point in points if point[0] < each.effective_on]
        if value is not None:
            points.append((each.effective_on, value))
    return points


def extrapolate(points: Sequence[Point], planned: PlannedIndicator | None, year: Term, few: Decimal) -> Extrapolated:
    """points: at least one, by day. year: both of its days. few: percent, for fewer than FEW ratios."""
    with localcontext(EXACT):
        day, realized = points[-1]
        course = _Course(planned, year)
        then, end = course.at(day), course.at(course.until)
        band, wide = _band([(value, course.at(by)) for by, value in points], few)
        found = [_at_the_end(realized, then, end, ratio, course.grows) for ratio in band[:3]]
        if day >= course.until:
            found, wide = [realized], False
        numbers = [rounded(each, DECIMALS) for each in found]
        expected = (then, end) if course.name == "planned" else (None, None)
        return Extrapolated(
            course.name, day, realized, *expected, band, wide, course.until, numbers[0], min(numbers), max(numbers)
        )


def _at_the_end(realized: Decimal, then: Decimal, end: Decimal, ratio: Decimal, grows: bool) -> Decimal:
    """A sum goes on from what there is; where nothing was expected yet, all that is expected is still to come."""
    return realized + ratio * (end - then) if grows or not then else ratio * end


def _band(pairs: Sequence[tuple[Decimal, Decimal]], few: Decimal) -> tuple[Band, bool]:
    """pairs: realized and expected, by day. Where nothing was expected yet, the ratio is 1: as planned."""
    ratios = [realized / expected for realized, expected in pairs if expected][-RATIOS:]
    now = pairs[-1][1]
    latest = ratios[-1] if now else ONE
    if len(ratios) >= FEW and now:
        return Band(latest, min(ratios), max(ratios), len(ratios)), False
    spread = few / HUNDRED
    low, high = min([*ratios, latest]), max([*ratios, latest])
    return Band(latest, low * (ONE - spread), high * (ONE + spread), len(ratios)), True


class _Course:
    """What is expected by a day."""

    def __init__(self, planned: PlannedIndicator | None, year: Term) -> None:
        last = year.until or year.since
        self._since, self.until = year.since, last if planned is None else min(planned.deadline, last)
        self.grows = planned is not None and planned.consolidation == "sum"
        self._points = () if planned is None else planned.expected
        self.name = "planned" if self._points else "linear" if self.grows else "level"

    def at(self, day: date) -> Decimal:
        """By the end of that day; days after the end are as the end."""
        day = min(day, self.until)
        if not self._points:
            return self._elapsed(day) if self.grows else ONE
        first, value = self._points[0]
        if day <= first:
            return value * self._elapsed(day) / self._elapsed(first) if self.grows else value
        for (before, lower), (after, upper) in pairwise(self._points):
            if day <= after:
                return lower + (upper - lower) * (day - before).days / (after - before).days
        return self._points[-1][1]

    def _elapsed(self, day: date) -> Decimal:
        """Days of the year until the end of that one; before the year, none."""
        return max(ZERO, Decimal((day - self._since).days + 1))
