"""The job's events: a year of made-up people on the topics that the projector of cards reads, made from a seed.

A person has 5 indicators with 5 realizations each, 4 evaluations and 2 changes of a survey's index as they reach the
person: 31 events, after the approved plan that they rest on. They come in time order, interleaved over all people.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Final
from uuid import UUID

from chassis.outbox import Event, make_event
from contracts.envelope import Data
from contracts.evaluation.v1 import EvaluationSubmitted
from contracts.score.v1 import SurveyAttributed
from contracts.target.v1 import Indicator, PlanApproved, RealizationRecorded, WorkResult

INDICATORS: Final = 5
REALIZATIONS: Final = 5
QUARTERS: Final = 4
INDEXES: Final = 2
EVENTS_A_PERSON: Final = 1 + INDICATORS * REALIZATIONS + QUARTERS + INDEXES

YEAR: Final = UUID(int=0x2026)
BEGINS: Final = date(2026, 1, 1)
DIRECTIONS: Final = ("maximize", "minimize", "maximize", "zero", "range")
RATINGS: Final = ("above", "meets", "below")
AN_ID: Final = UUID(int=0xABC)
PLAN, FIRST_INDICATOR, FIRST_EVALUATION, SURVEY, WORK_RESULT = 1, 2, 8, 12, 13


def person_id(number: int) -> UUID:
    """The people are numbered from 0."""
    return UUID(int=(0x7 << 120) | (number << 8))


def of_person(number: int, what: int) -> UUID:
    """The id of one thing of a person's."""
    return UUID(int=person_id(number).int | what)


def year(people: int, seed: int) -> Iterator[Event]:
    """All events, in the order in which they happen. Sequences begin at 1."""
    luck, serial = Random(seed), 0
    for sequence, kind, day in _calendar():
        for number in range(people):
            data, aggregate = _said(kind, number, sequence, day, luck)
            serial += 1
            yield event(data, aggregate, sequence, number, serial, day)


def later_realization(number: int, serial: int) -> Event:
    """One more realization of a person's first indicator, after the year's others."""
    sequence = REALIZATIONS + 1
    data = _realization(number, 0, sequence, BEGINS + timedelta(days=350), Decimal(77))
    return event(data, of_person(number, FIRST_INDICATOR), sequence, number, serial, data.as_of)


def event(data: Data, aggregate: UUID, sequence: int, number: int, serial: int, day: date) -> Event:
    """As the relay would send it."""
    return make_event(
        data,
        event_id=UUID(int=serial),
        aggregate_id=aggregate,
        sequence=sequence,
        key=str(person_id(number)),
        source="/benchmark",
        occurred_at=datetime(day.year, day.month, day.day, 8, tzinfo=UTC),
        correlation_id=f"{serial:016x}",
    )


def _calendar() -> list[tuple[int, str, date]]:
    """(sequence in its source, what, day), by day."""
    plan = [(1, "plan", BEGINS)]
    realized = [
        (turn + 1, f"realized {place}", BEGINS + timedelta(days=20 + 65 * turn + place))
        for turn in range(REALIZATIONS)
        for place in range(INDICATORS)
    ]
    rated = [(1, f"rated {quarter}", BEGINS + timedelta(days=85 + 90 * quarter)) for quarter in range(QUARTERS)]
    surveyed = [(turn + 1, "surveyed", BEGINS + timedelta(days=120 + 180 * turn)) for turn in range(INDEXES)]
    return sorted([*plan, *realized, *rated, *surveyed], key=lambda each: each[2])


def _said(kind: str, number: int, sequence: int, day: date, luck: Random) -> tuple[Data, UUID]:
    word, _, place = kind.partition(" ")
    match word:
        case "plan":
            indicators = tuple(_indicator(number, each) for each in range(INDICATORS))
            plan = of_person(number, PLAN)
            result = WorkResult(
                work_result_id=of_person(number, WORK_RESULT), title="Layanan yang terjangkau", kind="main"
            )
            approved = PlanApproved(
                plan_id=plan, civil_servant_id=person_id(number), period_id=YEAR, plan_version=1,
                approved_by=AN_ID, work_results=(result,), indicators=indicators,
            )  # fmt: skip
            return approved, plan
        case "realized":
            value = Decimal(luck.randrange(0, 15_000)) / 100
            return _realization(number, int(place), sequence, day, value), of_person(
                number, FIRST_INDICATOR + int(place)
            )
        case "rated":
            return _rating(number, int(place), day, luck), of_person(number, FIRST_EVALUATION + int(place))
        case _:
            return _attribution(number, day, luck), of_person(number, SURVEY)


def _indicator(number: int, place: int) -> Indicator:
    ranged = DIRECTIONS[place] == "range"
    return Indicator(
        indicator_id=of_person(number, FIRST_INDICATOR + place), work_result_id=of_person(number, WORK_RESULT),
        title=f"Cakupan layanan {place + 1}",
        aspect="quantity", measure="persen", direction=DIRECTIONS[place],  # pyright: ignore[reportArgumentType]
        target=None if ranged else Decimal(90), range_low=Decimal(80) if ranged else None,
        range_high=Decimal(100) if ranged else None, max_attainable=False, consolidation="last", weight=Decimal(20),
        deadline=date(2026, 12, 31),
    )  # fmt: skip


def _realization(number: int, place: int, sequence: int, day: date, value: Decimal) -> RealizationRecorded:
    return RealizationRecorded(
        indicator_id=of_person(number, FIRST_INDICATOR + place), civil_servant_id=person_id(number), period_id=YEAR,
        value=value, as_of=day, entries=sequence, entry_id=AN_ID, corrects=None,
    )  # fmt: skip


def _rating(number: int, quarter: int, day: date, luck: Random) -> EvaluationSubmitted:
    results, behavior = luck.choice(RATINGS), luck.choice(RATINGS)
    return EvaluationSubmitted(
        evaluation_id=of_person(number, FIRST_EVALUATION + quarter), civil_servant_id=person_id(number),
        period_id=YEAR, evaluated_period_id=AN_ID, evaluated_until=day, rater_id=AN_ID,
        work_results=results, work_behavior=behavior, predicate="good", evaluated_on=day, revised=False,  # pyright: ignore[reportArgumentType]
    )  # fmt: skip


def _attribution(number: int, day: date, luck: Random) -> SurveyAttributed:
    return SurveyAttributed(
        survey_id=AN_ID, unit_id=AN_ID, civil_servant_id=person_id(number), period_id=YEAR, service="Imunisasi",
        index=Decimal(luck.randrange(6_500, 10_000)) / 100, respondents=luck.randrange(20, 400), as_of=day,
        counts=True, survey_event_id=AN_ID,
    )  # fmt: skip
