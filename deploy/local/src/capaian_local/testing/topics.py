"""The catalogue's topics for a test: empty, and a producer for what a test puts on them."""

import asyncio
from collections.abc import Sequence

from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete
from chassis.consuming import extent
from chassis.outbox import Event
from contracts.topics import CATALOGUE

from capaian_local.topics import ensure


class Topics:
    """Topics of one broker. Tests run one after another, so that they may share the catalogue's names."""

    def __init__(self, bootstrap: str) -> None:
        self.bootstrap = bootstrap
        self._producer: AIOKafkaProducer | None = None

    async def fresh(self) -> None:
        """All topics of the catalogue, empty."""
        admin = AIOKafkaAdminClient(bootstrap_servers=self.bootstrap)
        await admin.start()
        try:
            present = sorted(set(await admin.list_topics()) & set(CATALOGUE))
            if present:
                await admin.delete_topics(present)
            async with asyncio.timeout(20):
                # A deletion is a promise: Kafka has no event for its end, so that asking is the only way to know.
                while set(await admin.list_topics()) & set(CATALOGUE):  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
        finally:
            await admin.close()
        await ensure(self.bootstrap, CATALOGUE.values())

    async def put(self, events: Sequence[Event]) -> None:
        """Publishes events as a relay would, each acknowledged."""
        for event in events:
            await self.put_raw(event.topic, event.partition, event.payload, event.key.encode())

    async def put_raw(self, topic: str, partition: int, value: bytes | None, key: bytes | None = None) -> None:
        """Publishes any bytes."""
        if self._producer is None:
            self._producer = AIOKafkaProducer(
                bootstrap_servers=self.bootstrap, acks="all", enable_idempotence=True, max_request_size=4_000_000
            )
            await self._producer.start()
        await self._producer.send_and_wait(topic, value, key=key, partition=partition)

    async def ends(self, topics: Sequence[str]) -> int:
        """How many records the topics have got in all."""
        return sum((await extent.ends(self.bootstrap, topics)).values())

    async def forget_before(self, topic: str, partition: int, offset: int) -> None:
        """Deletes the first records of a partition, as a retention would."""
        admin = AIOKafkaAdminClient(bootstrap_servers=self.bootstrap)
        await admin.start()
        try:
            await admin.delete_records({TopicPartition(topic, partition): RecordsToDelete(before_offset=offset)})
        finally:
            await admin.close()

    async def close(self) -> None:
        """Ends the producer."""
        if self._producer is not None:
            await self._producer.stop()
