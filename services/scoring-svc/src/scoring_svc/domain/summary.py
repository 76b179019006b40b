"""What is said of many people at once: of a unit, an agency, the region. To whom it is shown: `domain.disclosure`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from typing import Any, NamedTuple
from uuid import UUID

from scoring_svc.domain.achievement import EXACT, ZERO, rounded
from scoring_svc.domain.policy import CATEGORIES, Policy


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts and sums over the people of a group. scored: who has a score; total: the sum of the scores. middle: the
    two scores in the middle, the same one twice where their number is odd. completeness: the sum; complete: who has
    100. categories, predicates: how many of each."""

    people: int
    scored: int
    total: Decimal
    middle: tuple[Decimal, Decimal] | None
    completeness: Decimal
    complete: int
    official: int
    categories: Mapping[str, int]
    predicates: Mapping[str, int]


NOBODY = Tally(0, 0, ZERO, None, ZERO, 0, 0, {}, {})


class MonthTally(NamedTuple):
    """The scores as they stood at a month's end, or stand in the month that is running: of how many, and their sum."""

    month: int
    scored: int
    total: Decimal


@dataclass(frozen=True, slots=True)
class PublishedIndex:
    """A survey's index as it was published."""

    survey_id: UUID
    unit_id: UUID
    service: str
    index: Decimal | None
    respondents: int
    as_of: date


def figures(tally: Tally, policy: Policy) -> dict[str, Any]:
    """Mean, median and distribution. Completeness is over all people, who has no card having none of it; the mean score
    over those who have one."""
    decimals = policy.rounding["score"].value
    return {
        "scored": tally.scored,
        "score": {
            "mean": _mean(tally.total, tally.scored, decimals),
            "median": None if tally.middle is None else _mean(EXACT.add(*tally.middle), 2, decimals),
        },
        "completeness": {"mean": _mean(tally.completeness, tally.people, 2), "complete": tally.complete},
        "categories": _counted(tally.categories, tally.people),
        "predicates": _counted(tally.predicates, tally.people),
        "official": tally.official,
    }


def course(months: list[MonthTally], starts_on: date, policy: Policy) -> list[dict[str, Any]]:
    """Month by month; months without a score are left out."""
    decimals = policy.rounding["score"].value
    return [
        {
            "month": _month(starts_on, each.month),
            "scored": each.scored,
            "mean": _mean(each.total, each.scored, decimals),
        }
        for each in months
        if each.scored
    ]


def survey(found: list[PublishedIndex]) -> dict[str, Any]:
    """The mean of the published indexes, weighted by respondents; surveys without an answer have none."""
    there = [(each.respondents, each.index) for each in found if each.index is not None]
    respondents = sum(count for count, _ in there)
    with localcontext(EXACT):
        weighted = sum((count * index for count, index in there), ZERO)
    return {"surveys": len(found), "respondents": respondents, "index": _mean(weighted, respondents, 2)}


def _mean(total: Decimal, count: int, decimals: int) -> Decimal | None:
    return rounded(EXACT.divide(total, Decimal(count)), decimals) if count else None


def _counted(found: Mapping[str, int], people: int) -> dict[str, int]:
    """All names, the best first, and `none` for who has none."""
    counts = {name: found.get(name, 0) for name in CATEGORIES}
    return {**counts, "none": people - sum(counts.values())}


def _month(starts_on: date, number: int) -> str:
    """The first month of the year is 1: `2026-01`."""
    months = starts_on.year * 12 + starts_on.month - 1 + number - 1
    return f"{months // 12:04}-{months % 12 + 1:02}"
