"""Plans: who moves them from draft to approved and to their end, and what counts meanwhile."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from target_svc.domain import planning
from target_svc.domain.cascade import Above
from target_svc.domain.plan import Approved, Closed, Drafted, Plan, PlanStatus, Returned, Submitted, evolve
from target_svc.domain.refusals import Code, Refusal
from target_svc.domain.roster import PeriodStatus
from target_svc.domain.work_results import WorkResult

from .. import situations as that

CONTENT = (that.result(that.indicator()),)
OTHER = (that.result(that.indicator(target=Decimal(95))),)


def drafted(content: tuple[WorkResult, ...] = CONTENT, *facts: Any) -> Plan:
    first = planning.draft(None, that.PLAN, that.SITI, that.standing(), content)
    return reduce(evolve, (*first, *facts), None)  # pyright: ignore[reportReturnType, reportArgumentType, reportCallIssue]


def code_of(act: Any) -> tuple[Code, str | None]:
    with pytest.raises(Refusal) as refused:
        act()
    assert refused.value.detail.endswith(".")
    return refused.value.code, refused.value.pointer


@pytest.mark.parametrize("status", [PeriodStatus.EVALUATION, PeriodStatus.PUBLISHED, PeriodStatus.CLOSED])
def test_plans_stay_as_they_are_once_the_year_is_evaluated(status: PeriodStatus):
    late = that.standing(period=that.year(status=status))
    closed = (Code.PERIOD_NOT_OPEN, None)
    assert code_of(lambda: planning.draft(None, that.PLAN, that.SITI, late, CONTENT)) == closed
    assert code_of(lambda: planning.redraft(drafted(), late, OTHER)) == closed
    assert code_of(lambda: planning.submit(drafted(), late, that.STRICT)) == closed


@pytest.mark.parametrize("status", [PeriodStatus.PLANNED, PeriodStatus.OPEN])
def test_plans_are_made_before_and_in_their_year(status: PeriodStatus):
    place = that.standing(period=that.year(status=status))
    first = planning.draft(None, that.PLAN, that.SITI, place, CONTENT)
    assert first == (Drafted(that.PLAN, that.SITI, that.YEAR, 1, CONTENT),)
    assert evolve(None, *first).period_id == that.YEAR
    assert planning.submit(drafted(), place, that.STRICT) == (Submitted(),)


def test_a_plan_is_made_for_a_year():
    quarter = that.standing(period=that.year(kind="quarterly"))
    found = code_of(lambda: planning.draft(None, that.PLAN, that.SITI, quarter, CONTENT))
    assert found == (Code.PERIOD_MALFORMED, "#/period_id")


def test_the_same_draft_again_changes_nothing_and_another_one_is_no_draft():
    place, state = that.standing(), drafted()
    assert planning.draft(state, that.PLAN, that.SITI, place, CONTENT) == ()
    other = code_of(lambda: planning.draft(state, that.PLAN, that.SITI, place, OTHER))
    somebodys = code_of(lambda: planning.draft(state, that.PLAN, that.BUDI, place, CONTENT))
    second = code_of(lambda: planning.draft(state, that.UNKNOWN, that.SITI, place, CONTENT))
    assert (other, somebodys) == ((Code.ALREADY_EXISTS, "#/id"),) * 2
    assert second == (Code.PLAN_EXISTS, "#/id")


def test_a_draft_may_be_unfinished_and_a_submission_may_not():
    state = drafted((that.result(),))
    assert code_of(lambda: planning.submit(state, that.standing(), that.STRICT))[0] is Code.NO_INDICATORS
    assert planning.redraft(drafted(), that.standing(), (that.result(),))


def test_a_draft_names_no_result_that_nobody_has():
    lost = (that.result(that.indicator(), parent_work_result_id=that.UNKNOWN),)
    found = code_of(lambda: planning.redraft(drafted(), that.standing(), lost))
    assert found == (Code.UNKNOWN_PARENT, "#/work_results/0/parent_work_result_id")


def test_the_facts_name_the_plan_and_who_decided():
    submitted, note = drafted(CONTENT, Submitted()), "Perjelas target."
    assert planning.approve(submitted, that.DEWI) == (Approved(that.DEWI),)
    assert planning.send_back(submitted, that.DEWI, note) == (Returned(that.DEWI, note),)
    assert planning.send_back(evolve(submitted, Returned(that.DEWI, note)), that.DEWI, note) == ()
    (again,) = planning.redraft(drafted(), that.standing(), OTHER)
    assert again == Drafted(that.PLAN, that.SITI, that.YEAR, 1, OTHER)


def test_what_the_status_of_a_plan_forbids_is_said_in_a_sentence():
    place, submitted = that.standing(), drafted(CONTENT, Submitted())
    approved, closed = evolve(submitted, Approved(that.DEWI)), evolve(submitted, Closed(that.TODAY, "Pensiun"))
    for act in (
        lambda: planning.redraft(submitted, place, OTHER),
        lambda: planning.redraft(closed, place, OTHER),
        lambda: planning.submit(approved, place, that.STRICT),
        lambda: planning.approve(drafted(), that.DEWI),
        lambda: planning.send_back(closed, that.DEWI, "Pensiun"),
    ):
        assert code_of(act) == (Code.WRONG_STATUS, None)


def test_who_leads_has_perspectives():
    seen = (that.result(that.indicator(aspect=None, perspective="budget")),)
    assert planning.draft(None, that.PLAN, that.SITI, that.standing(leads=True), seen)
    found = code_of(lambda: planning.draft(None, that.PLAN, that.SITI, that.standing(), seen))
    assert found[0] is Code.PERSPECTIVE_OF_HEADS


def test_a_plan_waits_for_the_superiors_where_the_region_says_so():
    alone = that.standing(Above(that.DEWI))
    with pytest.raises(Refusal, match=r"rests \(PermenPANRB 6/2022\)") as refused:
        planning.submit(drafted(), alone, that.STRICT)
    assert (refused.value.code, refused.value.pointer) == (Code.SUPERIOR_HAS_NO_PLAN, None)
    assert planning.submit(drafted(), alone, that.LENIENT) == (Submitted(),)
    assert planning.submit(drafted(), that.standing(Above(None)), that.STRICT) == (Submitted(),)


def test_versions_count_approvals_that_were_drafted_over():
    place = that.standing()
    state = drafted()
    assert state.plan_version == 1
    approved = reduce(evolve, (Submitted(), *planning.approve(evolve(state, Submitted()), that.DEWI)), state)
    assert approved is not None
    second = evolve(approved, *planning.redraft(approved, place, OTHER))
    third = evolve(second, *planning.redraft(second, place, CONTENT))
    assert (second.plan_version, third.plan_version) == (2, 2)
    assert third.approved == CONTENT


@pytest.mark.parametrize(
    ("status", "left", "closes"),
    [
        (PeriodStatus.OPEN, False, False),
        (PeriodStatus.PUBLISHED, False, False),
        (PeriodStatus.CLOSED, False, True),
        (PeriodStatus.OPEN, True, True),
    ],
)
def test_a_plan_ends_with_its_year_or_with_its_persons_service(status: PeriodStatus, left: bool, closes: bool):
    gone = that.siti(assignments=(that.place(until=date(2026, 7, 8)),))
    person = gone if left else that.siti()

    def close() -> tuple[Any, ...]:
        return planning.close(drafted(), that.year(status=status), person, "Pensiun", that.TODAY)

    if closes:
        after = evolve(drafted(), *close())
        assert (after.status, after.closed_on, after.note) == (PlanStatus.CLOSED, that.TODAY, "Pensiun")
    else:
        assert code_of(close) == (Code.PLAN_GOES_ON, None)


def test_a_fact_about_nothing():
    with pytest.raises(ValueError, match="begins with a draft"):
        evolve(None, Submitted())


class PlanMachine(RuleBasedStateMachine):
    """Every walk through a plan's life, against a model: where it stands, what counts, how many versions there were."""

    def __init__(self) -> None:
        super().__init__()
        self.state: Plan = evolve(None, Drafted(that.PLAN, that.SITI, that.YEAR, 1, CONTENT))
        self.status, self.version, self.facts = "draft", 1, 1
        self.counts: tuple[WorkResult, ...] = ()

    def _does(self, act: Any, status: str, *, when: bool, nothing: bool = False) -> None:
        """What `act` decides: facts that lead to `status` when it may, nothing, or else a refusal that changes
        nothing."""
        if not when and not nothing:
            with pytest.raises(Refusal) as refused:
                act()
            assert refused.value.code is Code.WRONG_STATUS
            return
        facts = act()
        assert bool(facts) is not nothing
        self.state = reduce(evolve, facts, self.state)
        self.status = self.status if nothing else status
        self.facts += len(facts)

    @rule(goal=st.integers(1, 3))
    def redraft(self, goal: int) -> None:
        wanted = (that.result(replace(that.indicator(), target=Decimal(goal))),)
        may = self.status in ("draft", "returned", "approved")
        same, former = may and wanted == self.state.work_results, self.status
        self._does(lambda: planning.redraft(self.state, that.standing(), wanted), "draft", when=may, nothing=same)
        self.version += may and not same and former == "approved"

    @rule()
    def submit(self) -> None:
        may, same = self.status in ("draft", "returned"), self.status == "submitted"
        self._does(
            lambda: planning.submit(self.state, that.standing(), that.STRICT), "submitted", when=may, nothing=same
        )

    @rule()
    def approve(self) -> None:
        may, same = self.status == "submitted", self.status == "approved"
        self._does(lambda: planning.approve(self.state, that.DEWI), "approved", when=may, nothing=same)
        self.counts = self.state.work_results if may else self.counts

    @rule(note=st.sampled_from(["Perjelas target.", "Bobot belum tepat."]))
    def send_back(self, note: str) -> None:
        may, same = self.status == "submitted", self.status == "returned" and self.state.note == note
        self._does(lambda: planning.send_back(self.state, that.DEWI, note), "returned", when=may, nothing=same)

    @precondition(lambda self: self.facts > 4)
    @rule(reason=st.sampled_from(["Periode ditutup", "Pensiun"]))
    def close(self, reason: str) -> None:
        over = that.year(status=PeriodStatus.CLOSED)
        may, same = self.status != "closed", self.status == "closed" and self.state.note == reason
        self._does(
            lambda: planning.close(self.state, over, that.siti(), reason, that.TODAY), "closed", when=may, nothing=same
        )

    @invariant()
    def agrees(self) -> None:
        assert (self.state.status, self.state.approved) == (PlanStatus(self.status), self.counts)
        assert (self.state.sequence, self.state.plan_version) == (self.facts, self.version)
        assert (self.state.closed_on is not None) == (self.status == "closed")
        assert (self.state.note is not None) == (self.status in ("returned", "closed"))


TestPlanMachine = PlanMachine.TestCase
