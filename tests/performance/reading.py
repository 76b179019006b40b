"""All that stands on the topics, from their beginning to their end as it is now."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from contracts import registry
from contracts.envelope import Data, Envelope
from contracts.topics import CATALOGUE


async def read_all(bootstrap: str, topics: Iterable[str]) -> list[tuple[Envelope, Data]]:
    """Every record of these topics, decoded; each partition in its order."""
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, auto_offset_reset="earliest", enable_auto_commit=False)
    await consumer.start()
    try:
        places = [TopicPartition(name, each) for name in topics for each in range(CATALOGUE[name].partitions)]
        consumer.assign(places)
        ends = await consumer.end_offsets(places)
        await consumer.seek_to_beginning(*places)
        found: list[tuple[Envelope, Data]] = []
        while [place for place in places if await consumer.position(place) < ends[place]]:
            found.extend(_decoded(await consumer.getmany(timeout_ms=500, max_records=5_000)))
        return found
    finally:
        await consumer.stop()


def _decoded(batches: Mapping[Any, Iterable[Any]]) -> Iterator[tuple[Envelope, Data]]:
    for batch in batches.values():
        for record in batch:
            envelope = registry.decode_envelope(record.value)
            yield envelope, registry.decode_data(envelope)
