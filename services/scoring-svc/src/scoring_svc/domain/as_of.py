"""What a card held at a moment, folded from the contribution log when somebody asks.

There are two times. `effective_on`: what is known now of the days up to that one; `known_at`: what was known then. For
both, it is what was known then of those days. An approved plan holds for its whole year [own], as in `domain.course`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from scoring_svc.domain.card import Card, apply
from scoring_svc.domain.contribution import Contribution, PlanApproved
from scoring_svc.domain.refusals import Code, Refusal


class Recorded(NamedTuple):
    """A contribution and when its event was recorded, with its time zone."""

    contribution: Contribution
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class AsOf:
    """Which moment is meant; None: no bound on that side."""

    effective_on: date | None = None
    known_at: datetime | None = None

    def holds(self, recorded: Recorded) -> bool:
        """Whether it had been said by then, and speaks of those days."""
        if self.known_at is not None and recorded.recorded_at > self.known_at:
            return False
        if self.effective_on is None or isinstance(recorded.contribution.said, PlanApproved):
            return True
        return recorded.contribution.effective_on <= self.effective_on


class Then(NamedTuple):
    """The card of a moment. recorded_at: when the last word on it was recorded, None while there is none."""

    card: Card
    recorded_at: datetime | None


def as_of(card: Card, log: Iterable[Recorded], moment: AsOf) -> Then:
    """The card at that moment. card: empty; log: in any order.

    Of a source the newest word that holds at the moment counts: a correction that speaks of an earlier day stands for
    what it corrects from that day on.
    """
    held = [each for each in log if moment.holds(each)]
    for each in held:
        card = apply(card, each.contribution)
    on_card = {slot.event_id for slot in card.slots.values()}
    return Then(card, max((each.recorded_at for each in held if each.contribution.event_id in on_card), default=None))


def check(moment: AsOf, today: date, now: datetime, day_is: str = "effective_on") -> None:
    """day_is: what the asker calls the day.

    Raises:
        Refusal: `future_moment`; nothing is known of what has not been.
    """
    if moment.effective_on is not None and moment.effective_on > today:
        sentence = f"Nothing is known of days to come: ask for {today} or an earlier day, or leave `{day_is}` out."
        raise Refusal(Code.FUTURE_MOMENT, sentence, f"query:{day_is}")
    if moment.known_at is not None and moment.known_at > now:
        sentence = "What will be known is not known yet: ask for a moment that is past, or leave `known_at` out."
        raise Refusal(Code.FUTURE_MOMENT, sentence, "query:known_at")
