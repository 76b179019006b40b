"""Units of the copied roster: what stands above them, and who serves in them and below."""

from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from evaluation_svc.adapters import rows
from evaluation_svc.app.reads import Rated, Staff
from evaluation_svc.domain.roster import Unit

# A line that were a circle, which the roster's owner never says, would end at this depth.
_LINE: Final = text("""
    WITH RECURSIVE line AS (
        SELECT content, 0 AS depth FROM roster_entry WHERE aggregate_id = :unit AND kind = 'unit'
        UNION ALL
        SELECT above.content, line.depth + 1
        FROM line JOIN roster_entry AS above
          ON above.aggregate_id = CAST(line.content ->> 'parent_unit_id' AS uuid) AND above.kind = 'unit'
        WHERE line.depth < 50
    )
    SELECT content::text AS content FROM line ORDER BY depth
""")
_BELOW: Final = text("""
    WITH RECURSIVE below AS (
        SELECT aggregate_id FROM roster_entry WHERE aggregate_id = :unit AND kind = 'unit'
        UNION
        SELECT under.aggregate_id
        FROM below JOIN roster_entry AS under
          ON under.kind = 'unit' AND under.content ->> 'parent_unit_id' = below.aggregate_id::text
    )
    SELECT aggregate_id FROM below
""")
_STAFF: Final = text(f"""
    SELECT person.content::text AS person, {", ".join(f"evaluation.{name}" for name in rows.SELECTED.split(", "))}
    FROM (
        SELECT DISTINCT serving.aggregate_id
        FROM unnest(CAST(:units AS text[])) AS unit (id) JOIN roster_entry AS serving
          ON serving.kind = 'civil_servant'
         AND serving.content -> 'assignments' @> jsonb_build_array(jsonb_build_object('unit_id', unit.id))
    ) AS one
    JOIN roster_entry AS person USING (aggregate_id)
    LEFT JOIN evaluation
      ON evaluation.civil_servant_id = one.aggregate_id AND evaluation.evaluated_period_id = :period
     AND evaluation.status IN ('submitted', 'acknowledged', 'objected', 'decided')
    ORDER BY one.aggregate_id
""")


async def line(connection: AsyncConnection, unit_id: UUID) -> tuple[Unit, ...]:
    """The unit and those above it, up to the top."""
    found = await connection.execute(_LINE, {"unit": unit_id})
    return tuple(rows.unit(row.content) for row in found)


async def staff(connection: AsyncConnection, unit_id: UUID, evaluated_period_id: UUID) -> Staff:
    """Who serves or served in the unit or below it, with what stands for the period."""
    units = [row.aggregate_id for row in await connection.execute(_BELOW, {"unit": unit_id})]
    given = {"units": [str(each) for each in units], "period": evaluated_period_id}
    people = [
        Rated(rows.person(row.person), None if row.evaluation_id is None else rows.evaluation(row))
        for row in await connection.execute(_STAFF, given)
    ]
    return Staff(frozenset(units), people)
