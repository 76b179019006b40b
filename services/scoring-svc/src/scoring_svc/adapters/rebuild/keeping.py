"""Generations that are kept: the way back to one, and the end of those that nobody goes back to."""

from typing import Any, Final

from chassis import postgres
from chassis.clock import Clock
from sqlalchemy.ext.asyncio import AsyncConnection

from scoring_svc.adapters.generations import REVISION, Turning, kept
from scoring_svc.adapters.rebuild import switching
from scoring_svc.adapters.rebuild.comparing import Side, compare
from scoring_svc.adapters.rebuild.finishing import Asked, alone, differences, patient, say
from scoring_svc.adapters.rebuild.lifting import Lifting
from scoring_svc.domain.generation import RebuildCode, RebuildRefused, Status, check_reason, check_return

SEALING: Final = "SELECT EXISTS (SELECT FROM sealing WHERE status NOT IN ('done', 'cancelled'))"


async def go_back(url: str, asked: Asked, groups: list[str], lifting: Lifting, clock: Clock) -> int:
    """The kept generation that served last serves again, and reads on from where it stopped; which one that is.

    Raises:
        RebuildRefused: nothing was changed.
    """
    reason = check_reason(asked.reason)
    engine = patient(url)
    try:
        async with alone(engine), engine.begin() as connection:
            driver = await postgres.raw(connection)
            await driver.execute(switching.PAUSE)
            number, revision = await _newest(connection)
            now, here = await driver.fetchval(REVISION), clock()
            reason = check_return(revision, now, await driver.fetchval(SEALING), reason)
            schema, serving = switching.kept(number), Side(driver, switching.SERVING)
            compared = await compare(serving, Side(driver, schema))
            await lifting.take_over(serving, schema, compared)
            await lifting.lift(serving, schema, list(compared.different), here)
            turning = Turning(driver, asked.by, here)
            await switching.switch(driver, await turning.set_aside(), schema, groups)
            await say(connection, lifting, differences(compared.different), number, here)
            await turning.to(number, Status.SERVING, reason)
    finally:
        await engine.dispose()
    return number


async def drop_old(url: str, asked: Asked, clock: Clock) -> list[int]:
    """All that are kept are dropped; which ones those were.

    Raises:
        RebuildRefused: `another_rebuild`.
    """
    engine = patient(url)
    try:
        async with alone(engine), engine.begin() as connection:
            driver: Any = await postgres.raw(connection)
            turning = Turning(driver, asked.by, clock())
            numbers = [number for number, _ in await kept(connection)]
            for number in numbers:
                await driver.execute(f"DROP SCHEMA {switching.kept(number)} CASCADE")
                await turning.to(number, Status.DROPPED, check_reason(asked.reason))
    finally:
        await engine.dispose()
    return numbers


async def _newest(connection: AsyncConnection) -> tuple[int, str | None]:
    found = await kept(connection)
    if not found:
        raise RebuildRefused(RebuildCode.NOTHING_KEPT, "No generation is kept, so there is none to go back to.")
    return found[0]
