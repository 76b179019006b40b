"""An evaluation: the superior's ratings of one person for one period, from a draft to the end of an appeal.

draft → submitted → acknowledged | objected → decided; draft and submitted can be withdrawn, and what was withdrawn is
drafted or submitted again. There is one aggregate a person and evaluated period, and its sequence goes on through all
of that, so that a reader who keeps the highest sequence always has what holds.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from evaluation_svc.domain.facts import (
    Acknowledged,
    Decided,
    Drafted,
    Fact,
    Heard,
    Judgement,
    Objected,
    Of,
    Side,
    Submitted,
    Withdrawn,
)
from evaluation_svc.domain.proposal import Proposal


class Status(StrEnum):
    """Where an evaluation stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACKNOWLEDGED = "acknowledged"
    OBJECTED = "objected"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal on its way: filed, heard, decided. against: the ratings that it objects to."""

    filed: Objected
    against: Judgement
    statements: tuple[Heard, ...] = ()
    decided: Decided | None = None

    def heard(self, side: Side) -> bool:
        """Whether this side made a statement."""
        return any(each.side is side for each in self.statements)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The state: whose it is, the ratings that stand, and what has become of them.

    received_on: None while it was never submitted. proposal: what the numbers proposed when the ratings were given.
    peers: whether opinions of peers and subordinates were asked for then.
    """

    of: Of
    sequence: int
    status: Status
    judgement: Judgement
    received_on: date | None = None
    withdrawn: Withdrawn | None = None
    acknowledged: Acknowledged | None = None
    appeal: Appeal | None = None
    proposal: Proposal | None = None
    peers: bool = False

    @property
    def evaluation_id(self) -> UUID:
        return self.of.evaluation_id

    @property
    def civil_servant_id(self) -> UUID:
        return self.of.civil_servant_id

    @property
    def evaluated_period_id(self) -> UUID:
        return self.of.evaluated_period_id

    @property
    def rater_id(self) -> UUID:
        return self.of.rater_id


def evolve(state: Evaluation | None, fact: Fact) -> Evaluation:
    """The state after a fact.

    Raises:
        ValueError: for what can only follow a submission, where there is none; no decision leads to it.
    """
    sequence = 1 if state is None else state.sequence + 1
    if isinstance(fact, Drafted):
        return Evaluation(fact.of, sequence, Status.DRAFT, fact.judgement, proposal=fact.proposal)
    if isinstance(fact, Submitted):
        return Evaluation(
            of=fact.of,
            sequence=sequence,
            status=Status.SUBMITTED,
            judgement=fact.judgement,
            received_on=fact.received_on,
            proposal=fact.proposal,
            peers=fact.peers,
        )
    if state is None:
        raise ValueError(f"{type(fact).__name__} follows a submission")
    return replace(_evolved(state, fact), sequence=sequence)


def _evolved(state: Evaluation, fact: Withdrawn | Acknowledged | Objected | Heard | Decided) -> Evaluation:
    match fact:
        case Withdrawn():
            return replace(state, status=Status.WITHDRAWN, withdrawn=fact)
        case Acknowledged():
            return replace(state, status=Status.ACKNOWLEDGED, acknowledged=fact)
        case Objected():
            return replace(state, status=Status.OBJECTED, appeal=Appeal(fact, state.judgement))
        case Heard():
            return replace(state, appeal=_with_statement(_appeal(state), fact))
        case Decided():
            appeal = replace(_appeal(state), decided=fact)
            return replace(state, status=Status.DECIDED, judgement=fact.judgement, appeal=appeal)


def _with_statement(appeal: Appeal, fact: Heard) -> Appeal:
    return replace(appeal, statements=(*appeal.statements, fact))


def _appeal(state: Evaluation) -> Appeal:
    if state.appeal is None:
        raise ValueError("a hearing and a decision follow an appeal")
    return state.appeal
