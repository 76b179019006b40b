"""What may be done with a survey: a command and a state in, facts out; each way of saying no is a `Refusal`.

Invariant: what was asked does not change once somebody has answered it, and an answer counts only on the survey's own
days, while it is open, and never ahead of today.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from survey_svc.domain.elements import Element, check_scores
from survey_svc.domain.facts import Answer, Answered, Closed, Defined, Definition, Fact
from survey_svc.domain.index import Rounding
from survey_svc.domain.refusals import Code, Refusal
from survey_svc.domain.roster import Agency, Period, PeriodStatus, Unit
from survey_svc.domain.survey import Survey


@dataclass(frozen=True, slots=True)
class Define:
    """Makes a survey, or changes one. `expected_sequence` is None where the client names no version."""

    survey_id: UUID
    expected_sequence: int | None
    unit_id: UUID
    period_id: UUID
    service: str
    elements: tuple[Element, ...]
    opens_on: date
    closes_on: date
    rounding: Rounding


@dataclass(frozen=True, slots=True)
class Close:
    """Ends a survey."""

    survey_id: UUID
    expected_sequence: int


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


@dataclass(frozen=True, slots=True)
class Count:
    """Counts answers to a survey: all of them, or none."""

    survey_id: UUID
    given: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a survey belongs, by the roster."""

    unit: Unit
    agency: Agency
    period: Period


def define(command: Define, state: Survey | None, place: Place) -> tuple[Fact, ...]:
    """The facts of a definition; () where the survey says just this already."""
    wanted = Definition(
        unit_id=place.unit.unit_id,
        agency_id=place.agency.agency_id,
        period_id=place.period.period_id,
        year_id=place.period.year_id,
        service=command.service,
        elements=command.elements,
        opens_on=command.opens_on,
        closes_on=command.closes_on,
        rounding=command.rounding,
    )
    if state is not None and state.definition == wanted:
        return ()
    _check_version(command.expected_sequence, state)
    _check_place(place)
    _check_days(wanted, place.period)
    if state is not None:
        _check_change(state, wanted)
    return (Defined(survey_id=command.survey_id, definition=wanted),)


def close(command: Close, state: Survey) -> tuple[Fact, ...]:
    """The facts of a closing; () where it is closed already."""
    if state.closed:
        return ()
    _check_version(command.expected_sequence, state)
    return (Closed(),)


def count(command: Count, state: Survey, today: date) -> tuple[Fact, ...]:
    """The facts of answers. One that cannot count refuses them all."""
    if state.closed:
        raise Refusal(Code.SURVEY_CLOSED, "This survey is closed; thank you for your readiness to answer.")
    if not command.given:
        return ()
    return (Answered(answers=tuple(_answer(each, state.definition, today) for each in command.given)),)


def _answer(given: Given, definition: Definition, today: date) -> Answer:
    day = given.answered_on or today
    pointer = None if given.answered_on is None else f"{given.pointer}/answered_on"
    if day > today:
        raise Refusal(Code.IN_THE_FUTURE, f"{day.isoformat()} has not come yet.", pointer)
    if not definition.opens_on <= day <= definition.closes_on:
        days = f"from {definition.opens_on.isoformat()} to {definition.closes_on.isoformat()}"
        raise Refusal(Code.OUTSIDE_SURVEY_DAYS, f"This survey is answered {days}.", pointer)
    scores = check_scores(given.scores, definition.elements, f"{given.pointer}/scores")
    return Answer(answer_id=given.answer_id, answered_on=day, scores=scores, suggestion=given.suggestion)


def _check_version(expected: int | None, state: Survey | None) -> None:
    if state is None:
        if expected is not None:
            raise Refusal(Code.STALE_VERSION, "There is no survey with this id, so none at that version.")
        return
    if expected is None:
        raise Refusal(Code.VERSION_REQUIRED, "This survey exists: name the version that you change, in If-Match.")
    if expected != state.sequence:
        raise Refusal(
            Code.STALE_VERSION, f"The survey is at version {state.sequence} by now, not {expected}: read it again."
        )


def _check_place(place: Place) -> None:
    if not place.agency.runs_survey:
        raise Refusal(Code.AGENCY_RUNS_NO_SURVEY, f"{place.agency.name} runs no survey.", "#/unit_id")
    if place.period.status in (PeriodStatus.PUBLISHED, PeriodStatus.CLOSED):
        sentence = f"The results of the period {place.period.name} are {place.period.status} and stay as they are."
        raise Refusal(Code.PERIOD_FROZEN, sentence, "#/period_id")


def _check_days(wanted: Definition, period: Period) -> None:
    if wanted.closes_on < wanted.opens_on:
        raise Refusal(Code.CLOSES_BEFORE_IT_OPENS, "A survey closes on the day it opens or later.", "#/closes_on")
    days = f"{period.name} lasts from {period.starts_on.isoformat()} to {period.ends_on.isoformat()}."
    if wanted.opens_on < period.starts_on:
        raise Refusal(Code.OUTSIDE_PERIOD, days, "#/opens_on")
    if wanted.closes_on > period.ends_on:
        raise Refusal(Code.OUTSIDE_PERIOD, days, "#/closes_on")


def _check_change(state: Survey, wanted: Definition) -> None:
    if state.closed:
        raise Refusal(Code.SURVEY_CLOSED, "A closed survey stays as it is.")
    if state.tally.respondents == 0:
        return
    old = state.definition
    for field, was, is_ in (
        ("unit_id", old.unit_id, wanted.unit_id),
        ("period_id", old.period_id, wanted.period_id),
        ("elements", old.elements, wanted.elements),
    ):
        if was != is_:
            sentence = "People have answered this survey: what it asks, and about whom, stays as it is."
            raise Refusal(Code.SURVEY_HAS_ANSWERS, sentence, f"#/{field}")
