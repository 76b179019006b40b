"""The only door from this service's words to the wire's: what became true becomes contract events. Pure."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from contracts.envelope import Announcement as Announcement
from contracts.envelope import Data as Data
from contracts.evaluation import v1 as evaluation_wire
from contracts.roster import v1 as roster_wire
from contracts.score import v1 as score_wire
from contracts.target import v1 as wire

from target_svc.domain.coaching import Coaching, Opening, Trigger
from target_svc.domain.indicators import Indicator
from target_svc.domain.innovations import Innovation
from target_svc.domain.plan import Approved, Closed, Plan, PlanFact, Returned, Submitted
from target_svc.domain.realizations import Course, EntryStatus, consolidated, holding
from target_svc.domain.realizations import Entry as RealizationEntry
from target_svc.domain.roster import Agency, CivilServant, Entry, Period, Unit
from target_svc.domain.work_results import WorkResult


def of_roster(entry: Entry, sequence: int, now: datetime, correlation_id: str) -> Announcement:
    """What is said of a roster entry; employee numbers stay here."""
    return Announcement(_roster(entry), entry.id, sequence, entry.id, now, correlation_id)


def _roster(entry: Entry) -> Data:
    match entry:
        case Agency():
            return roster_wire.AgencyChanged(
                agency_id=entry.id, code=entry.code, name=entry.name, runs_survey=entry.runs_survey
            )
        case Unit():
            return roster_wire.UnitChanged(
                unit_id=entry.id,
                agency_id=entry.agency_id,
                parent_unit_id=entry.parent_unit_id,
                code=entry.code,
                name=entry.name,
                head_id=entry.head_id,
            )
        case CivilServant():
            return _person(entry)
        case Period():
            return roster_wire.PeriodChanged(
                period_id=entry.id,
                kind=entry.kind,  # pyright: ignore[reportArgumentType]  # The entry point lets only these words in.
                annual_period_id=entry.annual_period_id,
                name=entry.name,
                starts_on=entry.starts_on,
                ends_on=entry.ends_on,
                status=entry.status.value,
                reason=entry.reason,
                reopened=entry.reopened,
            )


def _person(person: CivilServant) -> Data:
    assignments = sorted(person.assignments, key=lambda each: each.since)
    lines = sorted(person.reporting_lines, key=lambda each: each.since)
    return roster_wire.CivilServantChanged(
        civil_servant_id=person.id,
        agency_id=person.agency_id,
        name=person.name,
        kind=person.kind,  # pyright: ignore[reportArgumentType]  # The entry point lets only these words in.
        assignments=tuple(
            roster_wire.Assignment(
                unit_id=each.unit_id,
                position=each.position,
                position_kind=each.position_kind,  # pyright: ignore[reportArgumentType]  # As above.
                serves_public=each.serves_public,
                since=each.since,
                until=each.until,
                kind=each.kind,  # pyright: ignore[reportArgumentType]  # As above.
            )
            for each in assignments
        ),
        reporting_lines=tuple(
            roster_wire.ReportingLine(
                superior_id=each.superior_id,
                since=each.since,
                until=each.until,
                kind=each.kind,  # pyright: ignore[reportArgumentType]  # As above.
            )
            for each in lines
        ),
        left_on=person.left_on,
    )


def of_plan(
    plan: Plan, fact: PlanFact, goals: Mapping[UUID, str], now: datetime, correlation_id: str
) -> Announcement | None:
    """What is said of a plan after `fact`; nothing of a draft. goals: the titles of those that its results serve."""
    match fact:
        case Submitted():
            data: Data = wire.PlanSubmitted(**_named(plan), **_content(plan.work_results, goals))
        case Approved():
            content = _content(plan.approved, goals)
            data = wire.PlanApproved(**_named(plan), approved_by=fact.approved_by, **content)
        case Returned():
            data = wire.PlanReturned(**_named(plan), returned_by=fact.returned_by, note=fact.note)
        case Closed():
            content = _content(plan.approved, goals)
            data = wire.PlanClosed(**_named(plan), closed_on=fact.closed_on, reason=fact.reason, **content)
        case _:
            return None
    return Announcement(data, plan.id, plan.sequence, plan.civil_servant_id, now, correlation_id)


def _named(plan: Plan) -> dict[str, Any]:
    return {
        "plan_id": plan.id,
        "civil_servant_id": plan.civil_servant_id,
        "period_id": plan.period_id,
        "plan_version": plan.plan_version,
    }


def _content(work_results: tuple[WorkResult, ...], goals: Mapping[UUID, str]) -> dict[str, Any]:
    return {
        "work_results": tuple(
            wire.WorkResult(
                work_result_id=each.id,
                title=each.title,
                kind=each.kind,  # pyright: ignore[reportArgumentType]  # The entry point lets only these words in.
                parent_work_result_id=each.parent_work_result_id,
                goal_title=None if each.parent_work_result_id is None else goals.get(each.parent_work_result_id),
            )
            for each in work_results
        ),
        "indicators": tuple(_indicator(result.id, each) for result in work_results for each in result.indicators),
    }


def _indicator(work_result_id: UUID, each: Indicator) -> wire.Indicator:
    return wire.Indicator(
        indicator_id=each.id,
        work_result_id=work_result_id,
        title=each.title,
        aspect=each.aspect,  # pyright: ignore[reportArgumentType]  # The entry point lets only these words in.
        perspective=each.perspective,  # pyright: ignore[reportArgumentType]  # As above.
        measure=each.measure,
        direction=each.direction,  # pyright: ignore[reportArgumentType]  # As above.
        target=each.target,
        range_low=each.range_low,
        range_high=each.range_high,
        better=each.better,  # pyright: ignore[reportArgumentType]  # As above.
        max_attainable=each.max_attainable,
        consolidation=each.consolidation,  # pyright: ignore[reportArgumentType]  # As above.
        weight=each.weight,
        deadline=each.deadline,
        expected=tuple(wire.ExpectedPoint(by=point.by, value=point.value) for point in each.expected),
    )


def of_course(course: Course, entry: RealizationEntry, now: datetime, correlation_id: str) -> Announcement:
    """What is said after `entry` of `course` came or was decided on."""
    held = holding(course.entries)
    data = wire.RealizationRecorded(
        indicator_id=course.indicator.id,
        civil_servant_id=course.civil_servant_id,
        period_id=course.period_id,
        value=consolidated(course.entries, course.indicator.consolidation),
        as_of=max(each.as_of for each in course.entries),
        entries=len(held),
        verified=sum(each.status is EntryStatus.VERIFIED for each in held),
        entry_id=entry.id,
        corrects=entry.corrects,
    )
    return Announcement(data, course.indicator.id, course.sequence, course.civil_servant_id, now, correlation_id)


def of_innovation(state: Innovation, now: datetime, correlation_id: str) -> Announcement:
    """What is said of an innovation record; its description stays here."""
    data = wire.InnovationChanged(
        innovation_id=state.id,
        civil_servant_id=state.civil_servant_id,
        period_id=state.period_id,
        title=state.claim.title,
        status=state.status.value,
        checked_by=state.checked_by,
        as_of=state.as_of,
    )
    return Announcement(data, state.id, state.sequence, state.civil_servant_id, now, correlation_id)


def of_coaching(state: Coaching, now: datetime, correlation_id: str) -> Announcement:
    """What is said of a coaching plan; its reason and the steps' titles stay here."""
    why = state.opening
    data = wire.CoachingChanged(
        coaching_id=state.id, civil_servant_id=why.civil_servant_id, period_id=why.period_id, trigger=why.trigger.value,
        status=state.status.value, opened_on=why.opened_on, steps=len(state.steps), done=state.done,
        outcome=state.outcome,
    )  # fmt: skip
    return Announcement(data, state.id, state.sequence, why.civil_servant_id, now, correlation_id)


def opening(data: Data, event_id: UUID, on: date) -> Opening | None:
    """The coaching plan that another service's event calls for, None where it calls for none. An evaluation is one
    cause however often it is revised; each beginning of a warning is another one."""
    match data:
        case score_wire.ForecastChanged(below=True):
            reason = f"The forecast of {data.forecast} on {data.as_of} lies under the bound of {data.bound}."
            return Opening(data.civil_servant_id, data.period_id, Trigger.FORECAST, reason, on, event_id)
        case evaluation_wire.Judged() if "below" in (data.work_results, data.work_behavior):
            reason = f"Rated on {data.evaluated_on}: work results {data.work_results}, behaviour {data.work_behavior}."
            return Opening(data.civil_servant_id, data.period_id, Trigger.RATING, reason, on, data.evaluation_id)
        case _:
            return None
