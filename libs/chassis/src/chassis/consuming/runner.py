"""The runner: a group's loop from Kafka's records to a durable, exact effect.

Each poll is sifted against the positions, decoded record by record, loaded and folded; one transaction at a time
writes what is folded while folding goes on. Correctness rests on the fence in the database alone: whatever a rebalance,
a zombie or a rewind does, a stale member can write nothing and starts again from the cursor.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import structlog
from aiokafka import ConsumerRebalanceListener, TopicPartition
from faststream.kafka import KafkaBroker
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis import metrics as m
from chassis.clock import Clock
from chassis.consuming import failure
from chassis.consuming.adopting import Adoption
from chassis.consuming.committing import Committer, Unsavable
from chassis.consuming.cursor import FenceLost, Place
from chassis.consuming.failure import ConsumerStopped, Limits, Tally
from chassis.consuming.folding import Folding
from chassis.consuming.intake import Record, sift
from chassis.consuming.leaving import leave
from chassis.consuming.ledger import Ledger
from chassis.consuming.observing import Observer
from chassis.consuming.pace import Pace
from chassis.consuming.parking import Parked
from chassis.consuming.projection import Projection, Received
from chassis.consuming.settings import MAX_RECORDS, subscriber_settings
from chassis.consuming.unparsed import parser, raw
from chassis.health import Check

MAX_UNSAVED = 20_000
REVOKE_SECONDS = 30.0

log = structlog.stdlib.get_logger()


class Runner(ConsumerRebalanceListener):
    """One consumer group of one process. `serve(stop)` runs it; `broker` is there for the AsyncAPI document.

    relaxed: the projection's transactions need not wait for the disk, because cursor and state are lost together.
    """

    def __init__(
        self,
        *,
        group: str,
        topics: Sequence[str],
        projection: Projection,
        engine: AsyncEngine,
        bootstrap: str,
        metrics: m.Metrics,
        clock: Clock,
        limits: Limits | None = None,
        relaxed: bool = False,
    ) -> None:
        self.group, self.topics = group, tuple(topics)
        self._projection, self._engine = projection, engine
        self._committer = Committer(group, engine, projection, relaxed=relaxed)
        self._observer = Observer(group, metrics, clock)
        self._ledger, tally = Ledger(), Tally(limits or Limits())
        self._folding = Folding(projection, self._ledger, tally, self._load, self._tell_parked)
        self._adoption = Adoption(group, engine, self._ledger)
        self._slice, self._in_flight, self._broken, self._closing = MAX_RECORDS, False, False, False
        self._lock, self._changed, self._dirty = asyncio.Lock(), asyncio.Condition(), asyncio.Event()
        self._fatal: asyncio.Future[None] | None = None
        self.broker = KafkaBroker(
            bootstrap,
            client_id=group,
            consumer_only=True,
            allow_auto_create_topics=False,
            apply_types=False,
            logger=None,
        )
        # Typed as Any: neither FastStream's subscriber options nor aiokafka's consumer carry whole types.
        self.subscriber: Any = self.broker.subscriber(
            *topics, listener=self, parser=parser(self._consumer), decoder=raw, **subscriber_settings(group, topics)
        )
        self.subscriber(self._handle)
        self._pace = Pace(self.subscriber)

    # --- life -------------------------------------------------------------------------------------------------

    async def serve(self, stop: asyncio.Event) -> None:
        """Consumes until `stop`; then finishes its commit, tells Kafka the offsets and leaves the group.

        Raises:
            ConsumerStopped: with the reason why it must not go on.
        """
        self._fatal = asyncio.get_running_loop().create_future()
        committing = asyncio.create_task(self._commit_loop())
        watching = asyncio.create_task(self._watch())
        stopping = asyncio.create_task(stop.wait())
        starting = asyncio.create_task(self.broker.start())
        try:
            await asyncio.wait({self._fatal, stopping, starting}, return_when=asyncio.FIRST_COMPLETED)
            if starting.done():
                starting.result()
                await asyncio.wait({self._fatal, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if not self._fatal.done():
                await self._settle(REVOKE_SECONDS)
        finally:
            self._closing = True
            tasks = (starting, committing, watching, stopping)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._observer.tell_kafka(self.subscriber.consumer, self._ledger)
            await leave(self.group, self.broker)
        if self._fatal.done():
            self._fatal.result()

    async def check(self) -> Check:
        """For health: lag and, in words, what it waits for."""
        detail = self._committer.waiting.detail or self._observer.trouble
        return Check(ok=not detail, detail=detail or "consuming", facts=self._observer.facts())

    async def on_partitions_revoked(self, revoked: object) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Others may own them in a moment: write what is folded, and remember nothing."""
        await self._settle(REVOKE_SECONDS)

    async def on_partitions_assigned(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, assigned: Iterable[TopicPartition]
    ) -> None:
        """Nothing to do: a place is adopted, and its cursor read, when its first record comes."""
        log.info("consumer.assigned", group=self.group, partitions=len(list(assigned)))

    # --- from a poll to memory --------------------------------------------------------------------------------

    async def _handle(self, records: Any) -> None:
        """FastStream's handler. It never raises: an exception would move the position past a lost batch."""
        self._pace.records_came()
        async with self._lock:
            try:
                if not (self._closing or self._broken):
                    await self._take_in(records)
            except Exception as error:
                self._give_up(error)

    async def _take_in(self, records: Sequence[Record]) -> None:
        await self._adoption.adopt(self._consumer(), {Place(record.topic, record.partition) for record in records})
        sifted = sift(records, self._ledger.folded)
        for place, gap in sifted.gaps.items():
            await self._adoption.mend_gap(self._consumer(), place, gap)
        begin = 0
        while begin < len(sifted.records) and not self._broken:
            part = sifted.records[begin : begin + self._slice]
            begin += len(part)
            await self._folding.fold(part)
            self._dirty.set()
            await self._wait_for_room()

    def _tell_parked(self, outcome: Parked) -> None:
        log.warning(
            "consumer.parked", group=self.group, topic=outcome.topic, partition=outcome.partition,
            offset=outcome.offset, reason=outcome.reason, detail=outcome.detail[:200],
        )  # fmt: skip

    async def _load(self, received: Sequence[Received]) -> None:
        attempt = 0
        while not self._closing:
            attempt += 1
            try:
                async with self._engine.connect() as connection:
                    await self._projection.load(connection, received)
                self._observer.trouble = ""
                return
            except Exception as error:
                decided = failure.verdict(error, attempt)
                if not isinstance(decided, failure.Retry):
                    raise
                self._observer.trouble = f"{type(error).__name__}: {error}"[:300]
                await asyncio.sleep(decided.after)

    def _consumer(self) -> Any:
        consumer = self.subscriber.consumer
        assert consumer is not None, "records come from a started consumer only"
        return consumer

    # --- from memory to the database --------------------------------------------------------------------------

    async def _commit_loop(self) -> None:
        """The one writer: takes all that is dirty, writes it, and recovers when it cannot."""
        while True:
            await self._dirty.wait()
            self._dirty.clear()
            work = self._ledger.work(self._projection.take())
            if work is None:
                continue
            self._in_flight = True
            try:
                with self._observer.timed():
                    await self._committer.write(work)
                self._ledger.done(work)
                if work.taken is not None:
                    self._projection.saved(work.taken)
                self._slice = min(MAX_RECORDS, self._slice * 2)
                self._observer.committed(work)
            except (FenceLost, Unsavable) as error:
                self._broken = True
                await self._announce()
                async with self._lock:
                    await self._recover(error)
            except Exception as error:
                self._give_up(error)
            finally:
                self._in_flight = False
                await self._announce()

    async def _recover(self, error: FenceLost | Unsavable) -> None:
        """Forget everything and start again from the cursor; after an unsavable batch in halves, down to its record."""
        try:
            if isinstance(error, FenceLost):
                self._observer.fenced()
                log.warning("consumer.fenced", group=self.group, detail=str(error))
            elif len(error.work.records) == 1:
                await self._park_alone(error)
            else:
                self._slice = max(1, len(error.work.records) // 2)
                log.warning(
                    "consumer.bisects", group=self.group, records=len(error.work.records), error=str(error)[:300]
                )
            places = set(self._ledger.committed)
            self._projection.forget()
            self._ledger.clear()
            self._adoption.clear()
            assigned = {Place(tp.topic, tp.partition) for tp in self._consumer().assignment()}
            await self._adoption.adopt(self._consumer(), places & assigned)
        except Exception as failed:
            self._give_up(failed)
        self._broken = False

    async def _park_alone(self, error: Unsavable) -> None:
        outcome = await self._committer.park_alone(error)
        self._observer.parked([outcome])
        self._folding.count(outcome)

    async def _settle(self, seconds: float) -> None:
        """Waits until all that was folded is durable, or so long; then forgets it."""
        async with self._lock:
            try:
                async with asyncio.timeout(seconds), self._changed:
                    await self._changed.wait_for(lambda: self._idle() or self._broken or self._closing)
            except TimeoutError:
                log.warning("consumer.unsettled", group=self.group, unsaved=len(self._ledger.records))
            if not self._closing:
                self._projection.forget()
                self._ledger.clear()

    def _idle(self) -> bool:
        return not (self._in_flight or self._dirty.is_set() or self._ledger.records)

    async def _wait_for_room(self) -> None:
        limit = 0 if self._slice < MAX_RECORDS else MAX_UNSAVED
        async with self._changed:
            await self._changed.wait_for(
                lambda: self._broken or self._closing or self._fatal_done()
                or (self._idle() if limit == 0 else len(self._ledger.records) <= limit)
            )  # fmt: skip

    async def _announce(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    # --- ends -------------------------------------------------------------------------------------------------

    async def _watch(self) -> None:
        try:
            await self._observer.watch(lambda: self.subscriber.consumer, self._cursors, self._ledger)
        except Exception as error:
            self._give_up(error)

    async def _cursors(self, beginnings: Mapping[Place, int]) -> dict[Place, int]:
        """The durable cursors. A silent place is adopted here: Kafka's offset may lie after it, as after a restore.
        When other tables were put in place, all begins again from theirs, though no record comes."""
        if not (self._lock.locked() or self._closing or self._broken):
            async with self._lock:
                await self._adoption.adopt(self._consumer(), beginnings)
        cursors = await self._adoption.cursors(beginnings)
        if self._ledger.outlived(cursors):
            async with self._lock:
                await self._recover(FenceLost("the tables that this member remembers were replaced"))
        return cursors.offsets

    def _give_up(self, error: Exception) -> None:
        log.error("consumer.stopped", group=self.group, error=str(error), exc_info=error)
        if self._fatal is not None and not self._fatal.done():
            self._fatal.set_exception(error if isinstance(error, ConsumerStopped) else ConsumerStopped(repr(error)))

    def _fatal_done(self) -> bool:
        return self._fatal is not None and self._fatal.done()
