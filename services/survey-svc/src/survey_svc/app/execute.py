"""A command from its arrival to its commit: load, decide, evolve, translate, save.

The only place where a wait stands next to a rule. Invariant: one command is one transaction, and a repetition of it
(the same key) is answered and not done again. An answer locks its survey's row and nothing else.
"""

from survey_svc.app.ports import Attempt, Occasion, Outcome, Store, Work
from survey_svc.app.resources import resource
from survey_svc.app.translate import announcement
from survey_svc.domain import decide
from survey_svc.domain.access import Actor, check_runs_surveys
from survey_svc.domain.decide import Close, Count, Define, Place
from survey_svc.domain.facts import Answered, Fact
from survey_svc.domain.refusals import Code, Refusal
from survey_svc.domain.survey import Survey, evolve

ON_ITS_WAY = "If it was entered a moment ago, the news may still be on its way: try again in a few seconds."


async def define(command: Define, actor: Actor, attempt: Attempt, occasion: Occasion, store: Store) -> Outcome:
    """Makes a survey, or changes it.

    Raises:
        Refusal: as `domain.decide.define`; for a unit, agency or period that the roster does not have; to a stranger.
    """
    async with store.begin() as work:
        if (earlier := await work.replay(attempt)) is not None:
            return earlier
        place = await _place(work, command)
        check_runs_surveys(actor, place.agency.agency_id)
        state = await work.claim(command.survey_id)
        if state is not None:
            check_runs_surveys(actor, state.definition.agency_id)
        after = await _settle(work, state, decide.define(command, state, place), occasion)
        outcome = Outcome(state is None, resource(after), after.survey_id, after.sequence)
        await work.remember(attempt, outcome, occasion.now)
        return outcome


async def close(command: Close, actor: Actor, attempt: Attempt, occasion: Occasion, store: Store) -> Outcome:
    """Ends a survey.

    Raises:
        Refusal: as `domain.decide.close`; for a survey that is not there; to a stranger.
    """
    async with store.begin() as work:
        if (earlier := await work.replay(attempt)) is not None:
            return earlier
        state = _known(await work.load(command.survey_id))
        check_runs_surveys(actor, state.definition.agency_id)
        after = await _settle(work, state, decide.close(command, state), occasion)
        outcome = Outcome(False, resource(after), after.survey_id, after.sequence)
        await work.remember(attempt, outcome, occasion.now)
        return outcome


async def answer(command: Count, attempt: Attempt, occasion: Occasion, store: Store) -> Outcome:
    """Counts one respondent's answers, whoever it is. The respondent sees no index, so that it leads nobody.

    Raises:
        Refusal: as `domain.decide.count`; for a survey that is not there.
    """
    async with store.begin() as work:
        if (earlier := await work.replay(attempt)) is not None:
            return earlier
        state = _known(await work.load(command.survey_id))
        await _settle(work, state, decide.count(command, state, occasion.today), occasion)
        (given,) = command.given
        shown = {"id": str(given.answer_id), "survey_id": str(command.survey_id)}
        outcome = Outcome(True, shown, given.answer_id, None)
        await work.remember(attempt, outcome, occasion.now)
        return outcome


async def bring_in(command: Count, actor: Actor, attempt: Attempt, occasion: Occasion, store: Store) -> Outcome:
    """Counts answers that were given elsewhere, on paper for instance: all or none, with one event.

    Raises:
        Refusal: as `domain.decide.count`; for a survey that is not there; to a stranger.
    """
    async with store.begin() as work:
        if (earlier := await work.replay(attempt)) is not None:
            return earlier
        state = _known(await work.load(command.survey_id))
        check_runs_surveys(actor, state.definition.agency_id)
        after = await _settle(work, state, decide.count(command, state, occasion.today), occasion)
        outcome = Outcome(False, {"accepted": len(command.given)}, after.survey_id, after.sequence)
        await work.remember(attempt, outcome, occasion.now)
        return outcome


async def _settle(work: Work, state: Survey | None, facts: tuple[Fact, ...], occasion: Occasion) -> Survey:
    """The survey after the facts, kept together with what is to be said of it."""
    for fact in facts:
        state = evolve(state, fact)
        answers = fact.answers if isinstance(fact, Answered) else ()
        await work.save(state, answers, announcement(state, occasion.now, occasion.correlation_id), occasion.now)
    return _known(state)


async def _place(work: Work, command: Define) -> Place:
    unit = await work.unit(command.unit_id)
    if unit is None:
        raise Refusal(Code.UNKNOWN_UNIT, f"The roster has no unit with this id. {ON_ITS_WAY}", "#/unit_id")
    agency = await work.agency(unit.agency_id)
    if agency is None:
        raise Refusal(Code.UNKNOWN_AGENCY, f"The roster has no agency for this unit yet. {ON_ITS_WAY}", "#/unit_id")
    period = await work.period(command.period_id)
    if period is None:
        raise Refusal(Code.UNKNOWN_PERIOD, f"The roster has no period with this id. {ON_ITS_WAY}", "#/period_id")
    return Place(unit=unit, agency=agency, period=period)


def _known(state: Survey | None) -> Survey:
    if state is None:
        raise Refusal(Code.UNKNOWN_SURVEY, "There is no survey with this id.")
    return state
