"""What scoring-svc says: the live score of a person, and what a unit's survey means for each person who serves there.

Key of both: the civil servant's id. The live score is monitoring; it is never the official result.
"""

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

import msgspec

from contracts.envelope import Data, check_numbers


class ComponentScore(msgspec.Struct, frozen=True, kw_only=True):
    """One component: its value 0 to 120 (null when missing), the policy's weight, and the share after the weights of
    missing components were spread over the others (both percent)."""

    component: Literal["targets", "evaluation", "survey"]
    value: Decimal | None
    weight: Decimal
    share: Decimal

    def __post_init__(self) -> None:
        check_numbers(self.value, self.weight, self.share)


class ScoreChanged(Data, frozen=True, kw_only=True):
    """The achievement score of one person and annual period.

    aggregate_id of the envelope is the card's id. score: 0 to 120, four decimals; null while nothing counts.
    completeness: percent of the policy's weight that has a value. effective_on: the latest day that a counted fact
    speaks of.
    """

    civil_servant_id: UUID
    period_id: UUID
    score: Decimal | None
    completeness: Decimal
    components: tuple[ComponentScore, ...]
    policy: str
    policy_version: int
    effective_on: date

    def __post_init__(self) -> None:
        check_numbers(self.score, self.completeness)


class SurveyAttributed(Data, frozen=True, kw_only=True):
    """A survey's index as it counts for one person who serves the surveyed unit.

    aggregate_id of the envelope is the attribution's id (one a person and survey). counts: false when the person no
    longer serves there; index null when the survey has no answers.
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

    def __post_init__(self) -> None:
        check_numbers(self.index)
