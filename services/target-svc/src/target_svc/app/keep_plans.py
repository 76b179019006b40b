"""Performance plans as drafts: made one by one, or many that have gone their way elsewhere already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from target_svc.app import placing, resources, translate
from target_svc.app.execute import item
from target_svc.app.placing import Surroundings, Wanted
from target_svc.app.ports import Occasion, Outcome, Step, Work
from target_svc.app.translate import Announcement
from target_svc.domain import planning
from target_svc.domain.access import Actor, check_brings_in_approved, check_speaks_for
from target_svc.domain.cascade import PlanRules
from target_svc.domain.plan import Approved, Closed, Drafted, Plan, PlanFact, PlanStatus, Returned, evolve
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import CivilServant
from target_svc.domain.work_results import WorkResult


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan as drafted. status: how far it has come elsewhere (`draft`, `submitted`, `approved`), for imports."""

    id: UUID
    civil_servant_id: UUID
    period_id: UUID
    work_results: tuple[WorkResult, ...]
    status: str = "draft"


class Changes:
    """What has become true of plans in one transaction: their newest state, each step, and what is said of it.

    goals: the titles of those that the plans serve.
    """

    def __init__(self, actor: Actor, occasion: Occasion, goals: Mapping[UUID, str]) -> None:
        self._actor, self._occasion, self._goals = actor, occasion, goals
        self.administered = actor.administers
        self.states: dict[UUID, Plan] = {}
        self._steps: list[Step] = []
        self._said: list[Announcement] = []

    def take(self, state: Plan | None, facts: Sequence[PlanFact]) -> Plan | None:
        """The state after the facts, noted with what they mean to history and to others."""
        for fact in facts:
            state = evolve(state, fact)
            self.states[state.id] = state
            self._steps.append(_step(state, fact, self._actor, self._occasion))
            now, correlation_id = self._occasion.now, self._occasion.correlation_id
            if (news := translate.of_plan(state, fact, self._goals, now, correlation_id)) is not None:
                self._said.append(news)
        return state

    async def save(self, work: Work) -> None:
        """Writes all of it."""
        if self.states:
            await work.save_plans(list(self.states.values()), self._steps)
            await work.say(self._said)


def _step(plan: Plan, fact: PlanFact, actor: Actor, occasion: Occasion) -> Step:
    decided_by, note, content = None, None, None
    match fact:
        case Drafted():
            name, content = "draft", fact.work_results
        case Approved():
            name, decided_by = "approval", fact.approved_by
        case Returned():
            name, decided_by, note = "return", fact.returned_by, fact.note
        case Closed():
            name, note = "closing", fact.reason
        case _:
            name = "submission"
    by = actor.subject
    return Step(plan.id, plan.sequence, plan.plan_version, name, by, decided_by, occasion.now, note, content)


async def draft(
    work: Work, drafts: Sequence[Draft], rules: PlanRules, actor: Actor, occasion: Occasion, *, many: bool
) -> Outcome:
    """Makes plans, all or none. What is there and equal stays as it is. In an import a superior's plan comes first."""
    await work.claim({each.id for each in drafts} | {each.civil_servant_id for each in drafts})
    wanted = [Wanted(each.civil_servant_id, each.period_id, each.work_results) for each in drafts]
    around = await placing.around(work, wanted, occasion.today)
    by_id = dict(await work.plans({each.id for each in drafts}))
    by_person = dict(await work.plan_of({(each.civil_servant_id, each.period_id) for each in drafts}))
    changes = Changes(actor, occasion, around.goal_titles)
    for place, each in enumerate(drafts):
        with item(place, many=many):
            person, period = around.person(each.civil_servant_id), around.period(each.period_id)
            check_speaks_for(actor, person)
            if each.status == "approved":
                check_brings_in_approved(actor, person)
            state = by_id.get(each.id) or by_person.get((each.civil_servant_id, each.period_id))
            facts = planning.draft(state, each.id, person.id, around.place(person, period), each.work_results)
            plan = _go_on(each, changes.take(state, facts), person, around, rules, changes, occasion)
        by_id[plan.id] = by_person[plan.civil_servant_id, plan.period_id] = plan
    await changes.save(work)
    if many:
        return Outcome(created=False, resource={"accepted": len(drafts), "changed": len(changes.states)})
    plan = by_id[drafts[0].id]
    return Outcome(bool(changes.states), resources.plan(plan), plan.id, plan.sequence)


def _go_on(
    each: Draft,
    plan: Plan | None,
    person: CivilServant,
    around: Surroundings,
    rules: PlanRules,
    changes: Changes,
    occasion: Occasion,
) -> Plan:
    """The further steps that a draft has taken elsewhere already."""
    if plan is None:
        raise AssertionError("a draft makes a plan or is refused")
    if each.status in ("submitted", "approved") and plan.status is not PlanStatus.APPROVED:
        place = around.place(person, around.period(each.period_id))
        plan = changes.take(plan, planning.submit(plan, place, rules)) or plan
    if each.status == "approved":
        superior = person.rater(occasion.today)
        if superior is None and not changes.administered:
            sentence = "The roster names no superior who could have approved this; the region's administration can."
            raise Refusal(Code.NOT_THE_SUPERIOR, sentence, "#/status")
        plan = changes.take(plan, planning.approve(plan, superior)) or plan
        around.approved(plan)
    return plan
