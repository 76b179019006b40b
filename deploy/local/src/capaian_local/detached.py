"""A stack in the background: the same supervisor in a session of its own, and the way to end it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Final

from capaian_local.home import Home
from capaian_local.servers.child import Failed

START_SECONDS: Final = 900.0
STOP_SECONDS: Final = 20.0
LOOK_SECONDS: Final = 0.1
REFUSED: Final = "capaian: "


def start(home: Home, options: Sequence[str], say: Callable[[str], None]) -> None:
    """Starts the supervisor and waits until all runs and the sample is loaded, telling what it tells.

    Raises:
        Failed: it ended, with its own last line.
    """
    home.prepare()
    if home.state():
        raise Failed(f"the stack in {home.root} runs already: see capaian status, end it by capaian down")
    path = home.logs / "capaian.log"
    ports = {f"CAPAIAN_PORT_{name.upper()}": str(port) for name, port in home.ports.items()}
    command = [
        sys.executable, "-m", "capaian_local", "--home", str(home.root), "--region", str(home.region), "up", *options,
    ]  # fmt: skip
    with path.open("wb") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, **ports, "PYTHONUNBUFFERED": "1"},
            start_new_session=True,
        )
    ends = time.monotonic() + START_SECONDS
    with path.open() as told:
        while home.state().get("stage") != "running":
            for line in told:
                # What it fails with is said once, by the error below.
                if not line.startswith(REFUSED):
                    say(line.rstrip())
            if process.poll() is not None:
                lines = path.read_text().strip().splitlines() or ["it ended without a word"]
                raise Failed(lines[-1].removeprefix(REFUSED))
            if time.monotonic() > ends:
                raise Failed(f"it does not get ready: see {path}, end it by capaian down")
            time.sleep(LOOK_SECONDS)


def stop(home: Home) -> None:
    """Asks the supervisor to stop and waits for it.

    Raises:
        Failed: none runs, or it does not stop.
    """
    state = home.state()
    if not state:
        raise Failed(f"no stack runs in {home.root}")
    os.kill(int(state["pid"]), signal.SIGTERM)
    ends = time.monotonic() + STOP_SECONDS
    while home.state():
        if time.monotonic() > ends:
            raise Failed(f"process {state['pid']} does not stop: see {home.logs / 'capaian.log'}")
        time.sleep(LOOK_SECONDS)
