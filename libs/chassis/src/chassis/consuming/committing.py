"""One commit at a time, beside the folding: the transaction that makes a batch's effect and its cursor one.

Invariant: cursors move only together with what they stand for, and only from where this member left them.
What passes by itself is tried again with the same work for as long as it takes.
"""

import asyncio
from typing import NamedTuple

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.consuming import cursor, failure, parking
from chassis.consuming.intake import aside
from chassis.consuming.ledger import Work
from chassis.consuming.parking import Parked
from chassis.consuming.projection import Projection

log = structlog.stdlib.get_logger()


class Unsavable(Exception):
    """The transaction fails for good, whoever tries: one of its records is at fault."""

    def __init__(self, work: Work, why: BaseException) -> None:
        super().__init__(str(why))
        self.work, self.why = work, why


class Waiting(NamedTuple):
    """What the committer waits for, in words for health; empty when it does not."""

    detail: str = ""


class Committer:
    """Writes works of one group. `waiting` tells health what it waits for."""

    def __init__(self, group: str, engine: AsyncEngine, projection: Projection, *, relaxed: bool) -> None:
        self._group, self._engine, self._projection, self._relaxed = group, engine, projection, relaxed
        self.waiting = Waiting()
        self.retries = 0

    async def write(self, work: Work) -> None:
        """Durable when it returns.

        Raises:
            FenceLost: somebody else moved a cursor; nothing was written.
            Unsavable: it will never succeed; nothing was written.
            ConsumerStopped: it must not be tried on.
        """
        attempt = 0
        while True:
            attempt += 1
            try:
                await self._transaction(work)
                self.waiting = Waiting()
                return
            except cursor.FenceLost:
                raise
            except Exception as error:
                match failure.verdict(error, attempt):
                    case failure.Retry(after):
                        self.retries += 1
                        self.waiting = Waiting(f"{type(error).__name__}: {error}"[:300])
                        log.warning("consumer.waits", group=self._group, error=str(error)[:300], attempt=attempt)
                        await asyncio.sleep(after)
                    case failure.Park():
                        raise Unsavable(work, error) from error
                    case failure.Stop(reason):
                        raise failure.ConsumerStopped(reason) from error

    async def park_alone(self, error: Unsavable) -> Parked:
        """Puts the only record of a work aside that will never succeed, and moves on; as which it was parked."""
        work = error.work
        outcome = aside(work.records[0], "unsavable", f"{type(error.why).__name__}: {error.why}")
        async with self._engine.begin() as connection:
            await cursor.advance(connection, self._group, work.expected, work.to, work.table)
            await parking.park(connection, self._group, [outcome])
        return outcome

    async def _transaction(self, work: Work) -> None:
        async with self._engine.begin() as connection:
            if self._relaxed:
                # Cursor and state are lost together when the server dies now, and Kafka still has the events.
                await connection.execute(text("SET LOCAL synchronous_commit = off"))
            await cursor.advance(connection, self._group, work.expected, work.to, work.table)
            await parking.park(connection, self._group, work.parked)
            if work.taken is not None:
                await self._projection.save(connection, work.taken)
