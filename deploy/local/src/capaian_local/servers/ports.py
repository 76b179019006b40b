"""Ports on the loopback interface: free ones for tests, checked ones for the stack."""

import random
import socket
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from capaian_local.servers.child import Failed

HOST = "127.0.0.1"
LOOKS_FROM: Final = "127.0.0.2"
"""Linux may give an outgoing connection the very port that it asks for, and it is then connected with itself, where
nobody listens. From another loopback address that cannot be."""
OUTGOING: Final = Path("/proc/sys/net/ipv4/ip_local_port_range")

UNASSIGNED: Final = range(20_000, 32_000)
"""Below the ports that Linux gives to outgoing connections, one of which could take a free port before its server."""


def free_port() -> int:
    """A port that nobody listens on now."""
    for port in random.sample(UNASSIGNED, len(UNASSIGNED)):
        with closing(socket.socket()) as probe, suppress(OSError):
            probe.bind((HOST, port))
            return port
    raise Failed("no port between 20000 and 32000 is free")


def answers(port: int) -> bool:
    """Whether something accepts connections there."""
    with closing(socket.socket()) as probe:
        probe.settimeout(0.5)
        probe.bind((LOOKS_FROM, 0))
        return probe.connect_ex((HOST, port)) == 0


def check_free(port: int, what: str, option: str) -> None:
    """Raises Failed, with the way out, when the port is taken."""
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            way_out = f"end what holds it, or set {option}{_below_outgoing(port)}"
            raise Failed(f"port {port} for {what} cannot be used ({error.strerror}): {way_out}") from None


def _below_outgoing(port: int) -> str:
    """Which port to choose instead of one that any outgoing connection may take at any moment; else nothing."""
    lowest, highest = (int(text) for text in OUTGOING.read_text().split())
    return f" to a port below {lowest}" if lowest <= port <= highest else ""
