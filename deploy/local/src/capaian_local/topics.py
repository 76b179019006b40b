"""Topics as the catalogue has them: made where they are missing, compared where they are there."""

from collections.abc import Iterable
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import TopicAlreadyExistsError, for_code
from contracts.topics import Topic

from capaian_local.servers.child import Failed


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
        return [topic.name for topic in missing]
    finally:
        await admin.close()
