"""What became true of an evaluation. Facts are this service's own; the wire has its own words for them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from evaluation_svc.domain.ratings import Predicate, Rating, predicate


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the superior judged, and on which day."""

    work_results: Rating
    work_behavior: Rating
    evaluated_on: date
    note: str | None = None

    @property
    def predicate(self) -> Predicate:
        return predicate(self.work_results, self.work_behavior)


@dataclass(frozen=True, slots=True)
class Submitted:
    """These ratings hold from now on. `revised`: they take the place of ratings that stood."""

    evaluation_id: UUID
    civil_servant_id: UUID
    period_id: UUID
    evaluated_period_id: UUID
    evaluated_until: date
    rater_id: UUID
    judgement: Judgement
    revised: bool


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The ratings count no longer, until the evaluation is submitted again."""

    withdrawn_on: date
    reason: str


Fact = Submitted | Withdrawn
