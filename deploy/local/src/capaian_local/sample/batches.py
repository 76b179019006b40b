"""The sample as requests: stages, each a stream of imports that the services take whole or not at all.

Invariant: the same seed, people and day give the same bytes in the same order; every entry bears its own id, so that
sending it again changes nothing. Stages are sent one after another, since each refers to the ones before; inside a
stage, batches are independent of each other. Nothing larger than a batch is ever in memory.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import msgspec

from capaian_local.sample import catalogue
from capaian_local.sample.interface import Who
from capaian_local.sample.judgements import NOTES, Evaluation, Judgements, Survey
from capaian_local.sample.layout import Layout, Unit, lay_out
from capaian_local.sample.people import People, Person
from capaian_local.sample.plans import Indicator, Plan, Plans, Result
from capaian_local.sample.year import Year

Service = Literal["target", "evaluation", "survey", "scoring"]

MOST_ITEMS = 500
"""Half of what the services take: a transaction of this size is done in about a second."""
MOST_BYTES = 3 * 1024 * 1024
REGION = Who("wilayah-lampung", ("region_admin",))


@dataclass(frozen=True, slots=True)
class Batch:
    """One import. items: encoded entries. covers: how many of the stage's parts are through with it."""

    service: Service
    path: str
    who: Who
    items: tuple[bytes, ...]
    covers: int

    @property
    def body(self) -> bytes:
        """The request's body."""
        return b'{"items":[' + b",".join(self.items) + b"]}"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stream of batches. total: its parts, as the sum of what the batches cover. kind: as what its entries count."""

    name: str
    total: int
    batches: Callable[[], Iterator[Batch]]
    kind: str = ""


class Generated:
    """A whole sample, drawn when it is asked for. year: the calendar year that it is of, None for today's."""

    def __init__(self, *, people: int, seed: int, today: date, region_dir: Path, year: int | None = None) -> None:
        read = catalogue.read(region_dir)
        self.catalogue = read
        self.layout: Layout = lay_out(read, people)
        self.people = People(read, self.layout, seed)
        self.year = Year(self.people.namespace, today, year)
        self.plans = Plans(read, self.people, self.year)
        self.judgements = Judgements(self.people, self.year)
        self.headcount = people

    def stages(self) -> tuple[Stage, ...]:
        """Everything but the surveys, in the order in which it is sent."""
        units = len(self.layout.units)
        tops = [unit for unit in self.layout.units if unit.top]
        rest = [unit for unit in self.layout.units if not unit.top]
        return (
            Stage("agencies", len(self.layout.agencies), self._agencies),
            Stage("units", units - len(tops), partial(self._each, "roster", rest, self._led_items)),
            Stage("staff", len(rest), partial(self._each, "roster", rest, self._staff_items)),
            Stage("plans of the secretary", 1, self._secretarys_plan),
            Stage(
                "plans of heads of agencies", len(tops) - 1, partial(self._each, "plans", tops[1:], self._head_plans)
            ),
            Stage("plans of heads of units", len(rest), partial(self._each, "plans", rest, self._head_plans)),
            Stage("plans", len(rest), partial(self._each, "plans", rest, self._staff_plans)),
            Stage("realizations", units, partial(self._each, "realizations", self.layout.units, self._course_items)),
            Stage("evaluations", units, partial(self._each, "evaluations", self.layout.units, self._rating_items)),
        )

    def people_of(self, unit: Unit) -> list[Person]:
        """Those of a unit who are in this sample, its head first."""
        return self.people.of(unit)

    def system_of(self, unit: Unit) -> Who:
        """The software of a unit's agency."""
        key = unit.agency.key
        return Who(f"sistem-{key.lower()}", ("agency_system",), self.people.agency_id(key))

    def survey_body(self, survey: Survey) -> dict[str, Any]:
        """A survey as it is made."""
        return {
            "unit_id": self.people.unit_id(survey.unit),
            "period_id": self.year.id,
            "service": survey.unit.service,
            "elements": survey.elements,
            "opens_on": survey.opens_on,
            "closes_on": survey.closes_on,
        }

    def _agencies(self) -> Iterator[Batch]:
        items = [
            *(self._agency_item(unit) for unit in self.layout.units if unit.top),
            *(item for unit in self.layout.units if unit.top for item in self._led_items(unit)),
            *self._period_items(),
        ]
        parts = [(items, len(self.layout.agencies))]
        return batched("target", "/v1/imports/roster", REGION, parts)

    def _each(self, what: str, units: Iterable[Unit], items: Callable[[Unit], list[Any]]) -> Iterator[Batch]:
        """The batches of one agency after another, for each is sent by its own software."""
        service: Service = "evaluation" if what == "evaluations" else "target"
        gathered: list[Unit] = []
        for unit in (*units, None):
            if gathered and (unit is None or unit.agency is not gathered[0].agency):
                parts = ((items(each), 1) for each in gathered)
                yield from batched(service, f"/v1/imports/{what}", self.system_of(gathered[0]), parts)
                gathered = []
            if unit is not None:
                gathered.append(unit)

    def _agency_item(self, unit: Unit) -> dict[str, Any]:
        agency = unit.agency
        return {
            "kind": "agency", "id": self.people.agency_id(agency.key), "code": agency.key, "name": agency.name,
            "runs_survey": agency.runs_survey,
        }  # fmt: skip

    def _unit_item(self, unit: Unit) -> dict[str, Any]:
        agency_id = self.people.agency_id(unit.agency.key)
        top = self.people.top_of(unit)
        return {
            "kind": "unit", "id": self.people.unit_id(unit), "agency_id": agency_id,
            "parent_unit_id": None if unit.top else self.people.unit_id(top),
            "code": f"{unit.agency.key}-{unit.key}", "name": unit.name, "head_id": self.people.person_id(unit, 0),
        }  # fmt: skip

    def _period_items(self) -> Iterator[dict[str, Any]]:
        year, today = self.year, self.year.today
        whole = {
            "kind": "annual", "name": f"Tahun {year.number}", "starts_on": year.starts_on, "ends_on": year.ends_on,
            "status": "open",
        }  # fmt: skip
        yield {"kind": "period", "id": year.id, "period": whole}
        for quarter in year.quarters:
            begun = "evaluation" if quarter.ends_on < today else "open"
            period = {
                "kind": "quarterly", "annual_period_id": year.id, "name": quarter.name,
                "starts_on": quarter.starts_on, "ends_on": quarter.ends_on,
                "status": begun if quarter.starts_on <= today else "planned",
            }  # fmt: skip
            yield {"kind": "period", "id": quarter.id, "period": period}

    def _led_items(self, unit: Unit) -> list[Any]:
        """A unit and its head, who name each other and so come in one import: batches hold an even number of items."""
        return [self._unit_item(unit), _person_item(self.people.one(unit, 0))]

    def _staff_items(self, unit: Unit) -> list[Any]:
        return [_person_item(self.people.one(unit, place)) for place in range(1, unit.size)]

    def goal_bodies(self) -> Iterator[tuple[UUID, dict[str, Any]]]:
        """The region's goals as they are set, with their ids."""
        present = {agency.key for agency in self.layout.agencies}
        for key, goal in self.catalogue.sample.goals.items():
            if goal.agency is None or goal.agency in present:
                agency_id = None if goal.agency is None else self.people.agency_id(goal.agency)
                body = {"title": goal.title, "indicator": goal.indicator, "agency_id": agency_id}
                yield self.plans.goal_id(key), {**body, "period_id": self.year.id}

    def plans_of(self, unit: Unit) -> Iterator[Plan]:
        """The plans of a unit's people."""
        return (self.plans.of(unit, person) for person in self.people_of(unit))

    def _secretarys_plan(self) -> Iterator[Batch]:
        """Approved by the region's administration, for the roster has nobody above."""
        parts = [(self._head_plans(self.layout.secretary), 1)]
        return batched("target", "/v1/imports/plans", REGION, parts)

    def _head_plans(self, unit: Unit) -> list[Any]:
        return [self._plan_item(self.plans.of(unit, self.people.one(unit, 0)))]

    def _staff_plans(self, unit: Unit) -> list[Any]:
        return [self._plan_item(plan) for plan in self.plans_of(unit) if plan.person.place > 0]

    def _plan_item(self, plan: Plan) -> dict[str, Any]:
        return {
            "id": plan.id, "civil_servant_id": plan.person.id, "period_id": self.year.id, "status": plan.status,
            "work_results": [self._result(plan, each) for each in plan.results],
        }  # fmt: skip

    def _result(self, plan: Plan, result: Result) -> dict[str, Any]:
        executive = plan.person.position.kind == "executive"
        indicators = [
            {
                **_indicator(each, self.year.ends_on, executive=executive),
                "expected": [{"by": by, "value": value} for by, value in self.plans.expected_course(each)],
            }
            for each in result.indicators
        ]
        said = {"id": result.id, "title": result.title, "kind": result.kind}
        return {**said, "parent_work_result_id": result.parent, "indicators": indicators}

    def _course_items(self, unit: Unit) -> list[Any]:
        return [
            {"indicator_id": indicator.id, "id": each.id, "value": each.value, "as_of": each.as_of, "note": each.note}
            for plan in self.plans_of(unit)
            for indicator in plan.indicators
            for each in self.plans.realizations(plan, indicator)
        ]

    def _rating_items(self, unit: Unit) -> list[Any]:
        return [rating(each) for person in self.people_of(unit) for each in self.judgements.evaluations(person)]


