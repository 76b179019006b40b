"""Ports on the loopback interface: free ones for tests, checked ones for the stack."""

import socket
from contextlib import closing

from capaian_local.servers.child import Failed

HOST = "127.0.0.1"


def free_port() -> int:
    """A port that nobody listens on now."""
    with closing(socket.socket()) as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


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
