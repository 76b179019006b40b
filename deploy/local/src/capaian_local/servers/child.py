"""A child process: started with its own log, ended with its parent, stopped politely within a limit.

Linux ends the child when the thread that started it dies (PR_SET_PDEATHSIG), so that a killed supervisor leaves no
server behind that holds ports and data.
"""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

PR_SET_PDEATHSIG: Final = 1
_libc = ctypes.CDLL(None, use_errno=True)


class Failed(Exception):
    """Something that whoever started it can mend: one line that says what, and what to do."""


class Spec(NamedTuple):
    """How to start a child. log: where its words go; None: to where ours go. death: the signal it gets when its parent
    dies; stop: the one that asks it to end."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    directory: Path
    log: Path | None
    stop: signal.Signals = signal.SIGTERM
    death: signal.Signals = signal.SIGTERM


class Child:
    """A running child."""

    def __init__(self, spec: Spec, process: "subprocess.Popen[bytes]") -> None:
        self.spec, self.process = spec, process

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self.process.poll() is None

    def last_words(self, lines: int = 3) -> str:
        """The end of its log, for an error message."""
        log = self.spec.log
        text = log.read_text(errors="replace") if log is not None and log.exists() else ""
        return " | ".join(line.strip() for line in text.splitlines()[-lines:] if line.strip())

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> None:
        """Until `ready` says yes.

        Raises:
            Failed: the child ended first, or the time did.
        """
        ends = time.monotonic() + seconds
        while not ready():
            if not self.alive:
                raise Failed(f"{self.spec.name} ended while it started: {self.last_words()} (log: {self.spec.log})")
            if time.monotonic() > ends:
                raise Failed(f"{self.spec.name} did not get ready in {seconds:.0f} s (log: {self.spec.log})")
            time.sleep(0.05)

    def ask_to_stop(self) -> None:
        """Sends its stop signal and does not wait."""
        if self.alive:
            self.process.send_signal(self.spec.stop)

    def stop(self, seconds: float) -> bool:
        """Asks it to stop, waits so long, then kills it. True when it went by itself."""
        self.ask_to_stop()
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return False
        return True


def start(spec: Spec) -> Child:
    """Starts the child in a session of its own, so that a Ctrl-C at the terminal reaches the supervisor alone.

    Raises:
        Failed: the command is not there or may not be run.
    """
    parent = os.getpid()

    def before_exec() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, int(spec.death))
        if os.getppid() != parent:  # The parent died between fork and prctl.
            os._exit(1)

    try:
        with _output(spec.log) as log:
            process = subprocess.Popen(
                spec.command,
                env=dict(spec.environment),
                cwd=spec.directory,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=before_exec,
            )
    except OSError as error:
        raise Failed(f"{spec.name} cannot be started: {error}") from None
    return Child(spec, process)


def _output(path: Path | None) -> AbstractContextManager[BinaryIO | None]:
    if path is None:
        return nullcontext()
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("ab")
