"""The part of the process that removes uploads which no realization named in time, again and again."""

from datetime import datetime

import structlog
from chassis import clock
from chassis.clock import Clock
from chassis.ids import NewId

from target_svc.app.keep_evidence import sweep
from target_svc.app.ports import Occasion, Store
from target_svc.domain.evidence import EvidenceRules

BATCH = 50
REST_SECONDS = 5.0

log = structlog.stdlib.get_logger()


class Sweeping:
    """`step` removes one batch. Several may run: each file is taken by one of them."""

    def __init__(self, store: Store, now: Clock, zone: str, new_id: NewId, rules: EvidenceRules) -> None:
        self._store, self._now, self._zone, self._new_id, self._rules = store, now, zone, new_id, rules

    async def step(self) -> bool:
        """Whether there may be more to remove."""
        now: datetime = self._now()
        occasion = Occasion(now, clock.day(now, self._zone), str(self._new_id()))
        async with self._store.begin() as work:
            removed = await sweep(work, self._rules, occasion, BATCH)
        if removed:
            log.info("evidence.removed", files=removed)
        return removed == BATCH
