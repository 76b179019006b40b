"""Following a topic from now on: what a process needs that shows live news, whichever process made them.

A follower is in no group and keeps no position: each process hears all of the topic, and what was said before it came
is in the database. So any number of processes may show pages, apart from those that keep the scores.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

import structlog
from faststream import AckPolicy
from faststream.kafka import KafkaBroker

from chassis.consuming.intake import read
from chassis.consuming.pace import REST_MS, Pace
from chassis.consuming.projection import Received
from chassis.consuming.unparsed import parser, raw

FOLLOWER: Final[dict[str, Any]] = {
    "batch": True,
    "max_records": 4_000,
    "batch_timeout_ms": REST_MS,
    "ack_policy": AckPolicy.MANUAL,
    "auto_offset_reset": "latest",
    "no_reply": True,
}

log = structlog.stdlib.get_logger()


class Follower:
    """`serve(stop)` hands what comes, in order, to `hear`; an error of `hear` is logged and forgotten, for news that
    nobody could be told of are in the database all the same."""

    def __init__(self, topic: str, bootstrap: str, hear: Callable[[Sequence[Received]], Awaitable[None]]) -> None:
        self._hear = hear
        self.broker = KafkaBroker(
            bootstrap, consumer_only=True, allow_auto_create_topics=False, apply_types=False, logger=None
        )
        self._subscriber: Any = self.broker.subscriber(
            topic, parser=parser(lambda: self._subscriber.consumer), decoder=raw, **FOLLOWER
        )
        self._subscriber(self._handle)
        self._pace = Pace(self._subscriber)

    async def serve(self, stop: asyncio.Event) -> None:
        """Until `stop`."""
        await self.broker.start()
        try:
            await stop.wait()
        finally:
            await self.broker.stop()

    async def _handle(self, records: Any) -> None:
        self._pace.records_came()
        received = [outcome for record in records if isinstance(outcome := read(record), Received)]
        try:
            await self._hear(received)
        except Exception as error:
            log.warning("follower.unheard", records=len(received), error=str(error)[:300])
