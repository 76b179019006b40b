"""The fake reads, held to the suite; so the questions' tests may rest on it."""

from collections.abc import Sequence

import pytest
from scoring_svc.domain.contribution import Contribution
from scoring_svc.domain.roster import Agency, Person, Unit, Year

from ..fakes import MemoryReads
from ..reads_suite import ReadsSuite


class MemoryWorld:
    def __init__(self) -> None:
        self.reads = MemoryReads()

    async def say(self, contributions: Sequence[Contribution]) -> None:
        self.reads.log += contributions

    async def keep(self, entries: Sequence[Agency | Unit | Person | Year]) -> None:
        self.reads.entries |= {entry.id: entry for entry in entries}


class TestMemoryReads(ReadsSuite):
    @pytest.fixture
    async def world(self) -> MemoryWorld:
        return MemoryWorld()
