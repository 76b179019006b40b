"""A draft policy over the real cards of a year: all in all, or person by person. Read page by page, scored beside the
process that serves; nothing of it is kept.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple, Protocol
from uuid import UUID

from scoring_svc.app.ports import Reads
from scoring_svc.domain.access import Actor
from scoring_svc.domain.attribution import shares
from scoring_svc.domain.card import Card
from scoring_svc.domain.policy import Packs, Policy
from scoring_svc.domain.refusals import Code, Refusal
from scoring_svc.domain.roster import SurveyIndex, Year
from scoring_svc.domain.trial import Compared, Tally, Trial

NOBODY: Final = UUID(int=0)
AT_ONCE: Final = 200
LONGEST: Final = timedelta(seconds=120)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose cards: of the year's people all, or those of an agency, or those who serve in a unit on `day`."""

    period_id: UUID
    agency_id: UUID | None
    unit_id: UUID | None
    day: date


class Pack(NamedTuple):
    """Some cards in the order of their people. unpack: reads them, which takes a while; goes to another process."""

    people: Sequence[UUID]
    unpack: Callable[[], Sequence[Card]]


class Population(Protocol):
    """The cards that there are."""

    async def pack(self, scope: Scope, after: UUID, limit: int) -> Pack:
        """The next ones after that person."""
        ...

    async def surveys(self, period_id: UUID) -> Sequence[SurveyIndex]:
        """All of the year."""
        ...


class Trying(Protocol):
    """Where cards are compared, beside what serves. Raises a Refusal `trial_interrupted` where that ends too early."""

    async def begin(self, trial: Trial) -> None:
        """The one trial whose cards come next."""
        ...

    async def tally(self, unpack: Callable[[], Sequence[Card]]) -> Tally:
        """Of these cards, by the trial that was begun."""
        ...

    async def people(self, trial: Trial, unpack: Callable[[], Sequence[Card]]) -> list[Compared]:
        """Card by card, whichever trial was begun."""
        ...

    async def close(self) -> None:
        """Ends it, after what it is at."""
        ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which draft over whose cards, and who asks on which day."""

    draft: Policy
    period_id: UUID
    agency_id: UUID | None
    unit_id: UUID | None
    actor: Actor
    today: date


class Trials:
    """One at a time in a process, for it takes a core. now: when a trial began and how long it runs."""

    def __init__(
        self, population: Population, trying: Trying, reads: Reads, packs: Packs, now: Callable[[], datetime]
    ) -> None:
        self._population, self._trying, self._reads = population, trying, reads
        self._packs, self._now = packs, now
        self._running, self._stopped = asyncio.Lock(), False

    async def serve(self, stop: asyncio.Event) -> None:
        """Until `stop`; then a trial that runs ends with what it is at, and what works it out ends too."""
        await stop.wait()
        self._stopped = True
        await self._trying.close()

    async def summary(self, wanted: Wanted) -> dict[str, Any]:
        """
        Raises:
            Refusal: `forbidden`, `unknown_period`, `unknown_agency`, `unknown_unit`, `trial_running`, `trial_too_long`,
                `trial_interrupted`.
        """
        scope, trial = await self._prepare(wanted)
        if self._running.locked():
            sentence = "Another trial is running here, and one at a time does. Ask again when it is done."
            raise Refusal(Code.TRIAL_RUNNING, sentence)
        async with self._running:
            tally = await self._tally(scope, trial)
        return {**_head(scope, trial), **tally.told()}

    async def people(self, wanted: Wanted, after: UUID | None, limit: int) -> tuple[dict[str, Any], list[Compared]]:
        """Which trial it is, and up to `limit` people after that one, in the order of their ids.

        Raises:
            Refusal: as `summary`, but those of its length.
        """
        scope, trial = await self._prepare(wanted)
        pack = await self._population.pack(scope, after or NOBODY, limit)
        return _head(scope, trial), await self._trying.people(trial, pack.unpack)

    async def _tally(self, scope: Scope, trial: Trial) -> Tally:
        tally, until = Tally(), self._now() + LONGEST
        await self._trying.begin(trial)
        pack = await self._population.pack(scope, NOBODY, AT_ONCE)
        while pack.people:
            # The next cards are read while these are compared.
            ahead = self._population.pack(scope, pack.people[-1], AT_ONCE)
            compared, pack = await asyncio.gather(self._trying.tally(pack.unpack), ahead)
            tally.join(compared)
            self._check_running()
            if self._now() > until:
                sentence = (
                    f"After {LONGEST.seconds} seconds {tally.people} people were compared and others were left. Ask "
                    "for an agency or a unit, or person by person with `persons=true`."
                )
                raise Refusal(Code.TRIAL_TOO_LONG, sentence)
        return tally

    def _check_running(self) -> None:
        if self._stopped:
            raise Refusal(Code.TRIAL_INTERRUPTED, "The service is being stopped. Ask again when it runs anew.")

    async def _prepare(self, wanted: Wanted) -> tuple[Scope, Trial]:
        if not wanted.actor.reads_all:
            sentence = "A policy is tried by the region's administration and inspectors, for it shows all scores."
            raise Refusal(Code.FORBIDDEN, sentence)
        year = next((each for each in await self._reads.years() if each.id == wanted.period_id), None)
        if year is None:
            raise Refusal(Code.UNKNOWN_PERIOD, "The roster has no annual period with this id.", "#/period_id")
        await self._check(wanted)
        self._check_running()
        day = min(max(wanted.today, year.starts_on), year.ends_on)
        return Scope(year.id, wanted.agency_id, wanted.unit_id, day), await self._trial(wanted.draft, year)

    async def _check(self, wanted: Wanted) -> None:
        if wanted.agency_id is not None and wanted.agency_id not in {each.id for each in await self._reads.agencies()}:
            raise Refusal(Code.UNKNOWN_AGENCY, "The roster has no agency with this id.", "#/agency_id")
        if wanted.unit_id is not None and await self._reads.unit(wanted.unit_id) is None:
            raise Refusal(Code.UNKNOWN_UNIT, "The roster has no unit with this id.", "#/unit_id")

    async def _trial(self, draft: Policy, year: Year) -> Trial:
        policy, basis = self._packs.of_year(year.starts_on), draft.survey.attribution.value
        if policy.survey.attribution.value == basis:
            return Trial(policy, draft)
        surveys = await self._population.surveys(year.id)
        return Trial(policy, draft, {each.survey_id: shares(each, basis) for each in surveys})


def _head(scope: Scope, trial: Trial) -> dict[str, Any]:
    return {
        "kind": "policy_trial",
        "period_id": scope.period_id,
        "agency_id": scope.agency_id,
        "unit_id": scope.unit_id,
        "policy": _named(trial.draft),
        "instead_of": _named(trial.policy),
    }


def _named(policy: Policy) -> dict[str, Any]:
    return {"id": policy.id, "version": policy.version, "effective_from": policy.effective_from}
