"""How often a subscriber looks: quickly while records come, slowly at rest.

FastStream waits for records for `batch_timeout_ms` and then sleeps as long before it waits again, so this number is
both the delay that a record may find and the cost of a subscriber that has nothing to do.
"""

import asyncio
from typing import Any, Final

QUICK_MS: Final = 5
REST_MS: Final = 100
REST_AFTER_SECONDS: Final = 5.0


class Pace:
    """Sets the pace of a batch subscriber, which begins at rest."""

    def __init__(self, subscriber: Any) -> None:
        assert subscriber.batch_timeout_ms == REST_MS, "the framework's batch subscriber is not what it was"
        self._subscriber, self._last = subscriber, 0.0

    def records_came(self) -> None:
        """There may be more at once."""
        loop = asyncio.get_running_loop()
        self._last = loop.time()
        if self._subscriber.batch_timeout_ms != QUICK_MS:
            self._subscriber.batch_timeout_ms = QUICK_MS
            loop.call_later(REST_AFTER_SECONDS, self._look)

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        left = self._last + REST_AFTER_SECONDS - loop.time()
        if left > 0:
            loop.call_later(left, self._look)
        else:
            self._subscriber.batch_timeout_ms = REST_MS
