"""What people's work contributes to a goal of the region: the results that serve it, level by level, with what their
indicators achieve.

The achievement of a level is the mean over its indicators, each by its weight in its plan [own]: no text joins several
people's indicators. An indicator without a realization is no zero; `complete` says how much of the weight has one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from uuid import UUID

from scoring_svc.domain.achievement import EXACT, ZERO, rounded
from scoring_svc.domain.formula import Score
from scoring_svc.domain.lines import IndicatorLine
from scoring_svc.domain.outline import Outline
from scoring_svc.domain.policy import HUNDRED, Policy


@dataclass(frozen=True, slots=True)
class Served:
    """A work result that serves the goal, `level` steps under it."""

    id: UUID
    level: int
    title: str
    parent_id: UUID
    civil_servant_id: UUID


@dataclass(frozen=True, slots=True)
class Joined:
    """Weighted mean of achievements, None where there is none, and how many percent of the weight have one."""

    mean: Decimal | None
    complete: Decimal


def by_result(result: Score, outlines: Iterable[Outline]) -> Mapping[UUID, list[IndicatorLine]]:
    """Work result → its indicators, in the plan's order."""
    of = {each.id: each.work_result_id for outline in outlines for each in outline.indicators}
    found: dict[UUID, list[IndicatorLine]] = defaultdict(list)
    for part in result.components:
        for line in part.lines:
            if isinstance(line, IndicatorLine) and line.indicator.id in of:
                found[of[line.indicator.id]].append(line)
    return found


def joined(lines: Iterable[IndicatorLine], policy: Policy) -> Joined:
    """The mean over indicators, each by its weight."""
    with localcontext(EXACT):
        whole, there, weighted = ZERO, ZERO, ZERO
        for line in lines:
            whole += line.indicator.weight
            if line.achievement is not None:
                there += line.indicator.weight
                weighted += line.indicator.weight * line.achievement.value
        if not there:
            return Joined(None, rounded(ZERO, 2))
        return Joined(
            rounded(weighted / there, policy.rounding["component"].value), rounded(there * HUNDRED / whole, 2)
        )
