"""The region's `evaluation.toml`: what a region may choose about evaluations, each value with its source."""

from pathlib import Path

from chassis.region import Region

from evaluation_svc.domain.distribution import Bound, DistributionRules
from evaluation_svc.domain.proposal import ProposalRules, Threshold
from evaluation_svc.domain.ratings import OrganizationPredicate, Predicate, Rating
from evaluation_svc.domain.rules import (
    AppealRules,
    Days,
    HeadRatings,
    MappedRating,
    Measure,
    Measures,
    OpinionRules,
    Rules,
    SelfAssessmentRules,
)

FILE = "evaluation.toml"
MOST_DAYS = 365
MOST_PEOPLE = 10_000
KINDS = "reward", "sanction", "coaching"


def rules(region_dir: Path) -> Rules:
    """What the region says.

    Raises:
        RegionRefused: with all faults of the file.
    """
    region = Region(region_dir / FILE)
    found = Rules(
        appeals=_appeals(region),
        distribution=_distribution(region),
        head_ratings=_head_ratings(region),
        proposal=_proposal(region),
        self_assessment=_self_assessment(region),
        opinions=_opinions(region),
        measures=_measures(region),
    )
    region.done()
    return found


def _appeals(region: Region) -> AppealRules:
    filing = region.whole("appeal.days", 1, MOST_DAYS)
    hearing = region.whole("appeal.hearing_days", 1, MOST_DAYS)
    counting = region.word("appeal.counting", ("calendar",))
    return AppealRules(Days(*filing), Days(*hearing), counting.source)


def _distribution(region: Region) -> DistributionRules:
    def percent(name: str) -> Bound:
        return Bound(*region.whole(f"distribution.{name}", 0, 100))

    return DistributionRules(
        majority_most=percent("majority_most"),
        leading_least=percent("leading_least"),
        beside_least=percent("beside_least"),
        very_good_most=percent("very_good_most"),
        smallest_group=Bound(*region.whole("distribution.smallest_group", 1, MOST_PEOPLE)),
    )


def _head_ratings(region: Region) -> HeadRatings:
    def mapped(predicate: OrganizationPredicate) -> MappedRating:
        found = region.word(f"organization.head_work_results.{predicate.value}", [each.value for each in Rating])
        return MappedRating(Rating(found.value) if found.value in list(Rating) else Rating.BELOW, found.source)

    return {predicate: mapped(predicate) for predicate in OrganizationPredicate}


def _proposal(region: Region) -> ProposalRules:
    over, least = (Threshold(*region.number(f"proposal.{name}", 0, 120)) for name in ("above_over", "meets_from"))
    if over.value < least.value:
        region.fault("proposal.above_over", f"is not under proposal.meets_from, {least.value}")
    return ProposalRules(over, least)


def _self_assessment(region: Region) -> SelfAssessmentRules:
    first = region.flag("self_assessment.first")
    return SelfAssessmentRules(*first, Days(*region.whole("self_assessment.wait_days", 0, MOST_DAYS)))


def _opinions(region: Region) -> OpinionRules:
    asked = region.flag("opinions.asked")
    days = Days(*region.whole("opinions.days", 0, MOST_DAYS))
    # Two are the fewest of whom neither can be told by what is shown.
    return OpinionRules(*asked, days, Bound(*region.whole("opinions.smallest_count", 2, MOST_PEOPLE)))


def _measures(region: Region) -> Measures:
    def measure(predicate: Predicate, key: str) -> Measure:
        return Measure(key, *region.word(f"follow_up.{predicate.value}.{key}", KINDS))

    names = {predicate: region.names(f"follow_up.{predicate.value}") for predicate in Predicate}
    return {predicate: tuple(measure(predicate, key) for key in keys) for predicate, keys in names.items() if keys}
