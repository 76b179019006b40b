"""The command as its own process: its words and exit codes, and kill -9 at every phase."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from .. import situations as that
from .test_flow import realized
from .test_rebuild import CARD, DAMAGE, REASON, World
from .test_rebuild import world as world  # The fixture is used here too.

pytestmark = [pytest.mark.servers, pytest.mark.containers]
TABLES = "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('public') ORDER BY 1, 2"


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    words: str


class Command:
    """`python -m scoring_svc rebuild …` over the world's database and topics."""

    def __init__(self, world: World, folder: Path) -> None:
        settings = world.settings
        self._folder = folder
        self._environment = {
            "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "CAPAIAN_DATABASE_URL": settings.database_url,
            "CAPAIAN_KAFKA_BOOTSTRAP": settings.kafka_bootstrap, "CAPAIAN_JWKS": settings.jwks,
            "CAPAIAN_REGION_DIR": str(settings.region_dir),
        }  # fmt: skip

    async def run(self, *words: str) -> Ended:
        process = await self._start(words)
        out, _ = await process.communicate()
        return Ended(await process.wait(), out.decode())

    async def killed_at(self, phase: str) -> None:
        """Ended by SIGKILL as soon as the phase begins."""
        process = await self._start(())
        assert process.stdout is not None
        async for line in process.stdout:
            if f'"phase": "{phase}"' in line.decode():
                os.kill(process.pid, signal.SIGKILL)
                assert await process.wait() == -signal.SIGKILL
                return
        raise AssertionError(f"it never came to {phase}")

    async def _start(self, words: tuple[str, ...]) -> asyncio.subprocess.Process:
        command = [sys.executable, "-m", "scoring_svc", "rebuild", *words]
        return await asyncio.create_subprocess_exec(
            *command, env=self._environment, cwd=self._folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )


@pytest.fixture
async def command(world: World, tmp_path: Path) -> AsyncGenerator[Command]:
    yield Command(world, tmp_path)


async def everything(world: World) -> list[Any]:
    """All that serves, and where it is."""
    return [await world.rows(query) for query in (CARD, TABLES, "SELECT * FROM consumer_cursor ORDER BY 1, 2, 3")]


@pytest.mark.parametrize("phase", ["migrating", "reading", "comparing", "pausing"])
async def test_killed_anywhere_what_serves_is_untouched_and_the_next_one_begins_anew(
    world: World, command: Command, phase: str
):
    before = await everything(world)
    await command.killed_at(phase)
    assert await everything(world) == before
    await world.topics.put([realized("100", 21)])
    await world.score("98.1250")
    ended = await command.run("--by", "tester")
    assert ended.code == 0, ended.words
    assert [each["status"] for each in await world.generations()] == ["serving", "abandoned", "kept"]
    await world.topics.put([realized("90", 22)])
    await world.score("92.1250")


async def test_the_command_says_who_differs_and_by_how_much(world: World, command: Command, tmp_path: Path):
    await world.rows(DAMAGE)
    ended = await command.run("--report", str(tmp_path / "report.json"))
    assert ended.code == 3
    for words in ("refused (generations_differ)", f"card: Siti Aminah {that.SITI}", "99.0000", "86.1250", "1 differ"):
        assert words in ended.words, ended.words
    kept = json.loads((tmp_path / "report.json").read_text())
    assert kept["first"][0]["name"] == "Siti Aminah" and not kept["switched"]
    ended = await command.run("--reason", "short")
    assert ended.code == 3 and "no_reason" in ended.words
    ended = await command.run("--reason", REASON)
    assert ended.code == 0 and "Generation 3: serves now" in ended.words
    ended = await command.run("--back", "--reason", "To look at the damaged one again.")
    assert ended.code == 0 and "Generation 1 serves again" in ended.words
    ended = await command.run("--drop-old")
    assert ended.code == 0 and "Dropped: [3]" in ended.words
    ended = await command.run("--help")
    assert ended.code == 0 and "--drop-old" in ended.words
