"""A command from its arrival to its commit: load, decide, evolve, translate, save.

The only place where a wait stands next to a rule. Invariant: one command is one transaction, and a repetition of it
(the same key) is answered and not done again. It is answered before the right is looked at again, for a
key is its actor's own (`chassis.idempotency` says why that tells nobody anything new).
An answer locks its survey's row and nothing else.
"""

from uuid import UUID

from survey_svc.app.ports import Attempt, Occasion, Outcome, Store, Work
from survey_svc.app.resources import instrument_resource, resource
from survey_svc.app.translate import announcement
from survey_svc.domain import answers, decide, instrument
from survey_svc.domain.access import Actor, check_makes_instruments, check_runs_surveys
from survey_svc.domain.answers import Count
from survey_svc.domain.decide import Close, Define, Open, Place, Publish
from survey_svc.domain.facts import Answered, Fact
from survey_svc.domain.instrument import Instrument
from survey_svc.domain.refusals import Code, Refusal
from survey_svc.domain.roster import ON_ITS_WAY
from survey_svc.domain.survey import Survey, evolve


async def define(command: Define, actor: Actor, attempt: Attempt, occasion: Occasion, store: Store) -> Outcome:
    """Makes a survey, or changes it.

    Raises:
        Refusal: as `domain.decide.define`; for a unit, agency or period that the roster does not have; to a stranger.
    """
    async with store.begin() as work:
        if (earlier := await work.replay(attempt)) is not None:
            return earlier
        place = await _place(work, command.unit_id, command.period_id, command.instrument, command.instrument_version)
        check_runs_surveys(actor, place.agency.agency_id)
        state = await work.claim(command.survey_id)
        if state is not None:
            check_runs_surveys(actor, state.definition.agency_id)
        after = await settle(work, state, decide.define(command, state, place), occasion)
        outcome = Outcome(state is None, resource(after), after.survey_id, after.sequence)
        await work.remember(attempt, outcome, occasion.now)
        return outcome


async def advance(
    command: Open | Close | Publish, actor: Actor, attempt: Attempt, occasion: Occasion, store: Store
) -> Outcome:
    """Takes a survey a step on its way: opened, closed, published.

    Raises:
        Refusal: as the step's function in `domain.decide`; for a survey that is not there; to a stranger.
    """
    async with store.begin() as work:
        if (earlier := await work.replay(attempt)) is not None:
            return earlier
        state = known(await work.load(command.survey_id))
        check_runs_surveys(actor, state.definition.agency_id)
        after = await settle(work, state, await _step(work, command, state), occasion)
        outcome = Outcome(False, resource(after), after.survey_id, after.sequence)
        await work.remember(attempt, outcome, occasion.now)
        return outcome


async def put_instrument(wanted: Instrument, actor: Actor, store: Store) -> dict[str, object]:
    """Makes a version of an instrument, or changes one that no survey uses yet.

    Raises:
        Refusal: `instrument_in_use`; to anybody but the region's administration.
    """
    check_makes_instruments(actor)
    async with store.begin() as work:
        if instrument.put(wanted, await work.instrument(wanted.key, wanted.version)):
            await work.keep_instrument(wanted)
    return instrument_resource(wanted)


async def bring_in(command: Count, actor: Actor, attempt: Attempt, occasion: Occasion, store: Store) -> Outcome:
    """Counts answers that were given elsewhere, on paper for instance: all or none, with one event.

    Raises:
        Refusal: as `domain.decide.count`; for a survey that is not there; to a stranger.
    """
    async with store.begin() as work:
        if (earlier := await work.replay(attempt)) is not None:
            return earlier
        state = known(await work.load(command.survey_id))
        check_runs_surveys(actor, state.definition.agency_id)
        after = await settle(work, state, answers.count(command, state, occasion.today), occasion)
        outcome = Outcome(False, {"accepted": len(command.given)}, after.survey_id, after.sequence)
        await work.remember(attempt, outcome, occasion.now)
        return outcome


async def settle(work: Work, state: Survey | None, facts: tuple[Fact, ...], occasion: Occasion) -> Survey:
    """The survey after the facts, kept together with what is to be said of it."""
    for fact in facts:
        state = evolve(state, fact)
        kept = fact.answers if isinstance(fact, Answered) else ()
        await work.save(state, kept, announcement(state, occasion.now, occasion.correlation_id), occasion.now)
    return known(state)


async def _step(work: Work, command: Open | Close | Publish, state: Survey) -> tuple[Fact, ...]:
    match command:
        case Open():
            asked = state.definition
            place = await _place(work, asked.unit_id, asked.period_id, asked.instrument, asked.instrument_version)
            return decide.open_(command, state, place)
        case Close():
            return decide.close(command, state)
        case Publish():
            return decide.publish(command, state)


async def _place(work: Work, unit_id: UUID, period_id: UUID, key: str, version: int) -> Place:
    unit = await work.unit(unit_id)
    if unit is None:
        raise Refusal(Code.UNKNOWN_UNIT, f"The roster has no unit with this id. {ON_ITS_WAY}", "#/unit_id")
    agency = await work.agency(unit.agency_id)
    if agency is None:
        raise Refusal(Code.UNKNOWN_AGENCY, f"The roster has no agency for this unit yet. {ON_ITS_WAY}", "#/unit_id")
    period = await work.period(period_id)
    if period is None:
        raise Refusal(Code.UNKNOWN_PERIOD, f"The roster has no period with this id. {ON_ITS_WAY}", "#/period_id")
    kept = await work.instrument(key, version)
    if kept is None:
        sentence = f"There is no instrument «{key}» of version {version}."
        raise Refusal(Code.UNKNOWN_INSTRUMENT, sentence, "#/instrument_version")
    return Place(unit=unit, agency=agency, period=period, instrument=kept.instrument)


def known(state: Survey | None) -> Survey:
    if state is None:
        raise Refusal(Code.UNKNOWN_SURVEY, "There is no survey with this id.")
    return state
