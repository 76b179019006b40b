"""What is expected of a person for the year, and how it came about month by month.

Every value is drawn for the whole year and then cut at today, so that tomorrow's sample has today's inside it. The
course of a coverage is cumulative: it climbs over the year and may end above 100, for its denominator is a projection.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from uuid import UUID

from chassis import ids

from capaian_local.sample.catalogue import Catalogue, Expectation
from capaian_local.sample.layout import Unit
from capaian_local.sample.people import People, Person
from capaian_local.sample.year import MONTHS, Year

BEST, WORST = 1.9, -2.4
"""How far skill moves a result, in spreads."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of somebody's plan. result: what the year ends with, in its measure; of a range, its middle."""

    id: UUID
    key: str
    title: str
    expected: Expectation
    target: int | None
    weight: int
    result: float


@dataclass(frozen=True, slots=True)
class Result:
    """A work result of somebody's plan. parent: the id of the superior's result or of the goal that it serves."""

    id: UUID
    title: str
    kind: str
    parent: UUID | None
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A person's plan. status: how far it has come; only an approved one has realizations."""

    id: UUID
    person: Person
    unit: Unit
    status: str
    results: tuple[Result, ...]

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Those of all results."""
        return tuple(indicator for result in self.results for indicator in result.indicators)


@dataclass(frozen=True, slots=True)
class Realization:
    """What was achieved, as it is reported."""

    id: UUID
    value: Decimal
    as_of: date
    note: str | None


class Plans:
    """The plans of a sample's year."""

    def __init__(self, catalogue: Catalogue, people: People, year: Year) -> None:
        self._catalogue, self._people, self.year = catalogue, people, year
        self._curves = catalogue.sample.curves

    def of(self, unit: Unit, person: Person) -> Plan:
        """The person's plan."""
        luck = self._luck("plan", person)
        status = "approved"
        if "unapproved" in person.gaps:
            status = luck.choice(("draft", "submitted"))
        indicators = {
            key: self._indicator(unit, person, key, weight, luck) for key, weight in person.position.indicators.items()
        }
        results = tuple(
            self._result_of(unit, person, key, tuple(indicators[each] for each in measured))
            for key, measured in person.position.results.items()
        )
        return Plan(self._id("plan", person.id), person, unit, status, results)

    def expected_course(self, indicator: Indicator) -> list[tuple[date, Decimal]]:
        """What is expected by the end of each quarter, of what grows over the year towards its target."""
        expected, curve = indicator.expected, self._curves[indicator.expected.curve]
        if indicator.target is None or expected.direction != "maximize" or curve[0] > 0.5:
            return []
        parts = [(self.year.month_end(month), indicator.target * curve[month - 1]) for month in (3, 6, 9, 12)]
        return [(by, rounded(value, expected.decimals)) for by, value in parts]

    def goal_id(self, key: str) -> UUID:
        """The id of a regional goal."""
        return ids.derived(self._people.namespace, "goal", str(self.year.number), key)

    def _result_of(self, unit: Unit, person: Person, key: str, indicators: tuple[Indicator, ...]) -> Result:
        said = self._catalogue.sample.results[key]
        title = said.title.format(unit=unit.name, place=unit.place)
        parent = self._parent(unit, person, said.serves)
        return Result(self._id("work_result", person.id, key), title, said.kind, parent, indicators)

    def _parent(self, unit: Unit, person: Person, serves: list[str]) -> UUID | None:
        """Heads of agencies serve goals, everybody else the superior's results."""
        goals = self._catalogue.sample.goals
        if person.superior_id is None or (unit.top and person.place == 0):
            mine = (key for key in serves if key in goals and goals[key].agency in (None, unit.agency.key))
            return next((self.goal_id(key) for key in mine), None)
        theirs = self._people.superior_position(unit, person).results
        return next((self._id("work_result", person.superior_id, key) for key in serves if key in theirs), None)

    def realizations(self, plan: Plan, indicator: Indicator) -> list[Realization]:
        """What was reported of an indicator up to today, oldest first."""
        gaps = plan.person.gaps
        silent = "silent" in gaps or ("one_silent" in gaps and indicator is plan.indicators[-1])
        if plan.status != "approved" or silent:
            return []
        luck = self._luck("course", plan.person, indicator.key)
        ended = self.year.ended_months
        return [
            Realization(
                self._id("realization", indicator.id, str(month)),
                value,
                self.year.month_end(month),
                _note(indicator.expected, month),
            )
            for month, value in self._course(plan.person, indicator, luck)
            if month in ended
        ]

    def expected_by_now(self, indicator: Indicator) -> float:
        """Where the indicator's course stands today, between the ends of two months."""
        curve = [0.0, *self._curves[indicator.expected.curve]]
        if curve[1] > 0.5:  # A level has no beginning at nought.
            curve[0] = curve[1]
        month, part = divmod(self.year.passed, 1)
        before, after = curve[int(month)], curve[min(12, int(month) + 1)]
        return indicator.result * (before + (after - before) * part)

    def _indicator(self, unit: Unit, person: Person, key: str, weight: int, luck: Random) -> Indicator:
        expected = self._catalogue.sample.indicators[key]
        title = expected.title.format(unit=unit.name, place=unit.place)
        low, high = expected.target
        target = low + expected.step * luck.randrange((high - low) // expected.step + 1)
        id_ = self._id("indicator", person.id, key)
        goal = None if expected.range else target
        return Indicator(id_, key, title, expected, goal, weight, self._result(unit, person, expected, target, luck))

    def _result(self, unit: Unit, person: Person, expected: Expectation, target: int, luck: Random) -> float:
        skill = max(WORST, min(BEST, person.skill))
        if expected.coverage:
            published = self._people.luck("coverage", unit.agency.key, unit.key)
            return published.choice(self._catalogue.sample.immunisation_coverage) + luck.gauss(0, 1.5)
        if expected.range:
            return sum(expected.range) / 2
        better = -1 if expected.direction == "minimize" else 1
        result = target * (expected.mean + better * expected.spread * skill)
        return min(result, target) if expected.max_attainable else result

    def _course(self, person: Person, indicator: Indicator, luck: Random) -> Iterator[tuple[int, Decimal]]:
        expected, curve = indicator.expected, self._curves[indicator.expected.curve]
        step = 3 if expected.cadence == "quarterly" else 1
        reached = 0.0
        for month in range(step, 13, step):
            if expected.direction == "zero":
                yield month, Decimal(int(luck.random() < expected.rate * (1 - 0.35 * max(WORST, person.skill))))
            elif expected.range:
                yield month, rounded(within(expected.range, expected.spread, luck), expected.decimals)
            elif expected.consolidation == "sum":
                total = max(reached, round(indicator.result * curve[month - 1] * luck.uniform(0.97, 1.03)))
                yield month, Decimal(int(total - reached))
                reached = total
            else:
                value = indicator.result * curve[month - 1] * luck.uniform(0.985, 1.015)
                cumulative = curve[0] < 0.5
                reached = max(reached, value) if cumulative else value
                yield month, rounded(possible(expected, reached), expected.decimals)

    def _luck(self, what: str, person: Person, *more: str) -> Random:
        return self._people.luck(what, str(self.year.number), str(person.id), *more)

    def _id(self, what: str, of: UUID, *more: str) -> UUID:
        return ids.derived(self._people.namespace, what, str(self.year.number), str(of), *more)


def within(ends: tuple[int, int], spread: float, luck: Random) -> float:
    """A value about the middle of a range, now and then outside it, never at or under nought."""
    low, high = ends
    return max(low / 4, low + (high - low) * luck.gauss(0.5, spread))


def rounded(value: float, decimals: int) -> Decimal:
    """With so many decimals, half-up."""
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def possible(expected: Expectation, value: float) -> float:
    """A part of a whole that is counted out, unlike one of a projection, ends at 100."""
    return min(value, 100.0) if expected.measure == "persen" and not expected.coverage else value


def _note(expected: Expectation, month: int) -> str | None:
    return None if expected.note is None else f"{MONTHS[month - 1]}: {expected.note}"
