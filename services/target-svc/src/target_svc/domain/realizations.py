"""What was achieved: the realizations of one indicator, append-only, corrected by further entries.

What an entry says is never changed. A correction names the entry it takes the place of; one without a value retracts
it. The superior verifies or rejects (`verification.py`). The consolidated value is computed over the entries that hold,
and is the same in whatever order they came.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from uuid import UUID

from target_svc.domain.indicators import Indicator
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import Period, PeriodStatus

EXACT = Context(prec=34, rounding=ROUND_HALF_UP)
SIX_DECIMALS = Decimal("0.000001")


class EntryStatus(StrEnum):
    """recorded → verified | rejected; what comes after that is a further entry."""

    RECORDED = "recorded"
    VERIFIED = "verified"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Entry:
    """One report. value: in the indicator's measure, None only for a retraction. number: 1, 2, … in the indicator.
    recorded_by: the subject of the token. reason: why it was rejected. checked_by: the rater who
    decided. evidence_id: an uploaded file."""

    id: UUID
    number: int
    value: Decimal | None
    as_of: date
    evidence_url: str | None
    note: str | None
    corrects: UUID | None
    recorded_by: str = ""
    status: EntryStatus = EntryStatus.RECORDED
    reason: str | None = None
    checked_by: UUID | None = None
    evidence_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """An approved indicator with its entries. sequence: 0 before the first entry, one more with each entry and each
    decision on one. active: still in the approved plan."""

    indicator: Indicator
    plan_id: UUID
    civil_servant_id: UUID
    period_id: UUID
    sequence: int
    active: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A realization as it comes in."""

    id: UUID
    value: Decimal | None
    as_of: date
    evidence_url: str | None
    note: str | None
    corrects: UUID | None
    evidence_id: UUID | None = None


def record(
    course: Course, report: Report, period: Period, today: date, *, by: str, left_on: date | None = None
) -> Entry | None:
    """The entry that a report leads to; None where just this entry is there already.

    by: the subject who reports. left_on: the person's last day of service.

    Raises:
        Refusal: with the field's pointer.
    """
    number = len(course.entries) + 1
    entry = Entry(
        report.id, number, report.value, report.as_of, report.evidence_url, report.note, report.corrects, by,
        evidence_id=report.evidence_id,
    )  # fmt: skip
    former = next((held for held in course.entries if held.id == report.id), None)
    if former is not None:
        if _says_the_same(former, entry):
            return None
        raise Refusal(Code.ALREADY_EXISTS, "An entry with this id exists and says something else.", "#/id")
    if not course.active:
        raise Refusal(Code.UNKNOWN_INDICATOR, "This indicator is in the approved plan no more.")
    _check_day(report.as_of, period, today)
    if left_on is not None and report.as_of > left_on:
        raise Refusal(Code.AFTER_LEAVING, f"This person's last day of service was {left_on}.", "#/as_of")
    if report.corrects is not None:
        _check_correction(course, report.corrects)
    elif report.value is None:
        raise Refusal(Code.VALUE_MISSING, "Only a correction may lack a value: it retracts an entry.", "#/value")
    return entry


def _says_the_same(one: Entry, other: Entry) -> bool:
    return (one.value, one.as_of, one.evidence_url, one.note, one.corrects, one.evidence_id) == (
        other.value, other.as_of, other.evidence_url, other.note, other.corrects, other.evidence_id,
    )  # fmt: skip


def _check_day(day: date, period: Period, today: date) -> None:
    if period.status not in (PeriodStatus.OPEN, PeriodStatus.EVALUATION):
        raise Refusal(Code.PERIOD_NOT_OPEN, f"The period {period.name} is {period.status} and takes no realizations.")
    if day < period.starts_on:
        raise Refusal(Code.BEFORE_PERIOD, f"The period begins only on {period.starts_on}.", "#/as_of")
    if day > period.ends_on:
        raise Refusal(Code.AFTER_PERIOD, f"The period ended on {period.ends_on}.", "#/as_of")
    if day > today:
        raise Refusal(Code.IN_THE_FUTURE, f"{day} has not come yet.", "#/as_of")


def _check_correction(course: Course, corrected: UUID) -> None:
    if all(held.id != corrected for held in course.entries):
        raise Refusal(Code.UNKNOWN_ENTRY, "The entry that this corrects is none of this indicator's.", "#/corrects")
    if corrected in _corrected(course.entries):
        raise Refusal(Code.ALREADY_CORRECTED, "That entry was corrected before; correct the correction.", "#/corrects")


def _corrected(entries: Sequence[Entry]) -> set[UUID | None]:
    """What was corrected; a rejected correction corrects nothing."""
    return {entry.corrects for entry in entries if entry.status is not EntryStatus.REJECTED}


def holding(entries: Sequence[Entry]) -> list[Entry]:
    """The entries that hold: neither corrected nor rejected, and not a retraction."""
    corrected = _corrected(entries)
    return [
        entry
        for entry in entries
        if entry.id not in corrected and entry.status is not EntryStatus.REJECTED and entry.value is not None
    ]


def consolidated(entries: Sequence[Entry], how: str) -> Decimal | None:
    """The last value by day, the sum, or the mean (six decimals, half-up); None where no entry holds."""
    held = holding(entries)
    values = [entry.value for entry in held if entry.value is not None]
    if not values:
        return None
    match how:
        case "sum":
            return sum(values, Decimal(0))
        case "average":
            return EXACT.divide(sum(values, Decimal(0)), Decimal(len(values))).quantize(SIX_DECIMALS, context=EXACT)
        case _:
            return max(held, key=lambda entry: (entry.as_of, entry.number)).value
