"""Indexes of surveys as they were published, beside the newest ones: only these are shown of a unit."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from chassis import postgres
from chassis.consuming import Received
from sqlalchemy.ext.asyncio import AsyncConnection

from scoring_svc.app import translate_roster
from scoring_svc.domain.summary import PublishedIndex

KEEP: Final = """
    INSERT INTO published_survey (survey_id, unit_id, service, index, respondents, as_of, sequence)
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::numeric[], $5::int[], $6::date[], $7::int[])
    ON CONFLICT (survey_id) DO UPDATE SET unit_id = excluded.unit_id, service = excluded.service,
        index = excluded.index, respondents = excluded.respondents, as_of = excluded.as_of, sequence = excluded.sequence
    WHERE published_survey.sequence < excluded.sequence
"""


Published = list[tuple[PublishedIndex, int]]
"""Indexes with the sequences of their events, by survey."""


class PublishedSurveys:
    """Keeps what was published; a sequence keeps an older word from standing over a newer one."""

    def __init__(self) -> None:
        self._heard: dict[UUID, tuple[PublishedIndex, int]] = {}

    async def load(self, connection: AsyncConnection, records: Sequence[Received]) -> None:
        """Nothing."""

    def fold(self, record: Received) -> None:
        """Keeps the newest of each survey."""
        found, sequence = translate_roster.published(record.data), record.envelope.sequence
        if found is not None and self._heard.get(found.survey_id, (found, 0))[1] < sequence:
            self._heard[found.survey_id] = found, sequence

    def take(self) -> Published | None:
        """What was kept, by survey."""
        taken, self._heard = [self._heard[id_] for id_ in sorted(self._heard)], {}
        return taken or None

    async def save(self, connection: AsyncConnection, taken: Published) -> None:
        """Writes it."""
        found = [each for each, _ in taken]
        await (await postgres.raw(connection)).execute(
            KEEP,
            [each.survey_id for each in found],
            [each.unit_id for each in found],
            [each.service for each in found],
            [each.index for each in found],
            [each.respondents for each in found],
            [each.as_of for each in found],
            [sequence for _, sequence in taken],
        )

    def saved(self, taken: Published) -> None:
        """They are durable."""

    def forget(self) -> None:
        """Drops what was heard."""
        self._heard = {}
