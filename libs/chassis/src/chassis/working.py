"""Work that lies in tables: a part of the process that does it piece by piece, and rests when there is none.

Each piece is one transaction of its own and says itself what is next, so a crash anywhere goes on where it was.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import structlog
from aiokafka.errors import KafkaError

from chassis import postgres
from chassis.health import Check

REST_SECONDS: Final = 1.0
LONGEST_WAIT: Final = 5.0

Pause = Callable[[asyncio.Event, float], Awaitable[None]]

log = structlog.stdlib.get_logger()


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """So long, or until `stop`."""
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return


class Worker:
    """`serve(stop)` calls `step` until `stop`; step answers False when there is nothing to do or it has to wait.

    ring: called after a piece of work, to wake who publishes. rest: seconds. What passes by itself (a database or a
    broker that is away) is waited out with a back-off; any other error ends the part, and the process with its reason.
    """

    def __init__(
        self,
        name: str,
        step: Callable[[], Awaitable[bool]],
        ring: Callable[[], None],
        rest: float = REST_SECONDS,
        pause: Pause = pause,
    ) -> None:
        self._name, self._step, self._ring, self._rest, self._pause = name, step, ring, rest, pause
        self._trouble = ""

    async def check(self) -> Check:
        """For health: what it waits for, if anything."""
        return Check(ok=not self._trouble, detail=self._trouble or "working")

    async def serve(self, stop: asyncio.Event) -> None:
        """Until `stop`; a piece that is under way is finished first."""
        failures = 0
        while not stop.is_set():
            try:
                worked, failures, self._trouble = await self._step(), 0, ""
            except Exception as error:
                if not (postgres.is_transient(error) or isinstance(error, KafkaError)):
                    raise
                worked, failures = False, failures + 1
                self._trouble = f"waits after {type(error).__name__}: {error}"[:300]
                log.warning("worker.waits", worker=self._name, error=str(error)[:300], attempt=failures)
            if worked:
                self._ring()
                await asyncio.sleep(0)
            else:
                await self._pause(stop, min(LONGEST_WAIT, self._rest * 2**failures) if failures else self._rest)
