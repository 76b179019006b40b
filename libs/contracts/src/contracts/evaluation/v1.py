"""The direct superior's ratings. Owner: evaluation-svc. Key: the civil servant's id.

`period_id` is the annual period that the evaluated one lies in (the same, where the year itself is evaluated), so
that it meets the plan's. Ratings as in PermenPANRB 6/2022.
"""

from datetime import date
from uuid import UUID

from contracts.envelope import Data
from contracts.words import Predicate, Rating


class EvaluationSubmitted(Data, frozen=True, kw_only=True):
    """The ratings that hold now; a revision is the same event with a higher sequence and `revised` true.

    predicate: of the nine cells of the regulation's matrix. evaluated_on: the day of the judgement.
    """

    evaluation_id: UUID
    civil_servant_id: UUID
    period_id: UUID
    evaluated_period_id: UUID
    evaluated_until: date
    rater_id: UUID
    work_results: Rating
    work_behavior: Rating
    predicate: Predicate
    evaluated_on: date
    revised: bool


class EvaluationWithdrawn(Data, frozen=True, kw_only=True):
    """The superior took the evaluation back: it counts no longer, until it is submitted again."""

    evaluation_id: UUID
    civil_servant_id: UUID
    period_id: UUID
    evaluated_period_id: UUID
    rater_id: UUID
    withdrawn_on: date
    reason: str
