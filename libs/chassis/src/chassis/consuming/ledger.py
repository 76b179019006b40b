"""What a consumer has folded and not yet written: positions, parked records and the raw records in between.

Pure bookkeeping. `committed` is what the database's cursor is expected to be, `folded` where memory is; between the two
lies what the next transaction has to write.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from chassis.consuming.cursor import Place
from chassis.consuming.intake import Record
from chassis.consuming.parking import Parked


class Work(NamedTuple):
    """One transaction: cursors from `expected` to `to`, the parked records, the projection's share, and the raw records
    that it came from. `oldest`: the earliest `occurred_at` among them."""

    expected: Mapping[Place, int]
    to: Mapping[Place, int]
    parked: list[Parked]
    taken: Any
    records: list[Record]
    oldest: datetime | None


class Ledger:
    """Positions of the places that this member has adopted, and what is unsaved."""

    def __init__(self) -> None:
        self.committed: dict[Place, int] = {}
        self.folded: dict[Place, int] = {}
        self.records: list[Record] = []
        self._parked: list[Parked] = []
        self._oldest: datetime | None = None

    def adopt(self, cursors: Mapping[Place, int]) -> None:
        """Places whose cursor was just read."""
        self.committed.update(cursors)
        self.folded.update(cursors)

    def clear(self) -> None:
        """Nothing is known and nothing is unsaved."""
        self.__init__()

    def folded_one(self, record: Record, occurred_at: datetime | None) -> None:
        """`record` is in memory (or needs nothing)."""
        self.folded[Place(record.topic, record.partition)] = record.offset + 1
        self.records.append(record)
        if occurred_at is not None and (self._oldest is None or occurred_at < self._oldest):
            self._oldest = occurred_at

    def parked_one(self, record: Record, parked: Parked) -> None:
        """`record` is put aside."""
        self.folded_one(record, None)
        self._parked.append(parked)

    def skip(self, place: Place, offset: int) -> None:
        """The broker has no records up to `offset` there."""
        self.folded[place] = offset

    def work(self, taken: Any) -> Work | None:
        """What the next transaction has to write; None when nothing moved."""
        to = {place: offset for place, offset in self.folded.items() if offset != self.committed[place]}
        if not to:
            return None
        expected = {place: self.committed[place] for place in to}
        work = Work(expected, to, self._parked, taken, self.records, self._oldest)
        self.records, self._parked, self._oldest = [], [], None
        return work

    def done(self, work: Work) -> None:
        """The transaction is durable."""
        self.committed.update(work.to)
