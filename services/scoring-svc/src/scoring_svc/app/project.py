"""Cards in memory: contributions folded as they come, scores made of what got dirty.

The owner of a partition keeps its people's cards. Invariant: memory is the durable state plus the contributions folded
since, each card in the order of its key's records. So a card leaves memory only while the database has all of it, and
while no record that is about to be folded needs it.
"""

from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from uuid import UUID

from scoring_svc.app.ports import CardKey, Kept
from scoring_svc.domain.card import Card, apply
from scoring_svc.domain.contribution import Contribution
from scoring_svc.domain.formula import Score, score
from scoring_svc.domain.policy import Packs, Policy


@dataclass(frozen=True, slots=True)
class Changed:
    """A card that changed: its new version and score; `moved` when the score differs from the one said before.

    policy: the version that the score was made by. cause: the event that came last; correlation_id: the request that it
    began with.
    """

    card: Card
    sequence: int
    score: Score
    moved: bool
    policy: Policy
    cause: UUID
    correlation_id: str


@dataclass(slots=True)
class Taken:
    """What one transaction writes."""

    changed: list[Changed]
    log: list[tuple[Contribution, datetime]]


@dataclass(slots=True)
class _Held:
    card: Card
    sequence: int
    said: Score | None
    policy: Policy | None = None
    cause: UUID | None = None
    correlation_id: str = ""
    dirty: bool = False
    in_flight: bool = False


@dataclass(slots=True)
class Cards:
    """The cards in memory: above `limit` those used longest ago leave it, a tenth of it at a time.

    starts: annual period → its first day, as far as the roster's copy had it; a year that is not known yet is worked
    out by the newest version, until a later record of it finds the year.
    """

    packs: Packs
    limit: int
    starts: dict[UUID, date] = field(default_factory=dict[UUID, date])
    _held: "OrderedDict[CardKey, _Held]" = field(default_factory=OrderedDict[CardKey, _Held])
    _dirty: list[_Held] = field(default_factory=list[_Held])
    _log: list[tuple[Contribution, datetime]] = field(default_factory=list[tuple[Contribution, datetime]])

    def unknown_years(self, periods: Iterable[UUID]) -> set[UUID]:
        """Those of which it matters when they began, and nobody knows."""
        return set() if len(self.packs.versions) == 1 else {each for each in periods if each not in self.starts}

    def policy_of(self, period_id: UUID) -> Policy:
        """The version that holds for a year."""
        starts_on = self.starts.get(period_id)
        return self.packs.versions[-1] if starts_on is None else self.packs.of_year(starts_on)

    def want(self, keys: Iterable[CardKey]) -> list[CardKey]:
        """Makes room, keeps the cards of these keys until they are folded, and names those that are not in memory."""
        wanted = dict.fromkeys(keys)
        self._make_room(wanted)
        return [key for key in wanted if key not in self._held]

    def put(self, found: Iterable[tuple[CardKey, Kept | None]]) -> None:
        """Takes over what the database has; a card that is in memory already is newer and stays."""
        for key, kept in found:
            if key not in self._held:
                held = _Held(Card(*key), 0, None) if kept is None else _Held(kept.card, kept.sequence, kept.said)
                self._held[key] = held

    def fold(self, contribution: Contribution, recorded_at: datetime, correlation_id: str) -> bool:
        """Applies a contribution whose card is in memory; False when it says nothing new."""
        key = (contribution.civil_servant_id, contribution.period_id)
        held = self._held[key]
        after = apply(held.card, contribution)
        if after is held.card:
            return False
        held.card, held.cause, held.correlation_id = after, contribution.event_id, correlation_id
        self._held.move_to_end(key)
        self._log.append((contribution, recorded_at))
        if not held.dirty:
            held.dirty = True
            self._dirty.append(held)
        return True

    def take(self) -> Taken | None:
        """Scores what got dirty and hands it over."""
        if not self._dirty and not self._log:
            return None
        changed = [self._changed(held) for held in self._dirty]
        taken = Taken(changed, self._log)
        self._dirty, self._log = [], []
        return taken

    def saved(self, taken: Taken) -> None:
        """The database has it all."""
        for each in taken.changed:
            self._held[each.card.civil_servant_id, each.card.period_id].in_flight = False

    def _changed(self, held: _Held) -> Changed:
        policy = self.policy_of(held.card.period_id)
        former = held.said if policy is held.policy else None
        result = score(held.card, policy, former)
        held.sequence += 1
        held.dirty, held.in_flight = False, True
        moved = held.said is None or told(held.said) != told(result)
        held.said, held.policy = result, policy
        assert held.cause is not None, "a dirty card has a cause"
        return Changed(held.card, held.sequence, result, moved, policy, held.cause, held.correlation_id)

    def _make_room(self, wanted: Collection[CardKey]) -> None:
        if len(self._held) <= self.limit:
            return
        durable = (key for key, held in self._held.items() if not (held.dirty or held.in_flight or key in wanted))
        for key in list(islice(durable, len(self._held) - self.limit + self.limit // 10)):
            del self._held[key]

    def forget(self) -> None:
        """Everything is read again."""
        self._held.clear()
        self._dirty, self._log = [], []


def told(result: Score) -> tuple[object, ...]:
    """What of a score others are told of; a card may change without it (an evidence, an equal value)."""
    return (
        result.value,
        result.completeness,
        result.predicate,
        result.category,
        *((part.value, part.share) for part in result.components),
    )
