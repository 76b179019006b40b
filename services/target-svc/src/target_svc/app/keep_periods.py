"""Periods: moved one step on or back by their own command, or brought by an import; each turn stands in the history."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from uuid import UUID

from target_svc.app import resources, translate
from target_svc.app.execute import item, stale
from target_svc.app.ports import Kept, Occasion, Outcome, Work
from target_svc.domain import periods as rules
from target_svc.domain.access import Actor, check_keeps
from target_svc.domain.periods import Turn
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import Entry, Period, PeriodStatus


async def move(
    work: Work,
    period_id: UUID,
    expected: int,
    status: PeriodStatus,
    reason: str | None,
    actor: Actor,
    occasion: Occasion,
) -> Outcome:
    """Moves a period; only the region's administration does."""
    year_id = _period(await work.roster([period_id]), period_id).annual_period_id
    await work.claim({period_id, year_id or period_id})
    kept = await work.roster([period_id] if year_id is None else [period_id, year_id])
    state, sequence = _period(kept, period_id), kept[period_id].sequence
    check_keeps(actor, state)
    if expected != sequence:
        raise stale(expected, sequence)
    year = None if state.annual_period_id is None else _period(kept, state.annual_period_id)
    facts = rules.move(state, status, reason, year, await work.periods_inside(period_id))
    after = Kept(reduce(rules.evolve, facts, state), sequence + len(facts))
    if facts:
        await work.save_roster([after])
        await work.save_turns([Turn(period_id, after.sequence, state.status, status, reason)], occasion, actor.subject)
        await work.say([translate.of_roster(after.entry, after.sequence, occasion.now, occasion.correlation_id)])
    return Outcome(False, resources.roster(after, actor), period_id, after.sequence)


def _period(kept: Mapping[UUID, Kept], id_: UUID) -> Period:
    found = kept.get(id_)
    if found is None or not isinstance(found.entry, Period):
        raise Refusal(Code.UNKNOWN_PERIOD, "There is no period with this id.")
    return found.entry


def settled(wanted: Period, former: Kept | None, *, many: bool) -> Period:
    """A period that is put, with what is not the client's to say."""
    entry = None if former is None or not isinstance(former.entry, Period) else former.entry
    return rules.bring(wanted, entry) if many else rules.put(wanted, entry)


async def check_all(
    work: Work,
    places: Sequence[tuple[UUID, str]],
    changed: Mapping[UUID, Kept],
    known: Mapping[UUID, Entry],
    *,
    many: bool,
) -> None:
    """What periods can be wrong in beside each other, as they are after all puts. places: each put's id, and where an
    item of an import has its fields."""
    after = {id_: each.entry for id_, each in changed.items() if isinstance(each.entry, Period)}
    for place, (id_, within) in enumerate(places):
        period = after.get(id_)
        if period is None:
            continue
        year = None if period.annual_period_id is None else known.get(period.annual_period_id)
        there = {inner.id: inner for inner in await work.periods_inside(period.id)}
        there.update((each, inner) for each, inner in after.items() if inner.annual_period_id == period.id)
        with item(place, many=many, within=within):
            rules.check_around(period, year if isinstance(year, Period) else None, there.values())


def turns(before: Mapping[UUID, Kept], after: Iterable[Kept]) -> list[Turn]:
    """The turns of periods that came or whose status is another one."""
    found: list[Turn] = []
    for entry, sequence in after:
        if isinstance(entry, Period):
            kept = before.get(entry.id)
            former = kept.entry.status if kept is not None and isinstance(kept.entry, Period) else None
            if former is not entry.status:
                found.append(Turn(entry.id, sequence, former, entry.status, None))
    return found
