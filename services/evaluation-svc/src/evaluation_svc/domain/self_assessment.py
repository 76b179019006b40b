"""What a person says of their own year before the superior rates it (penilaian diri).

The person alone makes it, and changes it until the ratings are submitted. Where the region wants it first, a superior
waits for it, but not for ever: the region's days after the period's end.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from evaluation_svc.domain.checks import Circumstances, check_begun, check_open
from evaluation_svc.domain.evaluation import Evaluation, Status
from evaluation_svc.domain.ratings import Rating
from evaluation_svc.domain.refusals import Code, Refusal
from evaluation_svc.domain.versions import check_seen


@dataclass(frozen=True, slots=True)
class SelfAssessment:
    """The state, one a person and evaluated period."""

    civil_servant_id: UUID
    evaluated_period_id: UUID
    sequence: int
    work_results: Rating
    work_behavior: Rating
    reflection: str
    assessed_on: date


@dataclass(frozen=True, slots=True)
class Assess:
    """Says how one sees oneself. asking: who asks. expected_sequence: the version seen; None where there was none."""

    civil_servant_id: UUID
    evaluated_period_id: UUID
    asking: UUID | None
    expected_sequence: int | None
    work_results: Rating
    work_behavior: Rating
    reflection: str


def assess(
    command: Assess, state: SelfAssessment | None, evaluation: Evaluation | None, given: Circumstances
) -> SelfAssessment:
    """The state after it; `state` itself where it says just this already. evaluation: that of the same period."""
    if command.asking is None or command.asking != command.civil_servant_id:
        raise Refusal(Code.NOT_THE_RATED_PERSON, "Only the person can assess themself.")
    if state is not None and _says(state, command):
        return state
    check_open(given.period)
    check_begun(given)
    if evaluation is not None and evaluation.status not in (Status.DRAFT, Status.WITHDRAWN):
        sentence = "The superior has submitted the ratings: the self-assessment stays as it is from then on."
        raise Refusal(Code.SELF_ASSESSMENT_CLOSED, sentence)
    check_seen(command.expected_sequence, None if state is None else state.sequence, "The self-assessment")
    return SelfAssessment(
        civil_servant_id=command.civil_servant_id,
        evaluated_period_id=command.evaluated_period_id,
        sequence=1 if state is None else state.sequence + 1,
        work_results=command.work_results,
        work_behavior=command.work_behavior,
        reflection=command.reflection,
        assessed_on=given.today,
    )


def check_first(given: Circumstances) -> None:
    """Refuses ratings of somebody who has not assessed themself, while there is time to."""
    awaited = given.awaited
    if awaited is None or not awaited.first:
        return
    last = given.period.ends_on + timedelta(days=awaited.wait.value)
    if given.today <= last:
        sentence = (
            f"The person assesses themself first ({awaited.source}); you can submit the ratings once that is done, and "
            f"without it after {last.isoformat()}, day {awaited.wait.value} after the period ({awaited.wait.source})."
        )
        raise Refusal(Code.SELF_ASSESSMENT_FIRST, sentence)


def _says(state: SelfAssessment, command: Assess) -> bool:
    standing = state.work_results, state.work_behavior, state.reflection
    return standing == (command.work_results, command.work_behavior, command.reflection)
