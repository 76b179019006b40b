"""Performance plans: drafted, proposed, approved, returned; one by one, or many that were made elsewhere."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from uuid import UUID

from target_svc.app import resources, translate
from target_svc.app.execute import item
from target_svc.app.keep_roster import stale
from target_svc.app.ports import Kept, Occasion, Outcome, Work
from target_svc.app.translate import Announcement
from target_svc.domain import plan as rules
from target_svc.domain.access import Actor, check_brings_in_approved, check_decides, check_speaks_for
from target_svc.domain.indicators import Indicator
from target_svc.domain.plan import Plan, PlanFact, evolve
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import CivilServant, Period


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan as drafted. status: how far it has come elsewhere (`draft`, `proposed`, `approved`), for imports."""

    id: UUID
    civil_servant_id: UUID
    period_id: UUID
    indicators: tuple[Indicator, ...]
    status: str = "draft"


Decision = Callable[[Plan, Period, CivilServant], tuple[PlanFact, ...]]


async def draft(work: Work, drafts: Sequence[Draft], actor: Actor, occasion: Occasion, *, many: bool) -> Outcome:
    """Makes plans, all or none. What is there and equal stays as it is."""
    await work.claim({each.id for each in drafts} | {each.civil_servant_id for each in drafts})
    roster = await work.roster({id_ for each in drafts for id_ in (each.civil_servant_id, each.period_id)})
    by_id = dict(await work.plans({each.id for each in drafts}))
    by_person = dict(await work.plan_of({(each.civil_servant_id, each.period_id) for each in drafts}))
    changed: dict[UUID, Plan] = {}
    said: list[Announcement] = []
    for place, each in enumerate(drafts):
        with item(place, many=many):
            person, period = _person(roster, each.civil_servant_id), _period(roster, each.period_id)
            check_speaks_for(actor, person)
            state = by_id.get(each.id) or by_person.get((each.civil_servant_id, each.period_id))
            after, news = _bring_to(each, state, person, period, actor, occasion)
        if after is not state:
            by_id[after.id] = by_person[after.civil_servant_id, after.period_id] = changed[after.id] = after
            said += news
    await work.save_plans(list(changed.values()))
    await work.say(said)
    if many:
        return Outcome(created=False, resource={"accepted": len(drafts), "changed": len(changed)})
    plan = by_id[drafts[0].id]
    return Outcome(bool(changed), resources.plan(plan), plan.id, plan.sequence)


def _bring_to(
    each: Draft, state: Plan | None, person: CivilServant, period: Period, actor: Actor, occasion: Occasion
) -> tuple[Plan, list[Announcement]]:
    """A draft, and the further steps that it has taken elsewhere already."""
    said: list[Announcement] = []

    def step(plan: Plan | None, facts: tuple[PlanFact, ...]) -> Plan | None:
        for fact in facts:
            plan = evolve(plan, fact)
            if (news := translate.of_plan(plan, fact, occasion.now, occasion.correlation_id)) is not None:
                said.append(news)
        return plan

    plan = step(state, rules.draft(state, each.id, each.civil_servant_id, period, each.indicators))
    if plan is None:
        raise AssertionError("a draft makes a plan or is refused")
    if each.status in ("proposed", "approved") and plan.status is not rules.PlanStatus.APPROVED:
        plan = step(plan, rules.propose(plan, period)) or plan
    if each.status == "approved":
        check_brings_in_approved(actor, person)
        superior = person.direct_superior(occasion.today)
        if superior is None:
            raise Refusal(
                Code.NOT_THE_SUPERIOR, "The roster names no superior who could have approved this.", "#/status"
            )
        plan = step(plan, rules.approve(plan, superior)) or plan
    return plan, said


async def redraft(
    work: Work, plan_id: UUID, expected: int, indicators: tuple[Indicator, ...], actor: Actor, occasion: Occasion
) -> Outcome:
    """Writes other indicators into a plan."""

    def decide(plan: Plan, period: Period, person: CivilServant) -> tuple[PlanFact, ...]:
        check_speaks_for(actor, person)
        return rules.redraft(plan, period, indicators)

    return await _change(work, plan_id, expected, decide, occasion)


async def propose(work: Work, plan_id: UUID, expected: int, actor: Actor, occasion: Occasion) -> Outcome:
    """Puts a plan before the superior."""

    def decide(plan: Plan, period: Period, person: CivilServant) -> tuple[PlanFact, ...]:
        check_speaks_for(actor, person)
        return rules.propose(plan, period)

    return await _change(work, plan_id, expected, decide, occasion)


async def approve(work: Work, plan_id: UUID, expected: int, actor: Actor, occasion: Occasion) -> Outcome:
    """The superior approves."""

    def decide(plan: Plan, period: Period, person: CivilServant) -> tuple[PlanFact, ...]:
        return rules.approve(plan, check_decides(actor, person, occasion.today))

    return await _change(work, plan_id, expected, decide, occasion)


async def send_back(work: Work, plan_id: UUID, expected: int, note: str, actor: Actor, occasion: Occasion) -> Outcome:
    """The superior returns it with a note."""

    def decide(plan: Plan, period: Period, person: CivilServant) -> tuple[PlanFact, ...]:
        return rules.send_back(plan, check_decides(actor, person, occasion.today), note)

    return await _change(work, plan_id, expected, decide, occasion)


async def _change(work: Work, plan_id: UUID, expected: int, decide: Decision, occasion: Occasion) -> Outcome:
    state = (await work.plans([plan_id])).get(plan_id)
    if state is None:
        raise Refusal(Code.UNKNOWN_PLAN, "There is no plan with this id.")
    roster = await work.roster([state.civil_servant_id, state.period_id])
    facts = decide(state, _period(roster, state.period_id), _person(roster, state.civil_servant_id))
    if expected != state.sequence:
        raise stale(expected, state.sequence)
    after = reduce(evolve, facts, state)
    if facts:
        await work.save_plans([after])
        news = [translate.of_plan(after, fact, occasion.now, occasion.correlation_id) for fact in facts]
        await work.say([each for each in news if each is not None])
    return Outcome(False, resources.plan(after), after.id, after.sequence)


def _person(roster: Mapping[UUID, Kept], id_: UUID) -> CivilServant:
    found = roster.get(id_)
    if found is None or not isinstance(found.entry, CivilServant):
        raise Refusal(Code.UNKNOWN_CIVIL_SERVANT, f"There is no civil servant with the id {id_}.", "#/civil_servant_id")
    return found.entry


def _period(roster: Mapping[UUID, Kept], id_: UUID) -> Period:
    found = roster.get(id_)
    if found is None or not isinstance(found.entry, Period):
        raise Refusal(Code.UNKNOWN_PERIOD, f"There is no period with the id {id_}.", "#/period_id")
    return found.entry
