"""What the generator draws: the same for the same seed, within the rules of the field, nothing ahead of today."""

import hashlib
import re
import resource
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import mean
from typing import Any
from uuid import UUID

import msgspec
import pytest
from capaian_local.sample import landmarks
from capaian_local.sample.batches import MOST_BYTES, MOST_ITEMS, Batch, Generated
from capaian_local.sample.people import Person
from chassis import ids
from target_svc.domain.employee_number import parse
from target_svc.domain.roster import Period, PeriodStatus
from target_svc.domain.work_results import check
from target_svc.entrypoints.plan_schemas import PlanItem

REGION = Path(__file__).parents[4] / "deploy" / "regions" / "lampung"
TODAY = date(2026, 11, 24)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def generated(people: int = 300, seed: int = 1, today: date = TODAY) -> Generated:
    return Generated(people=people, seed=seed, today=today, region_dir=REGION)


def batches(sample: Generated) -> Iterator[tuple[str, Batch]]:
    for stage in sample.stages():
        for batch in stage.batches():
            yield stage.name, batch


def items(sample: Generated, *stages: str) -> list[dict[str, Any]]:
    return [
        msgspec.json.decode(item)
        for name, batch in batches(sample)
        if not stages or name in stages
        for item in batch.items
    ]


def measured(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [indicator for result in plan["work_results"] for indicator in result["indicators"]]


def answers(sample: Generated) -> Iterator[list[dict[str, Any]]]:
    for unit in sample.layout.surveyed:
        yield list(sample.judgements.answers(sample.judgements.survey(unit)))


def digest(sample: Generated) -> str:
    found = hashlib.sha256()
    for name, batch in batches(sample):
        found.update(f"{name} {batch.path} {batch.who}".encode() + batch.body)
    for given in answers(sample):
        found.update(msgspec.json.encode(given))
    return found.hexdigest()


def everybody(sample: Generated) -> Iterator[Person]:
    return (person for unit in sample.layout.units for person in sample.people.of(unit))


def test_the_same_seed_gives_the_same_bytes_and_another_one_others():
    assert digest(generated()) == digest(generated())
    assert digest(generated(seed=2)) != digest(generated())


def test_entries_never_share_an_id():
    ids = [item["id"] for item in items(generated())]
    # A head's entry comes with the unit, everybody else's in a later stage; nobody comes twice.
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("people", [300, 100_000])
def test_a_unit_and_its_head_name_each_other_in_one_import(people: int):
    sample = generated(people)
    heads = {str(sample.people.unit_id(unit)): str(sample.people.person_id(unit, 0)) for unit in sample.layout.units}
    led: dict[str, str] = {}
    for stage in sample.stages()[:2]:
        for batch in stage.batches():
            entries = [msgspec.json.decode(item) for item in batch.items]
            people_there = {each["id"]: each for each in entries if each["kind"] == "civil_servant"}
            for unit in (each for each in entries if each["kind"] == "unit"):
                led[unit["id"]] = unit["head_id"]
                (post,) = people_there[unit["head_id"]]["civil_servant"]["assignments"]
                assert post["unit_id"] == unit["id"]
    assert led == heads


@pytest.mark.parametrize("people", [200, 300, 5_000])
def test_employee_numbers_are_valid_and_nobody_shares_one(people: int):
    found = list(everybody(generated(people)))
    assert len(found) == people
    for person in found:
        assert parse(person.number).kind == person.kind
    assert len({person.number for person in found}) == people


def test_a_hundred_thousand_numbers_are_unique_too():
    sample = generated(100_000)
    numbers = [person.number for person in everybody(sample)]
    assert len(numbers) == len(set(numbers)) == 100_000


def test_reporting_lines_lead_to_the_secretary():
    sample = generated()
    above = {person.id: person.superior_id for person in everybody(sample)}
    secretary = sample.people.person_id(sample.layout.secretary, 0)
    lengths = Counter[int]()
    for person in above:
        steps, at = 0, person
        while (superior := above[at]) is not None:
            steps, at = steps + 1, superior
        assert at == secretary
        lengths[steps] += 1
    assert set(lengths) == {0, 1, 2, 3}


def test_weights_make_a_hundred_and_every_direction_is_there():
    plans = items(generated(1_000), "plans")
    assert {sum(each["weight"] for each in measured(plan)) for plan in plans} == {100}
    assert {each["direction"] for plan in plans for each in measured(plan)} == {
        "maximize", "minimize", "range", "zero",
    }  # fmt: skip
    assert {plan["status"] for plan in plans} == {"draft", "submitted", "approved"}


OPEN = PeriodStatus.OPEN
PLANS = ("plans of the secretary", "plans of heads of agencies", "plans of heads of units", "plans")


def test_every_result_serves_one_of_the_superiors_or_a_goal():
    sample = generated(1_000)
    goals = {str(id_) for id_, _ in sample.goal_bodies()}
    above = {str(person.id): person.superior_id for person in everybody(sample)}
    results_of: dict[str, set[str]] = {}
    for plan in items(sample, *PLANS):
        person, mine = plan["civil_servant_id"], plan["work_results"]
        superiors = results_of.get(str(above[person]), set())
        served = {result["parent_work_result_id"] for result in mine}
        assert None not in served, plan
        assert served <= superiors or served <= goals
        assert any(result["kind"] == "main" for result in mine)
        results_of[person] = {result["id"] for result in mine} if plan["status"] == "approved" else set()
    assert len(results_of) == 1_000


def test_every_plan_can_be_put_before_the_superior():
    sample = generated(1_000)
    period = Period(sample.year.id, "annual", None, "Tahun", sample.year.starts_on, sample.year.ends_on, OPEN)
    executives = {each.id for each in everybody(sample) if each.position.kind == "executive"}
    for item in items(sample, *PLANS):
        plan = PlanItem.model_validate_json(msgspec.json.encode(item))
        check(plan.content(ids.new_id), period, leads=plan.civil_servant_id in executives, whole=True)


def test_executives_have_perspectives_and_others_aspects():
    sample = generated(1_000)
    executives = {str(each.id) for each in everybody(sample) if each.position.kind == "executive"}
    for plan in items(sample, *PLANS):
        seen = {each["perspective"] is not None for each in measured(plan)}
        assert seen == {plan["civil_servant_id"] in executives}


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2026, 4, 2), TODAY, date(2026, 12, 31), date(2028, 2, 29)])
def test_nothing_has_happened_after_today(today: date):
    sample = generated(today=today)
    happened = [each["as_of"] for each in items(sample, "realizations")]
    happened += [each["evaluated_on"] for each in items(sample, "evaluations")]
    happened += [each["answered_on"] for given in answers(sample) for each in given]
    for item in items(sample, "agencies", "units", "staff"):
        if item["kind"] == "civil_servant":
            happened += DAY.findall(msgspec.json.encode(item["civil_servant"]).decode())
    assert max(happened) <= today.isoformat()


