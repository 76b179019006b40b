"""Where a start says to look first."""

from io import StringIO
from pathlib import Path

import pytest
from capaian_local import keys, looking, samples
from capaian_local.home import Home, ports_from
from rich.console import Console

REGIONS = Path(__file__).parents[2] / "regions"


@pytest.mark.parametrize(("region", "links"), [("lampung", 2), ("jawa-tengah", 0)])
def test_a_region_without_a_sample_starts_and_says_where_its_services_are(tmp_path: Path, region: str, links: int):
    home = Home(tmp_path, ports_from({}), REGIONS / region, tmp_path)
    keys.ensure(home.keys)
    said = StringIO()
    looking.show_addresses(home, samples.PEOPLE, samples.SEED, Console(file=said, width=4_000))
    assert said.getvalue().count("/enter?next=") == links
    assert "Interfaces: target http://127.0.0.1:8101" in said.getvalue()
    assert samples.is_there(home) is (links > 0)
