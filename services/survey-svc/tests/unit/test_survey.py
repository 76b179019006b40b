"""What a survey takes and refuses, and that its running count is that of the answers kept."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st
from survey_svc.domain.answers import Given, count
from survey_svc.domain.decide import Close, Define, Open, Place, close, define, open_
from survey_svc.domain.elements import Element, in_order
from survey_svc.domain.facts import Closed, Status
from survey_svc.domain.index import Grade, Rounding, index
from survey_svc.domain.refusals import Code, Refusal
from survey_svc.domain.roster import PeriodStatus
from survey_svc.domain.survey import Survey, evolve

from .. import situations as that

Said = tuple[Code, str | None] | None


def refusal_of(decision: Callable[[], object]) -> Said:
    try:
        decision()
    except Refusal as refusal:
        return refusal.code, refusal.pointer
    return None


def answered(*each: Given, state: Survey | None = None) -> Survey:
    state = state or that.opened()
    return reduce(evolve, count(that.counting(*each), state, that.TODAY), state)


def closed() -> Survey:
    return evolve(that.opened(), Closed())


def test_a_new_survey_has_no_index_and_no_grade():
    state = that.opened()
    assert (state.sequence, state.index, state.grade, state.means) == (1, None, None, ())
    assert state.as_of == date(2026, 7, 1)
    assert state.definition.year_id == that.YEAR


def test_answers_are_counted():
    state = answered(that.given(4, 3, 4, answered_on=date(2026, 7, 8)), that.given(2, 3, 4))
    assert (state.tally.respondents, state.tally.sums, state.as_of) == (2, (6, 6, 8), that.TODAY)
    assert (state.sequence, state.index, state.grade) == (2, Decimal("83.33"), Grade.B)
    assert state.means == (Decimal("3.0000"), Decimal("3.0000"), Decimal("4.0000"))


def test_a_late_report_of_an_earlier_day_does_not_set_the_day_back():
    state = answered(that.given(4, 4, 4), that.given(4, 4, 4, answered_on=date(2026, 7, 2)))
    assert state.as_of == that.TODAY


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (that.given(0, 3, 4), (Code.SCORE_OUT_OF_RANGE, "#/scores/procedure")),
        (that.given(4, 5, 4), (Code.SCORE_OUT_OF_RANGE, "#/scores/cost")),
        (that.given(4, 3), (Code.ELEMENT_MISSING, "#/scores/staff_behavior")),
        (that.given(1, 1, 1), None),
        (that.given(4, 4, 4), None),
        (that.given(4, 4, 4, answered_on=date(2026, 6, 30)), (Code.OUTSIDE_SURVEY_DAYS, "#/answered_on")),
        (that.given(4, 4, 4, answered_on=date(2026, 7, 1)), None),
        (that.given(4, 4, 4, answered_on=date(2026, 7, 10)), (Code.IN_THE_FUTURE, "#/answered_on")),
    ],
)
def test_an_answer_that_cannot_count_is_refused_by_its_field(answer: Given, said: Said):
    assert refusal_of(lambda: answered(answer)) == said


def test_an_element_that_is_not_asked_about_is_refused_by_a_valid_pointer():
    answer = that.given(4, 4, 4)
    answer = Given(answer.answer_id, {**answer.scores, "a/b~c": 4}, None, None, "#/items/7")
    assert refusal_of(lambda: answered(answer)) == (Code.ELEMENT_NOT_ASKED, "#/items/7/scores/a~1b~0c")


@pytest.mark.parametrize(
    ("today", "code"),
    [
        (date(2026, 6, 30), Code.OUTSIDE_SURVEY_DAYS),
        (date(2026, 7, 1), None),
        (date(2026, 7, 31), None),
        (date(2026, 8, 1), Code.OUTSIDE_SURVEY_DAYS),
    ],
)
def test_who_names_no_day_answers_today(today: date, code: Code | None):
    said = refusal_of(lambda: count(that.counting(that.given(4, 4, 4)), that.opened(), today))
    assert said == (None if code is None else (code, None))


def test_one_bad_answer_refuses_all_of_them():
    bad = that.given(4, 9, 4, pointer="#/items/1")
    said = refusal_of(lambda: answered(that.given(4, 4, 4, pointer="#/items/0"), bad))
    assert said == (Code.SCORE_OUT_OF_RANGE, "#/items/1/scores/cost")


def test_a_closed_survey_takes_no_answer_and_no_change_and_closes_once():
    assert refusal_of(lambda: answered(that.given(4, 4, 4), state=closed())) == (Code.SURVEY_CLOSED, None)
    change = that.definition(expected=2, service="Pelayanan gizi")
    assert refusal_of(lambda: define(change, closed(), that.place())) == (Code.SURVEY_CLOSED, None)
    assert close(Close(that.SURVEY, 2), closed()) == ()
    assert close(Close(that.SURVEY, 1), that.opened()) == (Closed(),)
    assert refusal_of(lambda: close(Close(that.SURVEY, 2), that.opened())) == (Code.STALE_VERSION, "header:If-Match")


@pytest.mark.parametrize(
    ("command", "place", "said"),
    [
        (that.definition(), that.place(runs_survey=False), (Code.AGENCY_RUNS_NO_SURVEY, "#/unit_id")),
        (that.definition(), that.place(status=PeriodStatus.CLOSED), (Code.PERIOD_FROZEN, "#/period_id")),
        (that.definition(), that.place(status=PeriodStatus.PUBLISHED), (Code.PERIOD_FROZEN, "#/period_id")),
        (that.definition(opens_on=date(2026, 6, 30)), that.place(), (Code.OUTSIDE_PERIOD, "#/opens_on")),
        (that.definition(closes_on=date(2026, 10, 1)), that.place(), (Code.OUTSIDE_PERIOD, "#/closes_on")),
        (that.definition(closes_on=date(2026, 6, 1)), that.place(), (Code.CLOSES_BEFORE_IT_OPENS, "#/closes_on")),
        (that.definition(expected=1), that.place(), (Code.STALE_VERSION, "header:If-Match")),
        (that.definition(), that.place(), None),
    ],
)
def test_a_new_survey_that_makes_no_sense_is_refused(command: Define, place: Place, said: Said):
    assert refusal_of(lambda: define(command, None, place)) == said


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (that.definition(), None),
        (that.definition(service="Pelayanan gizi"), (Code.VERSION_REQUIRED, "header:If-Match")),
        (that.definition(expected=1, service="Pelayanan gizi"), (Code.STALE_VERSION, "header:If-Match")),
        (that.definition(expected=2, service="Pelayanan gizi"), None),
        (that.definition(expected=2, rounding=Rounding.TWO_DECIMALS), None),
        (that.definition(expected=2, elements=(Element.COST,)), (Code.SURVEY_HAS_ANSWERS, "#/elements")),
    ],
)
def test_a_change_of_a_survey_that_people_have_answered(command: Define, said: Said):
    state = answered(that.given(4, 4, 4))
    assert refusal_of(lambda: define(command, state, that.place())) == said


def test_a_survey_with_answers_stays_with_its_unit():
    state = answered(that.given(4, 4, 4))
    moved = that.place(unit_id=that.OTHER_UNIT)
    assert refusal_of(lambda: define(that.definition(expected=2), state, moved)) == (
        Code.SURVEY_HAS_ANSWERS,
        "#/unit_id",
    )


def test_before_the_first_answer_other_elements_may_be_asked():
    facts = define(that.definition(expected=1, elements=(Element.COST,)), that.opened(), that.place())
    state = reduce(evolve, facts, that.opened())
    assert (state.sequence, state.tally.sums) == (2, (0,))


@given(st.lists(st.tuples(*[st.integers(1, 4)] * 3), min_size=1, max_size=30), st.data())
def test_the_count_is_the_same_however_the_answers_arrive(rows: list[tuple[int, ...]], data: st.DataObject):
    shuffled = data.draw(st.permutations(rows))
    cut = data.draw(st.integers(0, len(rows)))
    state = answered(*(that.given(*row) for row in shuffled[:cut]))
    state = answered(*(that.given(*row) for row in shuffled[cut:]), state=state)
    assert state.tally.sums == tuple(sum(column) for column in zip(*rows, strict=True))
    assert state.index == index(sum(map(sum, rows)), len(rows), 3, Rounding.EXACT)


def test_elements_stand_in_their_own_order():
    assert in_order(frozenset({Element.COST, Element.REQUIREMENTS})) == (Element.REQUIREMENTS, Element.COST)


def test_an_open_survey_is_no_draft_again_and_a_draft_is_opened_by_the_same_definition():
    again = that.definition(expected=1, draft=True)
    assert refusal_of(lambda: define(again, that.opened(), that.place())) == (Code.SURVEY_NOT_DRAFT, "#/draft")
    (fact,) = define(that.definition(draft=True), None, that.place())
    draft = evolve(None, fact)
    assert define(that.definition(draft=True), draft, that.place()) == ()
    (fact,) = define(that.definition(expected=1), draft, that.place())
    assert evolve(draft, fact).status is Status.OPEN


def test_a_draft_is_not_opened_in_a_frozen_period():
    (fact,) = define(that.definition(draft=True), None, that.place())
    draft, frozen = evolve(None, fact), that.place(status=PeriodStatus.CLOSED)
    assert refusal_of(lambda: open_(Open(that.SURVEY, 1), draft, frozen)) == (Code.PERIOD_FROZEN, "#/period_id")


@pytest.mark.parametrize(("population", "required", "lacks"), [(None, None, 0), (2, 2, 1), (1, 1, 0), (0, 0, 0)])
def test_the_required_sample_stands_beside_the_reached_one(population: int | None, required: int | None, lacks: int):
    (fact,) = define(that.definition(population=population), None, that.place())
    state = answered(that.given(4, 4, 4), state=evolve(None, fact))
    assert (state.required_sample, state.lacks) == (required, lacks)
