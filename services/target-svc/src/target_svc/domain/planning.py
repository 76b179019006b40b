"""What a command makes of a plan: the facts that become true, none where it is so already, or a refusal."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from target_svc.domain import work_results as measurable
from target_svc.domain.cascade import Above, PlanRules, check_parents, check_superior_has_plan
from target_svc.domain.plan import Approved, Closed, Drafted, Plan, PlanFact, PlanStatus, Returned, Submitted
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import CivilServant, Period, PeriodStatus
from target_svc.domain.work_results import WorkResult


@dataclass(frozen=True, slots=True)
class Place:
    """Where a plan's person stands on the day. leads: an executive, or somebody with people under them."""

    period: Period
    above: Above
    leads: bool


def draft(
    state: Plan | None, plan_id: UUID, civil_servant_id: UUID, place: Place, work_results: tuple[WorkResult, ...]
) -> tuple[PlanFact, ...]:
    """Writes the first draft; () where just this draft stands under this id."""
    if state is not None:
        if state.id == plan_id and state.civil_servant_id == civil_servant_id and state.work_results == work_results:
            return ()
        code = Code.ALREADY_EXISTS if state.id == plan_id else Code.PLAN_EXISTS
        raise Refusal(code, f"This person has the plan {state.id} for this period; change that one.", "#/id")
    _check_content(work_results, place, whole=False)
    return (Drafted(plan_id, civil_servant_id, place.period.id, 1, work_results),)


def redraft(state: Plan, place: Place, work_results: tuple[WorkResult, ...]) -> tuple[PlanFact, ...]:
    """Writes other work results: of a draft, of a returned plan, or as the next version of an approved one."""
    _must_run(state)
    if state.status is PlanStatus.SUBMITTED:
        raise Refusal(Code.WRONG_STATUS, "The plan lies before the superior, who approves it or returns it first.")
    if state.work_results == work_results:
        return ()
    _check_content(work_results, place, whole=False)
    version = state.plan_version + (state.status is PlanStatus.APPROVED)
    return (Drafted(state.id, state.civil_servant_id, state.period_id, version, work_results),)


def submit(state: Plan, place: Place, rules: PlanRules) -> tuple[PlanFact, ...]:
    """Puts it before the superior; () where it lies there already."""
    _must_run(state)
    if state.status is PlanStatus.SUBMITTED:
        return ()
    if state.status is PlanStatus.APPROVED:
        sentence = "This version is approved already; change its work results to submit another."
        raise Refusal(Code.WRONG_STATUS, sentence)
    _check_content(state.work_results, place, whole=True)
    check_superior_has_plan(place.above, rules)
    return (Submitted(),)


def approve(state: Plan, approver: UUID | None) -> tuple[PlanFact, ...]:
    """Approves what is submitted; () where it is approved already."""
    if state.status is PlanStatus.APPROVED:
        return ()
    _must_be_submitted(state)
    return (Approved(approver),)


def send_back(state: Plan, superior: UUID | None, note: str) -> tuple[PlanFact, ...]:
    """Returns what is submitted, with what is to be changed."""
    if state.status is PlanStatus.RETURNED and state.note == note:
        return ()
    _must_be_submitted(state)
    return (Returned(superior, note),)


def close(state: Plan, period: Period, person: CivilServant, reason: str, today: date) -> tuple[PlanFact, ...]:
    """Ends a plan for good, once its year is closed or its person has left; () where it was ended so already."""
    if state.status is PlanStatus.CLOSED and state.note == reason:
        return ()
    _must_run(state)
    if period.status is not PeriodStatus.CLOSED and not person.has_left(today):
        sentence = f"The period {period.name} is {period.status} and {person.name} still serves: the plan goes on."
        raise Refusal(Code.PLAN_GOES_ON, sentence)
    return (Closed(today, reason),)


def _must_run(state: Plan) -> None:
    if state.status is PlanStatus.CLOSED:
        raise Refusal(Code.WRONG_STATUS, f"The plan was closed on {state.closed_on}; nothing more happens to it.")


def _must_be_submitted(state: Plan) -> None:
    if state.status is not PlanStatus.SUBMITTED:
        raise Refusal(Code.WRONG_STATUS, f"The plan is {state.status}; only a submitted one can be decided on.")


def _check_content(work_results: tuple[WorkResult, ...], place: Place, *, whole: bool) -> None:
    period = place.period
    if period.kind != "annual":
        raise Refusal(Code.PERIOD_MALFORMED, "A plan is made for an annual period.", "#/period_id")
    if period.status not in (PeriodStatus.PLANNED, PeriodStatus.OPEN):
        raise Refusal(Code.PERIOD_NOT_OPEN, f"The period {period.name} is {period.status}: its plans stay as they are.")
    measurable.check(work_results, period, leads=place.leads, whole=whole)
    check_parents(work_results, place.above)
