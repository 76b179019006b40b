"""Bodies of appeals, as the OpenAPI document shows them."""

from enum import StrEnum
from typing import Literal
from uuid import UUID

from chassis.inputs import Day, RequestModel

from evaluation_svc.domain.facts import Outcome, Side
from evaluation_svc.domain.ratings import Predicate, Rating
from evaluation_svc.entrypoints.schemas import Words


class AppealStatus(StrEnum):
    """Both sides are being heard, or it is over."""

    HEARING = "hearing"
    DECIDED = "decided"


class NewAppeal(RequestModel):
    """Why the person objects; the rater and the official read it."""

    reason: Words


class Statement(RequestModel):
    """What one side has to say; the other side and the official read it."""

    text: Words


class Decision(RequestModel):
    """What the official decides. Of a revision at least one rating is another one; one that is left out stays."""

    outcome: Outcome
    work_results: Rating | None = None
    work_behavior: Rating | None = None
    reason: Words


class RatingsView(RequestModel):
    """Two ratings, the predicate that follows from them, and its code in SIASN, 1 to 5."""

    work_results: Rating
    work_behavior: Rating
    predicate: Predicate
    performance_quadrant: int


class StatementView(RequestModel):
    """What one side said, and when."""

    side: Side
    text: str
    stated_on: Day


class DecisionView(RatingsView):
    """The end of an appeal, with the ratings that hold. decided_by: null where the region's official is no civil
    servant of the roster."""

    outcome: Outcome
    reason: str
    decided_on: Day
    decided_by: UUID | None


class AppealView(RequestModel):
    """An appeal (keberatan, PP 30/2019 Ps 59). sequence: the evaluation's. heard_by: the superior of the rater on the
    day of the filing; null where there is none in service and the region's official decides, who does so too where that
    one leaves. heard_until: the last day for the statements, `hearing_days` after the filing, by the rule that `source`
    names."""

    id: UUID
    sequence: int
    status: Literal["hearing", "decided"]
    evaluation_id: UUID
    civil_servant_id: UUID
    evaluated_period_id: UUID
    rater_id: UUID
    heard_by: UUID | None
    against: RatingsView
    reason: str
    filed_on: Day
    heard_until: Day
    hearing_days: int
    source: str
    statements: list[StatementView]
    decision: DecisionView | None


class AppealPage(RequestModel):
    """A part of a list. next: the cursor of the following part, null at the end."""

    items: list[AppealView]
    next: str | None
