"""What stands around evaluations, read in one statement: people, periods, and what was set for the units they lead."""

from collections import defaultdict
from collections.abc import Collection
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from evaluation_svc.adapters import rows
from evaluation_svc.adapters.shelves import ORGANIZATIONS, TARGET_VALUES
from evaluation_svc.app.ports import Roster
from evaluation_svc.domain.proposal import TargetValue
from evaluation_svc.domain.roster import CivilServant, Period
from evaluation_svc.domain.rules import MappedRating

_AROUND: Final = text("""
    SELECT kind, aggregate_id AS id, content::text AS content FROM roster_entry
    WHERE aggregate_id = ANY (CAST(:people AS uuid[])) AND kind = 'civil_servant'
       OR aggregate_id = ANY (CAST(:periods AS uuid[])) AND kind = 'period'
    UNION ALL
    SELECT 'organization', CAST(unit.content ->> 'head_id' AS uuid), organization.content::text
    FROM roster_entry AS unit JOIN organization_evaluation AS organization ON organization.unit_id = unit.aggregate_id
    WHERE unit.kind = 'unit' AND unit.content ->> 'head_id' = ANY (CAST(CAST(:people AS uuid[]) AS text[]))
      AND organization.evaluated_period_id = ANY (CAST(:periods AS uuid[]))
    UNION ALL
    SELECT 'value', civil_servant_id, content::text FROM target_value
    WHERE civil_servant_id = ANY (CAST(:people AS uuid[]))
    UNION ALL
    SELECT 'assessed', civil_servant_id, evaluated_period_id::text FROM self_assessment
    WHERE civil_servant_id = ANY (CAST(:people AS uuid[])) AND evaluated_period_id = ANY (CAST(:periods AS uuid[]))
""")


async def roster(connection: AsyncConnection, people: Collection[UUID], periods: Collection[UUID]) -> Roster:
    """These people and periods, as far as they are known here, and what is kept about them."""
    persons: dict[UUID, CivilServant] = {}
    years: dict[UUID, Period] = {}
    values: dict[tuple[UUID, UUID], TargetValue] = {}
    assessed: set[tuple[UUID, UUID]] = set()
    led: defaultdict[tuple[UUID, UUID], tuple[MappedRating, ...]] = defaultdict(tuple)
    for row in await connection.execute(_AROUND, {"people": list(people), "periods": list(periods)}):
        match row.kind:
            case "civil_servant":
                persons[row.id] = rows.person(row.content)
            case "period":
                years[row.id] = rows.period(row.content)
            case "value":
                value = TARGET_VALUES.read(row.content)
                values[row.id, value.period_id] = value
            case "assessed":
                assessed.add((row.id, UUID(row.content)))
            case _:
                found = ORGANIZATIONS.read(row.content)
                led[row.id, found.evaluated_period_id] += (found.head,)
    return Roster(people=persons, periods=years, led=dict(led), values=values, assessed=assessed)
