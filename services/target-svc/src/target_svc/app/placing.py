"""Where the people of plans stand: what the rules need to know of those above and under them, loaded set-wise."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from target_svc.app.ports import Kept, Work
from target_svc.domain.cascade import Above, serves_goals
from target_svc.domain.goals import Goal
from target_svc.domain.plan import Plan
from target_svc.domain.planning import Place
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import CivilServant, Period
from target_svc.domain.work_results import WorkResult


class Wanted(NamedTuple):
    """A plan that is to be decided on: whose, for when, and with which content."""

    civil_servant_id: UUID
    period_id: UUID
    work_results: tuple[WorkResult, ...]


class Surroundings:
    """The people of some plans and what is above them, as it is on `today`; plans approved meanwhile are added."""

    def __init__(
        self,
        roster: Mapping[UUID, Kept],
        results: Mapping[tuple[UUID, UUID], set[UUID]],
        parents: Collection[UUID],
        goals: Mapping[UUID, Goal],
        leading: Collection[UUID],
        today: date,
    ) -> None:
        self._roster, self._goals, self._leading, self._today = roster, goals, leading, today
        self._results, self._parents = dict(results), set(parents)

    def person(self, id_: UUID) -> CivilServant:
        """The civil servant with this id. Raises Refusal."""
        found = self._roster.get(id_)
        if found is None or not isinstance(found.entry, CivilServant):
            sentence = f"There is no civil servant with the id {id_}."
            raise Refusal(Code.UNKNOWN_CIVIL_SERVANT, sentence, "#/civil_servant_id")
        return found.entry

    def period(self, id_: UUID) -> Period:
        """The period with this id. Raises Refusal."""
        found = self._roster.get(id_)
        if found is None or not isinstance(found.entry, Period):
            raise Refusal(Code.UNKNOWN_PERIOD, f"There is no period with the id {id_}.", "#/period_id")
        return found.entry

    def place(self, person: CivilServant, period: Period) -> Place:
        """Where this person stands in that period."""
        superior_id = person.direct_superior(self._today)
        superior = None if superior_id is None else self.person(superior_id)
        results = frozenset[UUID]()
        if superior is not None:
            results = frozenset(self._results.get((superior.id, period.id), ()))
        may_serve = serves_goals(person, superior)
        goals = frozenset(id_ for id_, goal in self._goals.items() if may_serve and _is_for(goal, person, period))
        elsewhere = frozenset({*self._parents, *self._goals})
        leads = person.executive(self._today) or person.id in self._leading
        return Place(period, Above(superior_id, results, goals, elsewhere), leads)

    @property
    def goal_titles(self) -> Mapping[UUID, str]:
        """What the region's goals are called that the plans serve."""
        return {id_: goal.title for id_, goal in self._goals.items()}

    def approved(self, plan: Plan) -> None:
        """From now on others may serve this plan's results."""
        ids = {result.id for result in plan.approved}
        self._results[plan.civil_servant_id, plan.period_id] = ids
        self._parents |= ids


def _is_for(goal: Goal, person: CivilServant, period: Period) -> bool:
    return goal.period_id == period.id and goal.agency_id in (None, person.agency_id)


async def around(work: Work, wanted: Sequence[Wanted], today: date) -> Surroundings:
    """What stands around these plans."""
    roster = dict(await work.roster({id_ for each in wanted for id_ in (each.civil_servant_id, each.period_id)}))
    people = [kept.entry for kept in roster.values() if isinstance(kept.entry, CivilServant)]
    above = {person.id: superior for person in people if (superior := person.direct_superior(today)) is not None}
    if missing := set(above.values()) - roster.keys():
        roster |= await work.roster(missing)
    pairs = {(above[each.civil_servant_id], each.period_id) for each in wanted if each.civil_servant_id in above}
    named = {
        result.parent_work_result_id
        for each in wanted
        for result in each.work_results
        if result.parent_work_result_id is not None
    }
    return Surroundings(
        roster,
        await work.approved_results(pairs),
        await work.known_parents(named),
        await work.goals(named),
        await work.leading({person.id for person in people}, today),
        today,
    )
