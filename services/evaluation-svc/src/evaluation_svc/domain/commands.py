"""What may be asked of an evaluation. expected_sequence: the version that the asker saw."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from evaluation_svc.domain.facts import Judgement, Outcome
from evaluation_svc.domain.ratings import Rating


@dataclass(frozen=True, slots=True)
class Submit:
    """Rates a person for a period. `named`: the client chose the id, and so repeats itself knowingly.

    draft: keeps the ratings for the rater alone. received_on: when the person received ratings that were made
    elsewhere; None: with the submission.
    """

    evaluation_id: UUID
    named: bool
    civil_servant_id: UUID
    evaluated_period_id: UUID
    rater_id: UUID | None
    judgement: Judgement
    draft: bool = False
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class Revise:
    """Puts other ratings in the place of those that stand, or of a draft's."""

    evaluation_id: UUID
    expected_sequence: int
    rater_id: UUID | None
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class HandIn:
    """Submits a draft as it is."""

    evaluation_id: UUID
    expected_sequence: int
    rater_id: UUID | None


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Takes the ratings back."""

    evaluation_id: UUID
    expected_sequence: int
    rater_id: UUID | None
    reason: str


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """The rated person takes note without objecting."""

    evaluation_id: UUID
    expected_sequence: int
    civil_servant_id: UUID | None


@dataclass(frozen=True, slots=True)
class Appeal:
    """The rated person objects, with reasons."""

    evaluation_id: UUID
    expected_sequence: int
    civil_servant_id: UUID | None
    appeal_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class State:
    """One side says its view in the hearing. It changes nothing that another one saw, so that it names no version."""

    appeal_id: UUID
    civil_servant_id: UUID | None
    text: str


@dataclass(frozen=True, slots=True)
class DecideAppeal:
    """Upholds the ratings, or sets others. of_region: the asker holds the region's office (role region_admin).

    work_results, work_behavior: the ratings from now on; of a revision, None leaves that one as it is.
    """

    appeal_id: UUID
    expected_sequence: int
    civil_servant_id: UUID | None
    of_region: bool
    outcome: Outcome
    reason: str
    work_results: Rating | None = None
    work_behavior: Rating | None = None


Change = Revise | HandIn | Withdraw | Acknowledge | Appeal
"""Of an evaluation, by its id."""

Hearing = State | DecideAppeal
"""Of an appeal, by its id."""
