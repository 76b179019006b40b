"""Scoring's copy of the roster, and of what is said of its units: the public's surveys, and their achievement.

How that comes to count for the people who serve there is the business of `domain.attribution`.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from scoring_svc.domain.contribution import StaffMean


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
    """A work unit; without a parent it is at its agency's top."""

    id: UUID
    agency_id: UUID
    name: str
    parent_unit_id: UUID | None = None


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
class Served:
    """The answers about what one person served: how many, and their index."""

    civil_servant_id: UUID
    respondents: int
    index: Decimal


@dataclass(frozen=True, slots=True)
class SurveyIndex:
    """The newest index of a survey, and the event that said it. required_sample: how many answers it asks for, None
    where that is not known. staff: the means of the elements about staff, as far as they were asked. served: the
    answers by who served, as far as invitations say so."""

    survey_id: UUID
    unit_id: UUID
    period_id: UUID
    service: str
    index: Decimal | None
    respondents: int
    as_of: date
    event_id: UUID
    required_sample: int | None = None
    staff: tuple[StaffMean, ...] = ()
    served: tuple[Served, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitRating:
    """What a unit achieved in a period, as the level above judged it, and the event that said it. period_id: the annual
    period; evaluated_period_id: the one that was judged, within it or the same. achievement: percent, where one was
    reported."""

    rating_id: UUID
    unit_id: UUID
    period_id: UUID
    evaluated_period_id: UUID
    predicate: str
    achievement: Decimal | None
    rated_on: date
    event_id: UUID
