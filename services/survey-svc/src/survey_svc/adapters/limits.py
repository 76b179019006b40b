"""The region's limits of what is taken by an open link."""

from pathlib import Path
from typing import Final

from chassis.region import Region

from survey_svc.domain.integrity import Limits

FILE: Final = "survey.toml"
DAY_SECONDS: Final = 86_400


def limits(region_dir: Path) -> Limits:
    """
    Raises:
        RegionRefused: the file is wrong, with all its faults.
    """
    region = Region(region_dir / FILE)
    found = Limits(
        flood_answers=region.whole("flood.answers", 1, 1_000_000).value,
        flood_seconds=region.whole("flood.seconds", 1, DAY_SECONDS).value,
        duplicate_seconds=region.whole("duplicate.seconds", 1, DAY_SECONDS).value,
    )
    region.done()
    return found
