"""The sample's year that is over: what it holds, and that nothing of it depends on the day of the load."""

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from capaian_local.sample.batches import Generated
from capaian_local.sample.closed_year import CLOSED, LATE_ANSWERS, MISCOUNTED, ClosedYear, closed_year
from chassis import ids
from target_svc.domain.roster import Period, PeriodStatus
from target_svc.domain.work_results import check
from target_svc.entrypoints.plan_schemas import PlanItem

REGION = Path(__file__).parents[4] / "deploy" / "regions" / "lampung"
TODAY = date(2026, 11, 24)


def past(people: int = 300, seed: int = 1, today: date = TODAY) -> ClosedYear:
    found = closed_year(people=people, seed=seed, today=today, region_dir=REGION)
    assert found is not None
    return found


def entries(sample: Generated, kind: str = "") -> list[dict[str, Any]]:
    return [
        msgspec.json.decode(item)
        for stage in sample.stages()
        if kind in (stage.kind, "")
        for batch in stage.batches()
        for item in batch.items
    ]


def plans_of(sample: Generated) -> list[dict[str, Any]]:
    return [item for item in entries(sample) if isinstance(item.get("work_results"), list)]


def test_there_is_one_once_its_last_ratings_are_made():
    assert closed_year(people=300, seed=1, today=date(2026, 3, 31), region_dir=REGION) is None
    assert past(today=date(2026, 4, 1)).year.number == CLOSED == 2025


def test_it_is_the_same_whenever_it_is_loaded():
    assert entries(past(today=date(2026, 4, 1))) == entries(past()) == entries(past(today=date(2028, 2, 29)))
    assert entries(past(seed=2)) != entries(past())


def test_all_that_is_said_of_a_day_is_said_of_the_year_or_of_the_ratings_after_it():
    assert {each["as_of"][:4] for each in entries(past(), "realizations")} == {"2025"}
    rated = [each["evaluated_on"] for each in entries(past(), "evaluations")]
    assert min(rated) > "2025-03-31" and max(rated) < "2026-04-01"
    assert {answer["answered_on"][:4] for unit in past().surveyed for answer in past().answers(unit)} == {"2025"}


def test_nothing_shares_an_id_with_the_current_year():
    current = Generated(people=300, seed=1, today=TODAY, region_dir=REGION)
    made = [each["id"] for kind in ("plans", "realizations", "evaluations") for each in entries(past(), kind)]
    assert len(made) == len(set(made))
    assert not set(made) & {each["id"] for each in entries(current)}


@pytest.mark.parametrize(("people", "seed"), [(200, 7), (300, 1), (1_000, 3)])
def test_it_has_two_puskesmas_and_those_above_them(people: int, seed: int):
    sample = past(people, seed)
    assert len({each["civil_servant_id"] for each in plans_of(sample)}) >= 20
    assert sample.first != sample.second
    assert sample.nurse in sample.people_of(sample.first)
    assert (sample.head.superior_id, sample.nurse.superior_id) == (sample.official.id, sample.head.id)
    assert sample.official.superior_id == sample.people.person_id(sample.layout.secretary, 0)
    assert len(sample.answers(sample.second)) > LATE_ANSWERS
    for stage in sample.stages():
        assert sum(batch.covers for batch in stage.batches()) == stage.total


def test_its_plans_can_be_put_before_the_superior_and_serve_theirs():
    sample = past()
    whole = Period(
        sample.year.id, "annual", None, "2025", sample.year.starts_on, sample.year.ends_on, PeriodStatus.OPEN
    )
    goals = {str(id_) for id_, _ in sample.goal_bodies()}
    known = set(goals)
    for item in plans_of(sample):
        plan = PlanItem.model_validate_json(msgspec.json.encode(item))
        leads = plan.civil_servant_id in {sample.people.one(unit, 0).id for unit in sample.above}
        check(plan.content(ids.new_id), whole, leads=leads, whole=True)
        assert {each["parent_work_result_id"] for each in item["work_results"]} <= known
        known |= {each["id"] for each in item["work_results"]}


def test_the_miscounted_report_is_rejected_and_corrected_and_all_others_are_verified():
    sample = past()
    reported = {each["id"]: each for each in entries(sample, "realizations")}
    wrong, (rejected,) = str(sample.miscounted_id), entries(sample, "rejection")
    assert (rejected["id"], rejected["status"]) == (wrong, "rejected")
    (right,) = [each for each in reported.values() if each.get("corrects") == wrong]
    assert float(reported[wrong]["value"]) == pytest.approx(float(right["value"]) + float(MISCOUNTED))
    verified = [each["id"] for each in entries(sample, "verifications")]
    assert wrong not in verified and right["id"] in verified
    # The region's secretary has nobody above who could verify.
    unverified = set(reported) - set(verified) - {wrong}
    secretary = next(sample.plans_of(sample.layout.secretary))
    assert {reported[each]["indicator_id"] for each in unverified} == {str(one.id) for one in secretary.indicators}


def test_the_last_ratings_of_one_puskesmas_are_answered_by_hand_and_all_others_by_silence():
    sample = past()
    by_hand = {each["id"] for each in entries(sample, "evaluations") if "received_on" not in each}
    objecting = {str(each.evaluation_id) for each in sample.objections}
    quiet = {str(id_) for _, id_ in sample.quiet()}
    assert by_hand == objecting | quiet and not objecting & quiet
    assert len(objecting) == 3 and len(quiet) > 10


def test_objections_are_revised_upheld_and_one_of_them_decided_after_the_closing():
    sample = past()
    ratings = {each["id"]: (each["work_results"], each["work_behavior"]) for each in entries(sample, "evaluations")}
    assert [each.outcome for each in sample.objections] == ["revised", "revised", "upheld"]
    assert [each.person for each in sample.objections if each.after_closing] == [sample.nurse]
    for each in sample.objections:
        assert ratings[str(each.evaluation_id)] == each.given
        assert (each.decided is None) == (each.outcome == "upheld") and each.decided != each.given
