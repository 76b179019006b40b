"""What may be done with a survey: a command and a state in, facts out; each way of saying no is a `Refusal`.

Invariant: what was asked does not change once somebody has answered it. The way from draft to published has
no step back.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from survey_svc.domain.elements import Element
from survey_svc.domain.facts import Closed, Defined, Definition, Entrance, Fact, Opened, Published, Status
from survey_svc.domain.index import Rounding
from survey_svc.domain.instrument import DEFAULT_KEY, DEFAULT_VERSION, Instrument, check_asked
from survey_svc.domain.refusals import Code, Refusal
from survey_svc.domain.roster import Agency, Period, PeriodStatus, Unit
from survey_svc.domain.survey import Survey

IF_MATCH: Final = "header:If-Match"


@dataclass(frozen=True, slots=True)
class Customs:
    """What a region lays down for surveys that say nothing themselves. entrance: how the public comes to them;
    served_from: as in their definition."""

    entrance: Entrance = Entrance.OPEN_LINK
    served_from: int = 5


CUSTOMS: Final = Customs()


@dataclass(frozen=True, slots=True)
class Define:
    """Makes a survey, or changes one. `expected_sequence` is None where the client names no version.

    draft: it asks nobody yet. population: how many are served in its time, where that is known. entrance: None for what
    it has, or the region's custom where it is new.
    """

    survey_id: UUID
    expected_sequence: int | None
    unit_id: UUID
    period_id: UUID
    service: str
    elements: tuple[Element, ...]
    opens_on: date
    closes_on: date
    rounding: Rounding
    instrument: str = DEFAULT_KEY
    instrument_version: int = DEFAULT_VERSION
    population: int | None = None
    draft: bool = False
    entrance: Entrance | None = None
    customs: Customs = CUSTOMS


@dataclass(frozen=True, slots=True)
class Open:
    """Lets the public answer what was a draft."""

    survey_id: UUID
    expected_sequence: int


@dataclass(frozen=True, slots=True)
class Close:
    """Ends a survey."""

    survey_id: UUID
    expected_sequence: int


@dataclass(frozen=True, slots=True)
class Publish:
    """Shows the result of a closed survey to anybody."""

    survey_id: UUID
    expected_sequence: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a survey belongs by the roster, and what it asks by."""

    unit: Unit
    agency: Agency
    period: Period
    instrument: Instrument


def define(command: Define, state: Survey | None, place: Place) -> tuple[Fact, ...]:
    """The facts of a definition; () where the survey says just this already."""
    had = command.customs if state is None else state.definition
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
        instrument=place.instrument.key,
        instrument_version=place.instrument.version,
        population=command.population,
        entrance=command.entrance or had.entrance,
        served_from=had.served_from,
    )
    if state is not None and state.definition == wanted and command.draft == (state.status is Status.DRAFT):
        return ()
    _check_version(command.expected_sequence, state)
    _check_place(place)
    _check_days(wanted, place.period)
    check_asked(wanted.elements, place.instrument)
    if state is not None:
        _check_change(state, wanted, command.draft)
    return (Defined(survey_id=command.survey_id, definition=wanted, draft=command.draft),)


def open_(command: Open, state: Survey, place: Place) -> tuple[Fact, ...]:
    """The facts of an opening; () where it is open already."""
    if state.status is Status.OPEN:
        return ()
    if state.status is not Status.DRAFT:
        raise Refusal(Code.SURVEY_NOT_DRAFT, f"Only a draft is opened; this survey is {state.status}.")
    _check_version(command.expected_sequence, state)
    _check_place(place)
    return (Opened(),)


def close(command: Close, state: Survey) -> tuple[Fact, ...]:
    """The facts of a closing; () where it is closed already."""
    if state.status is Status.CLOSED:
        return ()
    if state.status is not Status.OPEN:
        raise Refusal(Code.SURVEY_NOT_OPEN, f"Only an open survey is closed; this one is {state.status}.")
    _check_version(command.expected_sequence, state)
    return (Closed(),)


def publish(command: Publish, state: Survey) -> tuple[Fact, ...]:
    """The facts of a publication; () where it is published already. A sample that is too small is no hindrance."""
    if state.status is Status.PUBLISHED:
        return ()
    if state.status is not Status.CLOSED:
        sentence = f"A result is published when its survey is closed; this one is {state.status}."
        raise Refusal(Code.SURVEY_NOT_CLOSED, sentence)
    _check_version(command.expected_sequence, state)
    return (Published(),)


def _check_version(expected: int | None, state: Survey | None) -> None:
    if state is None:
        if expected is not None:
            raise Refusal(Code.STALE_VERSION, "There is no survey with this id, so none at that version.", IF_MATCH)
        return
    if expected is None:
        raise Refusal(
            Code.VERSION_REQUIRED, "This survey exists: name the version that you change, in If-Match.", IF_MATCH
        )
    if expected != state.sequence:
        raise Refusal(
            Code.STALE_VERSION,
            f"The survey is at version {state.sequence} by now, not {expected}: read it again.",
            IF_MATCH,
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


def _check_change(state: Survey, wanted: Definition, draft: bool) -> None:
    if state.status in (Status.CLOSED, Status.PUBLISHED):
        raise Refusal(Code.SURVEY_CLOSED, "A closed survey stays as it is.")
    if draft and state.status is Status.OPEN:
        raise Refusal(Code.SURVEY_NOT_DRAFT, "This survey is open and does not become a draft again.", "#/draft")
    if state.tally.received == 0:
        return
    old = state.definition
    for field, was, is_ in (
        ("unit_id", old.unit_id, wanted.unit_id),
        ("period_id", old.period_id, wanted.period_id),
        ("elements", old.elements, wanted.elements),
        ("instrument", old.instrument, wanted.instrument),
        ("instrument_version", old.instrument_version, wanted.instrument_version),
    ):
        if was != is_:
            sentence = "People have answered this survey: what it asks, and about whom, stays as it is."
            raise Refusal(Code.SURVEY_HAS_ANSWERS, sentence, f"#/{field}")
