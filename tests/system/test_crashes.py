"""Whatever is killed in the middle of a load, in the end every score is what the events say.

One stack a seed: the Lampung sample is loaded through the interfaces while processes get SIGKILL, one after the other;
the stack's own supervisor starts them again. Then an independent oracle folds all topics.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import asyncpg
import msgspec
import pytest
from capaian_local.home import REPOSITORY, SERVICES
from contracts.score import v1 as score
from contracts.topics import CATALOGUE
from performance.oracle import Key, Oracle
from performance.reading import read_all

from .running import Stack

pytestmark = [pytest.mark.servers, pytest.mark.timeout(600)]

VICTIMS = ("scoring_svc", "target_svc", "kafka.Kafka", "bin/postgres -D", "evaluation_svc", "survey_svc")
PEOPLE = 200
SETTLE_SECONDS = 60.0


def wait_until(condition: Callable[[], object], seconds: float = 120) -> Any:
    ends = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < ends, f"not within {seconds:g} s"
        time.sleep(0.1)
    return found


def children_of(pid: int) -> dict[int, str]:
    """Process → command line of the supervisor's direct children."""
    found: dict[int, str] = {}
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == pid:
                found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
    return found


def kill(stack: Stack, victim: str) -> None:
    """SIGKILL to one part, and the wait until another one has taken its place."""
    supervisor = stack.status()["pid"]
    (pid,) = (pid for pid, command in children_of(supervisor).items() if victim in command)
    os.kill(pid, signal.SIGKILL)
    wait_until(
        lambda: any(victim in command and other != pid for other, command in children_of(supervisor).items()), 60
    )


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.soak), pytest.param(3, marks=pytest.mark.soak)])
async def test_scores_are_what_the_events_say(tmp_path: Path, seed: int) -> None:
    stack = Stack(tmp_path)
    stack.capaian("up", "--detach", "--no-load", "--quiet")
    try:
        victims = random.Random(seed).sample(VICTIMS, len(VICTIMS))
        loading = start_load(stack, seed)
        for victim in victims:
            kill(stack, victim)
        told, _ = loading.communicate(timeout=300)
        assert loading.returncode == 0, told.decode()
        kill(stack, victims[0])
        wait_until(lambda: stack.status()["ready"])
        await settle(stack)
    finally:
        stack.capaian("down")


def start_load(stack: Stack, seed: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "capaian_local", "load", "--people", str(PEOPLE), "--seed", str(seed)]
    return subprocess.Popen(command, env=stack.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


async def settle(stack: Stack) -> None:
    """Until every score, and the last score event of every person, is what an oracle makes of all events.

    Health's own word of the lag is some seconds old, so it is no sign; and an event on its way is no fault. Events that
    are late for ever are: then the last comparison says where.
    """
    ends = time.monotonic() + SETTLE_SECONDS
    while True:
        try:
            await compare(stack)
            return
        except AssertionError:
            if time.monotonic() > ends:
                raise


async def kept(stack: Stack) -> dict[Key, Decimal | None]:
    """The scores as scoring-svc has them."""
    rows = await query(stack, "scoring", "SELECT civil_servant_id, period_id, body FROM card")
    bodies = {(row["civil_servant_id"], row["period_id"]): msgspec.json.decode(row["body"]) for row in rows}
    return {key: None if body["score"] is None else Decimal(body["score"]) for key, body in bodies.items()}


async def pending(stack: Stack) -> int:
    """Events that no topic has yet."""
    counts = [
        await query(stack, name, "SELECT count(*) AS n FROM event_log WHERE published_at IS NULL") for name in SERVICES
    ]
    return sum(rows[0]["n"] for rows in counts)


async def query(stack: Stack, database: str, sql: str) -> list[Any]:
    password = (stack.home / "postgres.password").read_text()
    connection = await asyncpg.connect(
        host="127.0.0.1", port=stack.ports["postgres"], user="postgres", password=password, database=database
    )
    try:
        return await connection.fetch(sql)
    finally:
        await connection.close()


def differing(found: dict[Key, Decimal | None], expected: dict[Key, Decimal | None]) -> dict[Key, object]:
    """Key → (found, expected), where they differ."""
    both = found.keys() | expected.keys()
    return {key: (found.get(key), expected.get(key)) for key in both if found.get(key) != expected.get(key)}


async def compare(stack: Stack) -> None:
    assert await pending(stack) == 0
    events = await read_all(stack.system().kafka or "", CATALOGUE)
    oracle = Oracle(REPOSITORY / "deploy/regions/lampung/policies/1.toml")
    last: dict[Key, tuple[int, Decimal | None]] = {}
    for envelope, data in events:
        oracle.take(envelope, data)
        if isinstance(data, score.ScoreChanged):
            key = (data.civil_servant_id, data.period_id)
            last[key] = max(last.get(key, (0, None)), (envelope.sequence, data.score), key=lambda each: each[0])
    expected = oracle.scores()
    assert len(expected) >= PEOPLE - 1
    assert differing(await kept(stack), expected) == {}
    assert differing({key: value for key, (_, value) in last.items()}, expected) == {}
    rows = await query(stack, "scoring", "SELECT count(*) AS n FROM parked_record")
    assert rows[0]["n"] == 0
