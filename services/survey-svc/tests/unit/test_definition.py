"""What a definition keeps, where its borders lie, and the sentence of each no: each names what a person can act on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import reduce

import pytest
from survey_svc.domain.answers import count
from survey_svc.domain.decide import Close, Customs, Define, Open, Publish, close, define, open_, publish
from survey_svc.domain.elements import Element
from survey_svc.domain.facts import (
    Closed,
    Defined,
    Definition,
    Entrance,
    Fact,
    Opened,
    Published,
    Status,
)
from survey_svc.domain.index import Rounding
from survey_svc.domain.refusals import Code, Refusal
from survey_svc.domain.roster import PeriodStatus
from survey_svc.domain.survey import Survey, evolve

from .. import situations as that
from ..situations import refused

IF_MATCH = "header:If-Match"
GONE_ON = "The survey is at version 1 by now, not 2: read it again."
STAYS = "People have answered this survey: what it asks, and about whom, stays as it is."
LASTS = "Triwulan III 2026 lasts from 2026-07-01 to 2026-09-30."

DRAFT = evolve(None, Defined(that.SURVEY, that.opened().definition, draft=True))
OPEN = that.opened()
CLOSED = evolve(OPEN, Closed())
PUBLISHED = evolve(CLOSED, Published())
ANSWERED = reduce(evolve, count(that.counting(that.given(4, 4, 4)), OPEN, that.TODAY), OPEN)


def test_a_definition_keeps_all_that_it_was_told():
    command = that.definition(rounding=Rounding.TWO_DECIMALS, population=40, entrance=Entrance.BOTH, draft=True)
    command = replace(command, customs=Customs(served_from=7))
    assert define(command, None, that.place()) == (
        Defined(
            survey_id=that.SURVEY,
            definition=Definition(
                unit_id=that.UNIT,
                agency_id=that.AGENCY,
                period_id=that.QUARTER,
                year_id=that.YEAR,
                service="Pelayanan imunisasi",
                elements=that.THREE,
                opens_on=date(2026, 7, 1),
                closes_on=date(2026, 7, 31),
                rounding=Rounding.TWO_DECIMALS,
                instrument="skm",
                instrument_version=1,
                population=40,
                entrance=Entrance.BOTH,
                served_from=7,
            ),
            draft=True,
        ),
    )


def test_the_place_says_by_which_instrument_it_asks():
    other = replace(that.place(), instrument=replace(that.SKM, key="own", version=3))
    (fact,) = define(that.definition(), None, other)
    assert isinstance(fact, Defined)
    assert (fact.definition.instrument, fact.definition.instrument_version) == ("own", 3)


def test_a_change_that_names_no_entrance_keeps_what_the_survey_has_whatever_the_custom_is_by_now():
    by_invitation = evolve(None, *define(that.definition(entrance=Entrance.INVITATION), None, that.place()))
    customs = Customs(entrance=Entrance.BOTH, served_from=9)
    change = replace(that.definition(expected=1, service="Pelayanan gizi"), customs=customs)
    (fact,) = define(change, by_invitation, that.place())
    assert isinstance(fact, Defined)
    assert (fact.definition.entrance, fact.definition.served_from) == (Entrance.INVITATION, 5)
    (new,) = define(replace(change, expected_sequence=None), None, that.place())
    assert isinstance(new, Defined)
    assert (new.definition.entrance, new.definition.served_from) == (Entrance.BOTH, 9)


@pytest.mark.parametrize(
    "command",
    [
        that.definition(opens_on=date(2026, 7, 1), closes_on=date(2026, 9, 30)),
        that.definition(opens_on=date(2026, 7, 5), closes_on=date(2026, 7, 5)),
        that.definition(opens_on=date(2026, 9, 30), closes_on=date(2026, 9, 30)),
    ],
)
def test_the_first_and_the_last_day_of_the_period_are_in_it(command: Define):
    assert len(define(command, None, that.place())) == 1


@pytest.mark.parametrize("status", [PeriodStatus.PLANNED, PeriodStatus.OPEN, PeriodStatus.EVALUATION])
def test_before_its_results_are_out_a_period_takes_surveys(status: PeriodStatus):
    assert len(define(that.definition(), None, that.place(status=status))) == 1


@pytest.mark.parametrize(
    ("command", "state", "said"),
    [
        (
            that.definition(expected=3),
            None,
            (Code.STALE_VERSION, IF_MATCH, "There is no survey with this id, so none at that version."),
        ),
        (
            that.definition(service="Pelayanan gizi"),
            OPEN,
            (Code.VERSION_REQUIRED, IF_MATCH, "This survey exists: name the version that you change, in If-Match."),
        ),
        (that.definition(expected=2, service="Pelayanan gizi"), OPEN, (Code.STALE_VERSION, IF_MATCH, GONE_ON)),
        (
            that.definition(opens_on=date(2026, 7, 5), closes_on=date(2026, 7, 4)),
            None,
            (Code.CLOSES_BEFORE_IT_OPENS, "#/closes_on", "A survey closes on the day it opens or later."),
        ),
        (that.definition(opens_on=date(2026, 6, 30)), None, (Code.OUTSIDE_PERIOD, "#/opens_on", LASTS)),
        (that.definition(closes_on=date(2026, 10, 1)), None, (Code.OUTSIDE_PERIOD, "#/closes_on", LASTS)),
        (
            that.definition(expected=2, service="Pelayanan gizi"),
            CLOSED,
            (Code.SURVEY_CLOSED, None, "A closed survey stays as it is."),
        ),
        (
            that.definition(expected=3, service="Pelayanan gizi"),
            PUBLISHED,
            (Code.SURVEY_CLOSED, None, "A closed survey stays as it is."),
        ),
        (
            that.definition(expected=1, draft=True),
            OPEN,
            (Code.SURVEY_NOT_DRAFT, "#/draft", "This survey is open and does not become a draft again."),
        ),
        (
            that.definition(expected=2, elements=(Element.COST,)),
            ANSWERED,
            (Code.SURVEY_HAS_ANSWERS, "#/elements", STAYS),
        ),
    ],
)
def test_a_definition_that_is_refused_says_why(
    command: Define, state: Survey | None, said: tuple[Code, str | None, str]
):
    assert refused(lambda: define(command, state, that.place())) == said


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"unit": that.unit(that.OTHER_UNIT)}, "unit_id"),
        ({"period": replace(that.period(), period_id=that.YEAR)}, "period_id"),
        ({"instrument": replace(that.SKM, key="own")}, "instrument"),
        ({"instrument": replace(that.SKM, version=2)}, "instrument_version"),
    ],
)
def test_once_answered_a_survey_asks_the_same_of_the_same(change: dict[str, object], field: str):
    place = replace(that.place(), **change)  # pyright: ignore[reportArgumentType]
    said = refused(lambda: define(that.definition(expected=2), ANSWERED, place))
    assert said == (Code.SURVEY_HAS_ANSWERS, f"#/{field}", STAYS)
    assert len(define(that.definition(expected=1), OPEN, place)) == 1


@pytest.mark.parametrize("status", [PeriodStatus.PUBLISHED, PeriodStatus.CLOSED])
def test_the_results_of_a_period_stay(status: PeriodStatus):
    frozen = that.place(status=status)
    said = (
        Code.PERIOD_FROZEN,
        "#/period_id",
        f"The results of the period Triwulan III 2026 are {status} and stay as they are.",
    )
    assert refused(lambda: define(that.definition(), None, frozen)) == said
    assert refused(lambda: open_(Open(that.SURVEY, 1), DRAFT, frozen)) == said


def test_an_agency_without_a_public_runs_no_survey():
    assert refused(lambda: define(that.definition(), None, that.place(runs_survey=False))) == (
        Code.AGENCY_RUNS_NO_SURVEY,
        "#/unit_id",
        "Dinas Kesehatan Provinsi Lampung runs no survey.",
    )


def opening(state: Survey, version: int) -> tuple[Fact, ...]:
    return open_(Open(that.SURVEY, version), state, that.place())


def closing(state: Survey, version: int) -> tuple[Fact, ...]:
    return close(Close(that.SURVEY, version), state)


def publishing(state: Survey, version: int) -> tuple[Fact, ...]:
    return publish(Publish(that.SURVEY, version), state)


Step = Callable[[Survey, int], tuple[Fact, ...]]


@pytest.mark.parametrize(
    ("step", "before", "fact", "status"),
    [
        (opening, DRAFT, Opened(), Status.OPEN),
        (closing, OPEN, Closed(), Status.CLOSED),
        (publishing, CLOSED, Published(), Status.PUBLISHED),
    ],
)
def test_a_step_is_taken_once_and_by_the_newest_version(step: Step, before: Survey, fact: Fact, status: Status):
    assert step(before, before.sequence) == (fact,)
    after = evolve(before, fact)
    assert (after.status, after.sequence) == (status, before.sequence + 1)
    assert step(after, 99) == ()
    code, pointer, detail = refused(lambda: step(before, 99))
    assert (code, pointer) == (Code.STALE_VERSION, IF_MATCH)
    assert detail == f"The survey is at version {before.sequence} by now, not 99: read it again."


@pytest.mark.parametrize(
    ("step", "state", "code", "sentence"),
    [
        (opening, CLOSED, Code.SURVEY_NOT_DRAFT, "Only a draft is opened; this survey is closed."),
        (opening, PUBLISHED, Code.SURVEY_NOT_DRAFT, "Only a draft is opened; this survey is published."),
        (closing, DRAFT, Code.SURVEY_NOT_OPEN, "Only an open survey is closed; this one is draft."),
        (closing, PUBLISHED, Code.SURVEY_NOT_OPEN, "Only an open survey is closed; this one is published."),
        (
            publishing,
            DRAFT,
            Code.SURVEY_NOT_CLOSED,
            "A result is published when its survey is closed; this one is draft.",
        ),
        (
            publishing,
            OPEN,
            Code.SURVEY_NOT_CLOSED,
            "A result is published when its survey is closed; this one is open.",
        ),
    ],
)
def test_a_step_from_elsewhere_is_refused(step: Step, state: Survey, code: Code, sentence: str):
    assert refused(lambda: step(state, state.sequence)) == (code, None, sentence)


def test_a_refusal_shows_its_code_and_its_sentence():
    refusal = Refusal(Code.SURVEY_CLOSED, "A closed survey stays as it is.", "#/x")
    assert str(refusal) == "survey_closed: A closed survey stays as it is."
    assert (refusal.code, refusal.detail, refusal.pointer) == (
        Code.SURVEY_CLOSED,
        "A closed survey stays as it is.",
        "#/x",
    )
