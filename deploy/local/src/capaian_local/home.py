"""Where the local stack keeps its things, and on which ports it listens.

Everything is under one folder (`.capaian/` by default): data, logs, keys, passwords, and one file that says what runs.
"""

import json
import os
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from capaian_local.servers.child import Failed
from capaian_local.servers.ports import HOST


def _repository() -> Path:
    """The clone that this is run from; the working folder where it is installed without one, as in an image."""
    found = (parent for parent in Path(__file__).parents if (parent / "deploy" / "regions").is_dir())
    return next(found, Path.cwd())


REPOSITORY: Final = _repository()
SERVICES: Final = ("target", "evaluation", "survey", "scoring")
PORTS: Final[Mapping[str, int]] = {
    "postgres": 15432,
    "kafka": 19092,
    "controller": 19093,
    "target": 8101,
    "evaluation": 8102,
    "survey": 8103,
    "scoring": 8104,
}
LEAST_FREE_BYTES: Final = 1024**3


def port_option(name: str) -> str:
    """The environment variable that sets a port."""
    return f"CAPAIAN_PORT_{name.upper()}"


def ports_from(environment: Mapping[str, str]) -> dict[str, int]:
    """Name → port.

    Raises:
        Failed: a variable is not a port.
    """
    chosen = dict(PORTS)
    for name in PORTS:
        text = environment.get(port_option(name), str(PORTS[name]))
        if not text.isdecimal() or not 0 < int(text) < 65536:
            raise Failed(f"{port_option(name)} is {text!r}: set it to a port number from 1 to 65535")
        chosen[name] = int(text)
    taken: dict[int, str] = {}
    for name, port in chosen.items():
        if (other := taken.setdefault(port, name)) != name:
            raise Failed(f"{other} and {name} have the same port {port}: set {port_option(name)} to another one")
    return chosen


@dataclass(frozen=True, slots=True)
class Home:
    """One stack's folder. region: the folder of the region's policy pack and sample."""

    root: Path
    ports: Mapping[str, int]
    region: Path
    jars: Path

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def state_file(self) -> Path:
        return self.root / "state.json"

    def url(self, service: str) -> str:
        """The address of a service."""
        return f"http://{HOST}:{self.ports[service]}"

    def prepare(self) -> None:
        """Makes the folder, and looks whether it can hold a stack.

        Raises:
            Failed: it cannot be written, or the disk is full.
        """
        try:
            self.logs.mkdir(parents=True, exist_ok=True)
            probe = self.root / ".probe"
            probe.write_bytes(b"")
            probe.unlink()
        except OSError as error:
            raise Failed(f"{self.root} cannot be written ({error.strerror}): choose another folder by --home") from None
        free = shutil.disk_usage(self.root).free
        if free < LEAST_FREE_BYTES:
            megabytes = free // 1024**2
            raise Failed(f"the disk of {self.root} has {megabytes} MB left: free 1 GB, or choose another by --home")

    def passwords(self) -> Mapping[str, str]:
        """Role → its database password, made once."""
        path = self.root / "passwords.json"
        if not path.exists():
            made = {service: secrets.token_urlsafe(24) for service in SERVICES}
            path.touch(mode=0o600)
            path.write_text(json.dumps(made))
        return json.loads(path.read_text())

    def invitation_secret(self) -> str:
        """What invitations to surveys are signed with, made once."""
        path = self.root / "invitation.secret"
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(36))
        return path.read_text()

    def state(self) -> dict[str, Any]:
        """What the running stack wrote down; empty when none runs."""
        try:
            found: dict[str, Any] = json.loads(self.state_file.read_text())
        except (OSError, ValueError):
            return {}
        return found if _is_supervisor(int(found.get("pid", 0)), found.get("started", "")) else {}

    def write_state(self, stage: str) -> None:
        """Says that this process runs the stack, and how far it is."""
        pid = os.getpid()
        partial = self.state_file.with_suffix(".part")
        partial.write_text(
            json.dumps({"pid": pid, "started": _started(pid), "stage": stage, "ports": dict(self.ports)})
        )
        partial.rename(self.state_file)

    def clear_state(self) -> None:
        """Nothing runs any more."""
        self.state_file.unlink(missing_ok=True)


def _started(pid: int) -> str:
    """When a process began, in the kernel's ticks: a pid alone may be somebody else's by now."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return ""


def _is_supervisor(pid: int, started: str) -> bool:
    return bool(started) and _started(pid) == started
