"""From a batch's records to a projection's memory: what cannot be used is put aside, and too much of that ends it."""

from collections.abc import Awaitable, Callable, Sequence

from chassis.consuming.failure import ConsumerStopped, Tally
from chassis.consuming.intake import Record, aside, read
from chassis.consuming.ledger import Ledger
from chassis.consuming.parking import Parked
from chassis.consuming.projection import Projection, Received, Unusable

Load = Callable[[Sequence[Received]], Awaitable[None]]


class Folding:
    """load: what the projection needs to know of these records first. tell: of each record that is put aside."""

    def __init__(
        self, projection: Projection, ledger: Ledger, tally: Tally, load: Load, tell: Callable[[Parked], None]
    ) -> None:
        self._projection, self._ledger, self._tally = projection, ledger, tally
        self._load, self._tell = load, tell

    async def fold(self, records: Sequence[Record]) -> None:
        """
        Raises:
            ConsumerStopped: too much of it cannot be used.
        """
        readable = [(record, read(record)) for record in records]
        received = [outcome for _, outcome in readable if isinstance(outcome, Received)]
        if received:
            await self._load(received)
        for record, outcome in readable:
            if isinstance(outcome, Received):
                try:
                    self._projection.fold(outcome)
                    self._ledger.folded_one(record, outcome.envelope.occurred_at)
                    continue
                except Unusable as error:
                    outcome = aside(record, error.reason, error.detail)
            self._ledger.parked_one(record, outcome)
            self.count(outcome)
        self._tally.good(len(received))

    def count(self, outcome: Parked) -> None:
        """Tells of a record that is put aside.

        Raises:
            ConsumerStopped: it is one too many.
        """
        self._tell(outcome)
        if (stop := self._tally.parked()) is not None:
            raise ConsumerStopped(f"{stop.reason}; the last one: {outcome.reason}: {outcome.detail}")
