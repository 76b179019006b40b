"""The chassis' own tables, as each service's first migration makes them. Frozen once released: a change is a V2.

event_log is append-only: what is published stays, as the history; `published_at` is set after Kafka's acknowledgement.
The partial index holds only what is not published yet, so it stays small however long the log grows.
"""

from typing import Final

PLATFORM_V1: Final[tuple[str, ...]] = (
    """
    CREATE TABLE event_log (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        event_id uuid NOT NULL UNIQUE,
        topic text NOT NULL,
        key text NOT NULL,
        partition smallint NOT NULL,
        type text NOT NULL,
        aggregate_id uuid NOT NULL,
        sequence integer NOT NULL CHECK (sequence > 0),
        occurred_at timestamptz NOT NULL,
        payload bytea NOT NULL,
        published_at timestamptz,
        UNIQUE (aggregate_id, sequence)
    )
    """,
    "CREATE INDEX event_log_pending ON event_log (id) WHERE published_at IS NULL",
    """
    CREATE TABLE consumer_cursor (
        group_name text NOT NULL,
        topic text NOT NULL,
        partition integer NOT NULL,
        next_offset bigint NOT NULL CHECK (next_offset >= 0),
        updated_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (group_name, topic, partition)
    )
    """,
    """
    CREATE TABLE parked_record (
        group_name text NOT NULL,
        topic text NOT NULL,
        partition integer NOT NULL,
        "offset" bigint NOT NULL,
        key bytea,
        value bytea,
        reason text NOT NULL,
        detail text NOT NULL,
        parked_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (group_name, topic, partition, "offset")
    )
    """,
    """
    CREATE TABLE idempotency_key (
        actor text NOT NULL,
        key text NOT NULL,
        fingerprint bytea NOT NULL,
        status smallint NOT NULL,
        body bytea NOT NULL,
        etag text,
        location text,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (actor, key)
    )
    """,
    "CREATE INDEX idempotency_key_age ON idempotency_key (created_at)",
)
