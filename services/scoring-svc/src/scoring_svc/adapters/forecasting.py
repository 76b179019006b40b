"""Early warnings: forecasts kept beside the months, and an event where one begins or ends to lie under the bound."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from chassis import outbox, postgres
from chassis.ids import NewId, derived
from sqlalchemy.ext.asyncio import AsyncConnection

from scoring_svc.adapters.cards import SOURCE
from scoring_svc.app import translate
from scoring_svc.domain.forecast import Forecast
from scoring_svc.domain.policy import Policy

FORECASTS: Final = UUID("6d0b9a52-3c1e-5f47-9b0a-8f1c2d7e4a63")
"""Namespace of forecast ids: one a card."""
ONE_WRITER: Final = "SELECT pg_advisory_xact_lock(hashtextextended('forecasts', 0))"
FORMER: Final = """
    SELECT civil_servant_id, sequence, below FROM forecast WHERE period_id = $1 AND civil_servant_id = ANY($2::uuid[])
"""
KEEP: Final = """
    INSERT INTO forecast (civil_servant_id, period_id, sequence, below, value, low, high, as_of)
    SELECT new.civil_servant_id, $1, new.sequence, new.below, new.value, new.low, new.high, new.as_of
    FROM unnest($2::uuid[], $3::int[], $4::bool[], $5::numeric[], $6::numeric[], $7::numeric[], $8::date[])
        AS new (civil_servant_id, sequence, below, value, low, high, as_of)
    ON CONFLICT (civil_servant_id, period_id) DO UPDATE SET sequence = excluded.sequence, below = excluded.below,
        value = excluded.value, low = excluded.low, high = excluded.high, as_of = excluded.as_of
"""


async def keep(
    connection: AsyncConnection,
    period_id: UUID,
    made: Mapping[UUID, Forecast],
    policy: Policy,
    now: datetime,
    new_id: NewId,
) -> None:
    """Person → forecast; one writer at a time, so that a warning is said once. The events of a card are numbered."""
    if not made:
        return
    driver = await postgres.raw(connection)
    await driver.execute(ONE_WRITER)
    rows = await driver.fetch(FORMER, period_id, list(made))
    former = {row["civil_servant_id"]: (row["sequence"], row["below"]) for row in rows}
    sequences: dict[UUID, int] = {}
    events: list[outbox.Event] = []
    for person, found in sorted(made.items()):
        sequence, below = former.get(person, (0, False))
        sequences[person] = sequence + (below != found.below)
        if below != found.below:
            events.append(_event(person, period_id, found, sequence + 1, policy, now, new_id))
    await driver.execute(KEEP, period_id, list(made), *_columns(made, sequences))
    await outbox.writer.append(connection, events)


def _columns(made: Mapping[UUID, Forecast], sequences: Mapping[UUID, int]) -> Sequence[list[Any]]:
    return (
        [sequences[person] for person in made],
        [each.below for each in made.values()],
        [each.value for each in made.values()],
        [each.low for each in made.values()],
        [each.high for each in made.values()],
        [each.as_of for each in made.values()],
    )


def _event(
    person: UUID, period_id: UUID, found: Forecast, sequence: int, policy: Policy, now: datetime, new_id: NewId
) -> outbox.Event:
    return outbox.make_event(
        translate.forecast_changed(person, period_id, found, policy),
        event_id=new_id(),
        aggregate_id=derived(FORECASTS, str(person), str(period_id)),
        sequence=sequence,
        key=str(person),
        source=SOURCE,
        occurred_at=now,
        correlation_id=f"forecast-{found.as_of}",
    )
