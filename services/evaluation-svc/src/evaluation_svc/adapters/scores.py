"""The latest value of each person's targets, kept up by a consumer of `score-events`.

It has no memory between batches, as the roster's; each value is guarded by its card's sequence.
"""

from collections.abc import Sequence

from chassis.consuming.projection import Received
from sqlalchemy.ext.asyncio import AsyncConnection

from evaluation_svc.adapters.shelves import TARGET_VALUES, PostgresShelf
from evaluation_svc.app.project import TargetValues
from evaluation_svc.domain.proposal import TargetValue

Taken = tuple[TargetValue, ...]


class ScoreProjection:
    """What the consumer group does with the scores' records. Those that are no change of a score are passed over."""

    def __init__(self) -> None:
        self._values = TargetValues()

    async def load(self, connection: AsyncConnection, records: Sequence[Received]) -> None:
        """Nothing: an event states all that is true of its card."""

    def fold(self, record: Received) -> None:
        envelope = record.envelope
        self._values.add(envelope.sequence, envelope.id, record.data)

    def take(self) -> Taken | None:
        return self._values.take() or None

    async def save(self, connection: AsyncConnection, taken: Taken) -> None:
        await PostgresShelf(TARGET_VALUES, connection).put(taken)

    def saved(self, taken: Taken) -> None:
        """Nothing waits for a value."""

    def forget(self) -> None:
        self._values.forget()
