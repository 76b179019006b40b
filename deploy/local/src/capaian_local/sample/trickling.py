"""Keeps a loaded sample moving: agencies report, superiors revise their ratings, the public answers surveys.

Invariant: each step follows from what the services hold at that moment, never from memory, so that it can be ended and
begun at any time, beside other people's work. Progress is steady: a course goes on to where it should be by today and
little further, then it is only corrected, so that a system that runs for days still shows numbers to believe.
"""

import asyncio
import logging
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, Final
from uuid import UUID

import msgspec
from chassis import ids

from capaian_local.sample import looking
from capaian_local.sample.batches import Generated
from capaian_local.sample.interface import Endpoints, Sign, Who
from capaian_local.sample.judgements import NOTES, Evaluation, scores
from capaian_local.sample.layout import Unit
from capaian_local.sample.people import Person
from capaian_local.sample.plans import Indicator, Plan, possible, rounded, within
from capaian_local.sample.sending import Refused, Sender, Unreachable

PATIENCE: Final = 60.0
NEARBY: Final = 0.3
"""The part of steps that goes to the unit of the landmarks, where somebody is likely to look."""
RATED: Final = 24
"""People whose ratings are revised: few, because a load that is repeated leaves each of them out one by one."""
AHEAD: Final = 1.03
"""How far a course runs beyond where it should be by today."""
CHANCES: Final = {"report": 0.7, "revise": 0.12, "answer": 0.18}
DRAWS: Final = 6
"""How often a report is drawn anew that has nothing to say, and a rating that can no longer be revised."""
ANSWERED: Final = ("already_acknowledged", "already_objected", "already_decided")
"""Why a rating can no longer be revised."""

log = logging.getLogger(__name__)


async def trickle(
    endpoints: Endpoints,
    sign: Sign,
    *,
    people: int,
    seed: int,
    today: date,
    region_dir: Path,
    rate: float = 2.0,
) -> None:
    """Goes on until its task is cancelled. rate: steps a second, on average; a slow service is not overtaken.

    A service that is away is waited for; a step that is refused is logged as a warning and left.

    Raises:
        ValueError: a size or day that a sample cannot have. OSError: the region has no sample.
    """
    sample = Generated(people=people, seed=seed, today=today, region_dir=region_dir)
    loop, luck = asyncio.get_running_loop(), Random(f"trickle/{seed}")
    async with Sender(endpoints, sign, PATIENCE) as sender:
        steps = Steps(sample, sender, luck)
        due = loop.time()
        while True:
            try:
                await steps.step()
            except (Refused, Unreachable) as error:
                log.warning("the trickle left a step out: %s", error)
            due = max(loop.time(), due + luck.uniform(0.5, 1.5) / rate)
            await asyncio.sleep(due - loop.time())


