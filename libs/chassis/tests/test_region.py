"""A region's file is taken whole or refused whole, and a value never comes without its source."""

from decimal import Decimal
from pathlib import Path

import pytest
from chassis.region import Region, RegionRefused

GOOD = """
name = "Lampung"
since = 2026-01-01
[appeal]
days = { value = 14, source = "PP 30/2019 Ps 59" }
share = { value = 0.5, source = "own" }
counting = { value = "calendar", source = "verify: PP 30/2019 Ps 59" }
open = { value = true, source = "own" }
"""


def ask(tmp_path: Path, text: str) -> tuple[object, ...]:
    path = tmp_path / "evaluation.toml"
    path.write_text(text)
    region = Region(path)
    found = (
        region.text("name"), region.day("since").isoformat(), region.whole("appeal.days", 1, 60),
        region.number("appeal.share", 0, 1), region.word("appeal.counting", ("calendar", "working")),
        region.flag("appeal.open"), region.names("appeal"),
    )  # fmt: skip
    region.done()
    return found


def test_each_value_comes_with_its_source(tmp_path: Path):
    name, since, days, share, counting, open_, names = ask(tmp_path, GOOD)
    assert (name, since, days, open_) == ("Lampung", "2026-01-01", (14, "PP 30/2019 Ps 59"), (True, "own"))
    assert share == (Decimal("0.5"), "own") and counting == ("calendar", "verify: PP 30/2019 Ps 59")
    assert names == ["days", "share", "counting", "open"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("value = 14", "value = 61", "appeal.days lies between 1 and 60, not at 61"),
        ("value = 14", "value = 0", "appeal.days lies between 1 and 60, not at 0"),
        ("value = 14", "value = true", "appeal.days is a whole number"),
        ("value = 14", "value = 14.5", "appeal.days is a whole number"),
        ('= { value = 14, source = "PP 30/2019 Ps 59" }', "= 14", "appeal.days has just a value and its source"),
        ("days =", "daze =", "appeal.days is missing"),
        ("days =", "daze =", "appeal.daze.value is not known here"),
        ('source = "PP 30/2019 Ps 59"', 'source = " "', "appeal.days names its source"),
        ("0.5", "nan", "appeal.share lies between 0 and 1"),
        ("0.5", "1.01", "appeal.share lies between 0 and 1, not at 1.01"),
        ('"calendar"', '"lunar"', "appeal.counting is one of calendar, working, not «lunar»"),
        ("value = true", "value = 1", "appeal.open is true or false"),
        ('"Lampung"', '""', "name is a text and not empty"),
        ("2026-01-01", "20260101", "since is a day, as in 2026-01-01"),
        ('name = "Lampung"', 'name = "Lampung', "Illegal character"),
    ],
)  # fmt: skip
def test_a_fault_is_named(tmp_path: Path, old: str, new: str, fault: str):
    with pytest.raises(RegionRefused, match=r"evaluation\.toml") as refused:
        ask(tmp_path, GOOD.replace(old, new))
    assert any(each.startswith(fault) for each in refused.value.faults), refused.value.faults


def test_all_faults_are_named_at_once(tmp_path: Path):
    with pytest.raises(RegionRefused) as refused:
        ask(tmp_path, "extra = 1")
    assert len(refused.value.faults) == 7


def test_a_file_that_is_not_there(tmp_path: Path):
    with pytest.raises(RegionRefused, match="No such file"):
        Region(tmp_path / "none.toml")
