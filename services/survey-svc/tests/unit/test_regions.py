"""Every region's instrument has the nine questions, and a faulty one is refused with all its faults."""

from pathlib import Path

import pytest
from chassis.region import RegionRefused
from survey_svc.adapters import customs
from survey_svc.adapters.instruments import FILE, shipped
from survey_svc.domain.decide import Customs
from survey_svc.domain.elements import Element
from survey_svc.domain.facts import Entrance

HERE = Path(__file__)
REGIONS = next(each / "deploy" / "regions" for each in HERE.parents if (each / "deploy" / "regions").is_dir())


@pytest.mark.parametrize(
    "region", [each for each in sorted(REGIONS.iterdir()) if each.is_dir()], ids=lambda each: each.name
)
def test_a_region_ships_the_nine_questions(region: Path):
    (instrument,) = shipped(region)
    assert (instrument.key, instrument.version, instrument.elements) == ("skm", 1, tuple(Element))


@pytest.mark.parametrize(
    ("region", "entrance", "days", "served_from", "flood"),
    [("lampung", Entrance.BOTH, 14, 5, 120), ("jawa-tengah", Entrance.INVITATION, 7, 10, 40)],
)
def test_regions_have_their_own_customs(region: str, entrance: Entrance, days: int, served_from: int, flood: int):
    found = customs.read(REGIONS / region)
    assert found.customs == Customs(entrance, served_from)
    assert (found.invitation_days.value, found.invitation_days.source) == (days, "own")
    assert found.limits.flood_answers == flood


def test_customs_that_are_none_are_refused_with_all_faults(tmp_path: Path):
    text = (REGIONS / "lampung" / customs.FILE).read_text()
    bad = text.replace('"both"', '"by_foot"').replace("days = { value = 14", "days = { value = 367")
    (tmp_path / customs.FILE).write_text(bad.replace("answers = { value = 5", "answers = { value = 0"))
    with pytest.raises(RegionRefused) as raised:
        customs.read(tmp_path)
    assert {fault.split()[0] for fault in raised.value.faults} == {
        "entry.default",
        "invitation.days",
        "served.answers",
    }


def test_a_faulty_file_is_refused_whole(tmp_path: Path):
    text = (REGIONS / "lampung" / FILE).read_text()
    (tmp_path / FILE).write_text(text.replace("[cost]", "[price]"))
    with pytest.raises(RegionRefused) as raised:
        shipped(tmp_path)
    assert {fault.split()[0] for fault in raised.value.faults} == {"cost.id", "cost.en", "price.id", "price.en"}
