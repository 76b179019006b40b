"""The fake store, held to the suite; so the other tests may rest on it."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import pytest
from survey_svc.app.ports import RosterEntry
from survey_svc.app.translate import Data

from ..fakes import MemoryStore
from ..invitation_suite import InvitationSuite
from ..store_suite import ROSTER, StoreSuite


class MemoryWorld:
    def __init__(self) -> None:
        self.store = self.reads = MemoryStore()

    async def put(self, entries: Sequence[RosterEntry]) -> None:
        self.store.roster |= {each.aggregate_id: each.entry for each in entries}

    async def said(self) -> list[tuple[UUID, int, Data]]:
        return [(each.aggregate_id, each.sequence, each.data) for each in self.store.said]

    async def answers(self) -> list[tuple[UUID, date, tuple[int, ...], str | None]]:
        kept = sorted(self.store.answers, key=lambda pair: pair[1].answer_id)
        return [(survey, each.answered_on, each.scores, each.suggestion) for survey, each in kept]


class TestMemoryStore(StoreSuite, InvitationSuite):
    @pytest.fixture
    async def world(self) -> MemoryWorld:
        world = MemoryWorld()
        await world.put(ROSTER)
        return world
