"""What a rebuild did and found, for its table, for the operator's eyes, and while it goes on for logs and metrics."""

import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import msgspec
import structlog
from chassis import metrics as m

from scoring_svc.domain.generation import Difference, Findings
from scoring_svc.domain.roster import Person

NAMES: Final = "SELECT id, content FROM {schema}.roster_entry WHERE kind = 'Person' AND id = ANY($1::uuid[])"
TELL_SECONDS: Final = 2.0

log = structlog.stdlib.get_logger()


@dataclass(slots=True)
class Progress:
    """Counts and phases of one rebuild. records: read so far. left: behind the serving generation when that was last
    looked at."""

    metrics: m.Metrics
    records: int = 0
    left: int = 0
    seconds: dict[str, float] = field(default_factory=dict[str, float])
    _began: float = field(default_factory=time.monotonic)
    _told: float = 0.0

    def read_some(self, counts: Mapping[str, int]) -> None:
        """So many records of each topic became durable."""
        for topic, count in counts.items():
            self.metrics.counter(m.REBUILD_RECORDS).labels(topic).inc(count)
            self.records += count
            self.left = max(0, self.left - count)
        self.metrics.gauge(m.REBUILD_LAG).set(self.left)
        now = time.monotonic()
        if now - self._told >= TELL_SECONDS:
            self._told = now
            rate = round(self.records / max(0.001, now - self._began))
            log.info("rebuild.progress", records=self.records, left=self.left, per_second=rate)

    def behind(self, left: int) -> None:
        """How much there is to read."""
        self.left = left
        self.metrics.gauge(m.REBUILD_LAG).set(left)

    @contextmanager
    def phase(self, name: str) -> Generator[None]:
        """Around a phase; one that comes again adds up."""
        began = time.monotonic()
        log.info("rebuild.phase", phase=name, records=self.records)
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.monotonic() - began
            self.metrics.gauge(m.REBUILD_SECONDS).labels(name).set(self.seconds[name])


@dataclass(slots=True)
class Report:
    """Of one rebuild. cards: how many were compared. seals: how many official results were checked."""

    generation: int
    reason: str | None
    found: Findings
    progress: Progress
    cards: int = 0
    different: int = 0
    seals: int = 0
    switched: bool = False
    names: dict[str, str] = field(default_factory=dict[str, str])

    async def name_people(self, driver: Any, schema: str) -> None:
        """Names of those whom the first differences are about."""
        people = [UUID(each.about) for each in self.found.first if each.period_id is not None]
        for row in await driver.fetch(NAMES.format(schema=schema), people):
            self.names[str(row["id"])] = msgspec.json.decode(row["content"], type=Person).name

    def content(self) -> dict[str, Any]:
        """As it is kept and answered."""
        seconds = self.progress.seconds
        reading = seconds.get("reading", 0.0)
        return {
            "generation": self.generation,
            "switched": self.switched,
            "reason": self.reason,
            "records": self.progress.records,
            "records_per_second": round(self.progress.records / reading) if reading else 0,
            "seconds": {name: round(value, 3) for name, value in seconds.items()},
            "cards": self.cards,
            "cards_different": self.different,
            "seals_checked": self.seals,
            "differences": {what.value: number for what, number in sorted(self.found.counts.items())},
            "first": [self._one(each) for each in self.found.first],
        }

    def encoded(self) -> bytes:
        """JSON, decimals as strings."""
        return msgspec.json.encode(self.content())

    def _one(self, each: Difference) -> dict[str, Any]:
        return {
            "what": each.what.value,
            "about": each.about,
            "name": self.names.get(each.about),
            "period_id": each.period_id,
            "serving": each.serving,
            "rebuilt": each.rebuilt,
        }
