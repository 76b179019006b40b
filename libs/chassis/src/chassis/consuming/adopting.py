"""Where to read on: cursors from the database, the client sent there, and gaps asked for again.

Invariant: a place that is not adopted has no position, and none of its records is folded.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import structlog
from aiokafka import TopicPartition
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.consuming import cursor
from chassis.consuming.cursor import Cursors, Place
from chassis.consuming.failure import ConsumerStopped
from chassis.consuming.ledger import Ledger

log = structlog.stdlib.get_logger()


class Adoption:
    """Adopts places of one group into a ledger."""

    def __init__(self, group: str, engine: AsyncEngine, ledger: Ledger) -> None:
        self._group, self._engine, self._ledger = group, engine, ledger
        self._gaps: dict[Place, tuple[int, int]] = {}

    async def adopt(self, consumer: Any, places: Iterable[Place]) -> None:
        """Reads the cursors of places that have no position yet, and seeks the client to them."""
        unknown = [place for place in places if place not in self._ledger.folded]
        if not unknown:
            return
        beginnings = await consumer.beginning_offsets([TopicPartition(*place) for place in unknown])
        cursors = await self.cursors({Place(tp.topic, tp.partition): at for tp, at in beginnings.items()})
        self._ledger.adopt(cursors)
        for place, offset in cursors.offsets.items():
            _seek(consumer, place, offset)

    async def cursors(self, beginnings: Mapping[Place, int]) -> Cursors:
        """The durable cursors; one that is not there yet begins where its log begins."""
        async with self._engine.begin() as connection:
            return await cursor.read(connection, self._group, beginnings)

    async def mend_gap(self, consumer: Any, place: Place, gap: tuple[int, int]) -> None:
        """Records between the position and what came: asked for again once.

        A gap that the broker confirms is passed, for transaction markers of a foreign producer take offsets too.

        Raises:
            ConsumerStopped: the log begins after the position, so records that were never read are gone.
        """
        expected, found = gap
        beginning = (await consumer.beginning_offsets([TopicPartition(*place)]))[TopicPartition(*place)]
        if beginning > expected:
            raise ConsumerStopped(f"{place.topic}[{place.partition}]: records {expected} to {beginning - 1} are gone")
        if self._gaps.pop(place, None) == gap:
            log.warning("consumer.gap_confirmed", group=self._group, topic=place.topic, expected=expected, found=found)
            self._ledger.skip(place, found)
        else:
            self._gaps[place] = gap
        _seek(consumer, place, self._ledger.folded[place])

    def clear(self) -> None:
        """No gap was seen."""
        self._gaps.clear()


def _seek(consumer: Any, place: Place, offset: int) -> None:
    # A rebalance may have taken the place away while its cursor was read; then its next owner seeks.
    partition = TopicPartition(*place)
    if partition in consumer.assignment():
        consumer.seek(partition, offset)
