"""A draft policy over real cards: who moves by how much, before it is put in force. Nothing is kept.

Each card is scored twice, by the policy of its year and by the draft; a survey counts by each policy's own choice of
what of it counts. What is told of all people fits into memory whatever their number: sums, counts, who is first.
"""

import heapq
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, localcontext
from itertools import accumulate, pairwise
from typing import Any, Final, NamedTuple
from uuid import UUID

from scoring_svc.domain.achievement import EXACT, ZERO, rounded
from scoring_svc.domain.attribution import Share
from scoring_svc.domain.card import Card, Slot
from scoring_svc.domain.contribution import SurveyCounts
from scoring_svc.domain.formula import Score, score
from scoring_svc.domain.policy import Policy

MOVERS: Final = 20
"""How many of those who move most are named, each way."""
STEPS: Final = tuple(Decimal(each) for each in (-20, -10, -5, -2, -1, 0, 1, 2, 5, 10, 20))
"""Where the bars of the histogram meet: each holds what is above its lower end, up to and with its upper one; of what
falls, the other way round. Who does not move stands apart."""
DECIMALS: Final = 4


class Seen(NamedTuple):
    """What a policy makes of a card."""

    score: Decimal | None
    completeness: Decimal
    category: str | None


class Compared(NamedTuple):
    """A card by the policy of its year and by the draft. change: None unless there is a score by both."""

    civil_servant_id: UUID
    before: Seen
    after: Seen

    @property
    def change(self) -> Decimal | None:
        if self.before.score is None or self.after.score is None:
            return None
        return EXACT.subtract(self.after.score, self.before.score)


@dataclass(frozen=True, slots=True)
class Trial:
    """The two policies. shares: survey → what of it counts for whom by the draft; empty where both count the same.
    alike: whether both make the same of each indicator and rating, as where a draft changes weights alone; that is most
    of a score's work, and is done once then."""

    policy: Policy
    draft: Policy
    shares: Mapping[UUID, Share] = field(default_factory=dict[UUID, Share])
    alike: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "alike", self.policy.of_lines == self.draft.of_lines)

    def compare(self, card: Card) -> Compared:
        """One card, twice."""
        before = score(card, self.policy)
        other = reattributed(card, self.shares) if self.shares else card
        after = score(other, self.draft, before if self.alike else None)
        return Compared(card.civil_servant_id, _seen(before), _seen(after))


def reattributed(card: Card, shares: Mapping[UUID, Share]) -> Card:
    """The card as it would be, were its surveys spread in another way; a survey without a share stays as it is."""

    def slot(held: Slot) -> Slot:
        said = held.said
        if not isinstance(said, SurveyCounts) or said.survey_id not in shares:
            return held
        return replace(held, said=shares[said.survey_id](card.civil_servant_id))

    return replace(card, slots={source: slot(held) for source, held in card.slots.items()})


def _seen(found: Score) -> Seen:
    return Seen(found.value, found.completeness, found.category)


