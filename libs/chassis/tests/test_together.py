"""Several projections that are driven as one."""

from collections.abc import Sequence
from typing import Any, cast

import pytest
from chassis.consuming import Received, Together, Unusable
from sqlalchemy.ext.asyncio import AsyncConnection

NOWHERE = cast("AsyncConnection", None)


def record(word: str) -> Received:
    return cast("Received", word)


class Part:
    """Keeps the words that begin with its letter, and writes into the diary what is done with it. refuses: a word."""

    def __init__(self, letter: str, diary: list[str], refuses: str = "") -> None:
        self._letter, self._diary, self._refuses = letter, diary, refuses
        self._kept: list[str] = []

    async def load(self, connection: AsyncConnection, records: Sequence[Received]) -> None:
        self._diary.append(f"{self._letter} loads {len(records)}")

    def fold(self, record: Received) -> None:
        word = cast("str", record)
        if word == self._refuses:
            raise Unusable("refused", word)
        if word.startswith(self._letter):
            self._kept.append(word)

    def take(self) -> Any:
        taken, self._kept = self._kept, []
        return taken or None

    async def save(self, connection: AsyncConnection, taken: Any) -> None:
        self._diary.append(f"{self._letter} saves {taken}")

    def saved(self, taken: Any) -> None:
        self._diary.append(f"{self._letter} saved {taken}")

    def forget(self) -> None:
        self._kept = []
        self._diary.append(f"{self._letter} forgets")


async def test_each_part_does_its_own_in_the_order_given():
    diary: list[str] = []
    both = Together(Part("b", diary), Part("a", diary))
    words = [record("apple"), record("bear"), record("axe")]
    await both.load(NOWHERE, words)
    for each in words:
        both.fold(each)
    taken = both.take()
    assert taken is not None and taken == (["bear"], ["apple", "axe"]) and both.take() is None
    await both.save(NOWHERE, taken)
    both.saved(taken)
    assert diary == [
        "b loads 3", "a loads 3", "b saves ['bear']", "a saves ['apple', 'axe']", "b saved ['bear']",
        "a saved ['apple', 'axe']",
    ]  # fmt: skip


async def test_a_part_that_took_nothing_is_left_alone():
    diary: list[str] = []
    both = Together(Part("a", diary), Part("b", diary))
    assert both.take() is None
    both.fold(record("bear"))
    taken = both.take()
    assert taken is not None and taken == (None, ["bear"])
    await both.save(NOWHERE, taken)
    both.saved(taken)
    assert diary == ["b saves ['bear']", "b saved ['bear']"]


def test_what_one_part_cannot_use_is_not_seen_by_those_after_it():
    both = Together(Part("x", [], refuses="apple"), Part("a", []))
    with pytest.raises(Unusable):
        both.fold(record("apple"))
    assert both.take() is None


def test_all_parts_forget():
    diary: list[str] = []
    both = Together(Part("a", diary), Part("b", diary))
    both.fold(record("apple"))
    both.forget()
    assert both.take() is None and diary == ["a forgets", "b forgets"]
