"""The roster's events, gathered to the newest entry of each aggregate.

An event states all that is true of its aggregate, so of several only the last one counts, whatever order they come
in. Invariant: an entry is never put in the place of one with the same or a higher sequence.
"""

from uuid import UUID

from evaluation_svc.app.ports import RosterEntry
from evaluation_svc.app.translate import Data, roster_entry


class RosterChanges:
    """What has come since it was last taken."""

    def __init__(self) -> None:
        self._newest: dict[UUID, RosterEntry] = {}

    def add(self, aggregate_id: UUID, sequence: int, data: Data) -> bool:
        """Takes over what an event states; False where it is none of the roster's."""
        entry = roster_entry(data)
        if entry is None:
            return False
        known = self._newest.get(aggregate_id)
        if known is None or known.sequence < sequence:
            self._newest[aggregate_id] = RosterEntry(aggregate_id, sequence, entry)
        return True

    def take(self) -> tuple[RosterEntry, ...]:
        """Everything gathered, in the order of ids, so that writers of the same rows never wait for each other in a
        circle; afterwards there is nothing.
        """
        taken = tuple(sorted(self._newest.values(), key=lambda each: each.aggregate_id))
        self._newest = {}
        return taken

    def forget(self) -> None:
        self._newest = {}
