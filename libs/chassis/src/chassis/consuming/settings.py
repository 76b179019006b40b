"""How the Kafka client is set up. The defaults of the client and of FastStream lose records; a test asserts these."""

from collections.abc import Sequence
from typing import Any, Final

from aiokafka.coordinator.assignors.range import RangePartitionAssignor
from faststream import AckPolicy

from chassis.consuming.pace import REST_MS

MAX_RECORDS: Final = 4_000

SUBSCRIBER: Final[dict[str, Any]] = {
    "batch": True,
    "max_records": MAX_RECORDS,
    # At rest; see `pace`.
    "batch_timeout_ms": REST_MS,
    # Nothing is acknowledged by the framework: the cursor in the database is the authority.
    "ack_policy": AckPolicy.MANUAL,
    "auto_offset_reset": "earliest",
    # The same partition of all topics goes to one member, so that a person's records meet in one memory.
    "partition_assignment_strategy": (RangePartitionAssignor,),
    # A rebalance waits for the commit in flight; the default would be the session's 10 s.
    "rebalance_timeout_ms": 60_000,
    "session_timeout_ms": 10_000,
    "max_poll_interval_ms": 300_000,
    "max_partition_fetch_bytes": 2 * 1024 * 1024,
    "no_reply": True,
}


def subscriber_settings(group: str, topics: Sequence[str]) -> dict[str, Any]:
    """Keyword arguments of `KafkaBroker.subscriber` for a group; `topics` go in as positional ones."""
    assert topics, "a consumer without topics reads nothing"
    return {**SUBSCRIBER, "group_id": group}
