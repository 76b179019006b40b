"""What the regions choose: each value with its source, read whole or refused whole."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chassis.region import RegionRefused
from evaluation_svc.adapters import region
from evaluation_svc.domain.ratings import OrganizationPredicate, Rating
from evaluation_svc.domain.rules import AppealRules, Days

from .. import situations as that

OTHER = that.REGION.parent / "jawa-tengah"
LAW = {"appeal.days"}
"""What a regulation leaves nobody to choose."""


def test_lampung_and_central_java_are_read():
    assert region.rules(that.REGION) == that.REGIONAL
    other = region.rules(OTHER)
    assert other.appeals == AppealRules(Days(14, "PP 30/2019 Ps 59"), Days(5, "own"), "verify: PP 30/2019 Ps 59")
    assert other.head_ratings[OrganizationPredicate.NEEDS_IMPROVEMENT].rating is Rating.MEETS


def leaves(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, entry in table.items():
        if "value" in entry:
            yield prefix + name, entry["value"]
        else:
            yield from leaves(entry, f"{prefix}{name}.")


def choices(folder: Path) -> dict[str, Any]:
    """Name → value; tables of a mapping are one choice."""
    content = tomllib.loads((folder / "evaluation.toml").read_text())
    follow_up = content.pop("follow_up")
    heads = content["organization"].pop("head_work_results")
    return dict(leaves(content)) | {"head_work_results": dict(leaves(heads)), "follow_up": follow_up}


def test_the_other_region_chooses_otherwise_in_everything():
    ours, theirs = choices(that.REGION), choices(OTHER)
    assert ours.keys() == theirs.keys()
    assert {name for name in ours if ours[name] == theirs[name]} == LAW | {"appeal.counting"}


def test_a_file_is_refused_whole(tmp_path: Path):
    text = (that.REGION / "evaluation.toml").read_text()
    for right, wrong in (
        ("days = { value = 14", "days = { value = 0"),
        ('value = "calendar"', 'value = "working"'),
        ("majority_most = { value = 70", "majority_most = { value = 101"),
        ('outstanding = { value = "above"', 'outstanding = { value = "best"'),
        ("above_over = { value = 100", "above_over = { value = 89.99"),
    ):
        text = text.replace(right, wrong)
    (tmp_path / "evaluation.toml").write_text(text.replace("smallest_group", "smallest_groups"))
    with pytest.raises(RegionRefused) as raised:
        region.rules(tmp_path)
    assert [fault.split()[0] for fault in raised.value.faults] == [
        "appeal.days", "appeal.counting", "distribution.majority_most", "distribution.smallest_group",
        "organization.head_work_results.outstanding", "proposal.above_over", "distribution.smallest_groups.source",
        "distribution.smallest_groups.value",
    ]  # fmt: skip
