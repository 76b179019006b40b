"""The part of the process that looks whose days have run out, again and again."""

import structlog
from chassis.clock import Clock, day
from chassis.ids import NewId

from evaluation_svc.app.deadlines import acknowledge_overdue
from evaluation_svc.app.ports import Occasion, Store
from evaluation_svc.domain.rules import Rules

BATCH = 200
REST_SECONDS = 60.0

log = structlog.stdlib.get_logger()


class Deadlines:
    """Acknowledges what was not answered in time. Several may run: each evaluation is taken by one of them."""

    def __init__(self, store: Store, clock: Clock, zone: str, new_id: NewId, rules: Rules) -> None:
        self._store, self._clock, self._zone, self._new_id, self._rules = store, clock, zone, new_id, rules

    async def step(self) -> bool:
        """One batch; whether there may be more."""
        now = self._clock()
        occasion = Occasion(now, day(now, self._zone), str(self._new_id()), self._rules)
        done = await acknowledge_overdue(occasion, self._store, BATCH)
        if done:
            log.info("deadlines.acknowledged", evaluations=done)
        return done == BATCH
