"""The expected course of an indicator over the year: what is to be reached by which day, consolidated [own rules].

A course may be empty. Otherwise its days rise, lie in the period and end with the deadline at the latest. It never
runs backwards: a sum only grows; a last known value moves to the better side alone. An average may go either way,
and so may a range. What stands at the deadline is the target itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import Period


@dataclass(frozen=True, slots=True)
class ExpectedPoint:
    """What is expected by the end of a day, in the indicator's measure."""

    by: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Goal:
    """What the course leads to. low, high: the values that are allowed at the deadline, None where open."""

    direction: str
    consolidation: str
    deadline: date
    low: Decimal | None
    high: Decimal | None


def check_course(points: Sequence[ExpectedPoint], goal: Goal, period: Period) -> None:
    """Refuses a course that leads nowhere, with a pointer under `#/expected`."""
    for place, point in enumerate(points):
        if point.by < period.starts_on or point.by > goal.deadline:
            sentence = f"The course runs from {period.starts_on} to the deadline, {goal.deadline}."
            raise Refusal(Code.COURSE_MALFORMED, sentence, f"#/expected/{place}/by")
        if point.value < 0:
            sentence = "What is expected by a day is not below 0."
            raise Refusal(Code.COURSE_MALFORMED, sentence, f"#/expected/{place}/value")
    for place, (former, later) in enumerate(pairwise(points), 1):
        if later.by <= former.by:
            sentence = f"The days rise: {later.by} does not come after {former.by}."
            raise Refusal(Code.COURSE_MALFORMED, sentence, f"#/expected/{place}/by")
        _check_step(former.value, later.value, goal, f"#/expected/{place}/value")
    if points and points[-1].by == goal.deadline:
        _check_end(points[-1].value, goal, f"#/expected/{len(points) - 1}/value")


def _check_step(former: Decimal, later: Decimal, goal: Goal, pointer: str) -> None:
    if _grows(goal) and later < former:
        sentence = f"{later.normalize():f} is less than the {former.normalize():f} expected before; this only grows."
        raise Refusal(Code.COURSE_MALFORMED, sentence, pointer)
    if goal.direction == "minimize" and goal.consolidation == "last" and later > former:
        sentence = f"{later.normalize():f} is more than the {former.normalize():f} expected before; less is better."
        raise Refusal(Code.COURSE_MALFORMED, sentence, pointer)


def _grows(goal: Goal) -> bool:
    return goal.consolidation == "sum" or (goal.direction == "maximize" and goal.consolidation == "last")


def _check_end(value: Decimal, goal: Goal, pointer: str) -> None:
    if (goal.low is not None and value < goal.low) or (goal.high is not None and value > goal.high):
        sentence = "On the deadline the course reaches the target: give the target there, or leave that day out."
        raise Refusal(Code.COURSE_MALFORMED, sentence, pointer)
