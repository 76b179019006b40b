"""Every region's instrument has the nine questions, and a faulty one is refused with all its faults."""

from pathlib import Path

import pytest
from chassis.region import RegionRefused
from survey_svc.adapters.instruments import FILE, shipped
from survey_svc.domain.elements import Element

HERE = Path(__file__)
REGIONS = next(each / "deploy" / "regions" for each in HERE.parents if (each / "deploy" / "regions").is_dir())


@pytest.mark.parametrize(
    "region", [each for each in sorted(REGIONS.iterdir()) if each.is_dir()], ids=lambda each: each.name
)
def test_a_region_ships_the_nine_questions(region: Path):
    (instrument,) = shipped(region)
    assert (instrument.key, instrument.version, instrument.elements) == ("skm", 1, tuple(Element))


def test_a_faulty_file_is_refused_whole(tmp_path: Path):
    text = (REGIONS / "lampung" / FILE).read_text()
    (tmp_path / FILE).write_text(text.replace("[cost]", "[price]"))
    with pytest.raises(RegionRefused) as raised:
        shipped(tmp_path)
    assert {fault.split()[0] for fault in raised.value.faults} == {"cost.id", "cost.en", "price.id", "price.en"}
