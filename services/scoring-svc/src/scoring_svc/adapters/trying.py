"""Trials of policies are worked out in a process of their own, so that serving goes on: scoring cards is pure Python,
and threads of one process take turns at that.

The process begins with the first trial, which then waits a second or two for it, and is ended with the service; when
the service is killed, it ends by itself. It steps back behind all else where there are fewer cores than work.
"""

import asyncio
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from typing import Final, ParamSpec, TypeVar

from scoring_svc.domain.card import Card
from scoring_svc.domain.refusals import Code, Refusal
from scoring_svc.domain.trial import Compared, Tally, Trial

NICE: Final = 10
INTERRUPTED: Final = "The process that works out trials ended before this one was done. Ask again: a new one begins."

Given = ParamSpec("Given")
Found = TypeVar("Found")
Unpack = Callable[[], Sequence[Card]]


class OwnProcess:
    """`scoring_svc.app.trials.Trying`: one process, one piece of work after the other."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    async def begin(self, trial: Trial) -> None:
        await self._run(_begin, trial)

    async def tally(self, unpack: Unpack) -> Tally:
        return await self._run(_tally, unpack)

    async def people(self, trial: Trial, unpack: Unpack) -> list[Compared]:
        return await self._run(_people, trial, unpack)

    async def close(self) -> None:
        """Ends the process, after what it is at: a fraction of a second."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await asyncio.to_thread(pool.shutdown)

    async def _run(self, work: Callable[Given, Found], *given: Given.args, **named: Given.kwargs) -> Found:
        if (pool := self._pool) is None:
            spawning = multiprocessing.get_context("spawn")
            pool = self._pool = ProcessPoolExecutor(1, mp_context=spawning, initializer=_settle_in)
        try:
            return await asyncio.wrap_future(pool.submit(work, *given, **named))
        except BrokenExecutor as error:
            if self._pool is pool:
                self._pool = None
            raise Refusal(Code.TRIAL_INTERRUPTED, INTERRUPTED) from error


# --- in the process of its own ------------------------------------------------------------------------------------

_trial: list[Trial] = []


def _settle_in() -> None:
    """Who started this tells it when to end, not a key that is pressed at the terminal; and ends it by ending."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICE)
    parent = multiprocessing.parent_process()
    if parent is not None:

        def follow() -> None:
            parent.join()
            os._exit(0)

        threading.Thread(target=follow, daemon=True).start()


def _begin(trial: Trial) -> None:
    _trial[:] = [trial]


def _tally(unpack: Unpack) -> Tally:
    if not _trial:
        raise BrokenExecutor("another process began this trial")
    tally = Tally()
    for card in unpack():
        tally.add(_trial[0].compare(card))
    return tally


def _people(trial: Trial, unpack: Unpack) -> list[Compared]:
    return [trial.compare(card) for card in unpack()]
