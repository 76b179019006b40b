"""Phases of units and trainings of people: rows that are only ever added."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from chassis import postgres
from sqlalchemy.ext.asyncio import AsyncEngine

from target_svc.adapters import roster, rows
from target_svc.app.records import Taken
from target_svc.domain.rollout import Counted, Phase, PhaseStep
from target_svc.domain.roster import CivilServant, Unit
from target_svc.domain.trainings import Training

STEPS = """
    SELECT unit_id, period_id, sequence, phase, since, reason, moved_by, moved_at FROM rollout_step
    WHERE unit_id = ANY($1::uuid[]) AND period_id = $2 ORDER BY unit_id, sequence
"""
ADD_STEP = """
    INSERT INTO rollout_step (unit_id, period_id, sequence, phase, since, reason, moved_by, moved_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""
TRAINING = """
    SELECT id, topic, trained_on, recorded_by, array_agg(civil_servant_id ORDER BY place) AS people
    FROM training JOIN trained ON training_id = id
"""
ONE_TRAINING = f"{TRAINING} WHERE id = $1 GROUP BY id"
TRAININGS_OF = f"""
    {TRAINING} WHERE civil_servant_id = $1 AND ($2::uuid IS NULL OR id > $2) GROUP BY id ORDER BY id LIMIT $3
"""
ADD_TRAINING = "INSERT INTO training (id, topic, trained_on, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5)"
ADD_TRAINED = """
    INSERT INTO trained (training_id, civil_servant_id, place)
    SELECT $1, civil_servant_id, place FROM unnest($2::uuid[]) WITH ORDINALITY AS new (civil_servant_id, place)
"""
UNITS = """
    SELECT kind, sequence, content::text FROM roster_entry WHERE kind = 'unit' AND agency_id = $1 ORDER BY id
"""
# Whoever has left has no assignment that goes on; of several, the first kind of `roster.PLACES` is where one serves.
COUNTED = """
    WITH serving AS (
        SELECT DISTINCT ON (civil_servant_id) civil_servant_id, unit_id FROM assignment
        WHERE since <= $3 AND (until IS NULL OR until >= $3) AND civil_servant_id IN
            (SELECT civil_servant_id FROM assignment WHERE unit_id = ANY($1::uuid[]))
        ORDER BY civil_servant_id, array_position(ARRAY['secondment', 'definitive', 'acting'], kind)
    )
    SELECT unit_id, count(*) AS people,
        count(*) FILTER (WHERE EXISTS (
            SELECT FROM plan WHERE plan.civil_servant_id = serving.civil_servant_id AND period_id = $2
            AND jsonb_array_length(content->'approved') > 0)) AS planned,
        count(*) FILTER (WHERE EXISTS (
            SELECT FROM plan JOIN indicator ON plan_id = plan.id JOIN realization ON indicator_id = indicator.id
            WHERE plan.civil_servant_id = serving.civil_servant_id AND plan.period_id = $2
            AND value IS NOT NULL AND realization.status <> 'rejected')) AS realized,
        count(*) FILTER (WHERE EXISTS (
            SELECT FROM trained JOIN training ON training.id = training_id
            WHERE trained.civil_servant_id = serving.civil_servant_id AND trained_on <= $3)) AS trained
    FROM serving WHERE unit_id = ANY($1::uuid[]) GROUP BY unit_id
"""


async def steps(driver: Any, units: Collection[UUID], period_id: UUID) -> Mapping[UUID, list[Taken]]:
    """Unit → its steps in a year, oldest first."""
    found: dict[UUID, list[Taken]] = defaultdict(list)
    for row in await driver.fetch(STEPS, list(units), period_id):
        step = PhaseStep(
            row["unit_id"], row["period_id"], row["sequence"], Phase(row["phase"]), row["since"], row["reason"],
            row["moved_by"],
        )  # fmt: skip
        found[step.unit_id].append(Taken(step, row["moved_at"]))
    return found


async def add_step(driver: Any, taken: Taken) -> None:
    """Adds a step."""
    step, now = taken
    when = (step.phase.value, step.since, step.reason, step.moved_by, now)
    await driver.execute(ADD_STEP, step.unit_id, step.period_id, step.sequence, *when)


async def training(driver: Any, id_: UUID) -> Training | None:
    """One training with all its people."""
    row = await driver.fetchrow(ONE_TRAINING, id_)
    return None if row is None else _training(row)


async def add_training(driver: Any, new: Training, now: datetime) -> None:
    """Adds a training."""
    await driver.execute(ADD_TRAINING, new.id, new.topic, new.trained_on, new.recorded_by, now)
    await driver.execute(ADD_TRAINED, new.id, list(new.civil_servant_ids))


def _training(row: Any) -> Training:
    return Training(row["id"], row["topic"], row["trained_on"], tuple(row["people"]), row["recorded_by"])


class PostgresRollout:
    """What may be read of the rollout, each answer from its own short transaction."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def units_of(self, agency_id: UUID) -> Sequence[Unit]:
        found = [rows.kept(row).entry for row in await self._fetch(UNITS, agency_id)]
        return [entry for entry in found if isinstance(entry, Unit)]

    async def phases(self, units: Collection[UUID], period_id: UUID) -> Mapping[UUID, list[Taken]]:
        async with self._engine.connect() as connection:
            return await steps(await postgres.raw(connection), units, period_id)

    async def counted(self, units: Collection[UUID], period_id: UUID, on: date) -> Mapping[UUID, Counted]:
        found = await self._fetch(COUNTED, list(units), period_id, on)
        return {
            row["unit_id"]: Counted(row["people"], row["planned"], row["realized"], row["trained"]) for row in found
        }

    async def training(self, id_: UUID) -> Training | None:
        async with self._engine.connect() as connection:
            return await training(await postgres.raw(connection), id_)

    async def trainings_of(self, civil_servant_id: UUID, after: UUID | None, limit: int) -> Sequence[Training]:
        return [_training(row) for row in await self._fetch(TRAININGS_OF, civil_servant_id, after, limit)]

    async def people(self, ids: Collection[UUID]) -> Mapping[UUID, CivilServant]:
        async with self._engine.connect() as connection:
            found = await roster.find(await postgres.raw(connection), ids)
        return {id_: kept.entry for id_, kept in found.items() if isinstance(kept.entry, CivilServant)}

    async def _fetch(self, query: str, *values: Any) -> list[Any]:
        async with self._engine.connect() as connection:
            return await (await postgres.raw(connection)).fetch(query, *values)
