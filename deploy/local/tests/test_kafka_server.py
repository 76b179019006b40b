"""The embedded broker starts whatever luck brings."""

from pathlib import Path

import pytest
from capaian_local.servers import kafka
from capaian_local.servers.ports import free_port
from capaian_local.testing.plugin import JARS

pytestmark = pytest.mark.servers


def test_a_cluster_id_that_looks_like_an_option(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """One random id in 64 begins with a hyphen."""
    unlucky = kafka.cluster_id(b"\xf8" * 16)
    assert unlucky.startswith("-")
    monkeypatch.setattr(kafka, "cluster_id", lambda _: unlucky)
    server = kafka.start_kafka(tmp_path / "data", JARS, tmp_path / "kafka.log", free_port(), free_port())
    server.child.stop(10)
    assert f"cluster.id={unlucky}" in (tmp_path / "data" / "logs" / "meta.properties").read_text()
