"""The cascade: each work result serves one of the superior's, and the results of those at the top serve regional goals.

A superior's plan comes first (PermenPANRB 6/2022: a plan cannot be finished while the superior has none); who has
nobody above them, or a superior in another agency as heads of agencies have, may serve a goal directly [own].
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import CivilServant
from target_svc.domain.work_results import WorkResult


@dataclass(frozen=True, slots=True)
class PlanRules:
    """The region's choice. superior_plan_required: whether a plan waits for the superior's; source: who says so."""

    superior_plan_required: bool
    source: str


@dataclass(frozen=True, slots=True)
class Above:
    """What somebody's results may serve on a day.

    results: of the superior's approved plan for the period, empty where there is none. goals: those that may be named
    directly. elsewhere: ids that a draft names and that are other people's results or goals for others.
    """

    superior_id: UUID | None
    results: frozenset[UUID] = frozenset()
    goals: frozenset[UUID] = frozenset()
    elsewhere: frozenset[UUID] = frozenset()


def serves_goals(person: CivilServant, superior: CivilServant | None) -> bool:
    """Whether this person's results may serve a regional goal directly."""
    return superior is None or superior.agency_id != person.agency_id


def check_parents(work_results: Sequence[WorkResult], above: Above) -> None:
    """Refuses a result that names what it cannot serve, with its pointer under `#/work_results`."""
    for place, result in enumerate(work_results):
        parent, pointer = result.parent_work_result_id, f"#/work_results/{place}/parent_work_result_id"
        if parent is None or parent in above.results or parent in above.goals:
            continue
        if parent in above.elsewhere:
            sentence = (
                "This is none of your direct superior's approved results; name one of those, or none."
                if above.superior_id is not None
                else "The roster names no superior of yours, so that your results serve the region's goals."
            )
            raise Refusal(Code.NOT_THE_SUPERIORS_RESULT, sentence, pointer)
        sentence = "No approved plan has a work result with this id, and no goal bears it."
        raise Refusal(Code.UNKNOWN_PARENT, sentence, pointer)


def check_superior_has_plan(above: Above, rules: PlanRules) -> None:
    """Refuses a submission that would be finished before the superior's plan is, where the region asks for that."""
    if rules.superior_plan_required and above.superior_id is not None and not above.results:
        sentence = (
            "The direct superior has no approved plan for this period, on which this one rests "
            f"({rules.source}); ask for it, the draft is kept."
        )
        raise Refusal(Code.SUPERIOR_HAS_NO_PLAN, sentence)
