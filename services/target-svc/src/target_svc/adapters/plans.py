"""Plans and their approved indicators."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import asyncpg

from target_svc.adapters import rows
from target_svc.domain.plan import Plan, PlanStatus
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.work_results import all_indicators

FIND = "SELECT content::text FROM plan WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE"
OF_PEOPLE = """
    SELECT content::text FROM plan WHERE (civil_servant_id, period_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))
    ORDER BY id FOR NO KEY UPDATE
"""
UPSERT = """
    INSERT INTO plan (id, sequence, civil_servant_id, period_id, content)
    SELECT id, sequence, person, period, content::jsonb
    FROM unnest($1::uuid[], $2::int[], $3::uuid[], $4::uuid[], $5::text[])
        AS new (id, sequence, person, period, content)
    ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, content = excluded.content
"""
RETIRE = "UPDATE indicator SET active = false WHERE plan_id = ANY($1::uuid[]) AND active"
# An id that another plan's indicator bears already is left alone, and noticed by the count.
APPROVE = """
    INSERT INTO indicator (id, plan_id, civil_servant_id, period_id, active, sequence, content)
    SELECT id, plan, person, period, true, 0, content::jsonb
    FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[]) AS new (id, plan, person, period, content)
    ON CONFLICT (id) DO UPDATE SET active = true, content = excluded.content
    WHERE indicator.plan_id = excluded.plan_id
    RETURNING id
"""


async def find(driver: Any, ids: Collection[UUID]) -> Mapping[UUID, Plan]:
    """Plans by id, locked."""
    found = [rows.plan(row) for row in await driver.fetch(FIND, list(ids))]
    return {plan.id: plan for plan in found}


async def of_people(driver: Any, pairs: Collection[tuple[UUID, UUID]]) -> Mapping[tuple[UUID, UUID], Plan]:
    """Plans by person and period, locked."""
    people, periods = [person for person, _ in pairs], [period for _, period in pairs]
    found = [rows.plan(row) for row in await driver.fetch(OF_PEOPLE, people, periods)]
    return {(plan.civil_servant_id, plan.period_id): plan for plan in found}


async def save(driver: Any, states: Sequence[Plan]) -> None:
    """Writes plans; the indicators of an approved one are from now on those that take realizations, and those of a
    closed one take none any more.

    Raises:
        Refusal: `indicator_taken`, when an indicator's id belongs to another plan.
    """
    if not states:
        return
    await driver.execute(
        UPSERT,
        [plan.id for plan in states],
        [plan.sequence for plan in states],
        [plan.civil_servant_id for plan in states],
        [plan.period_id for plan in states],
        [rows.content(plan) for plan in states],
    )
    settled = [plan.id for plan in states if plan.status in (PlanStatus.APPROVED, PlanStatus.CLOSED)]
    if settled:
        await driver.execute(RETIRE, settled)
    approved = [plan for plan in states if plan.status is PlanStatus.APPROVED]
    if not approved:
        return
    new = [
        (each.id, plan.id, plan.civil_servant_id, plan.period_id, rows.content(each))
        for plan in approved
        for each in all_indicators(plan.approved)
    ]
    try:
        made = await driver.fetch(APPROVE, *(list(column) for column in zip(*new, strict=True)))
    except asyncpg.CardinalityViolationError:
        made = []
    if len(made) != len(new):
        sentence = "An indicator's id belongs to an indicator of another plan."
        raise Refusal(Code.INDICATOR_TAKEN, sentence, "#/work_results")
