"""The region's sample in a running stack: loaded once, then kept moving."""

import asyncio
import signal
from datetime import date
from pathlib import Path
from typing import Final

from chassis import clock
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from capaian_local import keys
from capaian_local.home import SERVICES, Home
from capaian_local.sample import Endpoints, Loaded, Refused, Unreachable
from capaian_local.sample import load as load_sample
from capaian_local.sample import trickle as trickle_sample
from capaian_local.servers.child import Failed
from capaian_local.servers.ports import answers

PEOPLE: Final = 300
SEED: Final = 1
ZONE: Final = "Asia/Jakarta"


def endpoints(home: Home) -> Endpoints:
    """Where the services are."""
    return Endpoints(home.url("target"), home.url("evaluation"), home.url("survey"), home.url("scoring"))


def today() -> date:
    """The region's day."""
    return clock.day(clock.now(), ZONE)


def is_there(home: Home) -> bool:
    """Whether the region has a sample at all."""
    return (home.region / "sample" / "sample.toml").is_file()


def is_loaded(home: Home, people: int, seed: int) -> bool:
    """Whether a load of just this sample was finished in this folder."""
    return _mark(home, people, seed).exists()


def load(home: Home, key: Path, people: int, seed: int, console: Console) -> Loaded:
    """Loads it, showing progress.

    Raises:
        Failed: a service refuses it or is out of reach.
    """
    for service in SERVICES:
        if not answers(home.ports[service]):
            raise Failed(f"{service}-svc does not answer at {home.url(service)}: start the stack first (capaian up)")
    sign = keys.signer(key, clock.now)
    with _Bars(console) as bars:
        work = load_sample(
            endpoints(home), sign, people=people, seed=seed, today=today(), region_dir=home.region, progress=bars.told
        )
        try:
            loaded = asyncio.run(work)
        except (Refused, Unreachable) as error:
            raise Failed(f"the sample could not be loaded: {error}") from None
    console.print(
        f"loaded: {loaded.agencies} agencies, {loaded.units} units, {loaded.civil_servants} civil servants, "
        f"{loaded.plans} plans, {loaded.realizations} realizations, {loaded.evaluations} evaluations, "
        f"{loaded.surveys} surveys with {loaded.answers} answers",
        markup=False,
    )
    home.root.mkdir(parents=True, exist_ok=True)
    _mark(home, people, seed).touch()
    return loaded


def trickle(home: Home, people: int, seed: int) -> None:
    """Until told to stop."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sign = keys.signer(home.keys, clock.now)
    work = trickle_sample(endpoints(home), sign, people=people, seed=seed, today=today(), region_dir=home.region)
    asyncio.run(work)


def _mark(home: Home, people: int, seed: int) -> Path:
    return home.root / f"loaded-{home.region.name}-{people}-{seed}"


class _Bars:
    """One bar a stage on a terminal, one line a stage elsewhere."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._progress = Progress(
            TextColumn("  {task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
            console=console, disable=not console.is_terminal,
        )  # fmt: skip
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> "_Bars":
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def told(self, stage: str, done: int, total: int) -> None:
        """Called by the loader."""
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(stage)
            if not self._console.is_terminal:
                self._console.print(f"  {stage}: {total}", markup=False)
        self._progress.update(self._tasks[stage], completed=done, total=total)
