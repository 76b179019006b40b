"""The watchdog: work is there, and nothing moves. It sees what no health sign of the client shows.

When the coordination task of a consumer dies, polling goes on and everything looks well. Progress of the durable
cursor is the one sign that cannot lie.
"""

from collections.abc import Mapping

from chassis.consuming.cursor import Place

LIMIT_SECONDS = 60.0


class Watchdog:
    """Fed with lag and cursor of the assigned places now and then; says since when nothing moved."""

    def __init__(self, limit_seconds: float = LIMIT_SECONDS) -> None:
        self._limit = limit_seconds
        self._seen: dict[Place, tuple[int, float]] = {}

    def stalled(self, cursors: Mapping[Place, int], ends: Mapping[Place, int], now: float) -> str | None:
        """A sentence when a place had records to read and its cursor stood still for the limit; `now` in seconds."""
        for place in set(self._seen) - set(cursors):
            del self._seen[place]
        for place, cursor in cursors.items():
            former, since = self._seen.get(place, (None, now))
            if cursor != former or ends.get(place, 0) <= cursor:
                self._seen[place] = (cursor, now)
            elif now - since >= self._limit:
                waiting = ends[place] - cursor
                return f"{place.topic}[{place.partition}]: {waiting} records to read, none read for {now - since:.0f} s"
        return None
