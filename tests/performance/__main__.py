"""`make bench`: the measured job at a size, as a table with ratios.

The machine is noisy: only what was measured in one run is compared, interleaved; medians are shown with their range.
"""

import argparse
import asyncio
import statistics
from collections.abc import Sequence
from pathlib import Path

from capaian_local.home import REPOSITORY

from . import events
from .catching_up import CaughtUp, catch_up, check, expected
from .living import Latency, live
from .servers import Servers, bare, fill, running


def arguments() -> argparse.Namespace:
    """What to measure."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--people", type=int, default=20_000, help="200 to 1,000,000 (20,000)")
    parser.add_argument("--rounds", type=int, default=3, help="of ceiling and catch-up, interleaved (3)")
    parser.add_argument("--rate", type=float, default=500.0, help="events a second, live (500)")
    parser.add_argument("--live-seconds", type=float, default=20.0, help="how long the live part lasts (20)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=REPOSITORY / ".capaian" / "bench")
    return parser.parse_args()


async def measure(asked: argparse.Namespace, servers: Servers) -> None:
    """All of it, and the table."""
    people, total = asked.people, asked.people * events.EVENTS_A_PERSON
    say = lambda text: print(text, flush=True)  # noqa: E731
    say(f"{people:,} people, {total:,} events, seed {asked.seed}")
    say("filling the topics" if await fill(servers, people, asked.seed) else "the topics are filled from a former run")
    say("working out the scores with the oracle")
    wanted = expected(people, asked.seed)
    ceilings: list[dict[str, float]] = []
    runs: list[CaughtUp] = []
    latency: Latency | None = None
    for turn in range(asked.rounds):
        ceilings.append(await asyncio.to_thread(bare, servers))
        say(f"round {turn + 1}: ceiling {ceilings[-1]['events'] / ceilings[-1]['seconds']:,.0f} events/s")
        run, projecting = await catch_up(servers, f"round_{turn + 1}", total)
        await check(projecting.database, wanted, total)
        runs.append(run)
        say(f"round {turn + 1}: projector {run.rate:,.0f} events/s; all {len(wanted):,} scores are right")
        if turn == asked.rounds - 1:
            some = min(people, int(asked.rate * asked.live_seconds))
            say(f"live: {some:,} events at {asked.rate:g}/s")
            latency = await live(servers, projecting, some, asked.rate, total + 1)
            (servers.folder / "filled").unlink()
        projecting.child.stop(20)
    assert latency is not None, "at least one round"
    say(table(ceilings, runs, latency))


def table(ceilings: Sequence[dict[str, float]], runs: Sequence[CaughtUp], latency: Latency) -> str:
    """As Markdown."""
    ceiling = [each["events"] / each["seconds"] for each in ceilings]
    ratios = [run.rate / top for run, top in zip(runs, ceiling, strict=True)]
    hundred = [each.events / 100_000 for each in runs]
    rows = [
        ("bare aiokafka consumer with msgspec, events/s", _spread(ceiling, ",.0f")),
        ("projector, catch-up, events/s", _spread([run.rate for run in runs], ",.0f")),
        ("ratio to the bare consumer", _spread(ratios, ".3f")),
        (
            "CPU s a 100,000 events, bare consumer",
            _spread([each["cpu"] / n for each, n in zip(ceilings, hundred, strict=True)], ".2f"),
        ),
        (
            "CPU s a 100,000 events, projector",
            _spread([run.cpu / n for run, n in zip(runs, hundred, strict=True)], ".2f"),
        ),
        (
            "CPU s a 100,000 events, PostgreSQL",
            _spread([run.postgres_cpu / n for run, n in zip(runs, hundred, strict=True)], ".2f"),
        ),
        ("projector, memory at most, MB", _spread([run.memory for run in runs], ",.0f")),
        (f"publish to readable at {latency.rate:g}/s, p50 ms", f"{latency.p50:.1f}"),
        (f"publish to readable at {latency.rate:g}/s, p99 ms", f"{latency.p99:.1f}"),
        (f"publish to readable at {latency.rate:g}/s, longest of {latency.events:,}, ms", f"{latency.most:.1f}"),
    ]
    return "\n".join(
        ["", "| measure | median (least to most) |", "| --- | --- |", *(f"| {a} | {b} |" for a, b in rows)]
    )


def _spread(values: Sequence[float], shape: str) -> str:
    return f"{statistics.median(values):{shape}} ({min(values):{shape}} to {max(values):{shape}})"


def main() -> None:
    """The command."""
    asked = arguments()
    folder: Path = asked.folder / f"{asked.people}-{asked.seed}"
    with running(folder) as servers:
        asyncio.run(measure(asked, servers))


if __name__ == "__main__":
    main()
