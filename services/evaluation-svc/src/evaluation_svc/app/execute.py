"""A command from its arrival to its commit: load, decide, evolve, translate, save.

The only place where a wait stands next to a rule. Invariant: one command is one transaction, and a repetition of it
(the same key) is answered and not done again.
"""

from evaluation_svc.app.lookup import Known, circumstances
from evaluation_svc.app.ports import Attempt, Occasion, Outcome, Store, Work
from evaluation_svc.app.resources import resource
from evaluation_svc.app.translate import Announcement, announcement
from evaluation_svc.domain import decide
from evaluation_svc.domain.evaluation import Evaluation, Revise, Submit, Withdraw, evolve
from evaluation_svc.domain.facts import Fact
from evaluation_svc.domain.refusals import Code, Refusal


async def submit(command: Submit, attempt: Attempt, occasion: Occasion, store: Store) -> Outcome:
    """Rates a person for a period, or goes on with an evaluation of theirs that was withdrawn.

    Raises:
        Refusal: as `domain.decide.submit`, and for a person or period that the roster does not have.
    """
    async with store.begin() as work:
        if (earlier := await work.replay(attempt)) is not None:
            return earlier
        roster = await work.roster([command.civil_servant_id], [command.evaluated_period_id])
        given = circumstances(roster, command.civil_servant_id, command.evaluated_period_id, occasion)
        state = Known(await work.claim([command])).find(command)
        return await _conclude(work, state, decide.submit(command, state, given), attempt, occasion)


async def change(command: Revise | Withdraw, attempt: Attempt, occasion: Occasion, store: Store) -> Outcome:
    """Revises or withdraws an evaluation.

    Raises:
        Refusal: as `domain.decide.revise` and `withdraw`, and for an evaluation that is not there.
    """
    async with store.begin() as work:
        if (earlier := await work.replay(attempt)) is not None:
            return earlier
        state = await work.load(command.evaluation_id)
        if state is None:
            raise Refusal(Code.UNKNOWN_EVALUATION, "There is no evaluation with this id.")
        roster = await work.roster([state.civil_servant_id], [state.evaluated_period_id])
        given = circumstances(roster, state.civil_servant_id, state.evaluated_period_id, occasion)
        match command:
            case Revise():
                facts = decide.revise(command, state, given)
            case Withdraw():
                facts = decide.withdraw(command, state, given)
        return await _conclude(work, state, facts, attempt, occasion)


async def _conclude(
    work: Work, before: Evaluation | None, facts: tuple[Fact, ...], attempt: Attempt, occasion: Occasion
) -> Outcome:
    after, said = settle(before, facts, occasion)
    outcome = Outcome(
        created=before is None, resource=resource(after), aggregate_id=after.evaluation_id, sequence=after.sequence
    )
    if facts:
        await work.save([after], said)
    await work.remember(attempt, outcome, occasion.now)
    return outcome


def settle(
    before: Evaluation | None, facts: tuple[Fact, ...], occasion: Occasion
) -> tuple[Evaluation, list[Announcement]]:
    """The state after the facts, and what is to be said of each of them."""
    state, said = before, list[Announcement]()
    for fact in facts:
        state = evolve(state, fact)
        said.append(announcement(state, fact, occasion.now, occasion.correlation_id))
    if state is None:
        raise AssertionError("where nothing was, a command states a fact or is refused")
    return state, said
