"""Approved work results as rows of their own, for whoever serves them; the history of plans; the region's goals."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg

from target_svc.adapters import rows
from target_svc.app.ports import Step
from target_svc.domain.goals import Goal
from target_svc.domain.plan import Plan, PlanStatus
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.work_results import WorkResult

RETIRE = "UPDATE work_result SET active = false WHERE plan_id = ANY($1::uuid[]) AND active"
# An id that another plan's result bears already is left alone, and noticed by the count.
APPROVE = """
    INSERT INTO work_result (id, plan_id, civil_servant_id, period_id, parent_id, active, content)
    SELECT id, plan, person, period, parent, true, content::jsonb
    FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[])
        AS new (id, plan, person, period, parent, content)
    ON CONFLICT (id) DO UPDATE SET active = true, parent_id = excluded.parent_id, content = excluded.content
    WHERE work_result.plan_id = excluded.plan_id
    RETURNING id
"""
NOTE = """
    INSERT INTO plan_step (plan_id, sequence, plan_version, step, taken_by, decided_by, taken_at, note, content)
    SELECT plan, sequence, version, step, taken_by, decided_by, taken_at, note, content::jsonb
    FROM unnest($1::uuid[], $2::int[], $3::int[], $4::text[], $5::text[], $6::uuid[], $7::timestamptz[], $8::text[],
        $9::text[]) AS new (plan, sequence, version, step, taken_by, decided_by, taken_at, note, content)
"""
CONTENT_AT = """
    SELECT content::text FROM plan_step WHERE plan_id = $1 AND sequence <= $2 AND content IS NOT NULL
    AND EXISTS (SELECT FROM plan_step WHERE plan_id = $1 AND sequence = $2) ORDER BY sequence DESC LIMIT 1
"""
RESULTS = """
    SELECT id, civil_servant_id, period_id FROM work_result
    WHERE active AND (civil_servant_id, period_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))
"""
KNOWN = "SELECT id FROM work_result WHERE active AND id = ANY($1::uuid[])"
LEADING = """
    SELECT DISTINCT superior_id FROM reporting_line
    WHERE superior_id = ANY($1::uuid[]) AND since <= $2 AND (until IS NULL OR until >= $2)
"""
GOALS = "SELECT content::text FROM goal WHERE id = ANY($1::uuid[])"
SAVE_GOAL = """
    INSERT INTO goal (id, sequence, period_id, agency_id, content) VALUES ($1, $2, $3, $4, $5::text::jsonb)
    ON CONFLICT (id) DO UPDATE
    SET sequence = excluded.sequence, agency_id = excluded.agency_id, content = excluded.content
"""


async def approve(driver: Any, states: Sequence[Plan]) -> None:
    """From now on the approved results of these plans are the ones that others may serve.

    Raises:
        Refusal: `work_result_taken`, when a result's id belongs to another plan.
    """
    approved = [plan for plan in states if plan.status is PlanStatus.APPROVED]
    if not approved:
        return
    await driver.execute(RETIRE, [plan.id for plan in approved])
    new = [
        (each.id, plan.id, plan.civil_servant_id, plan.period_id, each.parent_work_result_id, rows.content(each))
        for plan in approved
        for each in plan.approved
    ]
    try:
        made = await driver.fetch(APPROVE, *(list(column) for column in zip(*new, strict=True)))
    except asyncpg.CardinalityViolationError:
        made = []
    if len(made) != len(new):
        sentence = "A work result's id belongs to a work result of another plan."
        raise Refusal(Code.WORK_RESULT_TAKEN, sentence, "#/work_results")


async def note(driver: Any, steps: Sequence[Step]) -> None:
    """Adds steps to the histories of plans."""
    written = [
        (*step[:8], None if step.work_results is None else rows.content(step.work_results))
        for step in steps
    ]  # fmt: skip
    await driver.execute(NOTE, *(list(column) for column in zip(*written, strict=True)))


async def content_at(driver: Any, plan_id: UUID, sequence: int) -> tuple[WorkResult, ...] | None:
    """What a plan held at a sequence that it had."""
    row = await driver.fetchrow(CONTENT_AT, plan_id, sequence)
    return None if row is None else rows.work_results(row)


async def approved_results(driver: Any, pairs: Collection[tuple[UUID, UUID]]) -> Mapping[tuple[UUID, UUID], set[UUID]]:
    """(civil servant, period) → approved work results."""
    found: dict[tuple[UUID, UUID], set[UUID]] = defaultdict(set)
    people, periods = [person for person, _ in pairs], [period for _, period in pairs]
    for row in await driver.fetch(RESULTS, people, periods):
        found[row["civil_servant_id"], row["period_id"]].add(row["id"])
    return found


async def known_parents(driver: Any, ids: Collection[UUID]) -> set[UUID]:
    """Those that are somebody's approved results."""
    return {row["id"] for row in await driver.fetch(KNOWN, list(ids))}


async def leading(driver: Any, people: Collection[UUID], day: date) -> set[UUID]:
    """Those who have people under them."""
    return {row["superior_id"] for row in await driver.fetch(LEADING, list(people), day)}


async def goals(driver: Any, ids: Collection[UUID]) -> Mapping[UUID, Goal]:
    """Goals by id."""
    found = [rows.goal(row) for row in await driver.fetch(GOALS, list(ids))]
    return {goal.id: goal for goal in found}


async def save_goal(driver: Any, goal: Goal) -> None:
    """Writes a goal."""
    await driver.execute(SAVE_GOAL, goal.id, goal.sequence, goal.period_id, goal.agency_id, rows.content(goal))