@dataclass(slots=True)
class Tally:
    """What is told of all people, card by card. changes: by size, for the middle of them."""

    people: int = 0
    changes: Counter[Decimal] = field(default_factory=Counter[Decimal])
    categories: Counter[tuple[str | None, str | None]] = field(default_factory=Counter[tuple[str | None, str | None]])
    without: Counter[str] = field(default_factory=Counter[str])
    _up: list[tuple[Decimal, int, Compared]] = field(default_factory=list[tuple[Decimal, int, Compared]])
    _down: list[tuple[Decimal, int, Compared]] = field(default_factory=list[tuple[Decimal, int, Compared]])

    def add(self, compared: Compared) -> None:
        """One more."""
        self.people += 1
        self.categories[compared.before.category, compared.after.category] += 1
        change = compared.change
        if change is None:
            self.without[_without(compared)] += 1
            return
        self.changes[change] += 1
        if change:
            # Of equal ones those with the smaller id come first, so that the answer follows from the cards alone.
            _keep(self._up if change > 0 else self._down, (change.copy_abs(), -compared.civil_servant_id.int, compared))

    def join(self, other: "Tally") -> None:
        """Those of another tally too."""
        self.people += other.people
        self.changes.update(other.changes)
        self.categories.update(other.categories)
        self.without.update(other.without)
        for heap, others in ((self._up, other._up), (self._down, other._down)):
            for entry in others:
                _keep(heap, entry)

    def told(self) -> dict[str, Any]:
        """As plain values."""
        up = sum(count for change, count in self.changes.items() if change > 0)
        down = sum(count for change, count in self.changes.items() if change < 0)
        return {
            "people": self.people,
            "compared": self.changes.total(),
            "moved": up + down,
            "without_score": {name: self.without[name] for name in ("before", "after", "both")},
            **self._sizes(),
            "histogram": self._histogram(),
            "categories": [
                {"before": before, "after": after, "people": count}
                for (before, after), count in sorted(self.categories.items(), key=lambda each: str(each[0]))
            ],
            "up": _movers(self._up, up),
            "down": _movers(self._down, down),
        }

    def _sizes(self) -> dict[str, Decimal | None]:
        """Mean, middle and largest of the changes without their sign; of nobody, none."""
        sizes: Counter[Decimal] = Counter()
        for change, count in self.changes.items():
            sizes[change.copy_abs()] += count
        count = sizes.total()
        if not count:
            return {"mean_change": None, "median_change": None, "largest_change": None}
        with localcontext(EXACT):
            mean = sum((size * many for size, many in sizes.items()), ZERO) / count
            middle = (_at(sizes, (count - 1) // 2) + _at(sizes, count // 2)) / 2
            sized = {"mean_change": mean, "median_change": middle, "largest_change": max(sizes)}
            return {name: rounded(value, DECIMALS) for name, value in sized.items()}

    def _histogram(self) -> list[dict[str, Any]]:
        """Bars without gap or overlap over everybody who was compared."""
        bars: Counter[int] = Counter()
        for change, count in self.changes.items():
            if change:
                bars[_bar(change)] += count
        ends = [None, *STEPS, None]
        rising = STEPS.index(ZERO) + 1
        found = [{"from": low, "to": high, "people": bars[place]} for place, (low, high) in enumerate(pairwise(ends))]
        return [*found[:rising], {"from": ZERO, "to": ZERO, "people": self.changes[ZERO]}, *found[rising:]]


def _keep(heap: list[tuple[Decimal, int, Compared]], entry: tuple[Decimal, int, Compared]) -> None:
    """In a heap of the largest MOVERS."""
    heapq.heappush(heap, entry) if len(heap) < MOVERS else heapq.heappushpop(heap, entry)


def _bar(change: Decimal) -> int:
    """Which of the bars between STEPS a change other than 0 stands in."""
    place = bisect_left(STEPS, change.copy_abs())
    return place if change > 0 else len(STEPS) - place


def _at(sizes: Counter[Decimal], place: int) -> Decimal:
    """The size at that place, from 0, were all of them in a row."""
    ordered = sorted(sizes)
    passed = list(accumulate(sizes[size] for size in ordered))
    return ordered[bisect_right(passed, place)]


def _without(compared: Compared) -> str:
    """By which of the two there is no score."""
    if compared.before.score is not None:
        return "after"
    return "before" if compared.after.score is not None else "both"


def _movers(heap: list[tuple[Decimal, int, Compared]], count: int) -> dict[str, Any]:
    items = [shown(compared) for _, _, compared in sorted(heap, reverse=True)]
    return {"items": items, "left_off": count - len(items)}


def shown(compared: Compared) -> dict[str, Any]:
    """A person's two scores as plain values."""
    return {
        "civil_servant_id": compared.civil_servant_id,
        "before": compared.before._asdict(),
        "after": compared.after._asdict(),
        "change": compared.change,
    }
