"""What others say of the work: superiors by their quarterly ratings, the public by its answers to a survey.

Invariant: nothing is said after today, and what was said of a day never changes with a later today.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from chassis import ids

from capaian_local.sample.layout import Unit
from capaian_local.sample.people import People, Person
from capaian_local.sample.year import Quarter, Year

ELEMENTS = (
    "requirements", "procedure", "completion_time", "cost", "product",
    "staff_competence", "staff_behavior", "facilities", "complaint_handling",
)  # fmt: skip
LEANING = {"completion_time": -0.12, "cost": 0.12, "staff_behavior": 0.1, "facilities": -0.14}
"""By how much the public thinks better or worse of an element than of the whole."""
LOWEST_MEAN, HIGHEST_MEAN = 3.08, 3.62
"""Means of a survey, of 1 to 4: indexes of 77 to 90.5, and what chance adds."""

NOTES = {
    "above": "Hasil kerja melampaui ekspektasi; pertahankan dan bagikan praktik baiknya kepada rekan kerja.",
    "meets": "Hasil kerja sesuai dengan ekspektasi; lanjutkan dan lengkapi data dukungnya.",
    "below": "Hasil kerja di bawah ekspektasi; perlu pendampingan dan pembagian tugas yang lebih jelas.",
}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A superior's ratings of a person for a quarter."""

    id: UUID
    person: Person
    quarter: Quarter
    work_results: str
    work_behavior: str
    evaluated_on: date


@dataclass(frozen=True, slots=True)
class Survey:
    """A unit's survey over the year. mean: what its answers make in the long run, 1 to 4."""

    id: UUID
    unit: Unit
    elements: tuple[str, ...]
    opens_on: date
    closes_on: date
    mean: float
    answers_a_year: int


class Judgements:
    """The ratings and surveys of a sample's year."""

    def __init__(self, people: People, year: Year) -> None:
        self._people, self.year = people, year

    def evaluations(self, person: Person) -> list[Evaluation]:
        """Those of the quarters that are over, some of them made late or not at all."""
        if person.superior_id is None or "unrated" in person.gaps:
            return []
        found: list[Evaluation] = []
        for quarter in self.year.ended_quarters:
            luck = self._people.luck("evaluation", str(self.year.number), str(person.id), str(quarter.number))
            delay = timedelta(days=luck.randint(3, 12) + 60 * ("late_rating" in person.gaps))
            if quarter.ends_on + delay <= self.year.today:
                id_ = ids.derived(self._people.namespace, "evaluation", str(person.id), str(quarter.id))
                results, behavior = (_rating(person.skill, luck), _rating(0.4 + person.skill / 3, luck))
                found.append(Evaluation(id_, person, quarter, results, behavior, quarter.ends_on + delay))
        return found

    def survey(self, unit: Unit) -> Survey:
        """The survey of a unit that has a service."""
        luck = self._people.luck("survey", str(self.year.number), unit.agency.key, unit.key)
        mean = (LOWEST_MEAN + HIGHEST_MEAN) / 2 + 0.11 * self._people.climate(unit) + luck.gauss(0, 0.05)
        return Survey(
            ids.derived(self._people.namespace, "survey", str(self.year.number), str(self._people.unit_id(unit))),
            unit,
            tuple(element for element in ELEMENTS if not (unit.free and element == "cost")),
            date(self.year.number, 1, 2),
            self.year.ends_on,
            max(LOWEST_MEAN, min(HIGHEST_MEAN, mean)),
            luck.choice((30, 60, 90, 120, 120, 150, 200, 260)),
        )

    def answers(self, survey: Survey) -> Iterator[dict[str, Any]]:
        """The answers given up to today, oldest first, as the survey's import takes them."""
        luck = self._people.luck("answers", str(survey.id))
        span = (survey.closes_on - survey.opens_on).days
        days = sorted(luck.randrange(span + 1) for _ in range(survey.answers_a_year))
        for number, day in enumerate(days):
            answered_on = survey.opens_on + timedelta(days=day)
            if answered_on > self.year.today:
                return
            answer = self._people.luck("answer", str(survey.id), str(number))
            yield {"scores": scores(survey, answer), "answered_on": answered_on.isoformat()}


def scores(survey: Survey, luck: Random) -> dict[str, int]:
    """One respondent's: about the survey's mean, seldom a 2, hardly ever a 1."""
    return {element: _score(survey.mean + LEANING.get(element, 0.0), luck.random()) for element in survey.elements}


def _score(mean: float, drawn: float) -> int:
    # 0.01 of ones and 0.06 of twos take 0.08 from the mean of threes; fours bring it to what it shall be.
    if drawn < 0.01:
        return 1
    if drawn < 0.07:
        return 2
    return 4 if drawn > 1 - min(0.93, mean - 3 + 0.08) else 3


def _rating(skill: float, luck: Random) -> str:
    seen = skill + luck.gauss(0, 0.3)
    return "above" if seen > 1.05 else "below" if seen < -1.25 else "meets"
