"""A plan that is there goes on: redrafted, submitted, approved, returned, closed; each on the version that was seen."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from target_svc.app import placing, resources
from target_svc.app.execute import IF_MATCH
from target_svc.app.keep_plans import Changes
from target_svc.app.named import Asked
from target_svc.app.placing import Surroundings, Wanted
from target_svc.app.ports import Outcome, Work
from target_svc.domain import planning
from target_svc.domain.access import check_closes, check_decides, check_speaks_for
from target_svc.domain.cascade import PlanRules
from target_svc.domain.differences import differences
from target_svc.domain.plan import Plan, PlanFact
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import CivilServant, Period
from target_svc.domain.work_results import WorkResult


@dataclass(frozen=True, slots=True)
class Subject:
    """A plan with its person and year."""

    plan: Plan
    person: CivilServant
    period: Period
    around: Surroundings

    @property
    def place(self) -> planning.Place:
        """Where the person stands."""
        return self.around.place(self.person, self.period)


Allowed = Callable[[CivilServant], Any]
Decision = Callable[[Subject], tuple[PlanFact, ...]]


async def redraft(work: Work, asked: Asked, work_results: tuple[WorkResult, ...]) -> Outcome:
    """Writes other work results into a plan."""
    return await _change(
        work,
        asked,
        lambda person: check_speaks_for(asked.actor, person),
        lambda of: planning.redraft(of.plan, of.place, work_results),
        work_results,
    )


async def submit(work: Work, asked: Asked, rules: PlanRules) -> Outcome:
    """Puts a plan before the superior."""
    return await _change(
        work,
        asked,
        lambda person: check_speaks_for(asked.actor, person),
        lambda of: planning.submit(of.plan, of.place, rules),
    )


async def approve(work: Work, asked: Asked) -> Outcome:
    """The superior approves."""
    return await _change(
        work,
        asked,
        lambda person: check_decides(asked.actor, person, asked.occasion.today),
        lambda of: planning.approve(of.plan, check_decides(asked.actor, of.person, asked.occasion.today)),
    )


async def send_back(work: Work, asked: Asked, note: str) -> Outcome:
    """The superior returns it with a note."""
    return await _change(
        work,
        asked,
        lambda person: check_decides(asked.actor, person, asked.occasion.today),
        lambda of: planning.send_back(of.plan, check_decides(asked.actor, of.person, asked.occasion.today), note),
    )


async def close(work: Work, asked: Asked, reason: str) -> Outcome:
    """The superior or the agency ends it for good."""
    today = asked.occasion.today
    return await _change(
        work,
        asked,
        lambda person: check_closes(asked.actor, person, today),
        lambda of: planning.close(of.plan, of.period, of.person, reason, today),
    )


async def _change(
    work: Work, asked: Asked, allowed: Allowed, decide: Decision, content: tuple[WorkResult, ...] | None = None
) -> Outcome:
    state = (await work.plans([asked.id])).get(asked.id)
    if state is None:
        raise Refusal(Code.UNKNOWN_PLAN, "There is no plan with this id.")
    wanted = Wanted(state.civil_servant_id, state.period_id, state.work_results if content is None else content)
    around = await placing.around(work, [wanted], asked.occasion.today)
    person = around.person(state.civil_servant_id)
    allowed(person)
    if asked.expected != state.sequence:
        raise await _stale(work, asked.expected, state)
    facts = decide(Subject(state, person, around.period(state.period_id), around))
    changes = Changes(asked.actor, asked.occasion, around.goal_titles)
    after = changes.take(state, facts) or state
    await changes.save(work)
    return Outcome(False, resources.plan(after), after.id, after.sequence)


async def _stale(work: Work, expected: int, state: Plan) -> Refusal:
    """Somebody else was quicker; with what the plan is now and what has changed since the version that was seen."""
    seen = await work.content_at(state.id, expected)
    changed = None if seen is None else [asdict(each) for each in differences(seen, state.work_results)]
    extra = {"sequence": state.sequence, "status": state.status.value, "changed": changed}
    sentence = (
        f"You saw version {expected}, meanwhile it is version {state.sequence} and {state.status}: "
        "look at what changed, and send your change again on that version."
    )
    return Refusal(Code.STALE_VERSION, sentence, IF_MATCH, found=state.sequence, extra=extra)
