"""Which rows of a round count as published: the relay's one decision, pure.

Invariant: a row is marked only when it and all earlier rows of its partition were acknowledged. So a row that failed
is sent again before anything that came after it on its partition, while other partitions go on.
"""

from collections.abc import Sequence
from typing import NamedTuple


class Sent(NamedTuple):
    """A row that was handed to the producer, and whether the broker acknowledged it."""

    id: int
    topic: str
    partition: int
    acknowledged: bool


def published(sent: Sequence[Sent]) -> list[int]:
    """Ids of the rows to mark, in order."""
    held: set[tuple[str, int]] = set()
    marked: list[int] = []
    for row in sent:
        place = (row.topic, row.partition)
        if not row.acknowledged:
            held.add(place)
        elif place not in held:
            marked.append(row.id)
    return marked
