"""The fake store, held to the suite; so the other tests may rest on it."""

from collections.abc import Sequence
from uuid import UUID

import pytest
from evaluation_svc.app.ports import RosterEntry
from evaluation_svc.app.translate import Data
from evaluation_svc.domain.proposal import TargetValue
from evaluation_svc.domain.roster import CivilServant, Period, Unit

from ..fakes import MemoryStore
from ..follow_ups_suite import FollowUpsSuite
from ..records_suite import RecordsSuite
from ..store_suite import ROSTER, StoreSuite


class MemoryWorld:
    def __init__(self) -> None:
        self.store = self.reads = MemoryStore()

    async def put(self, entries: Sequence[RosterEntry]) -> None:
        self.store.people |= {e.aggregate_id: e.entry for e in entries if isinstance(e.entry, CivilServant)}
        self.store.units |= {e.aggregate_id: e.entry for e in entries if isinstance(e.entry, Unit)}
        self.store.periods |= {e.aggregate_id: e.entry for e in entries if isinstance(e.entry, Period)}

    async def value(self, value: TargetValue) -> None:
        work = self.store.target_values.opened()
        await work.put([value])
        work.commit()

    async def said(self) -> list[tuple[UUID, int, Data]]:
        return [(each.aggregate_id, each.sequence, each.data) for each in self.store.said]


class TestMemoryStore(StoreSuite, RecordsSuite, FollowUpsSuite):
    @pytest.fixture
    async def world(self) -> MemoryWorld:
        world = MemoryWorld()
        await world.put(ROSTER)
        return world
