"""The ceiling: aiokafka's consumer and msgspec's decoding, nothing kept: `python -m performance.bare BOOTSTRAP TOPIC…`

Prints events, seconds from the first fetch to the last record, and CPU seconds, as JSON. A process of its own, as the
projector is one.
"""

import asyncio
import json
import sys
import time

from aiokafka import AIOKafkaConsumer, TopicPartition
from contracts import registry
from contracts.topics import CATALOGUE


async def read(bootstrap: str, topics: list[str]) -> dict[str, float]:
    """All that is on the topics, decoded and dropped."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        max_partition_fetch_bytes=8_388_608,
    )
    await consumer.start()
    places = [TopicPartition(name, each) for name in topics for each in range(CATALOGUE[name].partitions)]
    consumer.assign(places)
    ends = await consumer.end_offsets(places)
    total, events, began, cpu = sum(ends.values()), 0, time.perf_counter(), time.process_time()
    while events < total:
        for records in (await consumer.getmany(timeout_ms=1000)).values():
            for record in records:
                registry.decode_data(registry.decode_envelope(record.value or b""))
            events += len(records)
    figures = {"events": events, "seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}
    await consumer.stop()
    return figures


if __name__ == "__main__":
    print(json.dumps(asyncio.run(read(sys.argv[1], sys.argv[2:]))))
