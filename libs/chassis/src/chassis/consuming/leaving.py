"""Leaving a group when a process is told to stop: with a word where that is quick, and without one where it is not.

A group that waits for a member which was killed answers nobody until that one's session is over, and the client waits
for the answer before it closes. Who is told to stop need not: the group forgets a member that did not come in.
"""

import asyncio
from typing import Final

import structlog
from faststream.kafka import KafkaBroker

LEAVE_SECONDS: Final = 2.0

log = structlog.stdlib.get_logger()


async def leave(group: str, broker: KafkaBroker) -> None:
    """Closes the client, within that time."""
    try:
        async with asyncio.timeout(LEAVE_SECONDS):
            await broker.stop()
    except TimeoutError:
        log.warning("consumer.left_without_a_word", group=group)
