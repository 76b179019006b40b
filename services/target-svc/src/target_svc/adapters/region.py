"""The region's `target.toml`: what a region may choose about plans, each value with its source."""

from pathlib import Path

from chassis.region import Region

from target_svc.domain.cascade import PlanRules

FILE = "target.toml"


def plan_rules(region_dir: Path) -> PlanRules:
    """What the region says of plans.

    Raises:
        RegionRefused: with all faults of the file.
    """
    region = Region(region_dir / FILE)
    required = region.flag("cascade.superior_plan_required")
    region.done()
    return PlanRules(required.value, required.source)
