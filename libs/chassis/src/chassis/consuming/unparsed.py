"""A batch of records as it came, through the framework's parser and decoder: each is read later."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from faststream.kafka.message import KafkaAckableMessage

from chassis.consuming.intake import Record


def parser(consumer: Callable[[], Any]) -> Callable[[tuple[Any, ...]], Awaitable[KafkaAckableMessage]]:
    """For a subscriber with this consumer, asked for once it runs."""

    async def parse(message: tuple[Any, ...]) -> KafkaAckableMessage:
        return KafkaAckableMessage(body=b"", headers={}, batch_headers=[], raw_message=message, consumer=consumer())

    return parse


async def raw(message: Any) -> Sequence[Record]:
    """The batch itself."""
    return message.raw_message