def test_a_later_day_only_adds():
    earlier, later = (items(generated(today=day), "realizations", "evaluations") for day in (date(2026, 7, 9), TODAY))
    known = {item["id"]: item for item in later}
    assert len(earlier) < len(later)
    assert all(known[item["id"]] == item for item in earlier)


def test_coverage_climbs_and_ends_where_published_figures_do():
    sample = generated(5_000, today=date(2026, 12, 31))
    courses: list[list[float]] = []
    for unit in sample.layout.surveyed:
        for person in sample.people.of(unit):
            plan = sample.plans.of(unit, person)
            shown = [each for each in plan.indicators if each.key == "immunisation"]
            courses += [[float(each.value) for each in sample.plans.realizations(plan, one)] for one in shown]
    whole = [course for course in courses if course]
    assert all(course == sorted(course) and len(course) == 12 for course in whole)
    ends = [course[-1] for course in whole]
    assert 80 < mean(ends) < 94
    assert max(ends) > 110
    assert min(ends) < 60


def test_indexes_are_those_of_offices_that_one_knows():
    indexes = [
        mean(score for answer in given for score in answer["scores"].values()) * 25
        for given in answers(generated(5_000))
        if len(given) >= 50
    ]
    assert min(indexes) > 75
    assert max(indexes) < 92.5
    assert max(indexes) - min(indexes) > 8


def test_some_people_are_incomplete_and_most_are_not():
    sample = generated(1_000)
    rated = {item["civil_servant_id"] for item in items(sample, "evaluations")}
    reported = {item["indicator_id"] for item in items(sample, "realizations")}
    plans = items(sample, "plans")
    silent = [plan for plan in plans if not reported.intersection(each["id"] for each in measured(plan))]
    assert 0.02 < 1 - len(rated) / 1_000 < 0.12
    assert 0.02 < len(silent) / 1_000 < 0.15
    ratings = Counter(item["work_results"] for item in items(sample, "evaluations"))
    assert ratings["meets"] > ratings["above"] > 0
    assert ratings["below"] > 0


def test_an_agency_runs_no_survey_and_is_not_surveyed():
    sample = generated()
    quiet = {item["id"] for item in items(sample, "agencies") if item["kind"] == "agency" and not item["runs_survey"]}
    assert str(sample.people.agency_id("INSPEKTORAT")) in quiet
    assert sample.layout.surveyed
    assert all(unit.agency.runs_survey for unit in sample.layout.surveyed)


@pytest.mark.parametrize("people", [200, 5_000])
def test_batches_keep_the_services_limits_and_stages_say_how_far_they_are(people: int):
    sample = generated(people)
    for stage in sample.stages():
        covered = 0
        for batch in stage.batches():
            assert len(batch.items) <= MOST_ITEMS
            assert len(batch.body) <= MOST_BYTES + 20
            covered += batch.covers
        assert covered == stage.total
    # Kilobytes: what this whole process ever had, the test's own lists included.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 600_000


@pytest.mark.parametrize("people", [199, 100_001])
def test_other_sizes_are_refused(people: int):
    with pytest.raises(ValueError, match="200 to 100,000"):
        generated(people)


def test_landmarks_are_people_and_things_of_the_sample():
    found = landmarks(300, 1, TODAY, REGION)
    sample = generated()
    ids = {UUID(item["id"]) for item in items(sample)}
    for id_ in (found.agency_id, found.head_id, found.unit_id, found.superior_id, found.nurse_id, found.period_id):
        assert id_ in ids
    (plan,) = [each for each in items(sample, "plans") if each["civil_servant_id"] == str(found.nurse_id)]
    assert {each["direction"] for each in measured(plan)} == {"maximize", "minimize", "range", "zero"}
    reported = [each for each in items(sample, "realizations") if each["indicator_id"] == str(found.indicator_id)]
    assert len(reported) == 10
    raters = {
        each["rater_id"] for each in items(sample, "evaluations") if each["civil_servant_id"] == str(found.nurse_id)
    }
    assert raters == {str(found.superior_id)}
