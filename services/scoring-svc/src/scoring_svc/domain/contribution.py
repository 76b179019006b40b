"""What one source says of one person in one year: the only thing that ever changes a card.

A contribution holds what is true of its source from then on, with the source's sequence; it is never a difference.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Indicator:
    """An approved indicator, as far as arithmetic needs it. Names as in the plan (IKI). better: which side of a range
    is the better one, `higher` or `lower`."""

    id: UUID
    title: str
    measure: str
    direction: str
    target: Decimal | None
    range_low: Decimal | None
    range_high: Decimal | None
    max_attainable: bool
    weight: Decimal
    better: str | None = None


@dataclass(frozen=True, slots=True)
class PlanApproved:
    """The indicators that count, all and only these."""

    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Realized:
    """The consolidated realization of the indicator that is the source; None: there is none any more."""

    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Rated:
    """The ratings of one evaluation. until: the last day of the evaluated period. peers: whether opinions of peers and
    subordinates were asked for."""

    work_results: str
    work_behavior: str
    predicate: str
    until: date
    peers: bool = False


@dataclass(frozen=True, slots=True)
class EvaluationWithdrawn:
    """The evaluation that is the source counts no longer."""


@dataclass(frozen=True, slots=True)
class StaffMean:
    """The mean of the answers to one of the two elements about staff, 1 to 4."""

    element: str
    mean: Decimal


@dataclass(frozen=True, slots=True)
class SurveyCounts:
    """A survey's index as it counts for this person; None: there are no answers of that kind. basis: what of the survey
    it is. required_sample: how many answers the survey asks for; None where that is not known. staff: the means that
    the index was made of, where the basis is the elements about staff."""

    survey_id: UUID
    service: str
    index: Decimal | None
    respondents: int
    basis: str = "unit_index"
    required_sample: int | None = None
    staff: tuple[StaffMean, ...] = ()


@dataclass(frozen=True, slots=True)
class SurveyCeased:
    """The survey counts for this person no longer."""


@dataclass(frozen=True, slots=True)
class Innovated:
    """A new idea or way of working; only a confirmed one counts, as the condition of a category."""

    title: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class OrganizationCounts:
    """The achievement of a unit in which this person serves: its predicate, and its percent where one was reported."""

    unit_id: UUID
    predicate: str
    achievement: Decimal | None


@dataclass(frozen=True, slots=True)
class OrganizationCeased:
    """The unit's achievement counts for this person no longer."""


Said = (
    PlanApproved
    | Realized
    | Rated
    | EvaluationWithdrawn
    | SurveyCounts
    | SurveyCeased
    | Innovated
    | OrganizationCounts
    | OrganizationCeased
)


@dataclass(frozen=True, slots=True)
class Contribution:
    """source_id, sequence: whose state it is, and which one. effective_on: the day that the fact speaks of."""

    civil_servant_id: UUID
    period_id: UUID
    source_id: UUID
    sequence: int
    event_id: UUID
    effective_on: date
    said: Said
