"""What a consumer has folded and not yet written: positions, parked records and the raw records in between.

Pure bookkeeping. `committed` is what the database's cursor is expected to be, `folded` where memory is; between the two
lies what the next transaction has to write.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from chassis.consuming.cursor import Cursors, Place
from chassis.consuming.intake import Record
from chassis.consuming.parking import Parked


class Work(NamedTuple):
    """One transaction: cursors from `expected` to `to`, the parked records, the projection's share, and the raw records
    that it came from. `oldest`: the earliest `occurred_at` among them. `table`: where the cursors were read."""

    expected: Mapping[Place, int]
    to: Mapping[Place, int]
    parked: list[Parked]
    taken: Any
    records: list[Record]
    oldest: datetime | None
    table: int


class Ledger:
    """Positions of the places that this member has adopted, and what is unsaved."""

    def __init__(self) -> None:
        self.committed: dict[Place, int] = {}
        self.folded: dict[Place, int] = {}
        self.records: list[Record] = []
        self._parked: list[Parked] = []
        self._oldest: datetime | None = None
        self._table: int | None = None

    def adopt(self, cursors: Cursors) -> None:
        """Places whose cursor was just read. The table is that of the first of them, for memory began with it."""
        self.committed.update(cursors.offsets)
        self.folded.update(cursors.offsets)
        if self._table is None and cursors.offsets:
            self._table = cursors.table

    def outlived(self, cursors: Cursors) -> bool:
        """Whether what is known came from other tables than those that these cursors were read from."""
        return bool(cursors.offsets) and self._table not in (None, cursors.table)

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
        assert self._table is not None, "a place that moved was adopted"
        work = Work(expected, to, self._parked, taken, self.records, self._oldest, self._table)
        self.records, self._parked, self._oldest = [], [], None
        return work

    def done(self, work: Work) -> None:
        """The transaction is durable."""
        self.committed.update(work.to)
