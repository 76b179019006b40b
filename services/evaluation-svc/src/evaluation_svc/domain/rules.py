"""What the region chose about evaluations: each value with its source, so that a reader sees whose rule it is.

source: a regulation, `own` where no text gives a rule, or `verify: <regulation>`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from evaluation_svc.domain.distribution import Bound, DistributionRules
from evaluation_svc.domain.proposal import ProposalRules
from evaluation_svc.domain.ratings import OrganizationPredicate, Predicate, Rating


@dataclass(frozen=True, slots=True)
class Days:
    """A number of calendar days and where it comes from; the first is the day after what they are counted from."""

    value: int
    source: str


@dataclass(frozen=True, slots=True)
class AppealRules:
    """filing: counted from the receipt of the ratings. hearing: each side's days for its statement, from the filing.
    counting: the source of counting calendar days, the first being the day after."""

    filing: Days
    hearing: Days
    counting: str


@dataclass(frozen=True, slots=True)
class MappedRating:
    """The rating of work results that a unit's predicate gives its head, and who says so."""

    rating: Rating
    source: str


HeadRatings = Mapping[OrganizationPredicate, MappedRating]
"""The organization's predicate → its head's rating of work results (SE MenPANRB 3/2023)."""


@dataclass(frozen=True, slots=True)
class SelfAssessmentRules:
    """first: whether a superior waits for the person's self-assessment, and who says so. wait: how long, counted from
    the period's last day."""

    first: bool
    source: str
    wait: Days


@dataclass(frozen=True, slots=True)
class OpinionRules:
    """asked: whether peers and subordinates are asked for opinions (PP 30/2019 Ps 41), and who says so. days: how long
    after the period's last day. smallest: how many opinions are shown at least."""

    asked: bool
    source: str
    days: Days
    smallest: Bound


@dataclass(frozen=True, slots=True)
class Measure:
    """A consequence that the region knows. kind: reward, sanction or coaching."""

    key: str
    kind: str
    source: str


Measures = Mapping[Predicate, tuple[Measure, ...]]
"""A year's predicate → what it proposes; a predicate that proposes nothing may be missing."""


@dataclass(frozen=True, slots=True)
class Rules:
    """All that the region's `evaluation.toml` says."""

    appeals: AppealRules
    distribution: DistributionRules
    head_ratings: HeadRatings
    proposal: ProposalRules
    self_assessment: SelfAssessmentRules
    opinions: OpinionRules
    measures: Measures
