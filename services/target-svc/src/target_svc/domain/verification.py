"""Realizations checked by the superior: recorded → verified | rejected with a reason.

Invariants: who recorded an entry never checks it, but for an agency's software, which carries over what people decided
elsewhere; a decision is not turned round: what was verified wrongly is corrected by a further entry [own].
"""

from dataclasses import dataclass, replace
from uuid import UUID

from target_svc.domain.access import Actor
from target_svc.domain.realizations import Course, Entry, EntryStatus
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import Period, PeriodStatus


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided of an entry. reason: for a rejection."""

    entry_id: UUID
    status: EntryStatus
    reason: str | None = None


def decide(course: Course, decision: Decision, period: Period, actor: Actor, rater: UUID | None) -> tuple[Entry, ...]:
    """The entry as it is after the decision; () where it is so already.

    Raises:
        Refusal: `own_entry`, `wrong_status`, `already_corrected`, `reason_missing`, `period_not_open`, `unknown_entry`.
    """
    entry = next((held for held in course.entries if held.id == decision.entry_id), None)
    if entry is None:
        raise Refusal(Code.UNKNOWN_ENTRY, "There is no realization with this id.")
    if (entry.status, entry.reason) == (decision.status, decision.reason):
        return ()
    _check(course, entry, decision)
    if period.status not in (PeriodStatus.OPEN, PeriodStatus.EVALUATION):
        sentence = f"The period {period.name} is {period.status}: its realizations stay as they are."
        raise Refusal(Code.PERIOD_NOT_OPEN, sentence)
    if entry.recorded_by == actor.subject and "agency_system" not in actor.roles:
        raise Refusal(Code.OWN_ENTRY, "You recorded this yourself: somebody else checks it.")
    return (replace(entry, status=decision.status, reason=decision.reason, checked_by=rater),)


def _check(course: Course, entry: Entry, decision: Decision) -> None:
    if entry.status is EntryStatus.VERIFIED:
        sentence = "This realization is verified; what is wrong in it is put right by a correction."
        raise Refusal(Code.WRONG_STATUS, sentence)
    if entry.status is EntryStatus.REJECTED:
        raise Refusal(Code.WRONG_STATUS, "This realization was rejected; report a new one in its place.")
    if any(held.corrects == entry.id and held.status is not EntryStatus.REJECTED for held in course.entries):
        raise Refusal(Code.ALREADY_CORRECTED, "This realization was corrected; check the correction.")
    if decision.status is EntryStatus.REJECTED and decision.reason is None:
        raise Refusal(Code.REASON_MISSING, "Say what is wrong, so that it can be put right.", "#/reason")


def evolve(course: Course, entry: Entry) -> Course:
    """The indicator after a decision on one of its entries."""
    entries = tuple(entry if held.id == entry.id else held for held in course.entries)
    return replace(course, sequence=course.sequence + 1, entries=entries)
