"""What becomes of a submitted evaluation: taken note of, objected to, heard, decided (PP 30/2019 Ps 59).

The rated person objects within the legal days, while nothing was acknowledged: who took note has given up the
objection, and silence until the deadline takes note, by the calendar and not by when that is written down. The rater's
superior on the day of the filing, never the rater, hears both and decides, and that is final; where the rater has no
superior, or that one has left the service by then, the region's official (role region_admin) does [own]. All of it runs
on while the period's results are published or closed: a right does not end with our calendar.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from evaluation_svc.domain import commands as do
from evaluation_svc.domain.checks import check_version, last_day, refuse_settled, silent_since
from evaluation_svc.domain.evaluation import Appeal, Evaluation, Status
from evaluation_svc.domain.facts import Acknowledged, Decided, Fact, Heard, Judgement, Objected, Outcome, Side
from evaluation_svc.domain.refusals import Code, Refusal
from evaluation_svc.domain.roster import CivilServant
from evaluation_svc.domain.rules import AppealRules


@dataclass(frozen=True, slots=True)
class Court:
    """What an appeal's decisions need to know: the rater as the roster has them (None: not there), and today.

    left: who of those above the rater is in service no longer; a right does not wait for somebody who is gone.
    """

    rater: CivilServant | None
    today: date
    rules: AppealRules
    left: AbstractSet[UUID] = frozenset()


def hearing_ends(appeal: Appeal, rules: AppealRules) -> date:
    """The last day until which the decision waits for both sides; day 1 follows the filing. It binds who decides, not
    the sides: a statement that comes later is heard as long as nothing is decided, for which no text sets a day."""
    return appeal.filed.objected_on + timedelta(days=rules.hearing.value)


def overdue_since(today: date, rules: AppealRules) -> date:
    """What was received on this day or before, and not answered, is acknowledged by silence `today`."""
    return today - timedelta(days=rules.filing.value + 1)


def acknowledge(command: do.Acknowledge, state: Evaluation, today: date, rules: AppealRules) -> tuple[Fact, ...]:
    """The person takes note; () where they did."""
    _check_received(state)
    _check_rated(command.civil_servant_id, state, "take note of")
    silent = silent_since(state, today, rules) is not None
    if state.status is Status.ACKNOWLEDGED and not silent:
        return ()
    check_version(command.expected_sequence, state)
    refuse_settled(state, "taken note of", today, rules)
    return (Acknowledged(acknowledged_on=today, by_deadline=False),)


def expire(state: Evaluation, today: date, rules: AppealRules) -> tuple[Fact, ...]:
    """The end of the legal days by itself; () where they still run, or nobody waits for them."""
    silent = silent_since(state, today, rules)
    if state.status is not Status.SUBMITTED or silent is None:
        return ()
    return (Acknowledged(acknowledged_on=silent, by_deadline=True),)


def appeal(command: do.Appeal, state: Evaluation, court: Court) -> tuple[Fact, ...]:
    """The fact of an appeal."""
    received_on = _check_received(state)
    _check_rated(command.civil_servant_id, state, "object to")
    check_version(command.expected_sequence, state)
    _check_in_time(received_on, state, court)
    refuse_settled(state, "objected to", court.today, court.rules)
    return (
        Objected(
            appeal_id=command.appeal_id,
            reason=command.reason,
            objected_on=court.today,
            heard_by=_official(state, court),
        ),
    )


def state_view(command: do.State, state: Evaluation, today: date) -> tuple[Fact, ...]:
    """The fact of one side's statement; each side makes one, () where it made just this one."""
    running = _appeal(state)
    asking = command.civil_servant_id
    if asking is None or asking not in (state.rater_id, state.civil_servant_id):
        raise Refusal(Code.NOT_A_PARTY, "Only the rater and the rated person are heard in this appeal.")
    side = Side.RATER if asking == state.rater_id else Side.RATED
    if any(each.side is side and each.text == command.text for each in running.statements):
        return ()
    _check_running(state)
    if running.heard(side):
        raise Refusal(Code.ALREADY_HEARD, "You have been heard already: each side makes one statement.")
    return (Heard(side=side, text=command.text, stated_on=today),)


