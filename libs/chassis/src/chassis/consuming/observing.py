"""What operators see of a consumer: counts, lag, ages, and the watchdog's look at progress.

Kafka's own offset commit is made here too: it is a hint for lag tools, never the truth, so that its failure is no
failure.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Generator, Iterable
from contextlib import contextmanager, suppress
from typing import Any

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from chassis import metrics as m
from chassis import postgres
from chassis.clock import Clock
from chassis.consuming.cursor import Place
from chassis.consuming.failure import ConsumerStopped
from chassis.consuming.ledger import Ledger, Work
from chassis.consuming.parking import Parked
from chassis.consuming.watchdog import Watchdog

LOOK_SECONDS = 5.0
TELL_SECONDS = 3.0


class Observer:
    """The eyes on one group. `trouble` is what it waits for before a commit, in words; empty when it does not."""

    def __init__(self, group: str, metrics: m.Metrics, clock: Clock) -> None:
        self._group, self._clock = group, clock
        self._records, self._parked_total = metrics.counter(m.CONSUMER_RECORDS), metrics.counter(m.CONSUMER_PARKED)
        self._lag_gauge = metrics.gauge(m.CONSUMER_LAG)
        self._commit_seconds = metrics.histogram(m.CONSUMER_COMMIT).labels(group)
        self._age = metrics.histogram(m.CONSUMER_AGE).labels(group)
        self._fenced = metrics.counter(m.CONSUMER_FENCED).labels(group)
        self._watchdog = Watchdog()
        self._lag: dict[Place, int] = {}
        self._told: dict[TopicPartition, int] = {}
        self.trouble = "starting"

    @contextmanager
    def timed(self) -> Generator[None, None, None]:
        """Around one fenced transaction, retries included."""
        with self._commit_seconds.time():
            yield

    def committed(self, work: Work) -> None:
        """A transaction became durable."""
        for topic, count in Counter(record.topic for record in work.records).items():
            self._records.labels(self._group, topic).inc(count)
        if work.oldest is not None:
            self._age.observe(max(0.0, (self._clock() - work.oldest).total_seconds()))
        self.parked(work.parked)

    def parked(self, records: Iterable[Parked]) -> None:
        """So many records were put aside, durably."""
        for (topic, reason), count in Counter((record.topic, record.reason) for record in records).items():
            self._parked_total.labels(self._group, topic, reason).inc(count)

    def fenced(self) -> None:
        """A commit was refused by the fence."""
        self._fenced.inc()

    def facts(self) -> dict[str, object]:
        """For `/health/ready`: lag in records and assigned partitions."""
        return {"lag": sum(self._lag.values()), "partitions": len(self._lag)}

    async def tell_kafka(self, consumer: Any, ledger: Ledger) -> None:
        """Commits the durable offsets to Kafka, best effort.

        Never while a transaction is awaited: the client's commit waits for a rebalance, and the rebalance for us.
        """
        if consumer is None:
            return
        assigned = consumer.assignment()
        hints = {TopicPartition(*place): offset for place, offset in ledger.committed.items()}
        hints = {partition: offset for partition, offset in hints.items() if partition in assigned}
        if hints and hints != self._told:
            with suppress(KafkaError, TimeoutError):
                async with asyncio.timeout(TELL_SECONDS):
                    await consumer.commit(hints)
                    self._told = hints

    async def watch(
        self,
        consumer: Callable[[], Any],
        cursors: Callable[[dict[Place, int]], Awaitable[dict[Place, int]]],
        ledger: Ledger,
    ) -> None:
        """Looks at lag and progress now and then, for ever.

        Raises:
            ConsumerStopped: records are there and the durable cursor stood still for the watchdog's limit.
        """
        while True:
            try:
                await self._look(consumer(), cursors)
                await self.tell_kafka(consumer(), ledger)
                self.trouble = ""
            except KafkaError as error:
                self.trouble = f"Kafka: {type(error).__name__}: {error}"[:300]
            except ConsumerStopped:
                raise
            except Exception as error:
                if not postgres.is_transient(error):
                    raise
                self.trouble = f"PostgreSQL: {type(error).__name__}"
            await asyncio.sleep(LOOK_SECONDS)

    async def _look(self, consumer: Any, cursors: Callable[[dict[Place, int]], Awaitable[dict[Place, int]]]) -> None:
        assigned: list[TopicPartition] = list(consumer.assignment()) if consumer is not None else []
        if consumer is None or not assigned:
            self._lag.clear()
            return
        beginnings = await consumer.beginning_offsets(assigned)
        ends = {Place(tp.topic, tp.partition): end for tp, end in (await consumer.end_offsets(assigned)).items()}
        at = await cursors({Place(tp.topic, tp.partition): beginning for tp, beginning in beginnings.items()})
        for place in set(self._lag) - set(at):
            self._lag_gauge.remove(self._group, place.topic, str(place.partition))
        self._lag = {place: max(0, ends[place] - offset) for place, offset in at.items()}
        for place, lag in self._lag.items():
            self._lag_gauge.labels(self._group, place.topic, str(place.partition)).set(lag)
        if (stalled := self._watchdog.stalled(at, ends, time.monotonic())) is not None:
            raise ConsumerStopped(stalled)
