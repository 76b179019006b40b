"""Keeping the roster: entries put whole, one or many, in one transaction.

An entry that is there and equal changes nothing, so that an agency's system may send its whole list every night. A
change needs the version that its author saw; a whole list needs none, because its sender is the source.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from target_svc.app import keep_periods, resources, translate
from target_svc.app.execute import IF_MATCH, item, stale
from target_svc.app.ports import Kept, Occasion, Outcome, Work
from target_svc.domain.access import Actor, check_keeps
from target_svc.domain.references import (
    MOST_STEPS,
    check_no_circle,
    check_no_cycle,
    check_places,
    check_references,
    check_superiors_serve,
    named,
)
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import CivilServant, Entry, Period, ReportingLine, Unit
from target_svc.domain.serving import check


@dataclass(frozen=True, slots=True)
class Put:
    """One entry as it shall be. expected: the version that the client saw, if it said so. within: where an item of an
    import has the entry's fields, as a pointer from the item."""

    entry: Entry
    expected: int | None = None
    within: str = ""


async def put(work: Work, puts: Sequence[Put], actor: Actor, occasion: Occasion, *, many: bool) -> Outcome:
    """Puts all entries, or none."""
    ids = {each.entry.id for each in puts}
    # With a period its year is claimed, so that nothing opens inside a year that is just being closed.
    await work.claim(ids.union(*(named(each.entry) for each in puts if isinstance(each.entry, Period))))
    kept = dict(await work.roster(ids.union(*(named(each.entry) for each in puts))))
    known: dict[UUID, Entry] = {id_: found.entry for id_, found in kept.items()}
    known.update((each.entry.id, each.entry) for each in puts)
    changed: dict[UUID, Kept] = {}
    created = False
    for place, each in enumerate(puts):
        with item(place, many=many, within=each.within):
            former = changed.get(each.entry.id) or kept.get(each.entry.id)
            entry = _decide(each, former, actor, known, many=many)
            if entry is not None:
                created = former is None
                changed[entry.id] = Kept(entry, 1 if former is None else former.sequence + 1)
    await _check_units(work, puts, changed, many=many)
    await _check_people(work, puts, changed, many=many)
    places = [(each.entry.id, each.within) for each in puts]
    await keep_periods.check_all(work, places, changed, known, many=many)
    await work.save_roster(list(changed.values()))
    await work.save_turns(keep_periods.turns(kept, changed.values()), occasion, actor.subject)
    await work.say(
        [
            translate.of_roster(new.entry, new.sequence, occasion.now, occasion.correlation_id)
            for new in changed.values()
        ]
    )
    if many:
        return Outcome(created=False, resource={"accepted": len(puts), "changed": len(changed)})
    entry = puts[0].entry
    now = changed.get(entry.id) or kept[entry.id]
    return Outcome(created, resources.roster(now, actor), entry.id, now.sequence)


def _decide(each: Put, former: Kept | None, actor: Actor, known: Mapping[UUID, Entry], *, many: bool) -> Entry | None:
    """The entry as it shall be, None where it changes nothing."""
    check_keeps(actor, each.entry)
    check(each.entry)
    check_references(each.entry, known)
    entry = each.entry
    if former is None and each.expected is not None:
        raise Refusal(Code.STALE_VERSION, "There is nothing with this id, so none at that version.", IF_MATCH)
    if former is not None:
        if type(former.entry) is not type(entry):
            raise Refusal(Code.ALREADY_EXISTS, "This id belongs to something else.", "#/id")
        check_keeps(actor, former.entry)
    if isinstance(entry, Period):
        entry = keep_periods.settled(entry, former, many=many)
    if former is not None and former.entry == entry:
        return None
    # A superior who has left since is no reason to refuse a list that says what it always said: a worklist names it.
    if isinstance(entry, CivilServant):
        check_superiors_serve(entry, known)
        before = former.entry if former is not None and isinstance(former.entry, CivilServant) else None
        check_places(entry, before, known, by_region=actor.administers)
    if former is not None:
        _check_version(each.expected, former.sequence, many=many)
    return entry


def _check_version(expected: int | None, found: int, *, many: bool) -> None:
    if expected is None and not many:
        raise Refusal(Code.VERSION_REQUIRED, "Say with If-Match which version you have seen.", IF_MATCH, found=found)
    if expected is not None and expected != found:
        raise stale(expected, found)


async def _check_units(work: Work, puts: Sequence[Put], changed: Mapping[UUID, Kept], *, many: bool) -> None:
    """A circle of parents, which no unit shows alone."""
    units = {kept.entry.id: kept.entry for kept in changed.values() if isinstance(kept.entry, Unit)}
    parents = {unit.parent_unit_id for unit in units.values() if unit.parent_unit_id is not None}
    if not parents:
        return
    await work.claim_tree()
    above = {**await work.parents_above(parents), **{unit.id: unit.parent_unit_id for unit in units.values()}}
    for place, each in enumerate(puts):
        if each.entry.id in units:
            with item(place, many=many):
                check_no_circle(each.entry.id, above)


async def _check_people(work: Work, puts: Sequence[Put], changed: Mapping[UUID, Kept], *, many: bool) -> None:
    """What only all people together can be wrong in: a number held twice, a circle of superiors."""
    people = [kept.entry for kept in changed.values() if isinstance(kept.entry, CivilServant)]
    if not people:
        return
    owners = dict(await work.number_owners({held.number for one in people for held in one.employee_numbers}))
    superiors = {line.superior_id for one in people for line in one.reporting_lines}
    if superiors:
        await work.claim_tree()
    above = {id_: tuple(lines) for id_, lines in (await work.lines_above(superiors)).items()}
    above.update((one.id, one.reporting_lines) for one in people)
    places = {each.entry.id: (place, each.within) for place, each in enumerate(puts)}

    def lines_of(id_: UUID) -> tuple[ReportingLine, ...]:
        return above.get(id_, ())

    steps = MOST_STEPS
    for one in people:
        item_place, within = places[one.id]
        with item(item_place, many=many, within=within):
            for place, held in enumerate(one.employee_numbers):
                if owners.setdefault(held.number, one.id) != one.id:
                    pointer = f"#/employee_numbers/{place}/number"
                    raise Refusal(Code.NUMBER_TAKEN, "This employee number belongs to somebody else.", pointer)
            steps -= check_no_cycle(one, lines_of, steps)
