"""Reading topics again, from their beginning to given places, in no group: what a rebuild is made of.

The projection is the one that serves, and so are the fenced cursor, the parking of records and the meaning of failures;
only the tables are others, and the end is known. One partition after the other and in large transactions, so that what
a projection keeps in memory is written seldom. One transaction is under way while the next records are folded.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.consuming import cursor
from chassis.consuming.committing import Committer, Unsavable
from chassis.consuming.cursor import Place
from chassis.consuming.failure import Limits, Tally
from chassis.consuming.folding import Folding
from chassis.consuming.intake import Record
from chassis.consuming.ledger import Ledger, Work
from chassis.consuming.parking import Parked
from chassis.consuming.projection import Projection, Received
from chassis.consuming.settings import MAX_RECORDS

RECORDS_A_TRANSACTION: Final = 40_000
WAIT_MS: Final = 500

log = structlog.stdlib.get_logger()


class Replay:
    """`to(ends)` may be called again and again, each time with later ends; `stop()` closes the client.

    group: whose cursors are written, in the engine's tables. read_some: how many records of each topic became durable.
    """

    def __init__(
        self,
        *,
        group: str,
        topics: Sequence[str],
        projection: Projection,
        engine: AsyncEngine,
        bootstrap: str,
        read_some: Callable[[Mapping[str, int]], None],
        limits: Limits | None = None,
    ) -> None:
        self.group, self.topics = group, tuple(topics)
        self._projection, self._engine, self._read_some = projection, engine, read_some
        self._committer = Committer(group, engine, projection, relaxed=True)
        self._ledger, tally = Ledger(), Tally(limits or Limits())
        self._folding = Folding(projection, self._ledger, tally, self._load, self._tell_parked)
        self._most = RECORDS_A_TRANSACTION
        self._writing: tuple[Work, asyncio.Task[None]] | None = None
        self._consumer: Any = AIOKafkaConsumer(
            bootstrap_servers=bootstrap, enable_auto_commit=False, max_partition_fetch_bytes=4 * 1024 * 1024
        )
        self._started = False

    async def to(self, ends: Mapping[Place, int]) -> None:
        """Everything before these places is applied and durable when it returns, and nothing after them.

        Raises:
            ConsumerStopped: too much of it cannot be used.
        """
        wanted = {place: end for place, end in ends.items() if place.topic in self.topics}
        await self._begin(wanted)
        by_number = sorted(wanted, key=lambda place: place.partition)
        for _, places in groupby(by_number, key=lambda place: place.partition):
            await self._read(list(places), wanted)
        while not await self._flush():
            await self._read(by_number, wanted)

    def forget(self) -> None:
        """The tables were changed by somebody else: what is in memory is read again."""
        self._projection.forget()

    async def stop(self) -> None:
        """Closes the client; a transaction under way is given up."""
        if self._writing is not None:
            self._writing[1].cancel()
            await asyncio.gather(self._writing[1], return_exceptions=True)
        if self._started:
            await self._consumer.stop()

    async def _begin(self, wanted: Mapping[Place, int]) -> None:
        if not self._started:
            await self._consumer.start()
            self._started = True
        places = {TopicPartition(*place) for place in {*wanted, *self._ledger.folded}}
        if places - self._consumer.assignment():
            self._consumer.assign(list(places))
        await self._adopt(wanted)

    async def _adopt(self, wanted: Mapping[Place, int]) -> None:
        """Positions from the cursors, of a place without one from its beginning; the client is sent to all of them."""
        unknown = [place for place in wanted if place not in self._ledger.folded]
        if unknown:
            begins = await self._consumer.beginning_offsets([TopicPartition(*place) for place in unknown])
            async with self._engine.begin() as connection:
                found = {Place(at.topic, at.partition): begin for at, begin in begins.items()}
                self._ledger.adopt(await cursor.read(connection, self.group, found))
        for place in wanted:
            self._consumer.seek(TopicPartition(*place), self._ledger.folded[place])

    async def _read(self, places: Sequence[Place], wanted: Mapping[Place, int]) -> None:
        while waiting := [place for place in places if self._ledger.folded[place] < wanted[place]]:
            at = [TopicPartition(*place) for place in waiting]
            found = await self._consumer.getmany(*at, timeout_ms=WAIT_MS, max_records=min(self._most, MAX_RECORDS))
            records = [record for each in found.values() for record in each]
            known = [each for each in records if each.offset < wanted[Place(each.topic, each.partition)]]
            if known and not await self._take_in(known):
                await self._adopt(wanted)
                continue
            for partition, place in zip(at, waiting, strict=True):
                # What is left before the end may be markers of a foreign producer's transactions, which are no records.
                if await self._consumer.position(partition) >= wanted[place]:
                    self._ledger.skip(place, wanted[place])

    async def _take_in(self, records: Sequence[Record]) -> bool:
        """False when all memory was given up and the records have to be read again."""
        await self._folding.fold(records)
        if len(self._ledger.records) < self._most:
            return True
        if not await self._settled():
            return False
        self._write()
        return self._most == RECORDS_A_TRANSACTION or await self._settled()

    async def _flush(self) -> bool:
        if not await self._settled():
            return False
        self._write()
        return await self._settled()

    async def _load(self, received: Sequence[Received]) -> None:
        async with self._engine.connect() as connection:
            await self._projection.load(connection, received)

    def _tell_parked(self, outcome: Parked) -> None:
        log.warning("replay.parked", group=self.group, topic=outcome.topic, offset=outcome.offset, why=outcome.reason)

    def _write(self) -> None:
        work = self._ledger.work(self._projection.take())
        if work is not None:
            self._writing = work, asyncio.create_task(self._committer.write(work))

    async def _settled(self) -> bool:
        """Waits for the transaction under way. False: it will never succeed, and everything begins again from the
        cursor, in halves down to the record that is at fault."""
        if self._writing is None:
            return True
        (work, task), self._writing = self._writing, None
        try:
            await task
        except Unsavable as error:
            await self._give_back(error)
            return False
        self._ledger.done(work)
        if work.taken is not None:
            self._projection.saved(work.taken)
        self._most = min(RECORDS_A_TRANSACTION, self._most * 2)
        self._read_some(Counter(record.topic for record in work.records))
        return True

    async def _give_back(self, error: Unsavable) -> None:
        work = error.work
        if len(work.records) == 1:
            outcome = await self._committer.park_alone(error)
            self._folding.count(outcome)
            self._read_some({outcome.topic: 1})
        else:
            self._most = max(1, len(work.records) // 2)
            log.warning("replay.bisects", group=self.group, records=len(work.records), error=str(error)[:300])
        self._projection.forget()
        self._ledger.clear()
