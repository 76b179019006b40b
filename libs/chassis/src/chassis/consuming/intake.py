"""From a poll's records to what may be folded: in order, without repetition, without a gap, decoded one by one.

Pure. A record that cannot be read marks itself and leaves its neighbours alone.
"""

from collections.abc import Iterable, Mapping, MutableMapping
from typing import NamedTuple, Protocol

from contracts import registry
from contracts.topics import MAX_EVENT_BYTES

from chassis.consuming.cursor import Place
from chassis.consuming.parking import Parked, parked
from chassis.consuming.projection import Received


class Record(Protocol):
    """What is used of aiokafka's ConsumerRecord."""

    @property
    def topic(self) -> str: ...
    @property
    def partition(self) -> int: ...
    @property
    def offset(self) -> int: ...
    @property
    def key(self) -> bytes | None: ...
    @property
    def value(self) -> bytes | None: ...


class Sifted(NamedTuple):
    """records: next in line on each place. gaps: place → (offset expected, offset found)."""

    records: list[Record]
    gaps: dict[Place, tuple[int, int]]


def sift(records: Iterable[Record], positions: Mapping[Place, int]) -> Sifted:
    """Drops what lies before the position of its place, and everything of a place from a gap on.

    Raises:
        KeyError: a record of a place that has no position.
    """
    nexts: MutableMapping[Place, int] = dict(positions)
    fresh: list[Record] = []
    gaps: dict[Place, tuple[int, int]] = {}
    for record in records:
        place = Place(record.topic, record.partition)
        expected = nexts[place]
        if record.offset > expected and place not in gaps:
            gaps[place] = (expected, record.offset)
        if record.offset == expected and place not in gaps:
            nexts[place] = expected + 1
            fresh.append(record)
    return Sifted(fresh, gaps)


def read(record: Record) -> Received | Parked:
    """The record decoded, or put aside with the reason why it cannot be."""
    value = record.value
    if value is None:
        return aside(record, "empty", "a record without a value (a tombstone) says nothing here")
    if len(value) > MAX_EVENT_BYTES:
        return aside(record, "too_large", f"{len(value)} bytes; events have at most {MAX_EVENT_BYTES}")
    try:
        envelope = registry.decode_envelope(value)
        return Received(record.topic, record.partition, record.offset, envelope, registry.decode_data(envelope))
    except registry.Undecodable as error:
        return aside(record, error.reason, str(error))
    except RecursionError:
        return aside(record, registry.NotAnEnvelope.reason, "nested deeper than any event")


def aside(record: Record, reason: str, detail: str) -> Parked:
    """The record as a parked one."""
    return parked(record.topic, record.partition, record.offset, record.key, record.value, (reason, detail))
