"""How far a unit has come with the assessment in a year: its phase, and the share of its people who take part.

The phases are those of staged introduction: prepared, made known (sosialisasi), tried out, and assessed for real. They
are this project's own, for no text names them; each step says since when, and who took it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from typing import Final, NamedTuple
from uuid import UUID

from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import Period, PeriodStatus

EXACT: Final = Context(prec=34, rounding=ROUND_HALF_UP)
CENTS: Final = Decimal("0.01")


class Phase(StrEnum):
    """preparation → socialization → trial → live; back only with a reason."""

    PREPARATION = "preparation"
    SOCIALIZATION = "socialization"
    TRIAL = "trial"
    LIVE = "live"


ORDER: Final = tuple(Phase)


@dataclass(frozen=True, slots=True)
class PhaseStep:
    """A unit is in a phase of a year since a day. sequence: 1 for the first step of that unit and year.

    reason: why it went back, or began further on than prepared. moved_by: the subject of the token.
    """

    unit_id: UUID
    period_id: UUID
    sequence: int
    phase: Phase
    since: date
    reason: str | None
    moved_by: str


class Wanted(NamedTuple):
    """The phase as somebody wants it."""

    phase: Phase
    since: date
    reason: str | None


def move(
    former: PhaseStep | None, unit_id: UUID, wanted: Wanted, period: Period, today: date, *, by: str
) -> PhaseStep | None:
    """The step to the wanted phase; None where the unit is in it already. former: where it stands, None before all.

    Raises:
        Refusal: with the field's pointer.
    """
    check_annual(period, "#/period_id")
    if former is not None and former.phase is wanted.phase:
        return None
    if period.status is PeriodStatus.CLOSED:
        sentence = f"The year {period.name} is closed: its phases stay as they are."
        raise Refusal(Code.YEAR_CLOSED, sentence, "#/period_id")
    _check_way(None if former is None else former.phase, wanted)
    _check_day(former, wanted.since, period, today)
    sequence = 1 if former is None else former.sequence + 1
    return PhaseStep(unit_id, period.id, sequence, wanted.phase, wanted.since, wanted.reason, by)


def check_annual(period: Period, pointer: str) -> None:
    """A rollout is told year by year. Raises Refusal."""
    if period.kind != "annual":
        raise Refusal(Code.PERIOD_MALFORMED, "A rollout belongs to an annual period.", pointer)


def _check_way(former: Phase | None, wanted: Wanted) -> None:
    steps = ORDER.index(wanted.phase) - (-1 if former is None else ORDER.index(former))
    if steps == 1:
        return
    if former is None and wanted.reason is None:
        sentence = "A unit begins with preparation; say why it begins further on, such as live in the year before."
        raise Refusal(Code.REASON_MISSING, sentence, "#/reason")
    if former is not None and steps > 1:
        following = ORDER[ORDER.index(former) + 1]
        sentence = f"The unit is in {former}: the next phase is {following}, and none is left out."
        raise Refusal(Code.WRONG_STATUS, sentence, "#/phase")
    if wanted.reason is None:
        sentence = f"Say why the unit goes back from {former} to {wanted.phase}: it stands in its history."
        raise Refusal(Code.REASON_MISSING, sentence, "#/reason")


def _check_day(former: PhaseStep | None, since: date, period: Period, today: date) -> None:
    if since > today:
        raise Refusal(Code.IN_THE_FUTURE, f"{since} has not come yet.", "#/since")
    if since > period.ends_on:
        raise Refusal(Code.AFTER_PERIOD, f"The year {period.name} ended on {period.ends_on}.", "#/since")
    if former is not None and since < former.since:
        sentence = f"The phase {former.phase} began on {former.since}: the next one begins on that day or later."
        raise Refusal(Code.BEFORE_FORMER_PHASE, sentence, "#/since")


@dataclass(frozen=True, slots=True)
class Counted:
    """People who serve in a unit, and how many of them have an approved plan, have realizations, and are trained."""

    people: int = 0
    with_approved_plan: int = 0
    with_realizations: int = 0
    trained: int = 0


def together(counts: Iterable[Counted]) -> Counted:
    """Several units as one; nobody serves in two."""
    found = list(counts)
    return Counted(
        sum(each.people for each in found),
        sum(each.with_approved_plan for each in found),
        sum(each.with_realizations for each in found),
        sum(each.trained for each in found),
    )


def percent(count: int, people: int) -> Decimal | None:
    """Their share in percent, two decimals half-up; None where nobody serves, for nothing is no share of nothing."""
    if people == 0:
        return None
    return EXACT.divide(Decimal(100 * count), Decimal(people)).quantize(CENTS, context=EXACT)


def counted_on(period: Period, today: date) -> date:
    """The day whose people are counted: today, kept within the year."""
    return min(max(today, period.starts_on), period.ends_on)
