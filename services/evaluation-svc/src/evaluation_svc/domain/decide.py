"""What may be done to an evaluation, by whom and on which days: a command and a state in, facts out.

Invariant: who rates is the person's rater on the day of the judgement (the delegated, else the acting, else the direct
superior, by the roster), and never the person; a judgement is not made before its period begins nor ahead of today; a
frozen period keeps its results.
Every way of saying no is a `Refusal`.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from evaluation_svc.domain.evaluation import Evaluation, Revise, Submit, Withdraw
from evaluation_svc.domain.facts import Fact, Judgement, Submitted, Withdrawn
from evaluation_svc.domain.refusals import Code, Refusal
from evaluation_svc.domain.roster import CivilServant, Period, PeriodStatus


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a decision needs to know besides the evaluation: the person, the evaluated period, the region's today."""

    person: CivilServant
    period: Period
    today: date


def submit(command: Submit, state: Evaluation | None, given: Circumstances) -> tuple[Fact, ...]:
    """The facts of a submission; () where just these ratings stand already.

    state: the evaluation of this person and period, or one that bears the command's id.
    """
    rater = _rater(command.rater_id, command.judgement, given)
    if state is not None and _says(state, command):
        return ()
    _check_day(command.judgement, given)
    if state is not None:
        _refuse_second(command, state)
    evaluation_id = command.evaluation_id if state is None else state.evaluation_id
    return (_submitted(evaluation_id, rater, command.judgement, given, revised=False),)


def revise(command: Revise, state: Evaluation, given: Circumstances) -> tuple[Fact, ...]:
    """The facts of a revision; () where just these ratings stand already."""
    rater = _rater(command.rater_id, command.judgement, given)
    _check_version(command.expected_sequence, state)
    if state.withdrawn is not None:
        raise Refusal(Code.ALREADY_WITHDRAWN, "This evaluation was withdrawn: submit it again instead of revising it.")
    if state.rater_id == rater and state.judgement == command.judgement:
        return ()
    _check_day(command.judgement, given)
    return (_submitted(state.evaluation_id, rater, command.judgement, given, revised=True),)


def withdraw(command: Withdraw, state: Evaluation, given: Circumstances) -> tuple[Fact, ...]:
    """The facts of a withdrawal. Who rated may take it back, though another may be the superior by now."""
    if command.rater_id != state.rater_id:
        raise Refusal(Code.NOT_THE_RATER, "Only the superior who submitted this evaluation can withdraw it.")
    _check_version(command.expected_sequence, state)
    if state.withdrawn is not None:
        raise Refusal(Code.ALREADY_WITHDRAWN, "This evaluation was withdrawn before.")
    _check_open(given.period)
    return (Withdrawn(withdrawn_on=given.today, reason=command.reason),)


def _submitted(
    evaluation_id: UUID, rater_id: UUID, judgement: Judgement, given: Circumstances, *, revised: bool
) -> Submitted:
    return Submitted(
        evaluation_id=evaluation_id,
        civil_servant_id=given.person.civil_servant_id,
        period_id=given.period.year_id,
        evaluated_period_id=given.period.period_id,
        evaluated_until=given.period.ends_on,
        rater_id=rater_id,
        judgement=judgement,
        revised=revised,
    )


def _rater(rater_id: UUID | None, judgement: Judgement, given: Circumstances) -> UUID:
    """The rater, known to be the person's on the day of the judgement."""
    if rater_id == given.person.civil_servant_id:
        raise Refusal(Code.OWN_EVALUATION, "Nobody rates themself: an evaluation is for the direct superior to make.")
    superior = given.person.rater(judgement.evaluated_on)
    if rater_id is None or superior != rater_id:
        day = judgement.evaluated_on.isoformat()
        raise Refusal(
            Code.NOT_THE_RATER,
            f"Only the direct superior on {day}, or who acts for them, can evaluate this person for that day"
            + (", and the roster names nobody for it." if superior is None else "; the roster names somebody else."),
        )
    return rater_id


def _says(state: Evaluation, command: Submit) -> bool:
    """Whether the standing evaluation is what the command asks for, under no other id than it names."""
    return (
        state.withdrawn is None
        and (not command.named or state.evaluation_id == command.evaluation_id)
        and state.civil_servant_id == command.civil_servant_id
        and state.evaluated_period_id == command.evaluated_period_id
        and state.rater_id == command.rater_id
        and state.judgement == command.judgement
    )


def _refuse_second(command: Submit, state: Evaluation) -> None:
    same_place = (state.civil_servant_id, state.evaluated_period_id) == (
        command.civil_servant_id,
        command.evaluated_period_id,
    )
    same_name = not command.named or state.evaluation_id == command.evaluation_id
    if same_place and same_name and state.withdrawn is not None:
        return
    if command.named and state.evaluation_id == command.evaluation_id:
        raise Refusal(Code.ALREADY_EXISTS, "An evaluation with this id exists and says something else.", "#/id")
    raise Refusal(
        Code.ALREADY_EVALUATED,
        f"This person has an evaluation for this period already, {state.evaluation_id}: "
        + ("revise that one." if state.withdrawn is None else "it was withdrawn and goes on under its own id."),
    )


def _check_version(expected: int, state: Evaluation) -> None:
    if expected != state.sequence:
        raise Refusal(
            Code.STALE_VERSION, f"The evaluation is at version {state.sequence} by now, not {expected}: read it again."
        )


def _check_day(judgement: Judgement, given: Circumstances) -> None:
    day = judgement.evaluated_on
    if day < given.period.starts_on:
        start = given.period.starts_on.isoformat()
        raise Refusal(Code.BEFORE_PERIOD, f"The period begins only on {start}.", "#/evaluated_on")
    if day > given.today:
        raise Refusal(Code.IN_THE_FUTURE, f"{day.isoformat()} has not come yet.", "#/evaluated_on")
    _check_open(given.period)


def _check_open(period: Period) -> None:
    if period.status is PeriodStatus.PLANNED:
        raise Refusal(Code.PERIOD_NOT_OPEN, f"The period {period.name} is not open yet.")
    if period.status in (PeriodStatus.PUBLISHED, PeriodStatus.CLOSED):
        raise Refusal(
            Code.PERIOD_FROZEN, f"The results of the period {period.name} are {period.status} and stay as they are."
        )
