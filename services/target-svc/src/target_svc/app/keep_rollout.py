"""Rollout: a unit moved from phase to phase, and people trained."""

from uuid import UUID

from target_svc.app import resources
from target_svc.app.execute import IF_MATCH, stale
from target_svc.app.named import period_of, unit_of
from target_svc.app.ports import Occasion, Outcome, Work
from target_svc.app.records import Taken
from target_svc.domain import rollout, trainings
from target_svc.domain.access import Actor, check_moves_unit
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.rollout import Wanted
from target_svc.domain.roster import CivilServant
from target_svc.domain.trainings import Training


async def move(
    work: Work, unit_id: UUID, period_id: UUID, wanted: Wanted, expected: int | None, actor: Actor, occasion: Occasion
) -> Outcome:
    """Moves a unit to a phase; one that is in it already stays so."""
    await work.claim({unit_id})
    check_moves_unit(actor, await unit_of(work, unit_id))
    period = await period_of(work, period_id)
    former = await work.records.phase(unit_id, period_id)
    state = None if former is None else former.step
    step = rollout.move(state, unit_id, wanted, period, occasion.today, by=actor.subject)
    if step is not None:
        _check_version(expected, 0 if state is None else state.sequence)
        await work.records.save_phase(Taken(step, occasion.now))
    now = former if step is None else Taken(step, occasion.now)
    if now is None:
        raise AssertionError("a unit is in a phase or comes into one")
    return Outcome(False, resources.phase(now), unit_id, now.step.sequence)


def _check_version(expected: int | None, found: int) -> None:
    if expected is None and found:
        raise Refusal(Code.VERSION_REQUIRED, "Say with If-Match which version you have seen.", IF_MATCH, found=found)
    if expected is not None and expected != found:
        raise stale(expected, found)


async def train(work: Work, wanted: Training, actor: Actor, occasion: Occasion) -> Outcome:
    """Records a training; one that is there and equal changes nothing."""
    await work.claim({wanted.id})
    kept = await work.roster(wanted.civil_servant_ids)
    people = {id_: each.entry for id_, each in kept.items() if isinstance(each.entry, CivilServant)}
    former = await work.records.training(wanted.id)
    made = trainings.record(former, wanted, people, actor, occasion.today)
    if made is not None:
        await work.records.save_training(made, occasion.now)
    return Outcome(made is not None, resources.training(made or wanted), wanted.id, 1)
