"""The course of a score over the year, by the days that facts speak of.

Folded from the contribution log when somebody asks; so it is the same however the records came in batches, and its last
point is the live score.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from scoring_svc.domain.card import Card, apply, fold
from scoring_svc.domain.contribution import Contribution, PlanApproved
from scoring_svc.domain.formula import score
from scoring_svc.domain.policy import Policy


class Point(NamedTuple):
    """The score after everything that speaks of days up to this one. event_id, kind: what came last on that day."""

    effective_on: date
    score: Decimal | None
    completeness: Decimal
    event_id: UUID
    kind: str


def course(card: Card, contributions: Iterable[Contribution], policy: Policy) -> list[Point]:
    """One point a day on which the score changed. card: empty; contributions: the log, in any order.

    A plan holds for its whole year [own]: an amended one is read back to the beginning, as the live score reads it.
    A source's later word may speak of an earlier day (a correction); what it said before of later days then no longer
    holds on any day, so the fold by days ends with the live score.
    """
    log = list(contributions)
    card = fold(card, (each for each in log if isinstance(each.said, PlanApproved)))
    points: list[Point] = []
    for contribution in sorted(log, key=lambda each: (each.effective_on, each.sequence, each.event_id)):
        after = apply(card, contribution)
        if after is card:
            continue
        card = after
        result = score(card, policy)
        point = Point(
            contribution.effective_on, result.value, result.completeness, contribution.event_id, kind(contribution)
        )
        if points and points[-1].effective_on == point.effective_on:
            points[-1] = point
        elif not points or points[-1].score != point.score:
            points.append(point)
    return points


def kind(contribution: Contribution) -> str:
    """What a contribution is, as a word for readers: `realized`, `rated`, …"""
    name = type(contribution.said).__name__
    return "".join(f"_{char.lower()}" if char.isupper() else char for char in name).removeprefix("_")
