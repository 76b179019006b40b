"""The region's `target.toml`: what a region may choose about plans and realizations, each value with its source."""

from pathlib import Path
from typing import Final, NamedTuple

from chassis.region import Region

from target_svc.domain.cascade import PlanRules
from target_svc.domain.evidence import EvidenceRules

FILE: Final = "target.toml"
KINDS: Final = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}
MOST_BYTES: Final = 16 * 1024 * 1024


class Rules(NamedTuple):
    """What the region chose."""

    plans: PlanRules
    evidence: EvidenceRules


def rules(region_dir: Path) -> Rules:
    """What the region says of plans and of evidence files.

    Raises:
        RegionRefused: with all faults of the file.
    """
    region = Region(region_dir / FILE)
    required = region.flag("cascade.superior_plan_required")
    types = tuple([kind for word, kind in KINDS.items() if region.flag(f"evidence.types.{word}").value])
    most = region.whole("evidence.max_bytes", 1_024, MOST_BYTES)
    keep = region.whole("evidence.unnamed_hours", 1, 720)
    unnamed = region.whole("evidence.unnamed_at_once", 1, 1_000)
    if not types:
        region.fault("evidence.types", "allows at least one type")
    region.done()
    evidence = EvidenceRules(types, most.value, keep.value, keep.source, unnamed.value)
    return Rules(PlanRules(required.value, required.source), evidence)
