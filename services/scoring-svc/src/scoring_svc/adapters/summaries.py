"""Counts and sums over many people, made by PostgreSQL: one row a part, however many people it has.

Scores are taken from the cards as they stand; the trend from `card_course`, which `adapters.courses` keeps.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from chassis import postgres
from sqlalchemy.ext.asyncio import AsyncEngine

from scoring_svc.app.ports import Group
from scoring_svc.domain.access import Actor
from scoring_svc.domain.policy import CATEGORIES
from scoring_svc.domain.summary import MonthTally, PublishedIndex, Tally

COUNTED: Final = ", ".join(
    f"count(*) FILTER (WHERE facts.{kind} = '{name}') AS {kind}_{name}"
    for kind in ("category", "predicate")
    for name in CATEGORIES
)
# A median is the mean of the two scores in the middle, so that it is exact.
TALLIES: Final = f"""
    WITH serving AS MATERIALIZED (
        SELECT DISTINCT asked.part_id, p.civil_servant_id
        FROM unnest($1::uuid[], $2::uuid[]) AS asked (part_id, unit_id)
        JOIN place p ON p.unit_id = asked.unit_id AND p.since <= $4 AND (p.until IS NULL OR p.until >= $4)
    ), people AS MATERIALIZED (
        SELECT DISTINCT civil_servant_id FROM serving
    ), facts AS MATERIALIZED (
        SELECT c.civil_servant_id, said.* FROM people JOIN card c USING (civil_servant_id),
            json_to_record(convert_from(c.body, 'UTF8')::json)
                AS said (score numeric, completeness numeric, category text, predicate text)
        WHERE c.period_id = $3
    ), sealed AS MATERIALIZED (
        SELECT r.civil_servant_id FROM people JOIN official_result r USING (civil_servant_id)
        WHERE r.period_id = $3 AND r.version = 1
    )
    SELECT serving.part_id, count(*) AS people, count(facts.score) AS scored, coalesce(sum(facts.score), 0) AS total,
        percentile_disc(0.5) WITHIN GROUP (ORDER BY facts.score) AS lower,
        percentile_disc(0.5) WITHIN GROUP (ORDER BY facts.score DESC) AS upper,
        coalesce(sum(facts.completeness), 0) AS completeness,
        count(*) FILTER (WHERE facts.completeness = 100) AS complete,
        count(sealed.civil_servant_id) AS official, {COUNTED}
    FROM serving LEFT JOIN facts USING (civil_servant_id) LEFT JOIN sealed USING (civil_servant_id)
    GROUP BY serving.part_id
"""
LED: Final = """
    SELECT DISTINCT p.unit_id FROM reporting_line r JOIN place p USING (civil_servant_id)
    WHERE r.superior_id = $1 AND r.since <= $3 AND (r.until IS NULL OR r.until >= $2)
        AND p.since <= $4 AND (p.until IS NULL OR p.until >= $4)
"""
# As `domain.access.sees_card` has it: neither oneself, nor whom one leads or led, nor one's own agency's people.
HIDDEN: Final = """
    WITH serving AS (
        SELECT civil_servant_id, array_agg(DISTINCT unit_id) AS units FROM place
        WHERE unit_id = ANY($1::uuid[]) AND since <= $4 AND (until IS NULL OR until >= $4)
        GROUP BY civil_servant_id
    )
    SELECT units, count(*) AS people FROM serving
    WHERE civil_servant_id IS DISTINCT FROM $5
        AND civil_servant_id NOT IN (SELECT civil_servant_id FROM reporting_line
            WHERE superior_id = $5 AND since <= $3 AND (until IS NULL OR until >= $2))
        AND civil_servant_id NOT IN (SELECT id FROM roster_entry WHERE kind = 'Person' AND agency_id = $6)
    GROUP BY units
"""
MONTHS: Final = """
    SELECT month::int, count(score) AS scored, coalesce(sum(score), 0) AS total
    FROM (
        SELECT DISTINCT civil_servant_id FROM place
        WHERE unit_id = ANY($1::uuid[]) AND since <= $3 AND (until IS NULL OR until >= $3)
    ) AS people
    JOIN card_course c USING (civil_servant_id), unnest(c.months) WITH ORDINALITY AS at (score, month)
    WHERE c.period_id = $2
    GROUP BY month ORDER BY month
"""
PUBLISHED: Final = """
    SELECT DISTINCT ON (unit_id, service) survey_id, unit_id, service, index, respondents, as_of FROM published_survey
    WHERE unit_id = ANY($1::uuid[]) AND as_of BETWEEN $2 AND $3
    ORDER BY unit_id, service, as_of DESC, survey_id
"""


class PostgresSummaries:
    """`scoring_svc.app.ports.Summaries` over an engine."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def led(self, everybody: Group, actor: Actor) -> Collection[UUID]:
        if actor.civil_servant_id is None:
            return ()
        year = everybody.year
        rows = await self._fetch(LED, actor.civil_servant_id, year.starts_on, year.ends_on, everybody.day)
        return [row["unit_id"] for row in rows]

    async def hidden(self, group: Group, actor: Actor) -> Mapping[frozenset[UUID], int]:
        year, agency = group.year, actor.agency_id
        rows = await self._fetch(
            HIDDEN,
            list(group.units),
            year.starts_on,
            year.ends_on,
            group.day,
            actor.civil_servant_id,
            agency if agency is not None and actor.acts_for(agency) else None,
        )
        return {frozenset(row["units"]): row["people"] for row in rows}

    async def tallies(self, parts: Mapping[UUID, Group]) -> Mapping[UUID, Tally]:
        pairs = [(part, unit) for part, group in parts.items() for unit in group.units]
        if not pairs:
            return {}
        group = next(iter(parts.values()))
        rows = await self._fetch(
            TALLIES, [part for part, _ in pairs], [unit for _, unit in pairs], group.year.id, group.day
        )
        return {row["part_id"]: _tally(row) for row in rows}

    async def months(self, group: Group) -> Sequence[MonthTally]:
        return [MonthTally(*row) for row in await self._fetch(MONTHS, list(group.units), group.year.id, group.day)]

    async def published(self, group: Group) -> Sequence[PublishedIndex]:
        year = group.year
        rows = await self._fetch(PUBLISHED, list(group.units), year.starts_on, year.ends_on)
        return [PublishedIndex(*row) for row in rows]

    async def _fetch(self, query: str, *values: Any) -> list[Any]:
        async with self._engine.connect() as connection:
            return await (await postgres.raw(connection)).fetch(query, *values)


def _tally(row: Any) -> Tally:
    return Tally(
        people=row["people"],
        scored=row["scored"],
        total=row["total"],
        middle=None if row["lower"] is None else (row["lower"], row["upper"]),
        completeness=row["completeness"],
        complete=row["complete"],
        official=row["official"],
        categories={name: row[f"category_{name}"] for name in CATEGORIES},
        predicates={name: row[f"predicate_{name}"] for name in CATEGORIES},
    )
