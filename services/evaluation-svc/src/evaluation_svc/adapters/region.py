"""The region's `evaluation.toml`: what a region may choose about appeals, each value with its source."""

from pathlib import Path

from chassis.region import Region

from evaluation_svc.domain.rules import AppealRules, Days

FILE = "evaluation.toml"
MOST_DAYS = 365


def appeal_rules(region_dir: Path) -> AppealRules:
    """What the region says of appeals.

    Raises:
        RegionRefused: with all faults of the file.
    """
    region = Region(region_dir / FILE)
    filing = region.whole("appeal.days", 1, MOST_DAYS)
    hearing = region.whole("appeal.hearing_days", 1, MOST_DAYS)
    counting = region.word("appeal.counting", ("calendar",))
    region.done()
    return AppealRules(Days(*filing), Days(*hearing), counting.source)
