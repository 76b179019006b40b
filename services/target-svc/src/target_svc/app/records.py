"""What is kept beside plans: innovations, coaching plans, phases of units, trainings, evidence files.

As with `Work`: what is written here becomes true with the rest of the transaction or not at all.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from target_svc.domain.coaching import Coaching, CoachingStatus, Trigger
from target_svc.domain.evidence import Evidence
from target_svc.domain.innovations import Innovation
from target_svc.domain.rollout import PhaseStep
from target_svc.domain.trainings import Training

Slot = tuple[UUID, UUID, Trigger]
"""Person, year and trigger, of which one coaching plan is open."""


class Taken(NamedTuple):
    """A step of a unit's rollout, and when it was taken."""

    step: PhaseStep
    at: datetime


class Records(Protocol):
    """These records in one transaction."""

    async def innovations(self, ids: Collection[UUID]) -> Mapping[UUID, Innovation]:
        """Those that are there; nobody else changes them until the end."""
        ...

    async def save_innovation(self, state: Innovation) -> None: ...

    async def coachings(self, ids: Collection[UUID]) -> Mapping[UUID, Coaching]:
        """Those that are there; nobody else changes them until the end."""
        ...

    async def coachings_of(self, slots: Collection[Slot]) -> Mapping[Slot, Sequence[Coaching]]:
        """All plans of each slot that has some."""
        ...

    async def save_coachings(self, states: Sequence[Coaching]) -> None: ...

    async def phase(self, unit_id: UUID, period_id: UUID) -> Taken | None:
        """The newest step of a unit in a year."""
        ...

    async def save_phase(self, taken: Taken) -> None: ...

    async def training(self, id_: UUID) -> Training | None: ...

    async def save_training(self, new: Training, now: datetime) -> None: ...

    async def evidence(self, ids: Collection[UUID]) -> Mapping[UUID, Evidence]:
        """Files that are there, and stay until the end."""
        ...

    async def unnamed_evidence(self, civil_servant_id: UUID) -> int:
        """How many files there are for a person that no realization names."""
        ...

    async def save_evidence(self, new: Evidence, content: bytes) -> None: ...

    async def remove_unnamed_evidence(self, before: datetime, limit: int) -> int:
        """Removes what was uploaded before then and no realization names; how many there were, at most `limit`."""
        ...


class RecordReads(Protocol):
    """Answers without locks."""

    async def evidence(self, id_: UUID) -> Evidence | None: ...

    async def evidence_content(self, id_: UUID) -> bytes | None: ...

    async def innovation(self, id_: UUID) -> Innovation | None: ...

    async def innovations(
        self, civil_servant_id: UUID, period_id: UUID | None, after: UUID | None, limit: int
    ) -> Sequence[Innovation]:
        """In order of ids, from the one after `after`."""
        ...

    async def coaching(self, id_: UUID) -> Coaching | None: ...

    async def coachings_of_person(
        self, civil_servant_id: UUID, period_id: UUID | None, after: UUID | None, limit: int
    ) -> Sequence[Coaching]: ...

    async def coachings_of_agency(
        self, agency_id: UUID, status: CoachingStatus | None, after: UUID | None, limit: int
    ) -> Sequence[Coaching]: ...