def decide(command: do.DecideAppeal, state: Evaluation, court: Court) -> tuple[Fact, ...]:
    """The fact of an appeal's end."""
    running = _appeal(state)
    _check_official(command, state, None if running.filed.heard_by in court.left else running.filed.heard_by)
    check_version(command.expected_sequence, state)
    _check_running(state)
    _check_heard(running, court)
    return (
        Decided(
            outcome=command.outcome,
            judgement=_decided_ratings(command, state.judgement),
            reason=command.reason,
            decided_on=court.today,
            decided_by=command.civil_servant_id,
        ),
    )


def _official(state: Evaluation, court: Court) -> UUID | None:
    superior = None if court.rater is None else court.rater.rater(court.today)
    return None if superior in (state.rater_id, state.civil_servant_id, *court.left) else superior


def _check_rated(asking: UUID | None, state: Evaluation, verb: str) -> None:
    if asking is None or asking != state.civil_servant_id:
        raise Refusal(Code.NOT_THE_RATED_PERSON, f"Only the rated person can {verb} this evaluation.")


def _check_received(state: Evaluation) -> date:
    """The day of receipt. What the person never received is not there for them: a draft is its rater's alone."""
    if state.received_on is None:
        raise Refusal(Code.UNKNOWN_EVALUATION, "There is no evaluation with this id.")
    return state.received_on


def _check_in_time(received_on: date, state: Evaluation, court: Court) -> None:
    if silent_since(state, court.today, court.rules) is not None:
        last, days = last_day(received_on, court.rules), court.rules.filing
        sentence = f"The last day to object was {last.isoformat()}, day {days.value} after the receipt ({days.source})."
        raise Refusal(Code.APPEAL_TOO_LATE, sentence)


def _appeal(state: Evaluation) -> Appeal:
    if state.appeal is None:
        raise Refusal(Code.UNKNOWN_APPEAL, "There is no appeal against this evaluation.")
    return state.appeal


def _check_running(state: Evaluation) -> None:
    if state.status is not Status.OBJECTED:
        raise Refusal(Code.ALREADY_DECIDED, "This appeal was decided, and that is final.")


def _check_official(command: do.DecideAppeal, state: Evaluation, official: UUID | None) -> None:
    asking = command.civil_servant_id
    if asking is not None and asking == state.rater_id:
        raise Refusal(Code.RATER_DECIDES_NO_APPEAL, "Who rated never decides an appeal against the own rating.")
    if asking is not None and asking == state.civil_servant_id:
        raise Refusal(Code.NOT_THE_APPEALS_OFFICIAL, "Nobody decides the own appeal.")
    if official is None and not command.of_region:
        sentence = (
            "The rater has no superior in service: the region's official (role region_admin) decides this appeal."
        )
        raise Refusal(Code.NOT_THE_APPEALS_OFFICIAL, sentence)
    if official is not None and asking != official:
        sentence = "Only the rater's superior on the day of the filing decides this appeal."
        raise Refusal(Code.NOT_THE_APPEALS_OFFICIAL, sentence)


def _check_heard(running: Appeal, court: Court) -> None:
    silent = [side.value for side in Side if not running.heard(side)]
    ends = hearing_ends(running, court.rules)
    if silent and court.today <= ends:
        sentence = f"Not heard yet: {', '.join(silent)}, who may make a statement until {ends.isoformat()}."
        raise Refusal(Code.BOTH_ARE_HEARD_FIRST, sentence)


def _decided_ratings(command: do.DecideAppeal, standing: Judgement) -> Judgement:
    results, behavior = command.work_results, command.work_behavior
    if command.outcome is Outcome.UPHELD:
        if results is not None or behavior is not None:
            pointer = "#/work_behavior" if results is None else "#/work_results"
            raise Refusal(Code.RATINGS_NOT_WANTED, "Ratings that are upheld are not given anew.", pointer)
        return standing
    if results is None and behavior is None:
        raise Refusal(Code.RATINGS_MISSING, "A revising decision says which ratings hold from now on.", "#/outcome")
    revised = replace(
        standing,
        work_results=standing.work_results if results is None else results,
        work_behavior=standing.work_behavior if behavior is None else behavior,
    )
    if revised == standing:
        raise Refusal(Code.RATINGS_UNCHANGED, "These ratings stand already: uphold them, or set others.", "#/outcome")
    # Seven values belong to the rating of behaviour that they were given with.
    return revised if revised.work_behavior is standing.work_behavior else replace(revised, behaviors=())
