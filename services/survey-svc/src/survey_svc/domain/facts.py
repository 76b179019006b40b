"""What became true of a survey. Facts are this service's own; the wire has its own words for them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from survey_svc.domain.elements import Element
from survey_svc.domain.index import Rounding


@dataclass(frozen=True, slots=True)
class Definition:
    """What a survey asks, about which unit's service, on which days (inclusive).

    year_id: the annual period that `period_id` lies in, or the same. elements: those that apply, in their order.
    """

    unit_id: UUID
    agency_id: UUID
    period_id: UUID
    year_id: UUID
    service: str
    elements: tuple[Element, ...]
    opens_on: date
    closes_on: date
    rounding: Rounding


@dataclass(frozen=True, slots=True)
class Answer:
    """One respondent's answers, in the order of the survey's elements, and perhaps a suggestion in own words."""

    answer_id: UUID
    answered_on: date
    scores: tuple[int, ...]
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Defined:
    """The survey asks this from now on."""

    survey_id: UUID
    definition: Definition


@dataclass(frozen=True, slots=True)
class Answered:
    """These answers count; at least one."""

    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Closed:
    """No further answer counts."""


Fact = Defined | Answered | Closed
