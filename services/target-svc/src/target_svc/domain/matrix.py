"""The role-result matrix of a unit (matriks peran hasil), and what its plans lack; both for people to act on.

A finding changes nothing. A person who holds additional results alone has no main result (PermenPANRB 6/2022).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from target_svc.domain.goals import Goal
from target_svc.domain.plan import Plan


@dataclass(frozen=True, slots=True)
class Carried:
    """An approved work result and who carries it."""

    id: UUID
    civil_servant_id: UUID
    title: str
    kind: str
    parent_id: UUID | None


@dataclass(frozen=True, slots=True)
class Row:
    """What is served, by its id, None for results that name nothing; and the results that serve it."""

    parent_id: UUID | None
    results: tuple[Carried, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody of the unit. plan: None where there is none. superior_planned: whether the superior, if the roster
    names one, has an approved plan. leads: whether people are under this one."""

    civil_servant_id: UUID
    plan: Plan | None
    superior_id: UUID | None
    superior_planned: bool
    leads: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """What is lacking. subject_id: the work result or goal that it is about, with its title."""

    finding: str
    civil_servant_id: UUID | None
    subject_id: UUID | None = None
    title: str | None = None


def carried(plan: Plan) -> tuple[Carried, ...]:
    """The approved results of a plan."""
    return tuple(
        Carried(each.id, plan.civil_servant_id, each.title, each.kind, each.parent_work_result_id)
        for each in plan.approved
    )


def rows(served: Sequence[UUID], results: Sequence[Carried]) -> list[Row]:
    """A row for each id of `served`, in order and also where nothing serves it; then one for each other parent."""
    parents = dict.fromkeys((*served, *(each.parent_id for each in results)))
    return [Row(parent, tuple(each for each in results if each.parent_id == parent)) for parent in parents]


def findings(
    people: Sequence[Standing], goals: Sequence[Goal], served: Collection[UUID], standing: Collection[UUID]
) -> list[Finding]:
    """What the plans of these people lack, person by person, then the goals that nobody serves.

    served: ids that approved results name as their parent. standing: ids of results and goals that can be served.
    """
    found = [finding for person in people for finding in _of(person, served, standing)]
    unserved = [goal for goal in goals if goal.id not in served]
    return found + [Finding("unserved_goal", None, goal.id, goal.title) for goal in unserved]


def _of(person: Standing, served: Collection[UUID], standing: Collection[UUID]) -> list[Finding]:
    whose, plan = person.civil_servant_id, person.plan
    found: list[Finding] = []
    if plan is None:
        found.append(Finding("no_plan", whose))
    elif all(each.kind != "main" for each in plan.work_results):
        found.append(Finding("no_main_result", whose))
    approved = () if plan is None else carried(plan)
    if not approved and person.superior_id is not None and not person.superior_planned:
        found.append(Finding("superior_has_no_plan", whose))
    for each in approved:
        if person.leads and each.id not in served:
            found.append(Finding("unserved_result", whose, each.id, each.title))
        if each.parent_id is not None and each.parent_id not in standing:
            found.append(Finding("parent_gone", whose, each.id, each.title))
    return found
