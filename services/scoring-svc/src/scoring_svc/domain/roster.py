"""Scoring's copy of the roster, and how a unit's survey comes to count for the people who serve there.

The attribution rule [own]: a survey of a unit counts for those who serve the public in that unit, on the day of the
survey's last answer. SKM measures a unit, not a person; so the rule is stated, and the explanation says it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Term:
    """Inclusive days; `until` None means «still»."""

    since: date
    until: date | None

    def covers(self, day: date) -> bool:
        """Whether `day` lies in it."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A work unit."""

    id: UUID
    agency_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody serves."""

    unit_id: UUID
    position: str
    serves_public: bool
    term: Term


@dataclass(frozen=True, slots=True)
class Person:
    """A civil servant with dated places and superiors."""

    id: UUID
    agency_id: UUID
    name: str
    places: tuple[Place, ...]
    lines: tuple[tuple[UUID, Term], ...]

    def position_in(self, unit_id: UUID, day: date) -> str:
        """What they are in the unit on that day; empty when they do not serve there."""
        return next((each.position for each in self.places if each.unit_id == unit_id and each.term.covers(day)), "")

    def superior_of(self, person_id: UUID, since: date, until: date) -> bool:
        """Whether `person_id` is or was this one's direct superior on any day from `since` to `until`."""
        return any(
            superior == person_id and term.since <= until and (term.until is None or term.until >= since)
            for superior, term in self.lines
        )


@dataclass(frozen=True, slots=True)
class Year:
    """A period of assessment. reopened: how many times it was."""

    id: UUID
    kind: str
    annual_period_id: UUID | None
    name: str
    starts_on: date
    ends_on: date
    status: str
    reopened: int = 0


@dataclass(frozen=True, slots=True)
class SurveyIndex:
    """The newest index of a survey, and the event that said it."""

    survey_id: UUID
    unit_id: UUID
    period_id: UUID
    service: str
    index: Decimal | None
    respondents: int
    as_of: date
    event_id: UUID


@dataclass(frozen=True, slots=True)
class Attribution:
    """A survey as it counts, or no longer counts, for one person. sequence: of this pair."""

    civil_servant_id: UUID
    survey: SurveyIndex
    counts: bool
    sequence: int


def serves(person: Person, index: SurveyIndex) -> bool:
    """Whether the survey counts for this person, by the rule above."""
    return any(
        place.unit_id == index.unit_id and place.serves_public and place.term.covers(index.as_of)
        for place in person.places
    )


def distribute(
    people: Iterable[Person], indexes: Iterable[SurveyIndex], former: Mapping[tuple[UUID, UUID], Attribution]
) -> list[Attribution]:
    """The attributions that are new or different. former: (person, survey) → what was said last."""
    surveys = list(indexes)
    said: list[Attribution] = []
    for person in people:
        for index in surveys:
            before, counts = former.get((person.id, index.survey_id)), serves(person, index)
            if before is None and counts:
                said.append(Attribution(person.id, index, counts, 1))
            elif before is not None and (before.counts, before.survey) != (counts, index) and (counts or before.counts):
                said.append(Attribution(person.id, index, counts, before.sequence + 1))
    return said
