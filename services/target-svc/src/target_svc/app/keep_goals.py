"""The region's goals: put whole, on the version that was seen."""

from target_svc.app import resources
from target_svc.app.execute import IF_MATCH, stale
from target_svc.app.ports import Outcome, Work
from target_svc.domain import goals
from target_svc.domain.access import Actor, check_keeps_goals
from target_svc.domain.goals import Goal
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import Agency, Period


async def put(work: Work, wanted: Goal, expected: int | None, actor: Actor) -> Outcome:
    """Makes or changes a goal; one that is there and equal stays as it is."""
    check_keeps_goals(actor)
    await work.claim({wanted.id})
    named = {wanted.period_id, *([wanted.agency_id] if wanted.agency_id else [])}
    roster = {id_: kept.entry for id_, kept in (await work.roster(named)).items()}
    period = roster.get(wanted.period_id)
    if not isinstance(period, Period):
        raise Refusal(Code.UNKNOWN_PERIOD, f"There is no period with the id {wanted.period_id}.", "#/period_id")
    if wanted.agency_id is not None and not isinstance(roster.get(wanted.agency_id), Agency):
        raise Refusal(Code.UNKNOWN_AGENCY, f"There is no agency with the id {wanted.agency_id}.", "#/agency_id")
    state = (await work.goals([wanted.id])).get(wanted.id)
    after = goals.put(state, wanted, period)
    if state is not None and after is not None and expected is None:
        sentence = "Say with If-Match which version you have seen."
        raise Refusal(Code.VERSION_REQUIRED, sentence, IF_MATCH, found=state.sequence)
    if state is not None and expected is not None and expected != state.sequence:
        raise stale(expected, state.sequence)
    if after is not None:
        await work.save_goal(after)
    now = after or state
    if now is None:
        raise AssertionError("a goal is there or is made")
    return Outcome(state is None, resources.goal(now), now.id, now.sequence)
