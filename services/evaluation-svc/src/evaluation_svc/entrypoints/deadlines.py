"""The part of the process that looks whose days have run out, again and again."""

import asyncio
import contextlib

import structlog
from chassis import postgres
from chassis.clock import Clock, day
from chassis.ids import NewId
from chassis.process import Part

from evaluation_svc.app.deadlines import acknowledge_overdue
from evaluation_svc.app.ports import Occasion, Store
from evaluation_svc.domain.rules import Rules

BATCH = 200
PAUSE_SECONDS = 60.0

log = structlog.stdlib.get_logger()


class Deadlines:
    """Acknowledges what was not answered in time. Several may run: each evaluation is taken by one of them."""

    def __init__(self, store: Store, clock: Clock, zone: str, new_id: NewId, rules: Rules) -> None:
        self._store, self._clock, self._zone, self._new_id, self._rules = store, clock, zone, new_id, rules

    def part(self, pause_seconds: float = PAUSE_SECONDS) -> Part:
        """To be run beside the others. pause_seconds: between two looks that found nothing left to do."""

        async def serve(stop: asyncio.Event) -> None:
            while not stop.is_set():
                if not await self._look():
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(stop.wait(), pause_seconds)

        return Part("deadlines", serve)

    async def _look(self) -> bool:
        """One batch; whether there may be more. A database that is away for a while is no reason to end."""
        now = self._clock()
        occasion = Occasion(now, day(now, self._zone), str(self._new_id()), self._rules)
        try:
            done = await acknowledge_overdue(occasion, self._store, BATCH)
        except Exception as error:
            if not postgres.is_transient(error):
                raise
            log.warning("deadlines.waiting", error=str(error))
            return False
        if done:
            log.info("deadlines.acknowledged", evaluations=done)
        return done == BATCH
