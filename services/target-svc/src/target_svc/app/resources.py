"""Aggregates as they are answered: plain values that JSON has, named as in the glossary; decimals as strings."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from target_svc.app.ports import Kept, Step
from target_svc.app.records import Taken
from target_svc.domain.access import Actor, sees_number
from target_svc.domain.coaching import Coaching
from target_svc.domain.employee_number import masked
from target_svc.domain.evidence import PATIENTS, Evidence, EvidenceRules, unnamed_until
from target_svc.domain.goals import Goal
from target_svc.domain.innovations import Innovation
from target_svc.domain.plan import Plan
from target_svc.domain.realizations import Course, Entry, consolidated
from target_svc.domain.roster import CivilServant
from target_svc.domain.trainings import Training


def roster(kept: Kept, actor: Actor) -> dict[str, Any]:
    """A roster entry; employee numbers masked for readers who need not see them."""
    resource: dict[str, Any] = {**asdict(kept.entry), "sequence": kept.sequence}
    if isinstance(kept.entry, CivilServant) and not sees_number(actor, kept.entry):
        for held in resource["employee_numbers"]:
            held["number"] = masked(held["number"])
    return resource


def plan(state: Plan) -> dict[str, Any]:
    """`work_results` as drafted or submitted now, `approved` those that count."""
    return {**asdict(state), "status": state.status.value}


def versions(state: Plan, steps: Sequence[Step]) -> dict[str, Any]:
    """Each version with what was last written down in it and what was done with it. A plan that is older than its
    history begins with what is known of it now."""
    found: dict[int, dict[str, Any]] = {}
    for step in steps:
        version = found.setdefault(step.plan_version, {"plan_version": step.plan_version, "steps": []})
        if step.work_results is not None:
            version["work_results"] = [asdict(result) for result in step.work_results]
        said = {"sequence": step.sequence, "step": step.step, "by": step.by, "decided_by": step.decided_by}
        version["steps"].append({**said, "at": step.at, "note": step.note})
    for version in found.values():
        version.setdefault("work_results", [asdict(result) for result in state.work_results])
    return {"plan_id": state.id, "versions": [found[number] for number in sorted(found)]}


def goal(state: Goal) -> dict[str, Any]:
    """A regional goal."""
    return asdict(state)


def innovation(state: Innovation) -> dict[str, Any]:
    """An innovation record, with what it claims beside its status."""
    said = asdict(state)
    return {**{name: said[name] for name in said if name not in ("claim", "claimed_by")}, **said["claim"]}


def coaching(state: Coaching) -> dict[str, Any]:
    """A coaching plan, with why it was opened beside what became of it."""
    said = asdict(state)
    return {**said.pop("opening"), **said, "done": state.done}


def phase(taken: Taken) -> dict[str, Any]:
    """A step of a unit's rollout, and when it was taken."""
    return {**asdict(taken.step), "phase": taken.step.phase.value, "moved_at": taken.at}


def training(state: Training) -> dict[str, Any]:
    """A training with all who took part."""
    return asdict(state)


def evidence(state: Evidence, rules: EvidenceRules) -> dict[str, Any]:
    """A file just uploaded, with the warning about patients, and until when it waits to be named."""
    until = {"at": unnamed_until(state.uploaded_at, rules), "source": rules.keep_source}
    return {**asdict(state), "unnamed_until": until, "warning": PATIENTS._asdict()}


def realization(course: Course, entry: Entry) -> dict[str, Any]:
    """One entry with what the indicator's value is after it, and with a link, the warning about patients: what lies
    behind it is read as an uploaded file is. `sequence` is the indicator's."""
    value = consolidated(course.entries, course.indicator.consolidation)
    return {
        **asdict(entry),
        "indicator_id": course.indicator.id,
        "sequence": course.sequence,
        "consolidated_value": value,
        "warning": None if entry.evidence_url is None else PATIENTS._asdict(),
    }


def course(state: Course) -> dict[str, Any]:
    """An indicator with all its entries, newest last."""
    return {
        "indicator": asdict(state.indicator),
        "plan_id": state.plan_id,
        "civil_servant_id": state.civil_servant_id,
        "period_id": state.period_id,
        "sequence": state.sequence,
        "consolidated_value": consolidated(state.entries, state.indicator.consolidation),
        "entries": [asdict(entry) for entry in state.entries],
    }
