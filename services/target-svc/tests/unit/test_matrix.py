"""The role-result matrix, and what the plans of a unit lack."""

from dataclasses import replace
from typing import Any

import pytest
from target_svc.domain.access import Actor, sees_whole
from target_svc.domain.goals import Goal
from target_svc.domain.matrix import Carried, Finding, Row, Standing, carried, findings, rows
from target_svc.domain.plan import Plan, PlanStatus

from .. import situations as that

GOAL = Goal(that.GOAL, 1, that.YEAR, None, "Menurunnya angka kematian bayi", "Kematian per 1.000 kelahiran hidup")
MAIN = that.result(that.indicator(), parent_work_result_id=that.SUPERIORS_RESULT)


def plan(*approved: Any, drafted: tuple[Any, ...] | None = None) -> Plan:
    content = approved if drafted is None else drafted
    return Plan(that.PLAN, 3, that.SITI, that.YEAR, 1, PlanStatus.APPROVED, content, approved, None, None)


def standing(**changes: Any) -> Standing:
    return replace(Standing(that.SITI, plan(MAIN), that.DEWI, superior_planned=True, leads=False), **changes)


def of(id_: Any, parent: Any) -> Carried:
    return Carried(id_, that.SITI, "Meningkatnya cakupan imunisasi bayi di Kedaton", "main", parent)


def test_approved_results_are_carried():
    other = that.result(id=that.OTHER_RESULT, kind="additional")
    assert carried(plan(MAIN, drafted=(other,))) == (of(that.RESULT, that.SUPERIORS_RESULT),)


def test_a_row_for_all_that_is_served_and_for_all_that_should_be():
    first, second, loose = of(that.RESULT, that.GOAL), of(that.OTHER_RESULT, that.GOAL), of(that.UNKNOWN, None)
    assert rows([that.SUPERIORS_RESULT, that.GOAL], [first, loose, second]) == [
        Row(that.SUPERIORS_RESULT, ()),
        Row(that.GOAL, (first, second)),
        Row(None, (loose,)),
    ]
    assert rows([], []) == []


@pytest.mark.parametrize(
    ("person", "served", "found"),
    [
        (standing(), set[Any](), []),
        (standing(plan=None), set[Any](), ["no_plan"]),
        (standing(plan=None, superior_planned=False), set[Any](), ["no_plan", "superior_has_no_plan"]),
        (standing(plan=plan(drafted=(MAIN,)), superior_planned=False), set[Any](), ["superior_has_no_plan"]),
        (standing(plan=plan(drafted=(MAIN,)), superior_planned=False, superior_id=None), set[Any](), []),
        (standing(superior_planned=False), set[Any](), []),
        (standing(plan=plan(drafted=(replace(MAIN, kind="additional"),))), set[Any](), ["no_main_result"]),
        (standing(plan=plan(drafted=())), set[Any](), ["no_main_result"]),
        (standing(leads=True), set[Any](), ["unserved_result"]),
        (standing(leads=True), {that.RESULT}, []),
        (standing(plan=plan(replace(MAIN, parent_work_result_id=that.UNKNOWN))), set[Any](), ["parent_gone"]),
        (standing(plan=plan(replace(MAIN, parent_work_result_id=None))), set[Any](), []),
    ],
)
def test_what_somebodys_plan_lacks(person: Standing, served: set[Any], found: list[str]):
    all_found = findings([person], [], served, {that.SUPERIORS_RESULT})
    assert [each.finding for each in all_found] == found
    assert all(each.civil_servant_id == that.SITI for each in all_found)


def test_findings_name_what_they_are_about():
    lost = replace(MAIN, parent_work_result_id=that.UNKNOWN)
    found = findings([standing(plan=plan(lost), leads=True)], [GOAL], set(), set())
    assert found == [
        Finding("unserved_result", that.SITI, that.RESULT, MAIN.title),
        Finding("parent_gone", that.SITI, that.RESULT, MAIN.title),
        Finding("unserved_goal", None, that.GOAL, GOAL.title),
    ]
    assert findings([], [GOAL], {that.GOAL}, set()) == []


@pytest.mark.parametrize(
    ("role", "agency", "asked", "whole"),
    [
        ("inspector", None, None, True),
        ("region_admin", None, None, True),
        ("personnel_officer", that.AGENCY, that.AGENCY, True),
        ("personnel_officer", that.AGENCY, that.OTHER_AGENCY, False),
        ("personnel_officer", that.AGENCY, None, False),
        ("civil_servant", that.AGENCY, that.AGENCY, False),
    ],
)
def test_who_sees_all_of_an_agency(role: str, agency: Any, asked: Any, whole: bool):
    assert sees_whole(Actor("x", {role}, agency, that.SITI), asked) is whole
