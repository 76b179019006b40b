"""How far topics reach: asked of the broker by whoever has to wait until all of it has been consumed."""

from collections.abc import Sequence

from aiokafka import AIOKafkaConsumer, TopicPartition
from contracts.topics import CATALOGUE

from chassis.consuming.cursor import Place


async def ends(bootstrap: str, topics: Sequence[str]) -> dict[Place, int]:
    """Partition → the offset after its last record, of those that hold a record; an empty one has nothing to wait for,
    and its readers have no cursor. topics: of the catalogue, which knows their partitions.

    Raises:
        KafkaError: the broker did not answer.
    """
    places = [TopicPartition(topic, number) for topic in topics for number in range(CATALOGUE[topic].partitions)]
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
    await consumer.start()
    try:
        consumer.assign(places)
        begin, end = await consumer.beginning_offsets(places), await consumer.end_offsets(places)
    finally:
        await consumer.stop()
    return {Place(at.topic, at.partition): end[at] for at in places if end[at] > begin[at]}
