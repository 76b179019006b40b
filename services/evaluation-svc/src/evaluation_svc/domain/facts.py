"""What became true of an evaluation. Facts are this service's own; the wire has its own words for them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from evaluation_svc.domain.behavior import BehaviorRating
from evaluation_svc.domain.proposal import Proposal
from evaluation_svc.domain.ratings import Predicate, Rating, predicate


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the superior judged, and on which day. behaviors: in the values' own order, all seven or none."""

    work_results: Rating
    work_behavior: Rating
    evaluated_on: date
    note: str | None = None
    behaviors: tuple[BehaviorRating, ...] = ()

    @property
    def predicate(self) -> Predicate:
        return predicate(self.work_results, self.work_behavior)


class Outcome(StrEnum):
    """What an appeal led to: the ratings stand, or others take their place."""

    UPHELD = "upheld"
    REVISED = "revised"


class Side(StrEnum):
    """Who is heard in an appeal."""

    RATER = "rater"
    RATED = "rated"


@dataclass(frozen=True, slots=True)
class Of:
    """Whose evaluation it is, for which period, by whom."""

    evaluation_id: UUID
    civil_servant_id: UUID
    period_id: UUID
    evaluated_period_id: UUID
    evaluated_until: date
    rater_id: UUID


@dataclass(frozen=True, slots=True)
class Drafted:
    """The superior's ratings, not for anybody else to see."""

    of: Of
    judgement: Judgement
    proposal: Proposal | None = None


@dataclass(frozen=True, slots=True)
class Submitted:
    """These ratings hold from now on. `revised`: they take the place of ratings that stood.

    received_on: the day from which the days of an appeal are counted: that of the submission, on which the person
    can read the ratings here, or of ratings that were made elsewhere the day on which they were received there. A
    revision is received anew. proposal: what the numbers proposed then; None where they proposed nothing.
    peers: whether the region asked for opinions of peers and subordinates then.
    """

    of: Of
    judgement: Judgement
    revised: bool
    received_on: date
    proposal: Proposal | None = None
    peers: bool = False


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The ratings count no longer, until the evaluation is submitted again."""

    withdrawn_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The person took note. by_deadline: the days of an appeal ran out silently."""

    acknowledged_on: date
    by_deadline: bool


@dataclass(frozen=True, slots=True)
class Objected:
    """The person appealed (keberatan). heard_by: the rater's superior that day; None: the region's official."""

    appeal_id: UUID
    reason: str
    objected_on: date
    heard_by: UUID | None


@dataclass(frozen=True, slots=True)
class Heard:
    """One side made its statement."""

    side: Side
    text: str
    stated_on: date


@dataclass(frozen=True, slots=True)
class Decided:
    """The appeal's end. judgement: the ratings that stand from now on."""

    outcome: Outcome
    judgement: Judgement
    reason: str
    decided_on: date
    decided_by: UUID | None


Fact = Drafted | Submitted | Withdrawn | Acknowledged | Objected | Heard | Decided
