"""Work results (RHK) of a plan, each with the indicators that it is measured by.

Invariant: what passes `check` can be measured; what passes it `whole` can be put before the superior: a main result,
an indicator for each, and weights of 100 percent together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from target_svc.domain import indicators as measured
from target_svc.domain.indicators import FULL, Indicator
from target_svc.domain.measurable import check_title, sounds
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import Period


@dataclass(frozen=True, slots=True)
class WorkResult:
    """A work result (RHK). kind: main or additional. parent_work_result_id: the superior's result, or the region's
    goal, that it serves."""

    id: UUID
    title: str
    kind: str
    parent_work_result_id: UUID | None
    indicators: tuple[Indicator, ...]


def all_indicators(work_results: Sequence[WorkResult]) -> Iterator[Indicator]:
    """The indicators of all results, in order."""
    return (indicator for result in work_results for indicator in result.indicators)


def check(work_results: Sequence[WorkResult], period: Period, *, leads: bool, whole: bool) -> None:
    """Refuses what cannot be measured, with a pointer under `#/work_results`.

    leads: the person is an executive or leads people. whole: it is to be put before the superior.
    """
    for place, result in enumerate(work_results):
        try:
            check_title(result.title)
            _check_indicators(result, period, leads=leads)
        except Refusal as refusal:
            raise refusal.under(f"#/work_results/{place}") from None
    _check_repetitions(work_results)
    total = sum((each.weight for each in all_indicators(work_results)), Decimal(0))
    if total > FULL:
        sentence = f"The weights make {total.normalize():f} percent; together they may make 100."
        raise Refusal(Code.WEIGHTS_OVER_100, sentence, "#/work_results")
    if whole:
        _check_whole(work_results, total)


def _check_indicators(result: WorkResult, period: Period, *, leads: bool) -> None:
    for place, indicator in enumerate(result.indicators):
        try:
            measured.check(indicator, period, leads=leads)
        except Refusal as refusal:
            raise refusal.under(f"#/indicators/{place}") from None


def _check_repetitions(work_results: Sequence[WorkResult]) -> None:
    results: set[UUID | str] = set()
    indicators: set[UUID | str] = set()
    for place, result in enumerate(work_results):
        here = f"#/work_results/{place}"
        if result.id in results:
            raise Refusal(Code.REPEATED_WORK_RESULT, "Two work results have the same id.", f"{here}/id")
        if (title := sounds(result.title)) in results:
            raise Refusal(Code.REPEATED_TITLE, "Another work result here has the same title.", f"{here}/title")
        results |= {result.id, title}
        for at, indicator in enumerate(result.indicators):
            below = f"{here}/indicators/{at}"
            if indicator.id in indicators:
                raise Refusal(Code.REPEATED_INDICATOR, "Two indicators have the same id.", f"{below}/id")
            if (title := sounds(indicator.title)) in indicators:
                raise Refusal(Code.REPEATED_TITLE, "Another indicator here has the same title.", f"{below}/title")
            indicators |= {indicator.id, title}


def _check_whole(work_results: Sequence[WorkResult], total: Decimal) -> None:
    if all(result.kind != "main" for result in work_results):
        sentence = "A plan that is put before the superior has at least one main work result."
        raise Refusal(Code.NO_MAIN_RESULT, sentence, "#/work_results")
    for place, result in enumerate(work_results):
        if not result.indicators:
            sentence = "Each work result has at least one indicator; without one nobody can say whether it came true."
            raise Refusal(Code.NO_INDICATORS, sentence, f"#/work_results/{place}/indicators")
    if total != FULL:
        sentence = f"The weights make {total.normalize():f} percent; a plan that is put before the superior has 100."
        raise Refusal(Code.WEIGHTS_NOT_100, sentence, "#/work_results")
