"""The copy of the roster, kept up by a consumer of `roster-events`.

It has no memory between batches: what a batch says is gathered, then written with the cursor in one transaction, each
aggregate guarded by its sequence. So repetition and disorder change nothing. People are passed over: no survey is
about one.
"""

from collections.abc import Sequence
from typing import Final

from chassis.consuming.projection import Received
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from survey_svc.adapters import rows
from survey_svc.app.ports import RosterEntry
from survey_svc.app.project import RosterChanges

Taken = tuple[RosterEntry, ...]

_UPSERT: Final = text("""
    INSERT INTO roster_entry (aggregate_id, kind, sequence, content)
    SELECT id, kind, sequence, content::jsonb
    FROM unnest(CAST(:ids AS uuid[]), CAST(:kinds AS text[]), CAST(:sequences AS int[]), CAST(:contents AS text[]))
        AS entry (id, kind, sequence, content)
    ON CONFLICT (aggregate_id) DO UPDATE
    SET kind = excluded.kind, sequence = excluded.sequence, content = excluded.content
    WHERE roster_entry.sequence < excluded.sequence
""")


class RosterProjection:
    """What the consumer group does with the roster's records."""

    def __init__(self) -> None:
        self._changes = RosterChanges()

    async def load(self, connection: AsyncConnection, records: Sequence[Received]) -> None:
        """Nothing: an event states all that is true of its aggregate."""

    def fold(self, record: Received) -> None:
        envelope = record.envelope
        self._changes.add(envelope.aggregate_id, envelope.sequence, record.data)

    def take(self) -> Taken | None:
        return self._changes.take() or None

    async def save(self, connection: AsyncConnection, taken: Taken) -> None:
        await connection.execute(
            _UPSERT,
            {
                "ids": [each.aggregate_id for each in taken],
                "kinds": [rows.KINDS[type(each.entry)] for each in taken],
                "sequences": [each.sequence for each in taken],
                "contents": [rows.roster_content(each.entry) for each in taken],
            },
        )

    def saved(self, taken: Taken) -> None:
        """Nothing waits for the roster."""

    def forget(self) -> None:
        self._changes.forget()
