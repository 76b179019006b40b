"""Loads a sample through the services' HTTP interfaces, as an agency's own software would.

Invariant: everything sent bears its id or follows what is there, so that a load that was cut goes on when it is
started again, and a load that is repeated changes nothing.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

from capaian_local.sample import looking
from capaian_local.sample.batches import MOST_ITEMS, REGION, Batch, Generated, Stage
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
                await loader.set_goals()
        await loader.survey()
    count = loader.counts
    return Loaded(
        agencies=len(sample.layout.agencies),
        units=len(sample.layout.units),
        civil_servants=people,
        plans=sum(count[stage.name] for stage in sample.stages() if stage.name.startswith("plans")),
        realizations=count["realizations"],
        evaluations=count["evaluations"],
        surveys=len(sample.layout.surveyed),
        answers=count["answers"],
        left=count["left"],
        landmarks=looking.of(sample),
    )


class _Loader:
    """Counts what it sends, by stage."""

    def __init__(self, sample: Generated, sender: Sender, progress: Progress) -> None:
        self._sample, self._sender, self._progress = sample, sender, progress
        self.counts = Counter[str]()

    async def bring_in(self, stage: Stage) -> None:
        done = 0

        async def one(batch: Batch) -> None:
            nonlocal done
            self.counts["left"] += await self._sender.bring_in(batch)
            self.counts[stage.name] += len(batch.items)
            done += batch.covers
            self._progress(stage.name, done, stage.total)

        await _all(stage.batches(), one)

    async def set_goals(self) -> None:
        """The region's goals, before the plans that name them."""
        for id_, body in self._sample.goal_bodies():
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
        """Answers have no ids, for nobody shall be recognized by them: how many are there says how many to send."""
        survey = self._sample.judgements.survey(unit)
        path, who = f"/v1/surveys/{survey.id}", self._sample.system_of(unit)
        body = msgspec.json.encode(self._sample.survey_body(survey))
        try:
            answer = await self._sender.send("survey", "PUT", path, who, body)
        except Refused as refused:
            if refused.code != "version_required":
                raise
            self.counts["left"] += 1
            return
        found = msgspec.json.decode(answer.content, type=dict[str, Any])
        answers = list(self._sample.judgements.answers(survey))
        self.counts["answers"] += len(answers)
        there = len(answers) if found["status"] == "closed" else int(found["respondents"])
        for begin in range(there, len(answers), MOST_ITEMS):
            part = answers[begin : begin + MOST_ITEMS]
            body = msgspec.json.encode({"survey_id": survey.id, "items": part})
            # A try whose answer was lost on its way is answered again and not counted twice.
            key = {"Idempotency-Key": f"sample-{survey.id}-{begin}-{begin + len(part)}"}
            await self._sender.send("survey", "POST", "/v1/imports/answers", who, body, key)


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
