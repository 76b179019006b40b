"""Which answers a survey counts.

Invariant: an answer counts only on the survey's own days, while it is open, and never ahead of today.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from survey_svc.domain.elements import check_scores
from survey_svc.domain.facts import NOBODY_IN_PARTICULAR, Answer, Answered, Definition, Fact, Status
from survey_svc.domain.refusals import Code, Refusal
from survey_svc.domain.respondent import Respondent
from survey_svc.domain.survey import Survey


@dataclass(frozen=True, slots=True)
class Given:
    """One respondent's answers as they came in.

    answered_on: None for today. pointer: where they stand in the request (`#`, `#/items/3`).
    """

    answer_id: UUID
    scores: Mapping[str, int]
    answered_on: date | None
    suggestion: str | None
    pointer: str
    respondent: Respondent = NOBODY_IN_PARTICULAR


@dataclass(frozen=True, slots=True)
class Count:
    """Counts answers to a survey: all of them, or none."""

    survey_id: UUID
    given: tuple[Given, ...]


def count(command: Count, state: Survey, today: date) -> tuple[Fact, ...]:
    """The facts of answers. One that cannot count refuses them all."""
    _check_open(state)
    if not command.given:
        return ()
    return (Answered(answers=tuple(_answer(each, state.definition, today) for each in command.given)),)


def check_takes(state: Survey, today: date) -> None:
    """Refuses where an answer of today would not be taken."""
    _check_open(state)
    _check_day(today, state.definition, None)


def _check_open(state: Survey) -> None:
    if state.status is Status.DRAFT:
        raise Refusal(Code.SURVEY_NOT_OPEN, "This survey is still being prepared and takes no answers yet.")
    if state.status is not Status.OPEN:
        raise Refusal(Code.SURVEY_CLOSED, "This survey is closed; thank you for your readiness to answer.")


def _check_day(day: date, definition: Definition, pointer: str | None) -> None:
    if not definition.opens_on <= day <= definition.closes_on:
        days = f"from {definition.opens_on.isoformat()} to {definition.closes_on.isoformat()}"
        raise Refusal(Code.OUTSIDE_SURVEY_DAYS, f"This survey is answered {days}.", pointer)


def _answer(given: Given, definition: Definition, today: date) -> Answer:
    day = given.answered_on or today
    pointer = None if given.answered_on is None else f"{given.pointer}/answered_on"
    if day > today:
        raise Refusal(Code.IN_THE_FUTURE, f"{day.isoformat()} has not come yet.", pointer)
    _check_day(day, definition, pointer)
    scores = check_scores(given.scores, definition.elements, f"{given.pointer}/scores")
    return Answer(given.answer_id, day, scores, given.suggestion, given.respondent)
