"""A sample in the real services: loaded in spite of a cut, loaded again without a trace, then kept moving."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from capaian_local.sample import Loaded, load, trickle
from capaian_local.sample.batches import Generated
from chassis import clock

from .conftest import Stack

pytestmark = [pytest.mark.servers, pytest.mark.timeout(240)]
Eventually = Callable[..., Awaitable[object]]

REGION = Path(__file__).parents[4] / "deploy" / "regions" / "lampung"
PEOPLE, SEED = 200, 7
ZONE = "Asia/Jakarta"


class Cut(Exception):
    """Somebody pulled the plug."""


def until(stage: str) -> Callable[[str, int, int], None]:
    """A progress that breaks off in the middle of a stage."""

    def told(name: str, done: int, total: int) -> None:
        if name == stage and done > total / 2:
            raise Cut

    return told


def watched(seen: dict[str, tuple[int, int]]) -> Callable[[str, int, int], None]:
    def told(name: str, done: int, total: int) -> None:
        assert done >= seen.get(name, (0, 0))[0]
        seen[name] = done, total

    return told


async def loaded(stack: Stack, progress: Callable[[str, int, int], None]) -> Loaded:
    today = clock.day(clock.now(), ZONE)
    return await load(
        stack.endpoints, stack.keys.sign, people=PEOPLE, seed=SEED, today=today, region_dir=REGION, progress=progress
    )


async def test_cut_repeated_and_kept_moving(stack: Stack, eventually: Eventually):
    for stage in ("staff", "realizations", "surveys", "2025: plans", "2025: answers to ratings"):
        with pytest.raises(Cut):
            await loaded(stack, until(stage))
    seen: dict[str, tuple[int, int]] = {}
    first = await loaded(stack, watched(seen))
    assert all(done == total for done, total in seen.values())
    await everything_is_there(stack, first)

    said = await stack.said()
    again = await loaded(stack, watched({}))
    assert again == first
    assert again.left == 0
    assert await stack.said() == said

    await moving(stack, eventually)
    said = await stack.said()
    after = await loaded(stack, watched({}))
    assert await stack.said() == said
    assert after.left > 0


async def everything_is_there(stack: Stack, found: Loaded) -> None:
    today = clock.day(clock.now(), ZONE)
    sample = Generated(people=PEOPLE, seed=SEED, today=today, region_dir=REGION)
    assert found.civil_servants == PEOPLE
    assert await stack.count("target", "realization") == found.realizations
    assert await stack.count("evaluation", "evaluation") == found.evaluations
    assert await stack.count("survey", "survey") == found.surveys == len(sample.layout.surveyed) + 2
    assert await stack.count("survey", "answer") == found.answers
    assert await stack.count("target", "plan") == found.plans > PEOPLE + 20


async def moving(stack: Stack, eventually: Eventually) -> None:
    """The trickle adds to all three services, and goes on after one of them was killed and came back."""
    today = clock.day(clock.now(), ZONE)
    said = await stack.said()
    task = asyncio.create_task(
        trickle(stack.endpoints, stack.keys.sign, people=PEOPLE, seed=SEED, today=today, region_dir=REGION, rate=200.0)
    )

    async def all_have_moved() -> bool:
        assert not task.done(), task
        now = await stack.said()
        return all(now[name] > said[name] for name in said)

    await eventually(all_have_moved, within=30)
    target = stack.children["target"]
    target.process.kill()
    await asyncio.to_thread(target.process.wait)
    said = await stack.said()
    stack.start("target")
    await eventually(all_have_moved, within=60)
    task.cancel()
    await asyncio.wait({task})
    assert task.cancelled()
    await stack.drain()
