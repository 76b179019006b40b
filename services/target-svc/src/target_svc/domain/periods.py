"""The way of a period: planned → open → evaluation → published → closed, one step at a time; back only with a reason.

Invariants: a quarter or month is open only in a year that has begun, and a year closes only after all that lies in it.
Closing seals results, so that reopening is the administration's alone, is counted, and says why [own].
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, NamedTuple
from uuid import UUID

from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import Period, PeriodStatus

ORDER: Final = tuple(PeriodStatus)
FORWARD: Final[Mapping[PeriodStatus, PeriodStatus]] = dict(pairwise(ORDER))
BACK: Final[Mapping[PeriodStatus, PeriodStatus]] = {
    PeriodStatus.EVALUATION: PeriodStatus.OPEN,
    PeriodStatus.PUBLISHED: PeriodStatus.EVALUATION,
    PeriodStatus.CLOSED: PeriodStatus.EVALUATION,
}
FIRST: Final = (PeriodStatus.PLANNED, PeriodStatus.OPEN)


@dataclass(frozen=True, slots=True)
class Moved:
    """The period went on to `status`, or, with `reopening`, back to it."""

    status: PeriodStatus
    reason: str | None
    reopening: bool


class Turn(NamedTuple):
    """A period's status became another one. former: None where the period is new. reason: as it was given."""

    period_id: UUID
    sequence: int
    former: PeriodStatus | None
    status: PeriodStatus
    reason: str | None


def move(
    state: Period, to: PeriodStatus, reason: str | None, year: Period | None, inside: Iterable[Period]
) -> tuple[Moved, ...]:
    """One step on or back; () where the period stands there already.

    year: what this one lies in, None for a year. inside: what lies in this one.

    Raises:
        Refusal: with the field's pointer.
    """
    if state.status is to:
        return ()
    reopening = BACK.get(state.status) is to
    if not reopening and FORWARD.get(state.status) is not to:
        ways = [way for way in (FORWARD.get(state.status), BACK.get(state.status)) if way is not None]
        sentence = f"The period {state.name} is {state.status}; from there it goes to {' or '.join(ways)}, not to {to}."
        raise Refusal(Code.WRONG_STATUS, sentence, "#/status")
    if reopening and reason is None:
        raise Refusal(Code.REASON_MISSING, "Say why the period is reopened: it stands in its history.", "#/reason")
    check_around(replace(state, status=to), year, inside)
    return (Moved(to, reason, reopening),)


def evolve(state: Period, fact: Moved) -> Period:
    """The period after a move; the reason of a reopening stands until it goes on again."""
    return replace(
        state,
        status=fact.status,
        reopened=state.reopened + fact.reopening,
        reason=fact.reason if fact.reopening else None,
    )


def check_around(period: Period, year: Period | None, inside: Iterable[Period]) -> None:
    """Whether a period can have its status beside what it lies in and what lies in it."""
    if year is not None and year.status is PeriodStatus.PLANNED and period.status is not PeriodStatus.PLANNED:
        sentence = f"The year {year.name} is still planned: open it first."
        raise Refusal(Code.YEAR_NOT_OPEN, sentence, "#/status")
    if year is not None and year.status is PeriodStatus.CLOSED and period.status is not PeriodStatus.CLOSED:
        sentence = f"The year {year.name} is closed, and its results are sealed: reopen the year first."
        raise Refusal(Code.YEAR_CLOSED, sentence, "#/status")
    if period.status is PeriodStatus.CLOSED:
        going_on = sorted(each.name for each in inside if each.status is not PeriodStatus.CLOSED)
        if going_on:
            sentence = f"A year closes after what lies in it; close these first: {', '.join(going_on)}."
            raise Refusal(Code.PARTS_NOT_CLOSED, sentence, "#/status")


def put(wanted: Period, former: Period | None) -> Period:
    """What one period is after it was put: its status is begun here, and moved elsewhere."""
    where = f"move it by POST /v1/periods/{wanted.id}/status"
    if former is None:
        if wanted.status not in FIRST:
            sentence = f"A period begins as planned or open; afterwards {where}."
            raise Refusal(Code.STATUS_BY_ROUTE, sentence, "#/status")
        return wanted
    if wanted.status is not former.status:
        sentence = f"The status of a period that is there stays {former.status} here; {where}."
        raise Refusal(Code.STATUS_BY_ROUTE, sentence, "#/status")
    return replace(wanted, reopened=former.reopened, reason=former.reason)


def bring(wanted: Period, former: Period | None) -> Period:
    """What a period is after an import, which may bring one that has gone on elsewhere, and never takes one back."""
    if former is None:
        return wanted
    if ORDER.index(wanted.status) < ORDER.index(former.status):
        sentence = f"The period {former.name} is {former.status} by now; an import does not take it back."
        raise Refusal(Code.PERIOD_MOVED_ON, sentence, "#/status")
    reason = former.reason if wanted.status is former.status else None
    return replace(wanted, reopened=former.reopened, reason=reason)
