"""What the walks along the cascade ask of the world: answers without locks."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Protocol
from uuid import UUID

from target_svc.domain.goals import Goal
from target_svc.domain.matrix import Carried
from target_svc.domain.plan import Plan
from target_svc.domain.realizations import Course
from target_svc.domain.roster import CivilServant


class Lineage(Protocol):
    """Answers about the cascade, without locks."""

    async def people(self, ids: Collection[UUID]) -> Mapping[UUID, CivilServant]: ...

    async def serving_in(self, unit_id: UUID, day: date) -> list[CivilServant]:
        """Who is assigned to a unit on that day, by id."""
        ...

    async def under(self, superior_id: UUID, day: date) -> set[UUID]:
        """Everybody under somebody on that day, over others too."""
        ...

    async def leading(self, people: Collection[UUID], day: date) -> set[UUID]: ...

    async def plans_for(self, people: Collection[UUID], period_id: UUID) -> list[Plan]: ...

    async def results(self, ids: Collection[UUID]) -> list[Carried]:
        """Approved results by id."""
        ...

    async def results_under(self, parents: Collection[UUID], limit: int) -> list[Carried]:
        """Approved results that serve any of these, at most `limit`, by parent and id."""
        ...

    async def served(self, ids: Collection[UUID]) -> set[UUID]:
        """Which of these are served by an approved result."""
        ...

    async def goals(self, ids: Collection[UUID]) -> Mapping[UUID, Goal]: ...

    async def goals_of(self, period_id: UUID, agency_id: UUID) -> list[Goal]:
        """An agency's goals for a period, those for every agency among them."""
        ...

    async def courses_of(self, results: Collection[UUID]) -> Mapping[UUID, list[Course]]:
        """Work result → its approved indicators with their realizations."""
        ...
