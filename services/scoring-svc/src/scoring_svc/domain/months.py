"""A score at the ends of the months, for the trends of units: what `domain.course` says, looked at once a month."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from scoring_svc.domain.card import Card, apply, fold
from scoring_svc.domain.contribution import Contribution, PlanApproved
from scoring_svc.domain.formula import Score, score
from scoring_svc.domain.policy import Policy


def month_ends(starts_on: date, until: date) -> list[date]:
    """The last days of the months from the one of `starts_on` on; of the last month, `until`."""
    ends: list[date] = []
    first = starts_on.replace(day=1)
    while first <= until:
        last = first.replace(day=monthrange(first.year, first.month)[1])
        ends.append(min(until, last))
        first = last + timedelta(days=1)
    return ends


def by_month(card: Card, log: Iterable[Contribution], policy: Policy, ends: Iterable[date]) -> list[Decimal | None]:
    """The score after everything that speaks of days up to each of `ends`. card: empty; log: in any order. A plan holds
    for its whole year, as in `domain.course`."""
    said = list(log)
    card = fold(card, (each for each in said if isinstance(each.said, PlanApproved)))
    waiting = sorted(said, key=lambda each: (each.effective_on, each.sequence, each.event_id), reverse=True)
    found: list[Decimal | None] = []
    former: Score | None = None
    for end in ends:
        while waiting and waiting[-1].effective_on <= end:
            card = apply(card, waiting.pop())
        former = score(card, policy, former)
        found.append(former.value)
    return found
