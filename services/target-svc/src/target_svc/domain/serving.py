"""What a roster entry may not say of itself: above all, a civil servant's dated facts.

Invariants: intervals of one kind never overlap; after the last day of service nothing goes on; the kind of the civil
servant agrees with the newest employee number, for who changes from a contract to a permanent post has both.
"""

from collections.abc import Sequence
from itertools import groupby, pairwise

from target_svc.domain.employee_number import parse
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import (
    Agency,
    CivilServant,
    Entry,
    Kinded,
    NumberSince,
    Period,
    Unit,
    check_period,
    check_unit,
)


def check(entry: Entry) -> None:
    """What an entry alone can be wrong in. Raises Refusal with the field's pointer."""
    match entry:
        case CivilServant():
            _check_numbers(entry)
            _check_intervals(entry.assignments, "#/assignments")
            _check_intervals(entry.reporting_lines, "#/reporting_lines")
            _check_superiors(entry)
            _check_leaving(entry, entry.assignments, "#/assignments")
            _check_leaving(entry, entry.reporting_lines, "#/reporting_lines")
        case Period():
            check_period(entry)
        case Unit():
            check_unit(entry)
        case Agency():
            pass


def _check_numbers(person: CivilServant) -> None:
    newest = max(person.employee_numbers, key=lambda held: held.since, default=None)
    for place, held in enumerate(person.employee_numbers):
        pointer = f"#/employee_numbers/{place}/number"
        try:
            number = parse(held.number)
        except Refusal as refusal:
            raise refusal.under(pointer) from None
        if held is newest and number.kind != person.kind:
            sentence = f"Digits 13 and 14 say that this is the number of a {number.kind} civil servant."
            raise Refusal(Code.NUMBER_KIND, sentence, pointer)
    _check_each_once(person.employee_numbers)


def _check_each_once(numbers: Sequence[NumberSince]) -> None:
    """A contract's renewal brings another number from another day on; two never begin together."""
    for (_, former), (place, later) in pairwise(sorted(enumerate(numbers), key=lambda each: each[1].since)):
        if former.since == later.since:
            sentence = "Another number begins on the same day; a person has one number a day."
            raise Refusal(Code.INTERVALS_OVERLAP, sentence, f"#/employee_numbers/{place}/since")
    if len({held.number for held in numbers}) < len(numbers):
        raise Refusal(Code.NUMBER_TAKEN, "The same employee number stands here twice.", "#/employee_numbers")


def _check_intervals(intervals: Sequence[Kinded], pointer: str) -> None:
    for place, interval in enumerate(intervals):
        if interval.until is not None and interval.until < interval.since:
            raise Refusal(Code.INTERVAL_REVERSED, "It ends before it begins.", f"{pointer}/{place}/until")
    ordered = sorted(enumerate(intervals), key=lambda each: (each[1].kind, each[1].since))
    for kind, of_kind in groupby(ordered, key=lambda each: each[1].kind):
        for (_, former), (place, later) in pairwise(of_kind):
            if former.until is None or former.until >= later.since:
                sentence = f"It begins before the {kind} one before it has ended; two never hold on one day."
                raise Refusal(Code.INTERVALS_OVERLAP, sentence, f"{pointer}/{place}/since")


def _check_superiors(person: CivilServant) -> None:
    for place, line in enumerate(person.reporting_lines):
        if line.superior_id == person.id:
            raise Refusal(Code.OWN_SUPERIOR, "Nobody is their own superior.", f"#/reporting_lines/{place}/superior_id")


def _check_leaving(person: CivilServant, intervals: Sequence[Kinded], pointer: str) -> None:
    if person.left_on is None:
        return
    for place, interval in enumerate(intervals):
        if interval.until is None or interval.until > person.left_on:
            sentence = f"The last day of service is {person.left_on}: this ends on that day or before."
            raise Refusal(Code.AFTER_LEAVING, sentence, f"{pointer}/{place}/until")
