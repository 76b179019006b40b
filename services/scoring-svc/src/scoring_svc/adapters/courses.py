"""Scores by month and forecasts, kept card by card by a part of the process that follows the projector at a distance.

Working out a year's course costs far more than a score; so it is not the projector's business, and not that of who
asks for a region's trend. A card is due when it changed and has been quiet for a while, or when a day has passed; now
and then also one that never rests. What is due is looked up at intervals, and worked off in pieces that are small
enough to let others in between. Several processes may do this: a piece that another one did is done again without harm.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec
from chassis import postgres
from chassis.clock import Clock, day
from chassis.ids import NewId
from sqlalchemy.ext.asyncio import AsyncEngine

from scoring_svc.adapters import forecasting
from scoring_svc.adapters.plans import OUTLINES
from scoring_svc.adapters.rows import contribution_of
from scoring_svc.domain.as_of import Recorded
from scoring_svc.domain.card import Card
from scoring_svc.domain.contribution import Contribution
from scoring_svc.domain.forecast import Forecast, forecast
from scoring_svc.domain.months import by_month, month_ends
from scoring_svc.domain.official import CLOSED
from scoring_svc.domain.outline import Outline
from scoring_svc.domain.policy import Packs
from scoring_svc.domain.roster import Year

MOST_AT_ONCE: Final = 1000
RESTLESS: Final = 10
PIECE: Final = 20
"""Cards that one transaction works out: about a millisecond each, in which this process does nothing else."""

YEARS: Final = "SELECT content FROM roster_entry WHERE kind = 'Year'"
DUE: Final = """
    SELECT c.civil_servant_id FROM card c LEFT JOIN card_course k USING (civil_servant_id, period_id)
    WHERE c.period_id = $1 AND c.updated_at <= $3
        AND (k.card_sequence IS DISTINCT FROM c.sequence OR k.as_of IS DISTINCT FROM $2)
    LIMIT $4
"""
LOG: Final = """
    SELECT c.civil_servant_id AS person, c.sequence AS card_sequence, l.* FROM card c
    LEFT JOIN contribution l USING (civil_servant_id, period_id)
    WHERE c.period_id = $1 AND c.civil_servant_id = ANY($2::uuid[])
"""
KEEP: Final = """
    INSERT INTO card_course (civil_servant_id, period_id, card_sequence, as_of, months)
    SELECT p.civil_servant_id, $2, p.card_sequence, $3, months FROM unnest($1::uuid[], $4::int[], $5::text[])
        AS p (civil_servant_id, card_sequence, scores), LATERAL (
            SELECT array_agg(nullif(score, '-')::numeric ORDER BY month) AS months
            FROM unnest(string_to_array(p.scores, ',')) WITH ORDINALITY AS at (score, month)) AS read
    ON CONFLICT (civil_servant_id, period_id) DO UPDATE
    SET card_sequence = excluded.card_sequence, as_of = excluded.as_of, months = excluded.months
"""


class Logged(NamedTuple):
    """A card's version, and its contribution log up to there or a little later."""

    sequence: int
    log: list[Recorded]

    @property
    def said(self) -> list[Contribution]:
        """Without when it was recorded."""
        return [each.contribution for each in self.log]


class Courses:
    """`step()` works out a piece; False when nothing is due. quiet: how long a card has not changed when its turn
    comes, and how long nothing is looked up after nothing was due. After `RESTLESS` times as long, those that have not
    rested have a turn too, or a unit that is heard of every few seconds would never have a course."""

    def __init__(
        self,
        engine: AsyncEngine,
        packs: Packs,
        clock: Clock,
        new_id: NewId,
        zone: str,
        quiet: timedelta,
        piece: int = PIECE,
    ) -> None:
        self._engine, self._packs, self._clock, self._new_id, self._zone = engine, packs, clock, new_id, zone
        self._quiet, self._piece = quiet, piece
        self._due: list[tuple[Year, date, UUID]] = []
        self._looks_again: datetime | None = None
        self._restless = clock() + RESTLESS * quiet

    async def step(self) -> bool:
        """One piece, of one year."""
        if not self._due:
            now = self._clock()
            if self._looks_again is not None and now < self._looks_again:
                return False
            self._due = await self._look(now)
            if not self._due:
                self._looks_again = now + self._quiet
                return False
        year, as_of, _ = self._due[0]
        piece = [person for each, _, person in self._due[: self._piece] if each is year]
        await self._work(year, as_of, piece)
        del self._due[: len(piece)]
        return True

    async def _look(self, now: datetime) -> list[tuple[Year, date, UUID]]:
        today, rested = day(now, self._zone), now - self._quiet
        if now >= self._restless:
            rested, self._restless = now, now + RESTLESS * self._quiet
        found: list[tuple[Year, date, UUID]] = []
        async with self._engine.connect() as connection:
            driver = await postgres.raw(connection)
            for row in await driver.fetch(YEARS):
                year = msgspec.json.decode(row["content"], type=Year)
                if year.kind == "annual" and year.starts_on <= today:
                    as_of = min(today, year.ends_on)
                    due = await driver.fetch(DUE, year.id, as_of, rested, MOST_AT_ONCE)
                    found += [(year, as_of, each["civil_servant_id"]) for each in due]
        return found

    async def _work(self, year: Year, as_of: date, people: Sequence[UUID]) -> None:
        policy, ends = self._packs.of_year(year.starts_on), month_ends(year.starts_on, as_of)
        async with self._engine.begin() as connection:
            driver = await postgres.raw(connection)
            logged = await logs(driver, year.id, people)
            months = {
                person: by_month(Card(person, year.id), each.said, policy, ends) for person, each in logged.items()
            }
            await driver.execute(
                KEEP,
                list(logged),
                year.id,
                as_of,
                [each.sequence for each in logged.values()],
                [",".join("-" if score is None else str(score) for score in months[person]) for person in logged],
            )
            if year.status != CLOSED and as_of == day(self._clock(), self._zone):
                made = await self._forecasts(driver, year, as_of, logged)
                await forecasting.keep(connection, year.id, made, policy, self._clock(), self._new_id)

    async def _forecasts(
        self, driver: Any, year: Year, as_of: date, logged: Mapping[UUID, Logged]
    ) -> dict[UUID, Forecast]:
        """Of a year that runs; of one that is over there is nothing to warn of."""
        outlines: dict[UUID, list[Outline]] = defaultdict(list)
        for row in await driver.fetch(OUTLINES, list(logged), [year.id] * len(logged)):
            outlines[row["civil_servant_id"]].append(msgspec.json.decode(row["content"], type=Outline))
        policy, found = self._packs.of_year(year.starts_on), dict[UUID, Forecast]()
        for person, each in logged.items():
            made = forecast(Card(person, year.id), each.log, outlines[person], year, as_of, policy)
            if made is not None:
                found[person] = made
        return found


async def logs(driver: Any, period_id: UUID, people: Sequence[UUID]) -> Mapping[UUID, Logged]:
    """Person → card and log, by id; a card that a rebuild found no events for has none."""
    found: dict[UUID, Logged] = {}
    for row in await driver.fetch(LOG, period_id, list(people)):
        one = found.setdefault(row["person"], Logged(row["card_sequence"], []))
        if row["event_id"] is not None:
            one.log.append(Recorded(contribution_of(row), row["recorded_at"]))
    return dict(sorted(found.items()))
