"""The ports in memory, held to the same suite as PostgreSQL.

What it can't show: one transaction at a time runs here, so nobody waits for a row, deadlocks or loses a connection.
"""

import asyncio
from collections.abc import AsyncGenerator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from chassis.problem import Problem
from evaluation_svc.app.ports import Attempt, Outcome, Roster, Work
from evaluation_svc.app.reads import OfPerson, Rated, Staff
from evaluation_svc.app.translate import Announcement
from evaluation_svc.domain.access import Sight
from evaluation_svc.domain.commands import Submit
from evaluation_svc.domain.evaluation import Evaluation, Status
from evaluation_svc.domain.feedback import Feedback
from evaluation_svc.domain.follow_up import FollowUp
from evaluation_svc.domain.opinions import Opinion
from evaluation_svc.domain.organization import OrganizationEvaluation
from evaluation_svc.domain.proposal import TargetValue
from evaluation_svc.domain.roster import CivilServant, Period, Unit
from evaluation_svc.domain.rules import MappedRating
from evaluation_svc.domain.self_assessment import SelfAssessment

from .memory_shelves import MemoryShelf

STANDING = (Status.SUBMITTED, Status.ACKNOWLEDGED, Status.OBJECTED, Status.DECIDED)


class MemoryStore:
    """Store and reads in one. `people`, `periods`, `units`: the roster that it knows; `said`: the event log."""

    def __init__(self) -> None:
        self.people: dict[UUID, CivilServant] = {}
        self.periods: dict[UUID, Period] = {}
        self.units: dict[UUID, Unit] = {}
        self.target_values = MemoryShelf[TargetValue]("civil_servant_id", "period_id")
        self.self_assessments = MemoryShelf[SelfAssessment]("civil_servant_id", "evaluated_period_id")
        self.feedback = MemoryShelf[Feedback]("feedback_id")
        self.opinions = MemoryShelf[Opinion]("civil_servant_id", "evaluated_period_id", "author_id")
        self.follow_ups = MemoryShelf[FollowUp]("follow_up_id")
        self.organizations = MemoryShelf[OrganizationEvaluation]("unit_id", "evaluated_period_id")
        self.evaluations: dict[UUID, Evaluation] = {}
        self.said: list[Announcement] = []
        self.outcomes: dict[tuple[str, str], tuple[bytes, Outcome]] = {}
        self._one_at_a_time = asyncio.Lock()

    @asynccontextmanager
    async def begin(self) -> AsyncGenerator[Work]:
        async with self._one_at_a_time:
            work = MemoryWork(self)
            yield work
            work.commit()

    async def person(self, civil_servant_id: UUID) -> CivilServant | None:
        return self.people.get(civil_servant_id)

    async def period(self, period_id: UUID) -> Period | None:
        return self.periods.get(period_id)

    async def line(self, unit_id: UUID) -> tuple[Unit, ...]:
        line, unit = list[Unit](), self.units.get(unit_id)
        while unit is not None:
            line.append(unit)
            unit = None if unit.parent_unit_id is None else self.units.get(unit.parent_unit_id)
        return tuple(line)

    async def staff(self, unit_id: UUID, evaluated_period_id: UUID) -> Staff:
        units = frozenset([each for each in self.units if unit_id in {u.unit_id for u in await self.line(each)}])
        serving = [p for _, p in sorted(self.people.items()) if units & {a.unit_id for a in p.assignments}]
        standing = {
            each.civil_servant_id: each
            for each in self.evaluations.values()
            if each.evaluated_period_id == evaluated_period_id and each.status in STANDING
        }
        return Staff(units, [Rated(person, standing.get(person.civil_servant_id)) for person in serving])

    async def evaluation(self, evaluation_id: UUID) -> Evaluation | None:
        return self.evaluations.get(evaluation_id)

    async def of_person(self, wanted: OfPerson, after: UUID | None, limit: int) -> list[Evaluation]:
        found = [
            each
            for key, each in sorted(self.evaluations.items())
            if each.civil_servant_id == wanted.civil_servant_id
            and wanted.period_id in (None, each.evaluated_period_id, each.of.period_id)
            and wanted.rater_id in (None, each.rater_id)
            and (each.received_on is not None or each.rater_id == wanted.drafts_of)
            and (after is None or key > after)
        ]
        return found[:limit]

    async def of_appeal(self, appeal_id: UUID) -> Evaluation | None:
        return next((each for key, each in self._appeals() if key == appeal_id), None)

    async def appealed(self, seen: Sight, status: Status | None, after: UUID | None, limit: int) -> list[Evaluation]:
        found = [
            each
            for key, each in self._appeals()
            if self._covers(seen, each) and status in (None, each.status) and (after is None or key > after)
        ]
        return found[:limit]

    def _appeals(self) -> list[tuple[UUID, Evaluation]]:
        filed = [(each.appeal.filed.appeal_id, each) for each in self.evaluations.values() if each.appeal is not None]
        return sorted(filed, key=lambda pair: pair[0])

    def _covers(self, seen: Sight, state: Evaluation) -> bool:
        person = self.people.get(state.civil_servant_id)
        official = None if state.appeal is None else state.appeal.filed.heard_by
        parts = {state.civil_servant_id, state.rater_id, official} - {None}
        of_agency = person is not None and person.agency_id == seen.agency_id
        return seen.everything or of_agency or seen.civil_servant_id in parts


