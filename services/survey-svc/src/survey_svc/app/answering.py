"""One respondent's answer from its arrival to its commit, by the open link or by an invitation."""

from dataclasses import dataclass, replace

from survey_svc.app.execute import known, settle
from survey_svc.app.ports import Attempt, Occasion, Outcome, Store, Tokens, Work
from survey_svc.domain import answers, invitations
from survey_svc.domain.answers import Count
from survey_svc.domain.facts import Answer, Answered
from survey_svc.domain.integrity import Limits, weighed
from survey_svc.domain.survey import Survey


@dataclass(frozen=True, slots=True)
class Door:
    """What stands between the public and a survey: the region's limits, and who reads the tokens of invitations."""

    limits: Limits
    tokens: Tokens


async def answer(
    command: Count, token: str | None, door: Door, attempt: Attempt, occasion: Occasion, store: Store
) -> Outcome:
    """Counts one respondent's answers, whoever it is, or sets them aside; what is said back is the same.
    The respondent sees no index, so that it leads nobody. An invitation is used up in the same transaction.

    Raises:
        Refusal: as `domain.answers.count` and `domain.invitations.use`; `invitation_needed`; for a survey that is not
            there.
    """
    async with store.begin() as work:
        if (earlier := await work.replay(attempt)) is not None:
            return earlier
        state = known(await work.load(command.survey_id))
        facts = answers.count(command, state, occasion.today)
        for fact in facts:
            if isinstance(fact, Answered):
                (one,) = fact.answers
                one = await _let_in(work, state, one, token, door, occasion)
                near = await work.near(state.survey_id, one, occasion.now, door.limits)
                state = await settle(work, state, (Answered((weighed(one, near, door.limits),)),), occasion)
        (given,) = command.given
        shown = {"id": str(given.answer_id), "survey_id": str(command.survey_id)}
        outcome = Outcome(True, shown, given.answer_id, None)
        await work.remember(attempt, outcome, occasion.now)
        return outcome


async def _let_in(work: Work, state: Survey, one: Answer, token: str | None, door: Door, occasion: Occasion) -> Answer:
    """The answer as it came in. The survey's row is locked, so of two uses of an invitation one sees the other."""
    if token is None:
        invitations.check_without(state)
        return one
    digest = door.tokens.digest(token)
    found = {} if digest is None else await work.invitations([digest])
    used = invitations.use(None if digest is None else found.get(digest), state, occasion.today)
    if digest is not None:
        await work.use_invitation(digest)
    return replace(one, invited=True, served_by=used.served_by)
