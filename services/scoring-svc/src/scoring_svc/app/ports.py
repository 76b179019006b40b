"""What the application asks of the world: cards, the contribution log, and the roster's copy."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from scoring_svc.domain.access import Actor
from scoring_svc.domain.as_of import Recorded
from scoring_svc.domain.card import Card
from scoring_svc.domain.carried import Served
from scoring_svc.domain.contribution import Contribution
from scoring_svc.domain.formula import Score
from scoring_svc.domain.official import Result
from scoring_svc.domain.outline import Outline
from scoring_svc.domain.roster import Agency, Person, Unit, Year
from scoring_svc.domain.summary import MonthTally, PublishedIndex, Tally

CardKey = tuple[UUID, UUID]
"""(civil servant, annual period)."""


class Kept(NamedTuple):
    """A card as it is kept: its version, and the score that was said last (None: none yet)."""

    card: Card
    sequence: int
    said: Score | None


class Reads(Protocol):
    """Answers without locks, as of the last commit."""

    async def card(self, key: CardKey) -> Kept | None: ...

    async def bodies(self, keys: Collection[CardKey]) -> Mapping[CardKey, tuple[int, bytes]]:
        """Key → (sequence, JSON) of the cards that there are, as they were written."""
        ...

    async def contributions(self, key: CardKey) -> Sequence[Contribution]: ...

    async def recorded(self, key: CardKey) -> Sequence[Recorded]:
        """The same, each with when it was recorded."""
        ...

    async def person(self, civil_servant_id: UUID) -> Person | None: ...

    async def people_of(self, unit_id: UUID, day: date) -> Sequence[Person]:
        """Who serves in the unit on that day, by name."""
        ...

    async def units_of(self, people: Collection[UUID], day: date) -> Mapping[UUID, Collection[UUID]]:
        """Person → the units where they serve on that day."""
        ...

    async def unit(self, unit_id: UUID) -> Unit | None: ...

    async def agencies(self) -> Sequence[Agency]: ...

    async def units(self) -> Sequence[Unit]: ...

    async def reports_of(self, superior_id: UUID, day: date) -> Sequence[Person]:
        """Whose direct superior this is on that day, by name."""
        ...

    async def years(self) -> Sequence[Year]:
        """The annual periods, latest first."""
        ...


class Above(NamedTuple):
    """What a result serves, a step up. goal: it is the region's goal, for no result has the id; its title is None where
    no plan says it."""

    id: UUID
    title: str | None
    goal: bool


class Plans(Protocol):
    """What approved plans say beside their arithmetic, and whose they are, as of the last commit."""

    async def down(self, goal_id: UUID, period_id: UUID, most: int) -> Sequence[Served]:
        """The results that serve the goal, directly or through others, level by level; at most so many."""
        ...

    async def goal_title(self, goal_id: UUID, period_id: UUID) -> str | None:
        """What the plans that serve the goal directly call it; None where none of them says."""
        ...

    async def up(self, results: Collection[UUID], highest: int) -> Mapping[UUID, Sequence[Above]]:
        """Result → what it serves, step by step."""
        ...

    async def is_result(self, id_: UUID) -> bool:
        """Whether an approved plan has a work result with this id."""
        ...

    async def outlines(self, keys: Collection[CardKey]) -> Mapping[CardKey, Sequence[Outline]]: ...

    async def cards(self, keys: Collection[CardKey]) -> Mapping[CardKey, Card]:
        """Of those that there are."""
        ...

    async def people(self, ids: Collection[UUID]) -> Mapping[UUID, Person]: ...


class Seal(NamedTuple):
    """That there is an official result: the version that holds, its number and its day."""

    version: int
    score: Decimal | None
    sealed_on: date


class Group(NamedTuple):
    """People of a year, by the units where they serve on a day."""

    units: Collection[UUID]
    year: Year
    day: date


class Summaries(Protocol):
    """What is said of many people at once, as of the last commit."""

    async def led(self, everybody: Group, actor: Actor) -> Collection[UUID]:
        """The units where those serve on the day whom this person leads or led within the year."""
        ...

    async def hidden(self, group: Group, actor: Actor) -> Mapping[frozenset[UUID], int]:
        """Who serves in the group's units and is, by who they are, not this person's to read: the units in which
        somebody serves, all of them that are asked for → how many such people."""
        ...

    async def tallies(self, parts: Mapping[UUID, Group]) -> Mapping[UUID, Tally]:
        """Part → its tally; all parts are of one year and day. A part where nobody serves may be missing."""
        ...

    async def months(self, group: Group) -> Sequence[MonthTally]:
        """By month, the first one first."""
        ...

    async def published(self, group: Group) -> Sequence[PublishedIndex]:
        """The newest published index of each service of each unit, of answers within the year."""
        ...


class Results(Protocol):
    """Official results, as of the last commit."""

    async def seals(self, keys: Collection[CardKey]) -> Mapping[CardKey, Seal]:
        """Of the cards that have an official result."""
        ...

    async def versions(self, key: CardKey) -> Sequence[Result]:
        """Every version, the first one first; empty while the year is not sealed."""
        ...


class Generations(Protocol):
    """Generations of what is made of the topics, as of the last commit."""

    async def all(self) -> Sequence[dict[str, Any]]:
        """Each as it is answered, the newest first."""
        ...
