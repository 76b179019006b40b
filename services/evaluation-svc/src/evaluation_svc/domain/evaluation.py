"""An evaluation: the direct superior's ratings of one person for one period, from submission to withdrawal and back.

There is one aggregate a person and evaluated period. It is submitted, revised, withdrawn and submitted again, and
its sequence goes on through all of that, so that a reader who keeps the highest sequence always has what holds.
"""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from evaluation_svc.domain.facts import Fact, Judgement, Submitted, Withdrawn


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The state: the last facts, who rated, and whether the ratings stand (`withdrawn` None) or were taken back."""

    evaluation_id: UUID
    sequence: int
    civil_servant_id: UUID
    period_id: UUID
    evaluated_period_id: UUID
    evaluated_until: date
    rater_id: UUID
    judgement: Judgement
    withdrawn: Withdrawn | None = None


@dataclass(frozen=True, slots=True)
class Submit:
    """Rates a person for a period. `named`: the client chose the id, and so repeats itself knowingly."""

    evaluation_id: UUID
    named: bool
    civil_servant_id: UUID
    evaluated_period_id: UUID
    rater_id: UUID | None
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Revise:
    """Puts other ratings in the place of those that stand."""

    evaluation_id: UUID
    expected_sequence: int
    rater_id: UUID | None
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Takes the ratings back."""

    evaluation_id: UUID
    expected_sequence: int
    rater_id: UUID | None
    reason: str


def evolve(state: Evaluation | None, fact: Fact) -> Evaluation:
    """The state after a fact.

    Raises:
        ValueError: for a withdrawal of nothing, which no decision leads to.
    """
    match fact:
        case Submitted():
            return Evaluation(
                evaluation_id=fact.evaluation_id,
                sequence=1 if state is None else state.sequence + 1,
                civil_servant_id=fact.civil_servant_id,
                period_id=fact.period_id,
                evaluated_period_id=fact.evaluated_period_id,
                evaluated_until=fact.evaluated_until,
                rater_id=fact.rater_id,
                judgement=fact.judgement,
            )
        case Withdrawn():
            if state is None:
                raise ValueError("a withdrawal follows a submission")
            return replace(state, sequence=state.sequence + 1, withdrawn=fact)
