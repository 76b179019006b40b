"""The roster's and the scores' events, gathered to the newest of each aggregate.

An event states all that is true of its aggregate, so of several only the last one counts, whatever order they come
in. Invariant: an entry is never put in the place of one with the same or a higher sequence.
"""

from uuid import UUID

from evaluation_svc.app.ports import RosterEntry
from evaluation_svc.app.translate import Data, roster_entry, target_value
from evaluation_svc.domain.proposal import TargetValue


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


class TargetValues:
    """The newest value of each person's year that has come since it was last taken."""

    def __init__(self) -> None:
        self._newest: dict[tuple[UUID, UUID], TargetValue] = {}

    def add(self, sequence: int, event_id: UUID, data: Data) -> None:
        """Takes over what an event states of the targets, if it is a change of a score."""
        value = target_value(data, sequence, event_id)
        if value is None:
            return
        place = value.civil_servant_id, value.period_id
        known = self._newest.get(place)
        if known is None or known.sequence < sequence:
            self._newest[place] = value

    def take(self) -> tuple[TargetValue, ...]:
        """Everything gathered, in the order of its keys; afterwards there is nothing."""
        taken = tuple(value for _, value in sorted(self._newest.items(), key=lambda each: each[0]))
        self._newest = {}
        return taken

    def forget(self) -> None:
        self._newest = {}
