"""The rating of work results that the numbers propose: shown beside the rater's decision, never put in its place.

PermenPANRB 6/2022 leaves the rating to the superior and gives no numbers for it; the bounds are the region's (KMK
127/2026 has: over 100 above, from 90 on meets). The value is that of the component «targets» of the live score, 0 to
120, of the year that the evaluated period lies in.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from evaluation_svc.domain.ratings import Rating

ADVICE: Final = "It is worked out from the reported targets alone and never replaces the rater's decision."


@dataclass(frozen=True, slots=True)
class Threshold:
    """A value of the region, 0 to 120, and where it comes from."""

    value: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class ProposalRules:
    """above_over: the value that «above» exceeds. meets_from: the lowest value of «meets»; less is «below»."""

    above_over: Threshold
    meets_from: Threshold


@dataclass(frozen=True, slots=True)
class TargetValue:
    """The latest value of a person's targets in a year, by the score's event. value: None while there is none.

    sequence: that of the score's card. effective_on: the latest day that a counted fact speaks of.
    """

    civil_servant_id: UUID
    period_id: UUID
    sequence: int
    value: Decimal | None
    effective_on: date
    event_id: UUID


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was proposed, of which value, by which rules."""

    work_results: Rating
    value: Decimal
    effective_on: date
    event_id: UUID
    rules: ProposalRules


def propose(found: TargetValue | None, rules: ProposalRules) -> Proposal | None:
    """The proposal; None where there is no value."""
    if found is None or found.value is None:
        return None
    return Proposal(rating(found.value, rules), found.value, found.effective_on, found.event_id, rules)


def rating(value: Decimal, rules: ProposalRules) -> Rating:
    """The rating that the bounds give a value."""
    if value > rules.above_over.value:
        return Rating.ABOVE
    return Rating.MEETS if value >= rules.meets_from.value else Rating.BELOW
