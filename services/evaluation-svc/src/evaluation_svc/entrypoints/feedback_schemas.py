"""Bodies of feedback and opinions, as the OpenAPI document shows them."""

from uuid import UUID

from chassis.inputs import Day, RequestModel

from evaluation_svc.domain.behavior import BehaviorValue
from evaluation_svc.domain.opinions import Group
from evaluation_svc.domain.ratings import Rating
from evaluation_svc.entrypoints.schemas import Words


class NewFeedback(RequestModel):
    """What a superior says to a person. about: a work result's id, or one of the seven values. id: the client's own."""

    id: UUID | None = None
    civil_servant_id: UUID
    text: Words
    about: UUID | BehaviorValue | None = None


class NewAnswer(RequestModel):
    """What the person says to it."""

    text: Words


class AnswerView(RequestModel):
    """An answer of the person."""

    text: str
    answered_on: Day


class FeedbackView(RequestModel):
    """What a superior said, with the person's answers."""

    id: UUID
    sequence: int
    civil_servant_id: UUID
    author_id: UUID
    text: str
    about: str | None
    given_on: Day
    answers: list[AnswerView]


class FeedbackPage(RequestModel):
    """A part of a list. next: the cursor of the following part, null at the end."""

    items: list[FeedbackView]
    next: str | None


class NewOpinion(RequestModel):
    """What you think of somebody's behaviour. The rater and the person read it among others', without your name; the
    text is shown as it is, so write nothing by which you would be recognized."""

    behaviors: dict[BehaviorValue, Rating]
    text: Words | None = None


class OpinionView(RequestModel):
    """Your own opinion."""

    civil_servant_id: UUID
    evaluated_period_id: UUID
    sequence: int
    behaviors: dict[BehaviorValue, Rating]
    text: str | None
    given_on: Day


class ThoughtsView(RequestModel):
    """What a group thinks: of each value, how many gave each rating. together: one group alone had too few."""

    group: Group
    people: int
    behaviors: dict[BehaviorValue, dict[Rating, int]]


class OpinionsView(RequestModel):
    """What peers and subordinates think, without names. texts: in the order of their words."""

    civil_servant_id: UUID
    evaluated_period_id: UUID
    groups: list[ThoughtsView]
    texts: list[str]
    minimum: int
    minimum_source: str
