"""What the application asks of the world: cards, the contribution log, and reads."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol
from uuid import UUID

from scoring_svc.domain.card import Card
from scoring_svc.domain.contribution import Contribution
from scoring_svc.domain.formula import Score
from scoring_svc.domain.roster import Agency, Person, Unit, Year

CardKey = tuple[UUID, UUID]
"""(civil servant, annual period)."""


class Kept(NamedTuple):
    """A card as it is kept: its version, and the score that was said last (None: none yet)."""

    card: Card
    sequence: int
    said: Score | None


class Shown(NamedTuple):
    """A person on a unit's board."""

    civil_servant_id: UUID
    name: str
    position: str
    serves_public: bool
    sequence: int
    body: bytes | None


class Reads(Protocol):
    """Answers without locks."""

    async def card(self, key: CardKey) -> Kept | None: ...

    async def body(self, key: CardKey) -> tuple[int, bytes] | None:
        """(sequence, JSON) of a card, as it was written."""
        ...

    async def contributions(self, key: CardKey) -> Sequence[Contribution]: ...

    async def person(self, civil_servant_id: UUID) -> Person | None: ...

    async def people(self, ids: Collection[UUID]) -> Mapping[UUID, Person]: ...

    async def unit(self, unit_id: UUID) -> Unit | None: ...

    async def agencies(self) -> Sequence[Agency]: ...

    async def units(self, agency_id: UUID | None) -> Sequence[Unit]: ...

    async def years(self) -> Sequence[Year]: ...

    async def board(self, unit_id: UUID, period_id: UUID, day: date) -> Sequence[Shown]: ...
