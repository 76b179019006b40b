"""Innovation records: claimed → confirmed | declined by the rater of the day; a declined one may be claimed anew.

PP 30/2019 Ps 41 makes a new idea or way of working, of use to the organisation or the state, the condition of the
category very good, so that somebody else than its author has to stand for it. Invariants: what is confirmed stays as it
is; a declined one is claimed again with other words or other evidence only [own].
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from target_svc.domain.access import Actor
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import Period, PeriodStatus

WHILE = (PeriodStatus.OPEN, PeriodStatus.EVALUATION)


class InnovationStatus(StrEnum):
    """claimed → confirmed | declined; declined → claimed."""

    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a person says to have made new. evidence_url: where it can be seen."""

    title: str
    description: str
    evidence_url: str | None = None


@dataclass(frozen=True, slots=True)
class Innovation:
    """An innovation record. as_of: the day of its newest change. claimed_by: the subject of the token that claimed it
    last. checked_by: the rater who decided, None where the region's administration did so for somebody whom the roster
    puts under nobody. reason: why it was declined."""

    id: UUID
    sequence: int
    civil_servant_id: UUID
    period_id: UUID
    claim: Claim
    status: InnovationStatus
    as_of: date
    claimed_by: str
    checked_by: UUID | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """It is claimed, with these words. by: the subject of the token."""

    claim: Claim
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Checked:
    """The rater confirmed or declined."""

    status: InnovationStatus
    reason: str | None
    by: UUID | None
    on: date


InnovationFact = Claimed | Checked


def begin(state: Innovation | None, new: Innovation, period: Period) -> tuple[Innovation, ...]:
    """A new claim as it begins; () where just this one is there already.

    Raises:
        Refusal: `already_exists`, `period_malformed`, `period_not_open`.
    """
    if state is not None:
        if (state.civil_servant_id, state.period_id, state.claim) == (
            new.civil_servant_id, new.period_id, new.claim,
        ):  # fmt: skip
            return ()
        raise Refusal(Code.ALREADY_EXISTS, "An innovation with this id exists and says something else.", "#/id")
    if period.kind != "annual":
        raise Refusal(Code.PERIOD_MALFORMED, "An innovation is claimed for an annual period.", "#/period_id")
    _check_open(period)
    return (new,)


def claim_again(state: Innovation, claim: Claim, period: Period, by: str, on: date) -> tuple[InnovationFact, ...]:
    """Other words for what is not confirmed; () where a claim says just this.

    Raises:
        Refusal: `wrong_status`, `same_claim`, `period_not_open`.
    """
    if state.status is InnovationStatus.CONFIRMED:
        raise Refusal(Code.WRONG_STATUS, "This innovation is confirmed and stays as it is; claim another one.")
    if claim == state.claim:
        if state.status is InnovationStatus.CLAIMED:
            return ()
        sentence = f"Just this was declined: {state.reason} Say what is different, or show other evidence."
        raise Refusal(Code.SAME_CLAIM, sentence, "#/description")
    _check_open(period)
    return (Claimed(claim, by, on),)


def check(
    state: Innovation,
    to: InnovationStatus,
    reason: str | None,
    period: Period,
    actor: Actor,
    rater: UUID | None,
    on: date,
) -> tuple[InnovationFact, ...]:
    """The rater's decision; () where it stands so already.

    Raises:
        Refusal: `own_entry`, `wrong_status`, `reason_missing`, `period_not_open`.
    """
    if state.civil_servant_id == actor.civil_servant_id or state.claimed_by == actor.subject:
        raise Refusal(Code.OWN_ENTRY, "You claimed this yourself: somebody else checks it.")
    if (state.status, state.reason) == (to, reason):
        return ()
    if state.status is not InnovationStatus.CLAIMED:
        then = "it stays so" if state.status is InnovationStatus.CONFIRMED else "it has to be claimed again first"
        raise Refusal(Code.WRONG_STATUS, f"This innovation is {state.status}; {then}.")
    if to is InnovationStatus.DECLINED and reason is None:
        raise Refusal(Code.REASON_MISSING, "Say why, so that the person knows what to show.", "#/reason")
    _check_open(period)
    return (Checked(to, reason, rater, on),)


def _check_open(period: Period) -> None:
    if period.status not in WHILE:
        sentence = f"The period {period.name} is {period.status}: its innovations stay as they are."
        raise Refusal(Code.PERIOD_NOT_OPEN, sentence)


def evolve(state: Innovation, facts: Sequence[InnovationFact]) -> Innovation:
    """The record after facts, each of them one version."""
    for fact in facts:
        state = replace(state, sequence=state.sequence + 1, as_of=fact.on)
        match fact:
            case Claimed():
                status = InnovationStatus.CLAIMED
                state = replace(
                    state, claim=fact.claim, claimed_by=fact.by, status=status, checked_by=None, reason=None
                )
            case Checked():
                state = replace(state, status=fact.status, reason=fact.reason, checked_by=fact.by)
    return state
