"""What is asked of the whole roster: who has no rater, and the parts of a person's year."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from target_svc.app.ports import Kept, Reads
from target_svc.app.queries import check_sees
from target_svc.domain.access import Actor, check_oversees
from target_svc.domain.parts import Part, parts
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import CivilServant, Period
from target_svc.domain.worklists import WithoutRater, without_rater

AT_ONCE = 500


class Overviews(Protocol):
    """Answers about many, without locks."""

    async def top_heads(self, agency_id: UUID) -> Collection[UUID]:
        """Who leads the agency's top units."""
        ...

    async def roster(self, ids: Collection[UUID]) -> Mapping[UUID, Kept]: ...

    async def history(self, period_id: UUID) -> list[dict[str, Any]]:
        """A period's turns from one status to the next, oldest first."""
        ...


async def people_without_rater(
    reads: Reads, overviews: Overviews, actor: Actor, agency_id: UUID, on: date, after: UUID | None, limit: int
) -> list[WithoutRater]:
    """The agency's people who serve on that day without a rater, in order of ids, at most `limit`."""
    check_oversees(actor, agency_id)
    heads = await overviews.top_heads(agency_id)
    found: list[WithoutRater] = []
    while len(found) < limit:
        kept = await reads.entries("civil_servant", agency_id=agency_id, unit_id=None, after=after, limit=AT_ONCE)
        people = [each.entry for each in kept if isinstance(each.entry, CivilServant)]
        left = await _left(overviews, people, on)
        findings = (without_rater(person, on, heads, left) for person in people)
        found += [each for each in findings if each is not None]
        if len(kept) < AT_ONCE:
            break
        after = people[-1].id
    return found[:limit]


async def _left(overviews: Overviews, people: list[CivilServant], on: date) -> dict[UUID, date]:
    raters = {rater for person in people if (rater := person.rater(on)) is not None}
    found = await overviews.roster(raters)
    entries = [kept.entry for kept in found.values()]
    return {each.id: each.left_on for each in entries if isinstance(each, CivilServant) and each.left_on is not None}


async def history(reads: Reads, overviews: Overviews, period_id: UUID) -> list[dict[str, Any]]:
    """How a period came to its status: who moved it, when and why."""
    if await reads.entry("period", period_id) is None:
        raise Refusal(Code.UNKNOWN_PERIOD, "There is no period with this id.")
    return await overviews.history(period_id)


async def periods(
    reads: Reads, actor: Actor, civil_servant_id: UUID, period_id: UUID, today: date
) -> list[dict[str, Any]]:
    """The person's parts of a period, to those who see their plans."""
    person = await reads.entry("civil_servant", civil_servant_id)
    if person is None or not isinstance(person.entry, CivilServant):
        raise Refusal(Code.UNKNOWN_CIVIL_SERVANT, "There is no civil servant with this id.")
    await check_sees(reads, actor, civil_servant_id, today)
    period = await reads.entry("period", period_id)
    if period is None or not isinstance(period.entry, Period):
        raise Refusal(Code.UNKNOWN_PERIOD, "There is no period with this id.")
    return [_part(each) for each in parts(person.entry, period.entry)]


def _part(part: Part) -> dict[str, Any]:
    return {"id": part.id, "since": part.since, "until": part.until, **asdict(part.facts)}
