"""The watchdog: work is there, and nothing moves. It sees what no health sign of the client shows.

When the coordination task of a consumer dies, polling goes on and everything looks well. Progress of the durable
cursor is the one sign that cannot lie. The client empties what it has fetched of one partition after another, so that
in a long catch-up a single one waits for its turn much longer than a minute: that is no standstill while others move.
"""

from collections.abc import Mapping

from chassis.consuming.cursor import Place

LIMIT_SECONDS = 60.0
TURN_SECONDS = 600.0
"""Even a partition that waits for its turn gets it within this time."""


class Watchdog:
    """Fed with lag and cursor of the assigned places now and then; says since when nothing moved."""

    def __init__(self, limit_seconds: float = LIMIT_SECONDS, turn_seconds: float = TURN_SECONDS) -> None:
        self._limit, self._turn = limit_seconds, turn_seconds
        self._seen: dict[Place, tuple[int, float]] = {}
        self._moved = 0.0

    def stalled(self, cursors: Mapping[Place, int], ends: Mapping[Place, int], now: float) -> str | None:
        """A sentence when there were records to read and no cursor moved for the limit, or one of them for as long as
        a turn may take; `now` in seconds."""
        behind = {place for place, cursor in cursors.items() if ends.get(place, 0) > cursor}
        stood = {place for place, cursor in cursors.items() if place in self._seen and self._seen[place][0] == cursor}
        if not behind or stood != set(cursors):
            self._moved = now
        waiting = behind & stood
        self._seen = {
            place: self._seen[place] if place in waiting else (cursor, now) for place, cursor in cursors.items()
        }
        for place in waiting:
            cursor, since = self._seen[place]
            if now - since >= self._turn or (now - self._moved >= self._limit and now - since >= self._limit):
                left = ends[place] - cursor
                return f"{place.topic}[{place.partition}]: {left} records to read, none read for {now - since:.0f} s"
        return None
