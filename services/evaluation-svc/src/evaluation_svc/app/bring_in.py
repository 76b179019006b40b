"""Evaluations that superiors made elsewhere, brought in by the person's agency: up to a thousand, all or none.

The rules are those of a single submission; each item names its rater, who must have been the direct superior on its
day. What was received so long ago that the days of an appeal have run out is acknowledged by silence at once.
Invariant: the whole is one transaction with a fixed number of statements, and bringing in the same again changes
nothing.
"""

from collections.abc import Sequence
from dataclasses import replace

from evaluation_svc.app import follow_ups
from evaluation_svc.app.execute import settle
from evaluation_svc.app.lookup import Known, circumstances
from evaluation_svc.app.ports import Attempt, Occasion, Outcome, Roster, Store
from evaluation_svc.app.translate import Announcement
from evaluation_svc.domain import appeals, decide
from evaluation_svc.domain.access import Actor, check_brings_in
from evaluation_svc.domain.commands import Submit
from evaluation_svc.domain.evaluation import Evaluation
from evaluation_svc.domain.refusals import Refusal


async def bring_in(
    commands: Sequence[Submit], actor: Actor, attempt: Attempt, occasion: Occasion, store: Store
) -> Outcome:
    """Submits all of `commands`.

    Raises:
        Refusal: of the first item that is refused, its pointer beginning with `#/items/<index>`.
    """
    async with store.begin() as work:
        if (earlier := await work.replay(attempt)) is not None:
            return earlier
        roster = await work.roster(
            {command.civil_servant_id for command in commands}, {command.evaluated_period_id for command in commands}
        )
        known = Known(await work.claim(commands))
        changed, said = list[Evaluation](), list[Announcement]()
        for place, command in enumerate(commands):
            try:
                state, news = _submit(command, actor, roster, known, occasion)
            except Refusal as refusal:
                pointer = (refusal.pointer or "#").replace("#", f"#/items/{place}", 1)
                raise Refusal(refusal.code, refusal.detail, pointer, found=refusal.found) from refusal
            if news:
                known.put(state)
                changed.append(state)
                said.extend(news)
        outcome = Outcome(created=False, resource={"accepted": len(commands)})
        if changed:
            await work.save(changed, said)
            await follow_ups.propose(work, changed, occasion)
        await work.remember(attempt, outcome, occasion.now)
        return outcome


def _submit(
    command: Submit, actor: Actor, roster: Roster, known: Known, occasion: Occasion
) -> tuple[Evaluation, list[Announcement]]:
    given = circumstances(roster, command.civil_servant_id, command.evaluated_period_id, occasion)
    # Who rated elsewhere saw no proposal of ours, and the self-assessment is there too.
    given = replace(given, proposal=None, awaited=None)
    check_brings_in(actor, given.person, "#/civil_servant_id")
    state = known.find(command)
    state, said = settle(state, decide.submit(command, state, given), occasion)
    if said:
        state, silent = settle(state, appeals.expire(state, occasion.today, occasion.rules.appeals), occasion)
        said += silent
    return state, said