class MemoryWork:
    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self._states: list[Evaluation] = []
        self._said: list[Announcement] = []
        self._outcomes: dict[tuple[str, str], tuple[bytes, Outcome]] = {}
        self.organizations = store.organizations.opened()
        self.feedback = store.feedback.opened()
        self.opinions = store.opinions.opened()
        self.follow_ups = store.follow_ups.opened()
        self.self_assessments = store.self_assessments.opened()

    def commit(self) -> None:
        for shelf in (self.organizations, self.self_assessments, self.feedback, self.opinions, self.follow_ups):
            shelf.commit()
        self._store.evaluations |= {state.evaluation_id: state for state in self._states}
        self._store.said += self._said
        self._store.outcomes |= self._outcomes

    async def replay(self, attempt: Attempt) -> Outcome | None:
        found = None if attempt.key is None else self._store.outcomes.get((attempt.actor, attempt.key))
        if found is None:
            return None
        if found[0] != attempt.fingerprint:
            raise Problem(422, "idempotency_key_reused", "This Idempotency-Key was used for another request.")
        return replace(found[1], replayed=True)

    async def remember(self, attempt: Attempt, outcome: Outcome, now: datetime) -> None:
        if attempt.key is not None:
            self._outcomes[attempt.actor, attempt.key] = attempt.fingerprint, outcome

    async def roster(self, people: Collection[UUID], periods: Collection[UUID]) -> Roster:
        return Roster(
            people={key: self._store.people[key] for key in people if key in self._store.people},
            periods={key: self._store.periods[key] for key in periods if key in self._store.periods},
            values={(each.civil_servant_id, each.period_id): each for each in self._store.target_values.kept.values()},
            assessed=self._store.self_assessments.kept.keys(),  # pyright: ignore[reportArgumentType]
            led={(person, period): self._led(person, period) for person in people for period in periods},
        )

    def _led(self, person: UUID, period: UUID) -> tuple[MappedRating, ...]:
        units = [unit.unit_id for unit in self._store.units.values() if unit.head_id == person]
        found = [self._store.organizations.kept.get((unit, period)) for unit in units]
        return tuple(each.head for each in found if each is not None)

    async def line(self, unit_id: UUID) -> tuple[Unit, ...]:
        return await self._store.line(unit_id)

    async def say(self, said: Sequence[Announcement]) -> None:
        self._said += said

    async def claim(self, submissions: Sequence[Submit]) -> list[Evaluation]:
        ids = {each.evaluation_id for each in submissions}
        places = {(each.civil_servant_id, each.evaluated_period_id) for each in submissions}
        return [
            each
            for key, each in self._store.evaluations.items()
            if key in ids or (each.civil_servant_id, each.evaluated_period_id) in places
        ]

    async def standing(self, civil_servant_id: UUID, evaluated_period_id: UUID) -> Evaluation | None:
        place = civil_servant_id, evaluated_period_id
        found = self._store.evaluations.values()
        return next((each for each in found if (each.civil_servant_id, each.evaluated_period_id) == place), None)

    async def load(self, evaluation_id: UUID) -> Evaluation | None:
        return self._store.evaluations.get(evaluation_id)

    async def load_appeal(self, appeal_id: UUID) -> Evaluation | None:
        return await self._store.of_appeal(appeal_id)

    async def overdue(self, received_until: date, limit: int) -> list[Evaluation]:
        waiting = [
            (each.received_on, key, each)
            for key, each in self._store.evaluations.items()
            if each.status is Status.SUBMITTED and each.received_on is not None and each.received_on <= received_until
        ]
        return [each for _, _, each in sorted(waiting, key=lambda found: found[:2])[:limit]]

    async def save(self, states: Sequence[Evaluation], said: Sequence[Announcement]) -> None:
        self._states += states
        self._said += said
