"""The direct superior's ratings, and what becomes of them. Owner: evaluation-svc. Key: the civil servant's id.

`period_id` is the annual period that the evaluated one lies in (the same, where the year itself is evaluated), so
that it meets the plan's. Ratings as in PermenPANRB 6/2022. Every event of an evaluation but its withdrawal holds the
ratings that stand after it, so that a reader who keeps the newest one has what counts.
"""

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

import msgspec

from contracts.envelope import Data, check_numbers
from contracts.words import BehaviorValue, OrganizationPredicate, Predicate, Rating


class BehaviorRating(msgspec.Struct, frozen=True, kw_only=True):
    """The rating of one of the seven BerAKHLAK values."""

    value: BehaviorValue
    rating: Rating


class Judged(Data, frozen=True, kw_only=True):
    """The ratings that stand. predicate: of the nine cells of the regulation's matrix. evaluated_on: the day of the
    judgement. behaviors: value by value, empty where the region rates behaviour as a whole. peers: whether opinions of
    peers and subordinates were asked for (PP 30/2019 Ps 41: 60/40 instead of 70/30)."""

    evaluation_id: UUID
    civil_servant_id: UUID
    period_id: UUID
    evaluated_period_id: UUID
    evaluated_until: date
    rater_id: UUID
    work_results: Rating
    work_behavior: Rating
    predicate: Predicate
    behaviors: tuple[BehaviorRating, ...] = ()
    peers: bool = False
    evaluated_on: date


class EvaluationSubmitted(Judged, frozen=True, kw_only=True):
    """The superior rated; a revision is the same event with a higher sequence and `revised` true."""

    revised: bool


class EvaluationAcknowledged(Judged, frozen=True, kw_only=True):
    """The rated person took note of the ratings without objecting. by_deadline: the legal days ran out silently."""

    acknowledged_on: date
    by_deadline: bool


class EvaluationObjected(Judged, frozen=True, kw_only=True):
    """The rated person appealed (keberatan, PP 30/2019 Ps 59). What was rated stands until it is decided.

    heard_by: the rater's superior on that day; null where there is none, and the region's official decides.
    """

    appeal_id: UUID
    objected_on: date
    heard_by: UUID | None


class EvaluationDecided(Judged, frozen=True, kw_only=True):
    """The rater's superior, or for want of one the region's official, decided the appeal; final. The ratings are the
    decided ones. decided_by: null where the region's official is no civil servant of the roster."""

    appeal_id: UUID
    decided_on: date
    decided_by: UUID | None
    outcome: Literal["upheld", "revised"]
    reason: str


class EvaluationWithdrawn(Data, frozen=True, kw_only=True):
    """The superior took the evaluation back: it counts no longer, until it is submitted again."""

    evaluation_id: UUID
    civil_servant_id: UUID
    period_id: UUID
    evaluated_period_id: UUID
    rater_id: UUID
    withdrawn_on: date
    reason: str


class FollowUpConfirmed(Data, frozen=True, kw_only=True):
    """What a person confirmed as the consequence of a result (tindak lanjut); measure: a key of the region's policy.
    confirmed_by: null where who confirmed is no civil servant of the roster."""

    follow_up_id: UUID
    civil_servant_id: UUID
    period_id: UUID
    kind: Literal["reward", "sanction", "coaching"]
    measure: str
    confirmed_by: UUID | None
    confirmed_on: date


class OrganizationRated(Data, frozen=True, kw_only=True):
    """The predicate of a unit's achievement, set by the level above (SE MenPANRB 3/2023). Key: the unit's id.

    achievement: percent, as reported to the one who set it; null where none was.
    """

    organization_evaluation_id: UUID
    unit_id: UUID
    agency_id: UUID
    period_id: UUID
    evaluated_period_id: UUID
    predicate: OrganizationPredicate
    achievement: Decimal | None
    rated_by: UUID | None
    rated_on: date

    def __post_init__(self) -> None:
        check_numbers(self.achievement)
