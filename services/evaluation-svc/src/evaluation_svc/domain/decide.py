"""What the superior may do with an evaluation, and when: a command and a state in, facts out.

What becomes of it after that is in `domain.appeals`. Every way of saying no is a `Refusal`.
"""

from datetime import date
from uuid import UUID

from evaluation_svc.domain.behavior import check_whole
from evaluation_svc.domain.checks import (
    Circumstances,
    check_day,
    check_open,
    check_rater,
    check_received,
    check_version,
    refuse_settled,
)
from evaluation_svc.domain.commands import HandIn, Revise, Submit, Withdraw
from evaluation_svc.domain.evaluation import Evaluation, Status
from evaluation_svc.domain.facts import Drafted, Fact, Judgement, Of, Submitted, Withdrawn
from evaluation_svc.domain.organization import check_head
from evaluation_svc.domain.refusals import Code, Refusal
from evaluation_svc.domain.self_assessment import check_first


def submit(command: Submit, state: Evaluation | None, given: Circumstances) -> tuple[Fact, ...]:
    """The facts of a submission, or of a draft; () where just these ratings stand already.

    state: the evaluation of this person and period, or one that bears the command's id.
    """
    rater = check_rater(command.rater_id, command.judgement, given)
    check_whole(command.judgement.behaviors)
    if state is not None and _says(state, command):
        return ()
    check_day(command.judgement, given)
    check_received(command.received_on, command.judgement, given)
    if state is not None:
        _refuse_second(command, state)
    of = _of(command.evaluation_id if state is None else state.evaluation_id, rater, given)
    if command.draft:
        return (Drafted(of, command.judgement, given.proposal),)
    check_first(given)
    return (_submitted(of, command.judgement, given, revised=False, received_on=command.received_on),)


def revise(command: Revise, state: Evaluation, given: Circumstances) -> tuple[Fact, ...]:
    """The facts of other ratings, in a draft or in what was submitted; () where just these stand already."""
    rater = check_rater(command.rater_id, command.judgement, given)
    check_version(command.expected_sequence, state)
    refuse_settled(state, "revised", given.today, given.appeals)
    check_whole(command.judgement.behaviors)
    if state.rater_id == rater and state.judgement == command.judgement:
        return ()
    check_day(command.judgement, given)
    of = _of(state.evaluation_id, rater, given)
    if state.status is Status.DRAFT:
        return (Drafted(of, command.judgement, given.proposal),)
    return (_submitted(of, command.judgement, given, revised=True),)


def hand_in(command: HandIn, state: Evaluation, given: Circumstances) -> tuple[Fact, ...]:
    """The fact of a draft's submission."""
    rater = check_rater(command.rater_id, state.judgement, given)
    check_version(command.expected_sequence, state)
    if state.status is not Status.DRAFT:
        raise Refusal(Code.NOT_A_DRAFT, f"Only a draft is submitted; this evaluation is {state.status}.")
    check_day(state.judgement, given)
    check_first(given)
    return (_submitted(_of(state.evaluation_id, rater, given), state.judgement, given, revised=False),)


def withdraw(command: Withdraw, state: Evaluation, given: Circumstances) -> tuple[Fact, ...]:
    """The facts of a withdrawal. Who rated may take it back, though another may be the superior by now."""
    if command.rater_id != state.rater_id:
        raise Refusal(Code.NOT_THE_RATER, "Only the superior who made this evaluation can withdraw it.")
    check_version(command.expected_sequence, state)
    refuse_settled(state, "withdrawn", given.today, given.appeals)
    check_open(given.period)
    return (Withdrawn(withdrawn_on=given.today, reason=command.reason),)


def _submitted(
    of: Of, judgement: Judgement, given: Circumstances, *, revised: bool, received_on: date | None = None
) -> Submitted:
    check_head(judgement.work_results, given.led)
    return Submitted(
        of=of,
        judgement=judgement,
        revised=revised,
        received_on=received_on or given.today,
        proposal=given.proposal,
        peers=given.peers,
    )


def _of(evaluation_id: UUID, rater_id: UUID, given: Circumstances) -> Of:
    return Of(
        evaluation_id=evaluation_id,
        civil_servant_id=given.person.civil_servant_id,
        period_id=given.period.year_id,
        evaluated_period_id=given.period.period_id,
        evaluated_until=given.period.ends_on,
        rater_id=rater_id,
    )


def _says(state: Evaluation, command: Submit) -> bool:
    """Whether the standing evaluation is what the command asks for, under no other id than it names."""
    return (
        state.status is not Status.WITHDRAWN
        and (state.status is Status.DRAFT) is command.draft
        and (not command.named or state.evaluation_id == command.evaluation_id)
        and state.civil_servant_id == command.civil_servant_id
        and state.evaluated_period_id == command.evaluated_period_id
        and state.rater_id == command.rater_id
        and state.judgement == command.judgement
        and command.received_on in (None, state.received_on)
    )


def _refuse_second(command: Submit, state: Evaluation) -> None:
    same_place = (state.civil_servant_id, state.evaluated_period_id) == (
        command.civil_servant_id,
        command.evaluated_period_id,
    )
    same_name = not command.named or state.evaluation_id == command.evaluation_id
    goes_on = state.status is Status.WITHDRAWN or (state.status is Status.DRAFT and not command.draft)
    if same_place and same_name and goes_on:
        return
    if command.named and state.evaluation_id == command.evaluation_id:
        raise Refusal(Code.ALREADY_EXISTS, "An evaluation with this id exists and says something else.", "#/id")
    withdrawn = state.status is Status.WITHDRAWN
    what_to_do = "it goes on under its own id." if withdrawn else "revise that one, as long as it can be."
    sentence = f"This person has an evaluation for this period already, {state.evaluation_id}: {what_to_do}"
    raise Refusal(Code.ALREADY_EVALUATED, sentence)
