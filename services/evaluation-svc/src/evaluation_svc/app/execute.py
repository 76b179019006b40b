"""A command from its arrival to its commit: load, decide, evolve, translate, save.

The only place where a wait stands next to a rule. Invariant: one command is one transaction, and a repetition of it
(the same key) is answered and not done again. It is answered before the right is looked at again, for a
key is its actor's own (`chassis.idempotency` says why that tells nobody anything new).
"""

from uuid import UUID

from evaluation_svc.app import follow_ups
from evaluation_svc.app.lookup import Known, circumstances
from evaluation_svc.app.ports import Attempt, Occasion, Outcome, Roster, Store, Work
from evaluation_svc.app.resources import appeal_resource, resource
from evaluation_svc.app.translate import Announcement, announcement
from evaluation_svc.domain import appeals, decide
from evaluation_svc.domain import commands as do
from evaluation_svc.domain.appeals import Court
from evaluation_svc.domain.evaluation import Evaluation, evolve
from evaluation_svc.domain.facts import Fact
from evaluation_svc.domain.refusals import Code, Refusal


async def submit(command: do.Submit, attempt: Attempt, occasion: Occasion, store: Store) -> Outcome:
    """Rates a person for a period, also as a draft, or goes on with what was withdrawn or drafted.

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


async def change(command: do.Change, attempt: Attempt, occasion: Occasion, store: Store) -> Outcome:
    """Revises, submits a draft, withdraws, takes note, or objects.

    Raises:
        Refusal: as the decision about it in `domain`, and for an evaluation that is not there.
    """
    async with store.begin() as work:
        if (earlier := await work.replay(attempt)) is not None:
            return earlier
        state = await work.load(command.evaluation_id)
        if state is None:
            raise Refusal(Code.UNKNOWN_EVALUATION, "There is no evaluation with this id.")
        roster = await work.roster([state.civil_servant_id, state.rater_id], [state.evaluated_period_id])
        if isinstance(command, do.Appeal):
            facts = appeals.appeal(command, state, await _court(work, state, occasion))
        else:
            facts = _facts(command, state, roster, occasion)
        return await _conclude(work, state, facts, attempt, occasion, files=isinstance(command, do.Appeal))


async def hear(command: do.Hearing, attempt: Attempt, occasion: Occasion, store: Store) -> Outcome:
    """Takes down a statement in an appeal, or decides it; the outcome is the appeal.

    Raises:
        Refusal: as `domain.appeals.state_view` and `decide`, and for an appeal that is not there.
    """
    async with store.begin() as work:
        if (earlier := await work.replay(attempt)) is not None:
            return earlier
        state = await work.load_appeal(command.appeal_id)
        if state is None:
            raise Refusal(Code.UNKNOWN_APPEAL, "There is no appeal with this id.")
        match command:
            case do.State():
                facts = appeals.state_view(command, state, occasion.today)
            case do.DecideAppeal():
                facts = appeals.decide(command, state, await _court(work, state, occasion))
        return await _conclude(work, state, facts, attempt, occasion, appeal_id=command.appeal_id)


async def _court(work: Work, state: Evaluation, occasion: Occasion) -> Court:
    """The rater, and who of those who hear the appeal, or would, is gone."""
    rater = (await work.roster([state.rater_id], [])).people.get(state.rater_id)
    above = {None if rater is None else rater.rater(occasion.today)}
    if state.appeal is not None:
        above.add(state.appeal.filed.heard_by)
    found = (await work.roster([each for each in above if each is not None], [])).people
    left = frozenset(key for key, each in found.items() if each.left_on is not None and each.left_on < occasion.today)
    return Court(rater, occasion.today, occasion.rules.appeals, left)


def _facts(
    command: do.Acknowledge | do.Revise | do.HandIn | do.Withdraw, state: Evaluation, roster: Roster, occasion: Occasion
) -> tuple[Fact, ...]:
    match command:
        case do.Acknowledge():
            return appeals.acknowledge(command, state, occasion.today, occasion.rules.appeals)
        case do.Revise() | do.HandIn() | do.Withdraw():
            given = circumstances(roster, state.civil_servant_id, state.evaluated_period_id, occasion)
    match command:
        case do.Revise():
            return decide.revise(command, state, given)
        case do.HandIn():
            return decide.hand_in(command, state, given)
        case do.Withdraw():
            return decide.withdraw(command, state, given)


async def _conclude(
    work: Work,
    before: Evaluation | None,
    facts: tuple[Fact, ...],
    attempt: Attempt,
    occasion: Occasion,
    *,
    files: bool = False,
    appeal_id: UUID | None = None,
) -> Outcome:
    after, said = settle(before, facts, occasion)
    if files and after.appeal is not None:
        appeal_id = after.appeal.filed.appeal_id
    shown = resource if appeal_id is None else appeal_resource
    outcome = Outcome(
        created=before is None or files,
        resource=shown(after, occasion.today, occasion.rules.appeals),
        aggregate_id=appeal_id or after.evaluation_id,
        sequence=after.sequence,
    )
    if facts:
        await work.save([after], said)
        await follow_ups.propose(work, [after], occasion)
    await work.remember(attempt, outcome, occasion.now)
    return outcome


def settle(
    before: Evaluation | None, facts: tuple[Fact, ...], occasion: Occasion
) -> tuple[Evaluation, list[Announcement]]:
    """The state after the facts, and what is to be said of each of them."""
    state, said = before, list[Announcement]()
    for fact in facts:
        state = evolve(state, fact)
        if (news := announcement(state, fact, occasion.now, occasion.correlation_id)) is not None:
            said.append(news)
    if state is None:
        raise AssertionError("where nothing was, a command states a fact or is refused")
    return state, said
