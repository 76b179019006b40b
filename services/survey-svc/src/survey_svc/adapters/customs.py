"""What the region's file lays down: limits for the open link, how the public comes to surveys, and for how long an
invitation is good."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from chassis.region import Region, Whole

from survey_svc.domain.decide import Customs
from survey_svc.domain.facts import Entrance
from survey_svc.domain.integrity import Limits

FILE: Final = "survey.toml"
DAY_SECONDS: Final = 86_400


@dataclass(frozen=True, slots=True)
class Regional:
    """invitation_days: after the day of the service."""

    limits: Limits
    customs: Customs
    invitation_days: Whole


def read(region_dir: Path) -> Regional:
    """
    Raises:
        RegionRefused: the file is wrong, with all its faults.
    """
    region = Region(region_dir / FILE)
    flood = region.whole("flood.answers", 1, 1_000_000).value, region.whole("flood.seconds", 1, DAY_SECONDS).value
    limits = Limits(*flood, duplicate_seconds=region.whole("duplicate.seconds", 1, DAY_SECONDS).value)
    entrance = region.word("entry.default", [each.value for each in Entrance]).value
    served_from = region.whole("served.answers", 1, 1_000).value
    days = region.whole("invitation.days", 0, 366)
    region.done()
    return Regional(limits, Customs(Entrance(entrance), served_from), days)
