"""Innovation records: claimed by the person or the agency, confirmed or declined by the rater of the day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from target_svc.app import resources, translate
from target_svc.app.execute import stale
from target_svc.app.named import Asked, period_of, person_of
from target_svc.app.ports import Occasion, Outcome, Work
from target_svc.domain import innovations
from target_svc.domain.access import Actor, check_decides, check_speaks_for
from target_svc.domain.innovations import Claim, Innovation, InnovationFact, InnovationStatus
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import CivilServant, Period


@dataclass(frozen=True, slots=True)
class New:
    """A claim as it comes in."""

    id: UUID
    civil_servant_id: UUID
    period_id: UUID
    claim: Claim


Decision = Callable[[Innovation, Period, UUID | None], tuple[InnovationFact, ...]]


async def claim(work: Work, new: New, actor: Actor, occasion: Occasion) -> Outcome:
    """Keeps a new claim; one that is there and equal is answered as it is by now."""
    await work.claim({new.id})
    person = await person_of(work, new.civil_servant_id)
    check_speaks_for(actor, person)
    period = await period_of(work, new.period_id)
    state = (await work.records.innovations([new.id])).get(new.id)
    begun = Innovation(
        new.id, 1, new.civil_servant_id, new.period_id, new.claim, InnovationStatus.CLAIMED, occasion.today,
        actor.subject,
    )  # fmt: skip
    made = innovations.begin(state, begun, period)
    for each in made:
        await _keep(work, each, occasion)
    now = begun if state is None else state
    return Outcome(bool(made), resources.innovation(now), now.id, now.sequence)


async def claim_again(work: Work, asked: Asked, said: Claim) -> Outcome:
    """Other words for what is not confirmed yet, or was declined."""
    actor, today = asked.actor, asked.occasion.today
    return await _change(
        work,
        asked,
        lambda person: check_speaks_for(actor, person),
        lambda state, period, _: innovations.claim_again(state, said, period, actor.subject, today),
    )


async def check(work: Work, asked: Asked, to: InnovationStatus, reason: str | None) -> Outcome:
    """The rater of the day confirms or declines."""
    actor, today = asked.actor, asked.occasion.today
    return await _change(
        work,
        asked,
        lambda person: check_decides(actor, person, today),
        lambda state, period, rater: innovations.check(state, to, reason, period, actor, rater, today),
    )


async def _change(
    work: Work, asked: Asked, allowed: Callable[[CivilServant], UUID | None], decide: Decision
) -> Outcome:
    state = (await work.records.innovations([asked.id])).get(asked.id)
    if state is None:
        raise Refusal(Code.UNKNOWN_INNOVATION, "There is no innovation with this id.")
    rater = allowed(await person_of(work, state.civil_servant_id))
    if asked.expected != state.sequence:
        raise stale(asked.expected, state.sequence)
    facts: Sequence[InnovationFact] = decide(state, await period_of(work, state.period_id), rater)
    after = innovations.evolve(state, facts)
    if facts:
        await _keep(work, after, asked.occasion)
    return Outcome(False, resources.innovation(after), after.id, after.sequence)


async def _keep(work: Work, state: Innovation, occasion: Occasion) -> None:
    await work.records.save_innovation(state)
    await work.say([translate.of_innovation(state, occasion.now, occasion.correlation_id)])
