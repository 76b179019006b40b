"""The same card by any way: order, repetition and batching of what is said never matter."""

import random
from datetime import UTC, datetime
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as any_
from scoring_svc.app.ports import CardKey, Kept
from scoring_svc.app.project import Cards, Taken
from scoring_svc.domain.card import Card, apply, fold
from scoring_svc.domain.contribution import Contribution, EvaluationWithdrawn, SurveyCeased

from .. import situations as that

SOURCES = {
    that.PLAN: lambda n: that.plan(that.indicator(), that.indicator(id=that.WAITING), sequence=n),
    that.COVERAGE: lambda n: that.realized(str(60 + n) if n % 4 else None, sequence=n),
    that.WAITING: lambda n: that.realized(str(90 - n), that.WAITING, n),
    that.RATING: lambda n: that.of(that.RATING, EvaluationWithdrawn(), n) if n % 3 == 0 else that.rated(sequence=n),
    that.SURVEY: lambda n: that.of(that.SURVEY, SurveyCeased(), n) if n % 5 == 0 else that.surveyed(sequence=n),
}
HISTORIES = any_.lists(any_.tuples(any_.sampled_from(list(SOURCES)), any_.integers(1, 12)), min_size=1, max_size=40)
WHEN = datetime(2026, 7, 1, tzinfo=UTC)


def history(drawn: list[tuple[UUID, int]]) -> list[Contribution]:
    return [SOURCES[source](number) for source, number in drawn]


@given(HISTORIES, any_.randoms(use_true_random=False), any_.integers(1, 3))
def test_order_and_repetition_do_not_matter(drawn: list[tuple[UUID, int]], luck: random.Random, times: int):
    said = history(drawn)
    mixed = said * times
    luck.shuffle(mixed)
    assert fold(that.empty(), mixed) == fold(that.empty(), said)


@given(HISTORIES, any_.lists(any_.integers(0, 40), max_size=8))
def test_batches_do_not_matter(drawn: list[tuple[UUID, int]], cuts: list[int]):
    """The projector's memory, cut into transactions anywhere, with memory lost at every cut."""
    said, stored = history(drawn), dict[CardKey, Card]()
    edges = sorted({0, len(said), *(cut for cut in cuts if cut < len(said))})
    for begin, end in pairwise(edges):
        cards = Cards(that.PACKS, 10)
        key = (that.SITI, that.YEAR)
        cards.put([(key, Kept(stored[key], 1, None) if key in stored else None)])
        for each in said[begin:end]:
            cards.fold(each, WHEN, "")
        taken = cards.take()
        stored |= (
            {(each.card.civil_servant_id, each.card.period_id): each.card for each in taken.changed} if taken else {}
        )
    assert stored[that.SITI, that.YEAR] == fold(that.empty(), said)


def test_an_older_word_gives_the_very_same_card():
    card = fold(that.empty(), [that.realized("80", sequence=2)])
    assert apply(card, that.realized("70", sequence=2)) is card
    assert apply(card, that.realized("70", sequence=1)) is card


def test_what_says_nothing_new_is_not_written():
    cards = Cards(that.PACKS, 10)
    cards.put([((that.SITI, that.YEAR), None)])
    assert cards.fold(that.realized("80"), WHEN, "one")
    taken = cards.take()
    assert taken is not None and [each.sequence for each in taken.changed] == [1]
    assert not cards.fold(that.realized("80"), WHEN, "again")
    assert cards.take() is None


def test_a_card_may_change_without_its_score():
    """A new evidence of an equal value: the card has a new version, and nobody is told of a score."""
    cards = Cards(that.PACKS, 10)
    cards.put([((that.SITI, that.YEAR), None)])
    cards.fold(that.plan(that.indicator()), WHEN, "")
    cards.fold(that.realized("80"), WHEN, "")
    first = cards.take()
    cards.fold(that.realized("80", sequence=2), WHEN, "")
    second = cards.take()
    assert first is not None and second is not None
    assert [(each.sequence, each.moved) for each in (*first.changed, *second.changed)] == [(1, True), (2, False)]


def test_what_is_needed_or_not_yet_durable_stays_in_memory():
    cards = Cards(that.PACKS, 1)
    siti, dewi, budi = ((person, that.YEAR) for person in (that.SITI, that.DEWI, that.BUDI))
    cards.put([(key, None) for key in cards.want([siti, dewi, budi])])
    cards.fold(that.of(that.COVERAGE, that.realized("1").said), WHEN, "")
    assert cards.want([dewi]) == [], "Siti's card is dirty, Dewi's is about to be folded, and Budi's may go"
    assert cards.want([siti, dewi, budi]) == [budi]
    taken = cards.take()
    assert taken is not None
    assert cards.want([dewi]) == [] and cards.want([siti]) == [], "Siti's card is being written, and Dewi's may go"
    cards.saved(taken)
    cards.put([(key, None) for key in cards.want([dewi, budi])])
    assert cards.want([dewi]) == [] and cards.want([siti]) == [siti]


STEPS = any_.lists(any_.sampled_from(["load", "fold", "take", "saved"]), max_size=60)


@given(any_.lists(any_.tuples(any_.integers(0, 3), any_.integers(1, 9)), max_size=25), STEPS, any_.integers(1, 3))
def test_a_small_memory_loses_nothing_however_folding_and_writing_interleave(
    drawn: list[tuple[int, int]], steps: list[str], limit: int
):
    """As the runner does it: load, fold and write each in their turn, reads from the database in between."""
    said = [that.of(that.COVERAGE, that.realized(str(n)).said, n, person=UUID(int=0x800 + who)) for who, n in drawn]
    runner = Interleaved(Cards(that.PACKS, limit), said)
    for step in [*steps, *["saved", "take", "saved", "load", "fold"] * (len(said) + 1), "take", "saved"]:
        runner.do(step)
    expected: dict[CardKey, Card] = {}
    for each in said:
        key = (each.civil_servant_id, each.period_id)
        expected[key] = apply(expected.get(key, Card(*key)), each)
    assert {key: kept.card for key, kept in runner.stored.items()} == expected


class Interleaved:
    """The runner's order of calls, with batches of two records; and a database."""

    def __init__(self, cards: Cards, said: list[Contribution]) -> None:
        self.cards, self.said = cards, said
        self.stored: dict[CardKey, Kept] = {}
        self.loaded: list[Contribution] = []
        self.read: list[tuple[CardKey, Kept | None]] = []
        self.flying: Taken | None = None

    def do(self, step: str) -> None:
        match step:
            case "load" if not self.loaded:
                self.loaded, self.said = self.said[:2], self.said[2:]
                keys = self.cards.want((each.civil_servant_id, each.period_id) for each in self.loaded)
                self.read = [(key, self.stored.get(key)) for key in keys]
            case "fold":
                self.cards.put(self.read)
                for each in self.loaded:
                    self.cards.fold(each, WHEN, "")
                self.loaded, self.read = [], []
            case "take" if self.flying is None:
                self.flying = self.cards.take()
            case "saved" if self.flying is not None:
                for each in self.flying.changed:
                    key = (each.card.civil_servant_id, each.card.period_id)
                    self.stored[key] = Kept(each.card, each.sequence, None)
                self.cards.saved(self.flying)
                self.flying = None
            case _:
                return
