"""What scoring-svc says: the live score of a person, what a unit's survey and achievement mean for each person who
serves there, early warnings, and the official result.

Key of all: the civil servant's id. The live score is monitoring; it is never the official result.
"""

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

import msgspec

from contracts.envelope import Data, check_numbers
from contracts.words import OrganizationPredicate, Predicate


class ComponentScore(msgspec.Struct, frozen=True, kw_only=True):
    """One component: its value 0 to 120 (null when missing), the policy's weight, and the share after the weights of
    missing components were spread over the others (both percent)."""

    component: Literal["targets", "evaluation", "survey"]
    value: Decimal | None
    weight: Decimal
    share: Decimal

    def __post_init__(self) -> None:
        check_numbers(self.value, self.weight, self.share)


class OrganizationScore(msgspec.Struct, frozen=True, kw_only=True):
    """The unit's achievement as a part of the score, in the same terms as a component."""

    value: Decimal | None
    weight: Decimal
    share: Decimal

    def __post_init__(self) -> None:
        check_numbers(self.value, self.weight, self.share)


class ScoreChanged(Data, frozen=True, kw_only=True):
    """The achievement score of one person and annual period.

    aggregate_id of the envelope is the card's id. score: 0 to 120, four decimals; null while nothing counts.
    completeness: percent of the policy's weight that has a value. effective_on: the latest day that a counted fact
    speaks of. category: the score's name by the policy's bounds (PP 30/2019 Ps 41), which is not the legal predicate.
    organization: null unless the policy counts the unit's achievement within the score.
    """

    civil_servant_id: UUID
    period_id: UUID
    score: Decimal | None
    completeness: Decimal
    components: tuple[ComponentScore, ...]
    policy: str
    policy_version: int
    effective_on: date
    category: Predicate | None = None
    organization: OrganizationScore | None = None

    def __post_init__(self) -> None:
        check_numbers(self.score, self.completeness)


class StaffMean(msgspec.Struct, frozen=True, kw_only=True):
    """The mean of the answers to one of the two elements about staff, 1 to 4."""

    element: Literal["staff_competence", "staff_behavior"]
    mean: Decimal

    def __post_init__(self) -> None:
        check_numbers(self.mean)


class SurveyAttributed(Data, frozen=True, kw_only=True):
    """A survey's index as it counts for one person who serves the surveyed unit.

    aggregate_id of the envelope is the attribution's id (one a person and survey). counts: false when the person no
    longer serves there; index null when the survey has no answers. basis: what of the survey counts, by the policy:
    the unit's whole index, the two elements about staff, or the answers to what this person served. required_sample:
    how many answers the survey asks for; null where it does not know. staff: what the index was made of, where the two
    elements about staff count.
    """

    survey_id: UUID
    unit_id: UUID
    civil_servant_id: UUID
    period_id: UUID
    service: str
    index: Decimal | None
    respondents: int
    as_of: date
    counts: bool
    survey_event_id: UUID
    basis: Literal["unit_index", "staff_elements", "transaction"] = "unit_index"
    required_sample: int | None = None
    staff: tuple[StaffMean, ...] = ()

    def __post_init__(self) -> None:
        check_numbers(self.index)


class OrganizationAttributed(Data, frozen=True, kw_only=True):
    """The achievement of a unit as it is for one person who serves there.

    aggregate_id of the envelope is the attribution's id (one a person and evaluation of the unit). as_of: the last day
    of the evaluated period, or the day of the judgement where that came before; counts: false when the person no longer
    served there on that day. achievement: percent, null where none was reported.
    """

    organization_evaluation_id: UUID
    unit_id: UUID
    civil_servant_id: UUID
    period_id: UUID
    predicate: OrganizationPredicate
    achievement: Decimal | None
    as_of: date
    counts: bool
    rating_event_id: UUID

    def __post_init__(self) -> None:
        check_numbers(self.achievement)


class ForecastChanged(Data, frozen=True, kw_only=True):
    """An early warning began or ended: the score at the year's end, were the courses to go on as they do.

    aggregate_id of the envelope is the forecast's id (one a card). below: whether `forecast` lies under the policy's
    bound. low, high: its uncertainty. It is never a result.
    """

    civil_servant_id: UUID
    period_id: UUID
    forecast: Decimal
    low: Decimal
    high: Decimal
    bound: Decimal
    below: bool
    as_of: date

    def __post_init__(self) -> None:
        check_numbers(self.forecast, self.low, self.high, self.bound)


class ResultSealed(Data, frozen=True, kw_only=True):
    """The official result of a person and year, frozen. aggregate_id of the envelope is the result's id (one a card);
    sequence is its version.

    hash: SHA-256 over the canonical explanation, in hex. reason: what it was sealed by; replaces: the hash of the
    version before, null for the first.
    """

    civil_servant_id: UUID
    period_id: UUID
    result_version: int
    score: Decimal | None
    completeness: Decimal
    category: Predicate | None
    predicate: Predicate | None
    policy: str
    policy_version: int
    hash: str
    reason: Literal["period_closed", "reopening", "appeal"]
    replaces: str | None
    sealed_on: date

    def __post_init__(self) -> None:
        check_numbers(self.score, self.completeness)
