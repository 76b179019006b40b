"""Coaching plans: opened by events or on request, their steps, and their end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from target_svc.app import resources, translate
from target_svc.app.execute import stale
from target_svc.app.named import period_of, person_of
from target_svc.app.ports import Occasion, Outcome, Work
from target_svc.app.records import Slot
from target_svc.domain import coaching
from target_svc.domain.access import Actor, check_coaches
from target_svc.domain.coaching import Coaching, CoachingFact, CoachingStatus, CoachingStep, Opening, Trigger
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import PeriodStatus


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request names: the plan, the version that was seen (if it said so), who asks and when."""

    coaching_id: UUID
    expected: int | None
    actor: Actor
    occasion: Occasion


class Begun(NamedTuple):
    """A plan that an opening led to."""

    state: Coaching
    place: int


Decision = Callable[[Coaching], tuple[CoachingFact, ...]]


def slot(opening: Opening) -> Slot:
    """What there is one open plan of."""
    return opening.civil_servant_id, opening.period_id, opening.trigger


def begin_all(former: dict[Slot, list[Coaching]], openings: Sequence[Opening]) -> list[Begun]:
    """The plans that these openings lead to, one after the other; `former` has them afterwards."""
    begun: list[Begun] = []
    for place, opening in enumerate(openings):
        known = former.setdefault(slot(opening), [])
        made = coaching.begin(known, opening)
        if made is not None:
            known.append(made)
            begun.append(Begun(made, place))
    return begun


async def request(
    work: Work, civil_servant_id: UUID, period_id: UUID, reason: str, actor: Actor, occasion: Occasion
) -> Outcome:
    """A superior or the agency opens a plan; while one is open on request, there is no second."""
    person = await person_of(work, civil_servant_id)
    check_coaches(actor, person, occasion.today)
    period = await period_of(work, period_id)
    if period.kind != "annual":
        raise Refusal(Code.PERIOD_MALFORMED, "A coaching plan belongs to an annual period.", "#/period_id")
    if period.status is PeriodStatus.PLANNED:
        raise Refusal(Code.PERIOD_NOT_OPEN, f"The period {period.name} has not begun yet.", "#/period_id")
    opening = Opening(civil_servant_id, period_id, Trigger.REQUEST, reason, occasion.today)
    await work.claim({coaching.id_of(opening, 0)})
    former = list((await work.records.coachings_of([slot(opening)])).get(slot(opening), ()))
    made = coaching.begin(former, opening)
    if made is None:
        open_one = next(each for each in former if each.status is CoachingStatus.OPEN)
        sentence = f"The plan {open_one.id} is open on request for this person and year; go on with that one."
        raise Refusal(Code.COACHING_OPEN, sentence, extra={"coaching_id": str(open_one.id)})
    await _keep(work, made, occasion)
    return Outcome(True, resources.coaching(made), made.id, made.sequence)


async def plan(work: Work, asked: Asked, steps: tuple[CoachingStep, ...]) -> Outcome:
    """Writes the steps."""
    return await _change(work, asked, lambda state: coaching.plan(state, steps))


async def complete_step(work: Work, asked: Asked, number: int, on: date) -> Outcome:
    """A step is done."""
    return await _change(work, asked, lambda state: coaching.complete_step(state, number, on))


async def end(work: Work, asked: Asked, status: CoachingStatus, outcome: str, unfinished: str | None) -> Outcome:
    """The plan has come to its end."""
    return await _change(work, asked, lambda state: coaching.end(state, status, outcome, unfinished))


async def _change(work: Work, asked: Asked, decide: Decision) -> Outcome:
    state = (await work.records.coachings([asked.coaching_id])).get(asked.coaching_id)
    if state is None:
        raise Refusal(Code.UNKNOWN_COACHING, "There is no coaching plan with this id.")
    check_coaches(asked.actor, await person_of(work, state.opening.civil_servant_id), asked.occasion.today)
    if asked.expected is not None and asked.expected != state.sequence:
        raise stale(asked.expected, state.sequence)
    facts = decide(state)
    after = coaching.evolve(state, facts)
    if facts:
        await _keep(work, after, asked.occasion)
    return Outcome(False, resources.coaching(after), after.id, after.sequence)


async def _keep(work: Work, state: Coaching, occasion: Occasion) -> None:
    await work.records.save_coachings([state])
    await work.say([translate.of_coaching(state, occasion.now, occasion.correlation_id)])
