"""Ports on the loopback interface: free ones for tests, checked ones for the stack."""

import random
import socket
from contextlib import closing, suppress
from typing import Final

from capaian_local.servers.child import Failed

HOST = "127.0.0.1"


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
        return probe.connect_ex((HOST, port)) == 0


def check_free(port: int, what: str, option: str) -> None:
    """Raises Failed, with the way out, when the port is taken."""
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise Failed(
                f"port {port} for {what} cannot be used ({error.strerror}): end what holds it, or set {option}"
            ) from None
