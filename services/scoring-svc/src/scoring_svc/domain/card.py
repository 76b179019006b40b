"""A person's card for a year: for each source the newest thing it said.

Invariant: an equal or lower sequence of a source gives the same card back. So repetition, disorder between sources and
replay do no harm by construction, and the score is a function of the set of newest contributions alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from scoring_svc.domain.contribution import Contribution, Said


@dataclass(frozen=True, slots=True)
class Slot:
    """What a source said last, in which event, with which sequence, of which day."""

    sequence: int
    event_id: UUID
    effective_on: date
    said: Said


@dataclass(frozen=True, slots=True)
class Card:
    """slots: source → the newest thing it said."""

    civil_servant_id: UUID
    period_id: UUID
    slots: Mapping[UUID, Slot] = field(default_factory=dict[UUID, Slot])

    @property
    def effective_on(self) -> date | None:
        """The latest day that a fact on the card speaks of."""
        return max((slot.effective_on for slot in self.slots.values()), default=None)


def apply(card: Card, contribution: Contribution) -> Card:
    """The card with the contribution; the very same card when it is not newer than what its source said last."""
    former = card.slots.get(contribution.source_id)
    if former is not None and former.sequence >= contribution.sequence:
        return card
    slot = Slot(contribution.sequence, contribution.event_id, contribution.effective_on, contribution.said)
    return Card(card.civil_servant_id, card.period_id, {**card.slots, contribution.source_id: slot})


def fold(card: Card, contributions: Iterable[Contribution]) -> Card:
    """All of them, in any order."""
    for contribution in contributions:
        card = apply(card, contribution)
    return card
