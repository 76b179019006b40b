"""Units, surveys and answers that the tests speak of, with fixed ids and days."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from survey_svc.adapters.tokens import SignedTokens
from survey_svc.app.answering import Door
from survey_svc.app.ports import RosterEntry
from survey_svc.domain.answers import Count, Given
from survey_svc.domain.decide import Define, Place, define
from survey_svc.domain.elements import Element
from survey_svc.domain.facts import Entrance
from survey_svc.domain.index import Rounding
from survey_svc.domain.instrument import Instrument, Question
from survey_svc.domain.integrity import Limits
from survey_svc.domain.refusals import Code, Refusal
from survey_svc.domain.roster import Agency, Period, PeriodStatus, Person, Unit
from survey_svc.domain.survey import Survey, evolve

AGENCY = UUID("0196a0c2-7d40-7001-8b2e-4f1d5a6b7c01")
UNIT = UUID("0196a0c2-7d40-7002-8b2e-4f1d5a6b7c02")
OTHER_UNIT = UUID("0196a0c2-7d40-7022-8b2e-4f1d5a6b7c22")
YEAR = UUID("0196a0c2-7d40-7005-8b2e-4f1d5a6b7c05")
QUARTER = UUID("0196a0c2-7d40-7006-8b2e-4f1d5a6b7c06")
SURVEY = UUID("0196a0c2-7d40-700b-8b2e-4f1d5a6b7c0b")
OTHER_SURVEY = UUID("0196a0c2-7d40-700f-8b2e-4f1d5a6b7c0f")
OTHER_AGENCY = UUID("0196a0c2-7d40-7021-8b2e-4f1d5a6b7c21")
ANSWER = UUID("0196a0c2-7d40-700d-8b2e-4f1d5a6b7c0d")
NURSE = UUID("0196a0c2-7d40-7031-8b2e-4f1d5a6b7c31")
MIDWIFE = UUID("0196a0c2-7d40-7032-8b2e-4f1d5a6b7c32")
TODAY = date(2026, 7, 9)
THREE = (Element.PROCEDURE, Element.COST, Element.STAFF_BEHAVIOR)


KEYS = {"k1": "the-first-secret-of-the-tests-----"}
TOKENS = SignedTokens(KEYS, "http://survey")
LENIENT = Door(Limits(flood_answers=10_000, flood_seconds=60, duplicate_seconds=0), TOKENS)
"""Takes whatever comes."""

SKM = Instrument(
    "skm", 1, "verify: PermenPANRB 14/2017", tuple(Question(each, f"{each}?", f"{each}?") for each in Element)
)


def agency(runs_survey: bool = True) -> Agency:
    return Agency(agency_id=AGENCY, name="Dinas Kesehatan Provinsi Lampung", runs_survey=runs_survey)


def silent_agency() -> RosterEntry:
    """The agency's later version: it runs no survey any more."""
    return RosterEntry(aggregate_id=AGENCY, sequence=2, entry=agency(runs_survey=False))


def unit(unit_id: UUID = UNIT) -> Unit:
    return Unit(unit_id=unit_id, agency_id=AGENCY, name="Puskesmas Rajabasa Indah")


def person(civil_servant_id: UUID = NURSE, agency_id: UUID = AGENCY, unit_ids: tuple[UUID, ...] = (UNIT,)) -> Person:
    return Person(civil_servant_id, agency_id, unit_ids)


def period(status: PeriodStatus = PeriodStatus.OPEN) -> Period:
    return Period(
        period_id=QUARTER,
        annual_period_id=YEAR,
        name="Triwulan III 2026",
        starts_on=date(2026, 7, 1),
        ends_on=date(2026, 9, 30),
        status=status,
    )


def place(runs_survey: bool = True, status: PeriodStatus = PeriodStatus.OPEN, unit_id: UUID = UNIT) -> Place:
    return Place(unit=unit(unit_id), agency=agency(runs_survey), period=period(status), instrument=SKM)


def definition(
    expected: int | None = None,
    elements: tuple[Element, ...] = THREE,
    opens_on: date = date(2026, 7, 1),
    closes_on: date = date(2026, 7, 31),
    rounding: Rounding = Rounding.EXACT,
    service: str = "Pelayanan imunisasi",
    draft: bool = False,
    population: int | None = None,
    entrance: Entrance | None = None,
) -> Define:
    return Define(
        survey_id=SURVEY,
        expected_sequence=expected,
        unit_id=UNIT,
        period_id=QUARTER,
        service=service,
        elements=elements,
        opens_on=opens_on,
        closes_on=closes_on,
        rounding=rounding,
        draft=draft,
        population=population,
        entrance=entrance,
    )


def opened(
    elements: tuple[Element, ...] = THREE,
    rounding: Rounding = Rounding.EXACT,
    entrance: Entrance | None = None,
) -> Survey:
    """A survey at sequence 1 that nobody has answered."""
    (fact,) = define(definition(elements=elements, rounding=rounding, entrance=entrance), None, place())
    return evolve(None, fact)


def given(*scores: int, answered_on: date | None = None, pointer: str = "#") -> Given:
    """Answers to the first elements of `THREE`."""
    named = {str(element): score for element, score in zip(THREE, scores, strict=False)}
    return Given(answer_id=ANSWER, scores=named, answered_on=answered_on, suggestion=None, pointer=pointer)


def counting(*each: Given, survey_id: UUID = SURVEY) -> Count:
    return Count(survey_id=survey_id, given=each)


def refused(decision: Callable[[], object]) -> tuple[Code, str | None, str]:
    """How the decision says no: code, pointer, sentence."""
    with pytest.raises(Refusal) as raised:
        decision()
    return raised.value.code, raised.value.pointer, raised.value.detail
