"""Making invitations. A token is answered to who asked for it and never kept, nor is the client's id of it.

A repetition gets the same tokens, because they are worked out again from the ids.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from survey_svc.app.execute import known
from survey_svc.app.ports import Attempt, Occasion, Outcome, Store, Tokens, Work
from survey_svc.domain.access import Actor, check_runs_surveys
from survey_svc.domain.invitations import Invitation, Invite, invite
from survey_svc.domain.refusals import Code, Refusal


@dataclass(frozen=True, slots=True)
class Handed:
    """An invitation for whoever hands it on. text: the token; link: the address that it opens; until: its last day."""

    invitation_id: UUID
    text: str
    link: str
    valid_until: str


async def make(
    command: Invite, actor: Actor, attempt: Attempt, occasion: Occasion, store: Store, tokens: Tokens
) -> tuple[Outcome, tuple[Handed, ...]]:
    """Makes the invitations that are not there yet, and answers all of them in the order in which they were asked for.

    Raises:
        Refusal: as `domain.invitations.invite`; `already_exists` for an id that stands for another invitation; for a
            survey that is not there; to a stranger.
    """
    async with store.begin() as work:
        outcome = await work.replay(attempt)
        if outcome is None:
            state = known(await work.load(command.survey_id))
            check_runs_surveys(actor, state.definition.agency_id)
            people = await work.people([each.served_by for each in command.items if each.served_by is not None])
            wanted = invite(command, state, people, occasion.today)
            kept = await _settle(work, command, wanted, tokens)
            outcome = Outcome(True, {"items": kept}, state.survey_id, None)
            await work.remember(attempt, outcome, occasion.now)
    return outcome, _handed(outcome, tokens)


async def _settle(work: Work, command: Invite, wanted: tuple[Invitation, ...], tokens: Tokens) -> list[list[str]]:
    """Id, key and last day of each: what a repetition needs to answer the same, without a token."""
    made = [tokens.made(command.survey_id, each.invitation_id) for each in command.items]
    found = await work.invitations([token.digest for each in made for token in each])
    new: list[tuple[bytes, Invitation]] = []
    kept: list[list[str]] = []
    for item, one, candidates in zip(command.items, wanted, made, strict=True):
        token = next((each for each in candidates if each.digest in found), candidates[0])
        there = found.get(token.digest)
        if there is None:
            new.append((token.digest, one))
        elif replace(there, used=False) != one:
            sentence = "There is an invitation with this id, for somebody else or for other days: take a new id."
            raise Refusal(Code.ALREADY_EXISTS, sentence, f"{item.pointer}/id")
        kept.append([str(item.invitation_id), token.key, one.valid_until.isoformat()])
    await work.keep_invitations(new)
    return kept


def _handed(outcome: Outcome, tokens: Tokens) -> tuple[Handed, ...]:
    handed: list[Handed] = []
    for invitation_id, key, until in outcome.resource["items"]:  # pyright: ignore[reportGeneralTypeIssues]
        made = tokens.made(outcome.aggregate_id, UUID(invitation_id))
        token = next((each for each in made if each.key == key), None)
        if token is None:
            sentence = "The key that these invitations were signed with is in use no more: ask for new ones."
            raise Refusal(Code.INVITATION_EXPIRED, sentence)
        handed.append(Handed(UUID(invitation_id), token.text, token.link, until))
    return tuple(handed)
