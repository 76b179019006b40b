"""Indexes of surveys as they were published, beside the newest ones: only these are shown of a unit."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from chassis import postgres
from chassis.clock import Clock
from chassis.consuming import Received
from chassis.ids import NewId
from sqlalchemy.ext.asyncio import AsyncConnection

from scoring_svc.adapters.closings import ClosingFeed
from scoring_svc.adapters.feed import Gathered
from scoring_svc.app import translate_roster
from scoring_svc.domain.policy import Packs
from scoring_svc.domain.summary import PublishedIndex

KEEP: Final = """
    INSERT INTO published_survey (survey_id, unit_id, service, index, respondents, as_of, sequence)
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::numeric[], $5::int[], $6::date[], $7::int[])
    ON CONFLICT (survey_id) DO UPDATE SET unit_id = excluded.unit_id, service = excluded.service,
        index = excluded.index, respondents = excluded.respondents, as_of = excluded.as_of, sequence = excluded.sequence
    WHERE published_survey.sequence < excluded.sequence
"""


class PublishingFeed(ClosingFeed):
    """The feed that keeps what was published."""

    def __init__(self, clock: Clock, new_id: NewId, ring: Callable[[], None], packs: Packs) -> None:
        super().__init__(clock, new_id, ring, packs)
        self._published: dict[UUID, tuple[PublishedIndex, int]] = {}

    def fold(self, record: Received) -> None:
        """As the feed does; of a published survey, its index."""
        super().fold(record)
        found = translate_roster.published(record.data)
        if found is not None:
            self._published[found.survey_id] = found, record.envelope.sequence

    async def save(self, connection: AsyncConnection, taken: Gathered) -> None:
        """With the roster, what was published; a sequence keeps an older word from standing over a newer one."""
        await super().save(connection, taken)
        kept = sorted(
            (each for id_, each in self._published.items() if id_ in taken), key=lambda each: each[0].survey_id
        )
        if kept:
            found, sequences = [each for each, _ in kept], [sequence for _, sequence in kept]
            await (await postgres.raw(connection)).execute(
                KEEP,
                [each.survey_id for each in found],
                [each.unit_id for each in found],
                [each.service for each in found],
                [each.index for each in found],
                [each.respondents for each in found],
                [each.as_of for each in found],
                sequences,
            )

    def saved(self, taken: Gathered) -> None:
        """They are durable, but for those that came meanwhile."""
        heard = self._published
        for id_, (_, sequence, _) in taken.items():
            if id_ in heard and heard[id_][1] <= sequence:
                del heard[id_]
        super().saved(taken)

    def forget(self) -> None:
        """Drops what was heard."""
        self._published.clear()
        super().forget()
