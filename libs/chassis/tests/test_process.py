"""A service's process: how it ends."""

import json
import resource
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx2
import pytest

PROGRAM = """
import asyncio, sys
from chassis import logging, process
from chassis.auth import KeySet, TokenVerifier
from chassis.clock import now
from chassis.health import Health
from chassis.http import build_app
from chassis.metrics import Metrics
from capaian_local.servers.ports import free_port
from fastapi.responses import StreamingResponse

PORT = free_port()
app = build_app("t", health=Health(), verifier=TokenVerifier(KeySet("x", now), "i", "a", now), metrics=Metrics(),
                max_body_bytes=100)

@app.get("/forever")
async def forever():
    async def parts():
        yield b"begun"
        await asyncio.sleep(3600)
    return StreamingResponse(parts())

def part(name, fails=False):
    async def serve(stop):
        print(name, "began", flush=True)
        if fails:
            print(PORT, flush=True)
            await asyncio.to_thread(sys.stdin.readline)
            raise RuntimeError("broken")
        await stop.wait()
        print(name, "ended", flush=True)
    return process.Part(name, serve)

async def close():
    print("closed", flush=True)

def role(fails):
    async def run():
        http = process.http_part(app, "127.0.0.1", PORT)
        await process.run([http, part("one"), part("two", fails)], close)
    return run

logging.configure("t", "json", "INFO")
process.main("t", {"well": role(False), "broken": role(True)})
"""


FEW_FILES = 256
"""As many may a process of these tests have open in the beginning, fewer than the connections that it will have: the
HTTP server raises that limit itself to what the system allows; on many systems it begins at 1,024."""


def start(tmp_path: Path, role: str) -> "subprocess.Popen[str]":
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    pipe, command = subprocess.PIPE, [sys.executable, str(program), role]
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (FEW_FILES, before[1]))
    try:
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def logged(told: str) -> list[dict[str, Any]]:
    """What it says of itself in its log."""
    return [json.loads(line) for line in told.splitlines() if line.startswith("{")]


def test_a_part_that_fails_ends_the_whole_process(tmp_path: Path):
    """Also while somebody reads a stream: a dead service must not stay among the living."""
    process = start(tmp_path, "broken")
    assert process.stdout is not None
    port = next(int(line) for line in process.stdout if line.strip().isdigit())
    with httpx2.stream("GET", f"http://127.0.0.1:{port}/forever", timeout=10) as reading:
        assert next(reading.iter_bytes()) == b"begun"
        told, _ = process.communicate("fail\n", timeout=30)
    assert process.returncode == 1
    assert told.index("one ended") < told.index("closed")
    assert [(line["event"], line.get("ended")) for line in logged(told)] == [
        ("process.stops", "two"), ("process.stopped", None), ("process.failed", None),
    ]  # fmt: skip


def test_many_who_keep_their_connection_keep_nobody_else_out(tmp_path: Path):
    process = start(tmp_path, "broken")
    assert process.stdout is not None
    port = next(int(line) for line in process.stdout if line.strip().isdigit())
    live = f"http://127.0.0.1:{port}/health/live"
    with ExitStack() as open_ones:
        # The server may still be about to listen.
        first = open_ones.enter_context(httpx2.Client(transport=httpx2.HTTPTransport(retries=8), timeout=5))
        assert first.get(live).status_code == 200
        for _ in range(300):
            open_ones.enter_context(socket.create_connection(("127.0.0.1", port), timeout=5))
        assert httpx2.get(live, timeout=5).status_code == 200
    process.communicate("fail\n", timeout=30)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_that_was_asked_for_goes_in_order(tmp_path: Path, number: signal.Signals):
    process = start(tmp_path, "well")
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(3)]
    began = time.monotonic()
    process.send_signal(number)
    told, _ = process.communicate(timeout=20)
    assert process.returncode == 0, lines
    assert [line for line in told.splitlines() if not line.startswith("{")] == ["one ended", "two ended", "closed"]
    started, stops, stopped = logged("".join(lines) + told)
    assert (started["event"], started["parts"], started["pid"]) == (
        "process.started", "http, one, two", process.pid,
    )  # fmt: skip
    assert (stops["event"], stops["asked"], stops["ended"]) == ("process.stops", True, "")
    assert stopped["event"] == "process.stopped"
    assert time.monotonic() - began < 8


def test_an_unknown_role_is_explained(tmp_path: Path):
    process = subprocess.run(
        [sys.executable, "-m", "target_svc", "nonsense"], capture_output=True, text=True, check=False
    )
    assert process.returncode == 1
    assert process.stderr.startswith("usage: python -m target-svc {all|")


def test_a_missing_setting_is_named(tmp_path: Path):
    process = subprocess.run(
        [sys.executable, "-m", "target_svc", "all"], capture_output=True, text=True, check=False, env={"PATH": ""}
    )
    assert process.returncode == 1
    assert "CAPAIAN_DATABASE_URL" in process.stderr and len(process.stderr.strip().splitlines()) == 1
