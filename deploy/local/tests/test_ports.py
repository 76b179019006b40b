"""Whether somebody listens at a port, and what to do where somebody does."""

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from capaian_local.servers import ports
from capaian_local.servers.child import Failed
from capaian_local.servers.ports import HOST, LOOKS_FROM, answers, check_free, free_port


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with closing(socket.socket()) as made:
        made.bind((HOST, 0))
        made.listen()
        yield made


def test_who_listens_answers_and_is_looked_at_from_another_address(listener: socket.socket):
    """From its own address a look at a port that Linux gives to the look itself would always find somebody."""
    assert answers(listener.getsockname()[1])
    _, looked_from = listener.accept()
    assert looked_from[0] == LOOKS_FROM != HOST


def test_nobody_answers_where_nobody_listens():
    port = free_port()
    assert not answers(port)
    check_free(port, "kafka", "CAPAIAN_PORT_KAFKA")


@pytest.mark.parametrize(
    ("range_of_linux", "way_out"),
    [
        ("1024\t65535\n", " to a port below 1024"),
        ("{port}\t65535\n", " to a port below {port}"),
        ("1\t{port}\n", " to a port below 1"),
        ("{after}\t65535\n", ""),
        ("1\t{before}\n", ""),
    ],
)
def test_a_taken_port_is_named_with_what_to_do(
    listener: socket.socket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, range_of_linux: str, way_out: str
):
    port = listener.getsockname()[1]
    numbers = {"port": port, "after": port + 1, "before": port - 1}
    (tmp_path / "range").write_text(range_of_linux.format(**numbers))
    monkeypatch.setattr(ports, "OUTGOING", tmp_path / "range")
    with pytest.raises(Failed) as refused:
        check_free(port, "kafka", "CAPAIAN_PORT_KAFKA")
    assert str(refused.value) == (
        f"port {port} for kafka cannot be used (Address already in use): end what holds it, "
        f"or set CAPAIAN_PORT_KAFKA{way_out.format(**numbers)}"
    )
