"""Schemas of generations, and the one step from which the other serves.

A generation that is built or kept lies in a schema of its own; the one that serves lies where the service looks. The
switch moves tables between schemas in one transaction: statements that were prepared before are planned anew by
PostgreSQL, and whoever remembers cards of the old tables meets the fence of the cursor. So no process is restarted.
"""

from collections.abc import Sequence
from typing import Any, Final

import asyncpg

from scoring_svc.adapters.tables import PROJECTIONS
from scoring_svc.domain.generation import RebuildCode, RebuildRefused

SERVING: Final = "public"
LEFT_OVER: Final = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'rebuild\\_%'"
# What a projection would say is not said again: the topics have it already.
SILENT: Final = "CREATE RULE silent AS ON INSERT TO {schema}.event_log DO INSTEAD NOTHING"
# Commits of projectors wait from here on, with what they have read; questions are answered all the while.
PAUSE: Final = f"LOCK TABLE {SERVING}.consumer_cursor IN EXCLUSIVE MODE"
CURSORS: Final = (
    "SELECT group_name, topic, partition, next_offset FROM {schema}.consumer_cursor WHERE group_name = ANY($1)"
)
STRANGERS: Final = (
    "DELETE FROM {to}.{table} WHERE group_name <> ALL($1)",
    "INSERT INTO {to}.{table} SELECT * FROM {serving}.{table} WHERE group_name <> ALL($1)",
)
TRIES: Final = 5
WAIT: Final = "SET LOCAL lock_timeout = '1500ms'"
"""Longer than the second after which PostgreSQL sends its own housekeeping away."""


def built(number: int) -> str:
    """The schema of one that is being built."""
    return f"rebuild_{number}"


def kept(number: int) -> str:
    """The schema of one that is kept."""
    return f"generation_{number}"


async def drop_left_over(driver: Any) -> None:
    """What a rebuild left that was killed."""
    for row in await driver.fetch(LEFT_OVER):
        await driver.execute(f'DROP SCHEMA "{row[0]}" CASCADE')


async def switch(driver: Any, served: int, to: str, groups: Sequence[str]) -> None:
    """The tables of the schema `to` serve from the transaction's commit on; those that served are kept.

    groups: whose cursors and parked records belong to a generation; those of others stay as they are.

    Raises:
        RebuildRefused: `pause_too_long`: something else, such as a backup, held the tables all the time.
    """
    for table in ("consumer_cursor", "parked_record"):
        for statement in STRANGERS:
            await driver.execute(statement.format(to=to, serving=SERVING, table=table), list(groups))
    await _hold(driver, to)
    await driver.execute(f"CREATE SCHEMA {kept(served)}")
    for table in PROJECTIONS:
        await driver.execute(f"ALTER TABLE {SERVING}.{table} SET SCHEMA {kept(served)}")
        await driver.execute(f"ALTER TABLE {to}.{table} SET SCHEMA {SERVING}")
    await driver.execute(f"DROP SCHEMA {to} CASCADE")


async def _hold(driver: Any, to: str) -> None:
    """All tables at once, by short tries: a reader that takes its time must not make all others wait behind us."""
    await driver.execute(f"LOCK TABLE {_all(to)} IN ACCESS EXCLUSIVE MODE")
    for _ in range(TRIES):
        try:
            async with driver.transaction():
                await driver.execute(WAIT)
                await driver.execute(f"LOCK TABLE {_all(SERVING)} IN ACCESS EXCLUSIVE MODE")
                return
        except asyncpg.LockNotAvailableError:
            continue
    sentence = "Somebody reads the tables for long, such as a backup: nothing was switched. Begin again after that."
    raise RebuildRefused(RebuildCode.PAUSE_TOO_LONG, sentence)


def _all(schema: str) -> str:
    return ", ".join(f"{schema}.{table}" for table in PROJECTIONS)
