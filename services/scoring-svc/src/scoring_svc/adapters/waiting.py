"""Decisions of appeals that cannot change their result yet, because the policy that it was sealed under is gone.

Each is set aside with its reason, so that the others go on; it is seen in the log, in a metric, and in a worklist. When
the process starts, with other policies perhaps, all of them are tried again.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

import structlog
from chassis import postgres
from sqlalchemy.ext.asyncio import AsyncEngine

from scoring_svc.app.waiting import Waiting
from scoring_svc.domain.official import Result

SET_ASIDE: Final = "UPDATE decision SET outcome = 'policy_missing' WHERE event_id = $1"
AGAIN: Final = "UPDATE decision SET outcome = NULL WHERE outcome = 'policy_missing'"
COUNT: Final = "SELECT count(*) FROM decision WHERE outcome = 'policy_missing'"
LISTED: Final = """
    SELECT d.event_id, d.civil_servant_id, d.period_id, d.decided_on, r.policy, r.policy_version FROM decision d
    JOIN LATERAL (SELECT policy, policy_version FROM official_result
        WHERE civil_servant_id = d.civil_servant_id AND period_id = d.period_id ORDER BY version DESC LIMIT 1) r ON true
    WHERE d.outcome = 'policy_missing' ORDER BY d.id LIMIT $1
"""

log = structlog.stdlib.get_logger()


class WaitingDecisions:
    """Those that are set aside. count: told how many there are, whenever that may have changed."""

    def __init__(self, count: Callable[[float], None]) -> None:
        self._count, self._begun = count, False

    async def again(self, driver: Any) -> None:
        """Once, after the start: all of them wait no longer."""
        if not self._begun:
            await driver.execute(AGAIN)
            self._begun = True
            self._count(0)

    async def set_aside(self, driver: Any, decision: Any, former: Result) -> None:
        """This one waits for the policy of its result."""
        await driver.execute(SET_ASIDE, decision["decision"])
        log.error(
            "sealing.policy_missing",
            civil_servant_id=str(decision["civil_servant_id"]),
            period_id=str(decision["period_id"]),
            decision=str(decision["decision"]),
            policy=former.policy,
            policy_version=former.policy_version,
        )
        self._count(await driver.fetchval(COUNT))


class PostgresWaiting:
    """`scoring_svc.app.waiting.Waitings` over an engine."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def decisions(self, limit: int) -> Sequence[Waiting]:
        async with self._engine.connect() as connection:
            return [Waiting(*row) for row in await (await postgres.raw(connection)).fetch(LISTED, limit)]