def batched(service: Service, path: str, who: Who, parts: Iterable[tuple[list[Any], int]]) -> Iterator[Batch]:
    """Batches of the items of all parts, each within the limits of the services."""
    waiting: list[bytes] = []
    size = covers = 0
    for items, count in parts:
        for item in map(msgspec.json.encode, items):
            if len(waiting) == MOST_ITEMS or (waiting and size + len(item) > MOST_BYTES):
                yield Batch(service, path, who, tuple(waiting), covers)
                waiting, size, covers = [], 0, 0
            waiting.append(item)
            size += len(item) + 1
        covers += count
    if waiting or covers:
        yield Batch(service, path, who, tuple(waiting), covers)


def _person_item(person: Person) -> dict[str, Any]:
    lines = [{"superior_id": person.superior_id, "since": person.since}] if person.superior_id else []
    assignment = {
        "unit_id": person.unit_id, "position": person.title, "position_kind": person.position.kind,
        "serves_public": person.position.serves_public, "since": person.since,
    }  # fmt: skip
    body = {
        "agency_id": person.agency_id, "name": person.name, "kind": person.kind,
        "employee_numbers": [{"number": person.number, "since": person.appointed}],
        "assignments": [assignment], "reporting_lines": lines,
    }  # fmt: skip
    return {"kind": "civil_servant", "id": person.id, "civil_servant": body}


def _indicator(indicator: Indicator, deadline: date, *, executive: bool) -> dict[str, Any]:
    expected = indicator.expected
    low, high = expected.range or (None, None)
    perspective = expected.perspective if executive else None
    return {
        "id": indicator.id, "title": indicator.title, "measure": expected.measure,
        "aspect": None if perspective else expected.aspect, "perspective": perspective,
        "direction": expected.direction, "target": indicator.target, "range_low": low, "range_high": high,
        "better": expected.better,
        "max_attainable": expected.max_attainable, "consolidation": expected.consolidated_by,
        "weight": indicator.weight, "deadline": deadline,
    }  # fmt: skip


def rating(evaluation: Evaluation) -> dict[str, Any]:
    """A superior's ratings as they are brought in."""
    return {
        "id": evaluation.id, "civil_servant_id": evaluation.person.id, "evaluated_period_id": evaluation.quarter.id,
        "rater_id": evaluation.person.superior_id, "work_results": evaluation.work_results,
        "work_behavior": evaluation.work_behavior, "evaluated_on": evaluation.evaluated_on,
        "note": NOTES[evaluation.work_results],
    }  # fmt: skip
