"""How far topics reach: asked of the broker by who has to wait until all of it is consumed, or reads it again."""

from collections.abc import Sequence
from typing import NamedTuple

from aiokafka import AIOKafkaConsumer, TopicPartition
from contracts.topics import CATALOGUE

from chassis.consuming.cursor import Place


class Extent(NamedTuple):
    """The first offset that the broker still has, and the one after the last record."""

    begin: int
    end: int


async def extents(bootstrap: str, topics: Sequence[str]) -> dict[Place, Extent]:
    """Every partition of the topics, which are of the catalogue.

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
    return {Place(at.topic, at.partition): Extent(begin[at], end[at]) for at in places}


async def ends(bootstrap: str, topics: Sequence[str]) -> dict[Place, int]:
    """Partition → the offset after its last record, of those that hold a record; an empty one has nothing to wait for,
    and its readers have no cursor.

    Raises:
        KafkaError: the broker did not answer.
    """
    found = await extents(bootstrap, topics)
    return {place: extent.end for place, extent in found.items() if extent.end > extent.begin}
