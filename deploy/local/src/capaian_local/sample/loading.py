"""Loads a sample through the services' HTTP interfaces, as an agency's own software would.

Invariant: everything sent bears its id or follows what is there, so that a load that was cut goes on when it is
started again, and a load that is repeated changes nothing.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

from capaian_local.sample import looking, surveying
from capaian_local.sample.batches import REGION, Batch, Generated, Stage
from capaian_local.sample.closed_year import ClosedYear, closed_year
from capaian_local.sample.closing import Closing
from capaian_local.sample.interface import Endpoints, Loaded, Progress, Sign
from capaian_local.sample.layout import Unit
from capaian_local.sample.sending import Refused, Sender

AT_A_TIME: Final = 3
PATIENCE: Final = 180.0

Job = TypeVar("Job")


async def load(
    endpoints: Endpoints,
    sign: Sign,
    *,
    people: int,
    seed: int,
    today: date,
    region_dir: Path,
    progress: Progress,
) -> Loaded:
    """Brings the sample of this size, seed and day into the services, or what is still missing of it.

    Raises:
        ValueError: a size or day that a sample cannot have. OSError: the region has no sample.
        Refused: a service said no. Unreachable: it was away for more than three minutes.
    """
    sample = Generated(people=people, seed=seed, today=today, region_dir=region_dir)
    async with Sender(endpoints, sign, PATIENCE) as sender:
        loader = _Loader(sample, sender, progress)
        for stage in sample.stages():
            await loader.bring_in(stage)
            if stage.name == "agencies":
                await loader.set_goals(sample)
        await loader.survey()
        past = closed_year(people=people, seed=seed, today=today, region_dir=region_dir)
        if past is not None:
            await loader.close(past)
    count = loader.counts
    return Loaded(
        agencies=len(sample.layout.agencies),
        units=len(sample.layout.units),
        civil_servants=people,
        plans=sum(number for kind, number in count.items() if kind.startswith("plans")),
        realizations=count["realizations"],
        evaluations=count["evaluations"],
        surveys=count["surveys"],
        answers=count["answers"],
        left=count["left"],
        landmarks=looking.of(sample),
    )


class _Loader:
    """Counts what it sends, by stage."""

    def __init__(self, sample: Generated, sender: Sender, progress: Progress) -> None:
        self._sample, self._sender, self._progress = sample, sender, progress
        self.counts = Counter[str]()

    async def bring_in(self, stage: Stage, *, there: bool = False) -> None:
        """there: all of it is known to be in the services, and is only counted."""
        done = 0

        async def one(batch: Batch) -> None:
            nonlocal done
            if not there:
                self.counts["left"] += await self._sender.bring_in(batch)
            self.counts[stage.kind or stage.name] += len(batch.items)
            done += batch.covers
            self._progress(stage.name, done, stage.total)

        await _all(stage.batches(), one)

    async def set_goals(self, sample: Generated) -> None:
        """The region's goals, before the plans that name them."""
        for id_, body in sample.goal_bodies():
            await self._sender.send("target", "PUT", f"/v1/goals/{id_}", REGION, msgspec.json.encode(body))

    async def survey(self) -> None:
        units, done = self._sample.layout.surveyed, 0

        async def one(unit: Unit) -> None:
            nonlocal done
            await self._survey(unit)
            done += 1
            self._progress("surveys", done, len(units))

        await _all(iter(units), one)

    async def _survey(self, unit: Unit) -> None:
        survey = self._sample.judgements.survey(unit)
        self.counts["surveys"] += 1
        try:
            found = await surveying.make(self._sender, self._sample, survey)
        except Refused as refused:
            if refused.code != "version_required":
                raise
            self.counts["left"] += 1
            return
        answers = list(self._sample.judgements.answers(survey))
        self.counts["answers"] += len(answers)
        await surveying.answer(self._sender, self._sample, survey, found, answers)

    async def close(self, past: ClosedYear) -> None:
        """A year that is over: brought in, answered, closed, and what comes after that."""
        closing = Closing(past, self._sender)
        status, left = await closing.status(), self.counts["left"]
        for place, stage in enumerate(past.stages()):
            # An import does not take a period back that has gone on, so that the periods are brought in once.
            await self.bring_in(stage, there=status == "closed" or (status is not None and place == 0))
            if place == 0 and status != "closed":
                await self.set_goals(past)
        # What an import finds changed here was changed by the steps below, in an earlier load that was cut.
        self.counts["left"] = left
        for unit in past.surveyed:
            self.counts["surveys"] += 1
            self.counts["answers"] += len(past.answers(unit))
        if status != "closed":
            await self._answer(past, closing)
            await closing.close()
        await closing.afterwards()

    async def _answer(self, past: ClosedYear, closing: Closing) -> None:
        steps: list[Callable[[], Coroutine[Any, Any, None]]] = [
            closing.innovate,
            *(partial(closing.survey, unit) for unit in past.surveyed),
            *(partial(closing.object, each) for each in past.objections),
            *(partial(closing.acknowledge, person, id_) for person, id_ in past.quiet()),
        ]
        done = 0

        async def one(step: Callable[[], Coroutine[Any, Any, None]]) -> None:
            nonlocal done
            await step()
            done += 1
            self._progress(f"{past.year.number}: answers to ratings", done, len(steps))

        await _all(iter(steps), one)


async def _all(jobs: Iterator[Job], do: Callable[[Job], Awaitable[None]]) -> None:
    """Does all jobs, a few at a time, taking the next one only when there is a hand for it."""

    async def work() -> None:
        for job in jobs:
            await do(job)

    workers = [asyncio.create_task(work()) for _ in range(AT_A_TIME)]
    try:
        await asyncio.gather(*workers)
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
