"""The whole system as operators start it: by `capaian` with embedded servers, or by docker compose."""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import httpx2
from capaian_local import keys
from capaian_local.home import PORTS, REPOSITORY, SERVICES
from capaian_local.sample import Endpoints, Who
from capaian_local.servers.ports import HOST, free_port
from chassis import clock

CONTAINERS = os.environ.get("CAPAIAN_TEST_SERVERS", "embedded") == "containers"
COMPOSE_SECONDS = 600


@dataclass(frozen=True, slots=True)
class System:
    """A running system. kafka, prometheus: their addresses from outside; None where they are not published."""

    endpoints: Endpoints
    sign: Callable[[Who], str]
    kafka: str | None
    home: Path
    prometheus: str | None = None

    def call(self, who: Who, method: str, address: str, body: object = None, **headers: str) -> httpx2.Response:
        """One request on somebody's behalf."""
        sent = {"Authorization": f"Bearer {self.sign(who)}", **headers}
        return httpx2.request(method, address, json=body, headers=sent, timeout=30)

    def done(self, who: Who, method: str, address: str, body: object = None, **headers: str) -> Any:
        """The same, which must succeed; its JSON."""
        answer = self.call(who, method, address, body, **headers)
        assert answer.is_success, f"{method} {address}: {answer.status_code} {answer.text}"
        return answer.json()


class Stack:
    """The embedded stack, by its own command."""

    def __init__(self, home: Path) -> None:
        self.home, self.ports = home, {name: free_port() for name in PORTS}

    @property
    def environment(self) -> dict[str, str]:
        ports = {f"CAPAIAN_PORT_{name.upper()}": str(port) for name, port in self.ports.items()}
        return {**os.environ, **ports, "CAPAIAN_HOME": str(self.home)}

    def capaian(self, *arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        """Runs the command and waits for it."""
        command = [sys.executable, "-m", "capaian_local", *arguments]
        ended = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert not check or ended.returncode == 0, f"{arguments}: {ended.stdout}{ended.stderr}"
        return ended

    def status(self) -> Any:
        """What `capaian status --json` says."""
        return json.loads(self.capaian("status", "--json", check=False).stdout)

    def system(self) -> System:
        """How to reach it."""
        urls = [f"http://{HOST}:{self.ports[name]}" for name in SERVICES]
        sign = keys.signer(self.home / "keys", clock.now)
        return System(Endpoints(*urls), sign, f"{HOST}:{self.ports['kafka']}", self.home)


def composed(folder: Path) -> Iterator[System]:
    names = (
        "POSTGRES_PASSWORD",
        "CAPAIAN_INVITATION_SECRET",
        *(f"CAPAIAN_PASSWORD_{each}" for each in ("TARGET", "EVALUATION", "SURVEY", "SCORING")),
    )
    ports = {name: free_port() for name in ("target", "evaluation", "survey", "scoring", "prometheus")}
    variables = {name: secrets.token_hex(24) for name in names}
    variables |= {f"CAPAIAN_PORT_{name.upper()}": str(port) for name, port in ports.items()}
    (folder / ".env").write_text("".join(f"{name}={value}\n" for name, value in variables.items()))
    compose = [
        "docker", "compose", "--project-directory", str(REPOSITORY), "--env-file", str(folder / ".env"),
        "--project-name", "capaian-test",
    ]  # fmt: skip

    def run(*arguments: str) -> None:
        ended = subprocess.run(
            [*compose, *arguments], capture_output=True, text=True, timeout=COMPOSE_SECONDS, check=False
        )
        assert ended.returncode == 0, ended.stdout[-3000:] + ended.stderr[-3000:]

    try:
        run("up", "--detach", "--build", "--wait", "--wait-timeout", str(COMPOSE_SECONDS))
        run("cp", "scoring-svc:/keys/.", str(folder))
        urls = [f"http://{HOST}:{ports[name]}" for name in SERVICES]
        prometheus = f"http://{HOST}:{ports['prometheus']}"
        yield System(Endpoints(*urls), keys.signer(folder, clock.now), None, folder, prometheus)
    finally:
        run("down", "--volumes", "--timeout", "20")


def region_day() -> date:
    """The region's day, as the services have it."""
    return clock.day(clock.now(), "Asia/Jakarta")
