"""Topics as the catalogue has them: made where they are missing, compared where they are there."""

import asyncio
import time
from collections.abc import Iterable
from typing import Any, Final

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import GroupCoordinatorNotAvailableError, TopicAlreadyExistsError, for_code
from contracts.topics import Topic

from capaian_local.servers.child import Failed

COORDINATOR_SECONDS: Final = 10.0
LOOK_SECONDS: Final = 0.3


async def ensure(bootstrap: str, topics: Iterable[Topic]) -> list[str]:
    """Makes the missing ones; answers with their names.

    Raises:
        Failed: a topic is there with another number of partitions, which would tear a person's records apart.
    """
    wanted = {topic.name: topic for topic in topics}
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        present = set(await admin.list_topics()) & set(wanted)
        missing = [topic for name, topic in wanted.items() if name not in present]
        if missing:
            answer: Any = await admin.create_topics(
                [NewTopic(t.name, t.partitions, 1, topic_configs=t.configs()) for t in missing]
            )
            for name, code, *_ in answer.topic_errors:
                if code and for_code(code) is not TopicAlreadyExistsError:
                    raise Failed(f"Kafka did not make the topic {name}: {for_code(code).__name__}")
        for found in await admin.describe_topics(sorted(present)) if present else []:
            partitions = len(found["partitions"])
            if partitions != wanted[found["topic"]].partitions:
                expected = wanted[found["topic"]].partitions
                raise Failed(f"topic {found['topic']} has {partitions} partitions; the catalogue says {expected}")
        await _wait_for_coordinator(admin)
        return [topic.name for topic in missing]
    finally:
        await admin.close()


async def _wait_for_coordinator(admin: AIOKafkaAdminClient) -> None:
    """Until Kafka has its own topic of offsets, which it makes when the first group is asked for: before that, every
    consumer of every service tells of an error. They ask again themselves, so that this ends without an error."""
    ends = time.monotonic() + COORDINATOR_SECONDS
    while time.monotonic() < ends:
        try:
            await admin.find_coordinator("capaian")
        except GroupCoordinatorNotAvailableError:
            await asyncio.sleep(LOOK_SECONDS)
        else:
            return
