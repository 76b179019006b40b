"""What a failure means: the only place that decides between trying again, putting a record aside, and stopping.

Invariant: what passes by itself is never parked, and a projector that meets nothing but faults stops instead of pouring
a topic away.
"""

from collections import deque
from typing import Final, NamedTuple

from aiokafka.errors import KafkaError

from chassis import postgres

FIRST_PAUSE_SECONDS: Final = 0.1
LONGEST_PAUSE_SECONDS: Final = 10.0


class Limits(NamedTuple):
    """How many parked records are an accident: so many in a row, or so large a share of the last `window` records."""

    parked_in_a_row: int = 100
    window: int = 1_000
    parked_share: float = 0.2


class Retry(NamedTuple):
    """It passes by itself: again after so many seconds."""

    after: float


class Park(NamedTuple):
    """This record, or one of this batch, will never work."""

    reason: str


class Stop(NamedTuple):
    """Something is wrong with all of it: end the process and let somebody look."""

    reason: str


Verdict = Retry | Park | Stop


class ConsumerStopped(Exception):
    """The consumer gave up; its message is the reason that an operator reads."""


def verdict(error: BaseException, attempt: int) -> Verdict:
    """What to do about an error of a batch's transaction; `attempt` counts from 1."""
    if postgres.is_transient(error) or isinstance(error, KafkaError):
        return Retry(min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** min(attempt - 1, 10)))
    if isinstance(error, MemoryError | RecursionError | SystemError):
        return Stop(f"{type(error).__name__}: {error}")
    return Park("unsavable")


class Tally:
    """Parked records against good ones, in a row and over a window."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._window: deque[bool] = deque(maxlen=limits.window)
        self._row = self._parked = 0

    def good(self, count: int) -> None:
        """So many records were applied."""
        if count:
            self._row = 0
            for _ in range(min(count, self._limits.window)):
                self._push(parked=False)

    def parked(self) -> Stop | None:
        """One record was put aside; a Stop when that was one too many."""
        self._row += 1
        self._push(parked=True)
        if self._row >= self._limits.parked_in_a_row:
            return Stop(f"{self._row} records in a row could not be used")
        full = len(self._window) == self._limits.window
        if full and self._parked > self._limits.parked_share * self._limits.window:
            return Stop(f"{self._parked} of the last {self._limits.window} records could not be used")
        return None

    def _push(self, *, parked: bool) -> None:
        if len(self._window) == self._window.maxlen:
            self._parked -= self._window[0]
        self._window.append(parked)
        self._parked += parked
