"""Bodies of requests and of answers, as the OpenAPI document shows them."""

from typing import Annotated, Any, Literal
from uuid import UUID

from chassis.inputs import Day, RequestModel, read_text
from pydantic import BeforeValidator, Field, WithJsonSchema

from evaluation_svc.domain.behavior import BehaviorRating, BehaviorValue, in_order
from evaluation_svc.domain.evaluation import Status
from evaluation_svc.domain.facts import Judgement
from evaluation_svc.domain.ratings import Predicate, Rating

MOST_ITEMS = 1_000
MOST_CHARACTERS = 2_000


def _text(value: Any) -> str:
    return read_text(value, MOST_CHARACTERS, empty=False)


Words = Annotated[
    str,
    BeforeValidator(_text),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": MOST_CHARACTERS}),
]
"""What somebody writes to somebody."""


class Ratings(RequestModel):
    """What the superior judged. evaluated_on: the day of the judgement; who rates is the superior on that day.

    behaviors: the seven BerAKHLAK values, all of them or none; what they make together is the superior's to say.
    """

    work_results: Rating
    work_behavior: Rating
    evaluated_on: Day
    note: Words | None = None
    behaviors: dict[BehaviorValue, Rating] | None = None

    def judgement(self) -> Judgement:
        return Judgement(
            work_results=self.work_results,
            work_behavior=self.work_behavior,
            evaluated_on=self.evaluated_on,
            note=self.note,
            behaviors=in_order(BehaviorRating(value, rating) for value, rating in (self.behaviors or {}).items()),
        )


class NewEvaluation(Ratings):
    """A person's ratings for a period. id: the client's own, so that it can say the same again without harm.

    draft: keeps it for the rater alone, until it is submitted.
    """

    id: UUID | None = None
    draft: bool = False
    civil_servant_id: UUID
    evaluated_period_id: UUID


class BroughtIn(Ratings):
    """An evaluation made elsewhere, with the superior who made it.

    received_on: the day on which the person received it there, from which the days of an appeal are counted; left out,
    the person receives it here and now. Where these days are over, silence has acknowledged it.
    """

    id: UUID
    civil_servant_id: UUID
    evaluated_period_id: UUID
    rater_id: UUID
    received_on: Day | None = None


class Import(RequestModel):
    """Up to a thousand evaluations, taken all or none."""

    items: list[BroughtIn] = Field(min_length=1, max_length=MOST_ITEMS)


class Withdrawal(RequestModel):
    """Why the ratings are taken back; the person reads it."""

    reason: Words


class WayToAppeal(RequestModel):
    """Whether the person can object, until when, by which rule, and what came of it.

    last_day: `days` after the receipt, the first being the day after it. days_left: after today, 0 on the last day.
    source: of `days`; counting_source: of which days are counted.
    """

    status: Literal["possible", "given_up", "too_late", "hearing", "decided"]
    id: UUID | None
    last_day: Day
    days_left: int
    days: int
    source: str
    counting_source: str


class ProposalView(RequestModel):
    """The rating of work results that the numbers proposed: `value` over `above_over` is above, from `meets_from` on it
    meets. effective_on: the latest day that a counted fact speaks of; event_id: the score's event."""

    work_results: Rating
    value: str
    effective_on: Day
    event_id: UUID
    above_over: str
    above_over_source: str
    meets_from: str
    meets_from_source: str
    advice: str


class EvaluationView(RequestModel):
    """An evaluation. predicate: of the nine cells of PermenPANRB 6/2022; performance_quadrant: its code in SIASN, 1
    (very good) to 5 (very poor); period_id: the year that it counts for.

    received_on: the day of the submission or of the last revision; null of a draft. by_deadline: whether it was silence
    until the last day that acknowledged it. behaviors, appeal: null where there are none. proposal: what the numbers
    proposed when the ratings were given, null where they proposed nothing.
    """

    id: UUID
    sequence: int
    status: Status
    civil_servant_id: UUID
    period_id: UUID
    evaluated_period_id: UUID
    rater_id: UUID
    work_results: Rating
    work_behavior: Rating
    predicate: Predicate
    performance_quadrant: int
    evaluated_on: Day
    note: str | None
    behaviors: dict[BehaviorValue, Rating] | None
    received_on: Day | None
    acknowledged_on: Day | None
    by_deadline: bool | None
    appeal: WayToAppeal | None
    proposal: ProposalView | None
    withdrawn_on: Day | None
    reason: str | None


class EvaluationPage(RequestModel):
    """A part of a list. next: the cursor of the following part, null at the end."""

    items: list[EvaluationView]
    next: str | None


class ImportView(RequestModel):
    """How many items were taken, those included that said nothing new."""

    accepted: int
