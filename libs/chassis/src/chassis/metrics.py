"""Every metric: name, kind, labels and meaning in one typed list; dashboards and alerts are checked against it.

Children are made once and kept (`labels()` costs more than the increment). One process, one registry, one `/metrics`.
"""

from typing import Final, Literal, NamedTuple

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.openmetrics.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.process_collector import ProcessCollector

SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0)


class Definition(NamedTuple):
    """One metric. Durations are in seconds, ages in seconds, rest are counts."""

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    labels: tuple[str, ...]
    meaning: str


HTTP_REQUESTS: Final = Definition(
    "capaian_http_requests_total", "counter", ("method", "route", "status"), "HTTP requests answered"
)
HTTP_DURATION: Final = Definition(
    "capaian_http_request_duration_seconds", "histogram", ("method", "route"), "From request to the answer's first byte"
)
OUTBOX_PENDING: Final = Definition(
    "capaian_outbox_pending_rows", "gauge", (), "Events written and not yet acknowledged by Kafka"
)
OUTBOX_AGE: Final = Definition(
    "capaian_outbox_oldest_age_seconds", "gauge", (), "Age of the oldest event not yet acknowledged"
)
OUTBOX_PUBLISHED: Final = Definition(
    "capaian_outbox_published_total", "counter", ("topic",), "Events acknowledged by Kafka"
)
OUTBOX_FAILURES: Final = Definition(
    "capaian_outbox_failures_total", "counter", ("reason",), "Rounds of the relay that failed"
)
CONSUMER_RECORDS: Final = Definition(
    "capaian_consumer_records_total", "counter", ("group", "topic"), "Records read and applied or found already applied"
)
CONSUMER_LAG: Final = Definition(
    "capaian_consumer_lag_records",
    "gauge",
    ("group", "topic", "partition"),
    "Records on the partition after the durable cursor",
)
CONSUMER_PARKED: Final = Definition(
    "capaian_consumer_parked_total", "counter", ("group", "topic", "reason"), "Records put aside with their reason"
)
CONSUMER_COMMIT: Final = Definition(
    "capaian_consumer_commit_seconds", "histogram", ("group",), "One fenced transaction"
)
CONSUMER_AGE: Final = Definition(
    "capaian_consumer_event_age_seconds",
    "histogram",
    ("group",),
    "From the event's decision to its effect being durable",
)
CONSUMER_FENCED: Final = Definition(
    "capaian_consumer_fenced_total", "counter", ("group",), "Commits refused by the cursor's fence"
)
CONSUMER_RETRIES: Final = Definition(
    "capaian_consumer_retries_total", "counter", ("group", "reason"), "Batches tried again"
)
REBUILD_RECORDS: Final = Definition(
    "capaian_rebuild_records_total", "counter", ("topic",), "Records read again into a new generation"
)
REBUILD_LAG: Final = Definition(
    "capaian_rebuild_lag_records", "gauge", (), "Records that the new generation is behind the serving one"
)
REBUILD_SECONDS: Final = Definition(
    "capaian_rebuild_seconds", "gauge", ("phase",), "How long each phase of a rebuild took, or has taken so far"
)
DECISIONS_WAITING: Final = Definition(
    "capaian_decisions_waiting",
    "gauge",
    (),
    "Decisions of appeals whose result waits for a policy that is gone",
)
SSE_CLIENTS: Final = Definition("capaian_sse_clients", "gauge", (), "Open event streams")

ALL: Final[tuple[Definition, ...]] = tuple(value for value in list(globals().values()) if isinstance(value, Definition))


class Metrics:
    """The metrics of one process. `counter`, `gauge` and `histogram` answer with the family of a definition."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._counters = {
            d: Counter(d.name, d.meaning, d.labels, registry=self.registry) for d in ALL if d.kind == "counter"
        }
        self._gauges = {d: Gauge(d.name, d.meaning, d.labels, registry=self.registry) for d in ALL if d.kind == "gauge"}
        self._histograms = {
            d: Histogram(d.name, d.meaning, d.labels, registry=self.registry, buckets=SECONDS)
            for d in ALL
            if d.kind == "histogram"
        }

    def counter(self, definition: Definition) -> Counter:
        """The counter's family."""
        return self._counters[definition]

    def gauge(self, definition: Definition) -> Gauge:
        """The gauge's family."""
        return self._gauges[definition]

    def histogram(self, definition: Definition) -> Histogram:
        """The histogram's family."""
        return self._histograms[definition]

    def exposition(self) -> tuple[bytes, str]:
        """(body, content type) of `/metrics`, OpenMetrics text."""
        body: bytes = generate_latest(self.registry)
        return body, CONTENT_TYPE_LATEST