class Steps:
    """What can happen next."""

    def __init__(self, sample: Generated, sender: Sender, luck: Random) -> None:
        self._sample, self._sender, self._luck = sample, sender, luck
        self._near = looking.of(sample)
        self._nearby = next(unit for unit in sample.layout.units if sample.people.unit_id(unit) == self._near.unit_id)

    async def step(self) -> str:
        """Does one thing of some kind; answers with the kind."""
        (kind,) = self._luck.choices(tuple(CHANCES), tuple(CHANCES.values()))
        if kind == "answer":
            await self.answer()
        elif kind == "report" or not await self.revise():
            kind = "report"
            for _ in range(DRAWS):
                if await self.report():
                    break
        return kind

    async def report(self) -> bool:
        """An agency's system reports a realization. False where the one that was drawn needs none."""
        plan = self._plan()
        if plan.status != "approved":
            return False
        indicator = self._luck.choice(plan.indicators)
        who = self._sample.system_of(plan.unit)
        path = f"/v1/indicators/{indicator.id}/realizations"
        found = _read((await self._sender.send("target", "GET", path, who)).content)
        there = found["consolidated_value"]
        value = self._next(plan.person, indicator, None if there is None else Decimal(there))
        if value is None:
            return False
        body = msgspec.json.encode({"value": value, "as_of": self._sample.year.today})
        await self._sender.send("target", "POST", path, who, body, _once())
        return True

    async def revise(self) -> bool:
        """A superior reconsiders a rating, on the version that stands; of those that were answered already another one
        is drawn. False where none was found that can be revised.
        """
        for _ in range(DRAWS):
            found = self._rated()
            superior = None if found is None else found.person.superior_id
            if found is not None and superior is not None and await self._revised(found, superior):
                return True
        return False

    async def _revised(self, found: Evaluation, superior: UUID) -> bool:
        """False where the person has taken note of the ratings or objected to them."""
        who = Who(f"atasan-{superior}", ("civil_servant",), found.person.agency_id, superior)
        path = f"/v1/evaluations/{found.id}"
        while True:
            answer = await self._sender.send("evaluation", "GET", path, who)
            standing = _read(answer.content)
            results = _reconsidered(standing["work_results"], found.work_results, self._luck)
            body = msgspec.json.encode(
                {
                    "work_results": results,
                    "work_behavior": found.work_behavior,
                    "evaluated_on": self._sample.year.today,
                    "note": NOTES[results],
                }
            )
            version = {"If-Match": answer.headers["ETag"], **_once()}
            try:
                await self._sender.send("evaluation", "PUT", path, who, body, version)
                return True
            except Refused as refused:
                if refused.code in ANSWERED:
                    return False
                if refused.code != "stale_version":
                    raise

    async def answer(self) -> None:
        """Somebody who was served answers the unit's survey, without a sign-in."""
        survey = self._sample.judgements.survey(self._unit(surveyed=True))
        body = msgspec.json.encode({"scores": scores(survey, self._luck)})
        await self._sender.send("survey", "POST", f"/v1/surveys/{survey.id}/answers", None, body, _once())

    def _unit(self, *, surveyed: bool = False) -> Unit:
        if self._luck.random() < NEARBY:
            return self._nearby
        return self._luck.choice(self._sample.layout.surveyed if surveyed else self._sample.layout.units)

    def _plan(self) -> Plan:
        unit = self._unit()
        place = self._luck.randrange(unit.size)
        if unit is self._nearby and self._luck.random() < 0.4:
            return self._sample.plans.of(unit, self._nurse())
        return self._sample.plans.of(unit, self._sample.people.one(unit, place))

    def _nurse(self) -> Person:
        return next(person for person in self._sample.people.of(self._nearby) if person.id == self._near.nurse_id)

    def _rated(self) -> Evaluation | None:
        people = self._sample.people.of(self._nearby)[1 : RATED + 1]
        return next(iter(self._sample.judgements.evaluations(self._luck.choice(people))[-1:]), None)

    def _next(self, person: Person, indicator: Indicator, there: Decimal | None) -> Decimal | None:
        """The value to report; None where there is nothing to say."""
        expected, luck = indicator.expected, self._luck
        if expected.direction == "zero":
            return None
        if expected.range:
            return rounded(within(expected.range, expected.spread, luck), expected.decimals)
        goal = AHEAD * self._sample.plans.expected_by_now(indicator)
        if expected.consolidated_by == "sum":
            short = goal - float(there or 0)
            return Decimal(max(1, round(short * luck.uniform(0.02, 0.1)))) if short >= 1 else None
        if expected.curve in ("level", "improving"):
            return rounded(possible(expected, goal / AHEAD * luck.gauss(1, 0.03)), expected.decimals)
        short = goal - float(there or 0)
        moved = short * luck.uniform(0.02, 0.08) if short > 0.004 * goal else goal * luck.uniform(-0.006, 0.002)
        return rounded(possible(expected, float(there or 0) + moved), expected.decimals)


def _reconsidered(standing: str, natural: str, luck: Random) -> str:
    """Back to what the work deserves, or one step away from it for a while."""
    if standing != natural:
        return natural
    return luck.choice(("above", "below")) if natural == "meets" else "meets"


def _once() -> dict[str, str]:
    return {"Idempotency-Key": str(ids.new_id())}


def _read(content: bytes) -> dict[str, Any]:
    return msgspec.json.decode(content, type=dict[str, Any])
