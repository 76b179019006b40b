"""The running count of a survey: what counts, for whom, what is set aside, and what each fact leaves alone."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import reduce
from uuid import UUID

import pytest
from survey_svc.domain.answers import Count, Given, check_takes, count
from survey_svc.domain.facts import (
    Answer,
    Answered,
    Closed,
    Decision,
    Defined,
    Fact,
    Opened,
    Published,
    Reason,
    Reviewed,
)
from survey_svc.domain.index import Rounding, converted, element_mean, index
from survey_svc.domain.instrument import check_asked
from survey_svc.domain.integrity import Limits, Near, Response, Review, review, weighed
from survey_svc.domain.refusals import Code
from survey_svc.domain.respondent import Respondent, Sex
from survey_svc.domain.survey import Served, Survey, Tally, evolve

from .. import situations as that
from ..situations import refused

EARLIER = date(2026, 7, 3)
ONE = Answer(that.ANSWER, that.TODAY, (4, 3, 2))
LOW = replace(ONE, scores=(1, 1, 1), answered_on=EARLIER)
ASIDE = replace(ONE, reason=Reason.FLOOD)


def after(*facts: Fact, state: Survey | None = None) -> Survey:
    return reduce(evolve, facts, state or that.opened())


def by(person: UUID | None, *scores: int, reason: Reason | None = None) -> Answer:
    return replace(ONE, scores=scores, served_by=person, reason=reason)


def test_a_new_survey_counts_zeros():
    assert that.opened().tally == Tally(0, (0, 0, 0), None)
    assert that.opened().lacks == 0


def test_what_counts_and_what_is_set_aside_stand_apart():
    state = after(Answered((ONE, ASIDE, LOW)), Answered((replace(ASIDE, scores=(1, 2, 3)),)))
    assert state.tally == Tally(2, (5, 4, 3), that.TODAY, quarantined=2, quarantined_sums=(5, 5, 5))
    assert (state.sequence, state.tally.received) == (3, 4)
    assert state.index == index(12, 2, 3, Rounding.EXACT) == Decimal("50.00")
    assert state.index_with_quarantined == index(27, 4, 3, Rounding.EXACT) == Decimal("56.25")
    assert state.means == (Decimal("2.5000"), Decimal("2.0000"), Decimal("1.5000"))


def test_what_is_set_aside_is_no_day_and_no_index():
    state = after(Answered((ASIDE,)))
    assert state.tally == Tally(0, (0, 0, 0), None, quarantined=1, quarantined_sums=(4, 3, 2))
    assert (state.index, state.grade, state.means, state.as_of) == (None, None, (), date(2026, 7, 1))
    assert state.index_with_quarantined == Decimal("75.00")


def test_a_review_counts_an_answer_or_leaves_it_out():
    state = after(Answered((ASIDE, replace(ASIDE, scores=(1, 1, 1)))))
    accepted = after(Reviewed(ASIDE, Decision.ACCEPTED), state=state)
    assert accepted.tally == Tally(1, (4, 3, 2), that.TODAY, quarantined=1, quarantined_sums=(1, 1, 1))
    rejected = after(Reviewed(ASIDE, Decision.REJECTED), state=state)
    assert rejected.tally == Tally(0, (0, 0, 0), None, quarantined=1, quarantined_sums=(1, 1, 1), rejected=1)
    assert (accepted.sequence, rejected.sequence) == (3, 3)
    assert accepted.tally.received == rejected.tally.received == 2
    assert after(Reviewed(LOW, Decision.REJECTED), state=rejected).tally.rejected == 2


def test_the_latest_day_is_kept():
    assert after(Answered((ONE, LOW))).tally.latest == that.TODAY
    assert after(Answered((LOW,))).as_of == EARLIER
    assert after(Answered((LOW,)), Answered((ONE,))).as_of == that.TODAY
    assert after(Answered((ONE,)), Answered((LOW,))).as_of == that.TODAY


def test_who_served_has_their_own_count_in_order_of_ids():
    first = Answered((by(that.MIDWIFE, 4, 4, 4), by(None, 1, 1, 1), by(that.NURSE, 3, 2, 1)))
    second = Answered((by(that.NURSE, 4, 4, 4), by(that.NURSE, 1, 1, 1, reason=Reason.DUPLICATE)))
    state = after(first, second)
    assert state.tally.served == (Served(that.NURSE, 2, 18), Served(that.MIDWIFE, 1, 12))
    accepted = after(Reviewed(by(that.NURSE, 1, 1, 1, reason=Reason.DUPLICATE), Decision.ACCEPTED), state=state)
    assert accepted.tally.served == (Served(that.NURSE, 3, 21), Served(that.MIDWIFE, 1, 12))


def test_a_persons_own_index_is_told_from_the_fifth_answer_on():
    four = after(Answered((by(that.NURSE, 4, 4, 4),) * 4 + (by(that.MIDWIFE, 1, 1, 1),)))
    assert four.served == ()
    five = after(Answered((by(that.NURSE, 1, 1, 1),)), state=four)
    assert five.served == ((Served(that.NURSE, 5, 51), Decimal("85.00")),)
    rounded = that.opened(rounding=Rounding.TWO_DECIMALS)
    five = after(Answered((by(that.NURSE, 4, 4, 4),) * 5), state=rounded)
    assert five.served == ((Served(that.NURSE, 5, 60), Decimal("99.00")),)


def test_a_person_has_no_index_before_somebody_answered_wherever_the_count_begins():
    nobody = replace(that.opened(), definition=replace(that.opened().definition, served_from=0))
    nobody = replace(nobody, tally=replace(nobody.tally, served=(Served(that.NURSE, 0, 0),)))
    assert nobody.served == ()


@pytest.mark.parametrize(("came", "lacks"), [(0, 10), (1, 9), (9, 1), (10, 0), (11, 0)])
def test_what_a_survey_lacks_of_its_sample(came: int, lacks: int):
    state = evolve(None, Defined(that.SURVEY, replace(that.opened().definition, population=10)))
    state = replace(state, tally=replace(state.tally, respondents=came))
    assert (state.required_sample, state.lacks) == (10, lacks)


@pytest.mark.parametrize("aside", [ASIDE, ONE])
def test_a_definition_keeps_the_count_of_whatever_came(aside: Answer):
    state = after(Answered((aside,)))
    wanted = replace(state.definition, service="Pelayanan gizi")
    changed = after(Defined(that.SURVEY, wanted), state=state)
    assert changed == replace(state, sequence=3, definition=wanted)


def test_a_change_of_no_survey_is_an_error_of_the_program():
    for fact in (Opened(), Closed(), Published(), Answered((ONE,))):
        with pytest.raises(ValueError, match=r"^a survey is defined before it is answered or closed$"):
            evolve(None, fact)


def test_answers_of_another_length_are_an_error_of_the_program():
    with pytest.raises(ValueError, match="zip"):
        after(Answered((replace(ONE, scores=(4, 3)),)))
    state = after(Answered((ASIDE,)))
    with pytest.raises(ValueError, match="zip"):
        after(Reviewed(replace(ASIDE, scores=(4, 3)), Decision.REJECTED), state=state)


def test_an_answer_keeps_all_that_was_said():
    said = Respondent(sex=Sex.FEMALE)
    scores = {"staff_behavior": 2, "procedure": 4, "cost": 3}
    given = Given(that.ANSWER, scores, EARLIER, "Terima kasih.", "#", said)
    (fact,) = count(Count(that.SURVEY, (given,)), that.opened(), that.TODAY)
    assert fact == Answered((Answer(that.ANSWER, EARLIER, (4, 3, 2), "Terima kasih.", said),))
    assert count(Count(that.SURVEY, ()), that.opened(), that.TODAY) == ()


def test_a_refused_answer_says_why():
    draft = evolve(None, Defined(that.SURVEY, that.opened().definition, draft=True))
    closed = after(Closed())
    preparing = "This survey is still being prepared and takes no answers yet."
    thanks = "This survey is closed; thank you for your readiness to answer."
    for state, code, sentence in (
        (draft, Code.SURVEY_NOT_OPEN, preparing),
        (closed, Code.SURVEY_CLOSED, thanks),
        (after(Published(), state=closed), Code.SURVEY_CLOSED, thanks),
    ):
        command = that.counting(that.given(4, 4, 4))
        assert refused(lambda state=state: check_takes(state, that.TODAY)) == (code, None, sentence)
        said = refused(lambda state=state, command=command: count(command, state, that.TODAY))
        assert said == (code, None, sentence)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (that.given(4, 3), (Code.ELEMENT_MISSING, "There is no answer about «staff_behavior».")),
        (that.given(4, 3, 0), (Code.SCORE_OUT_OF_RANGE, "An answer is a whole number from 1 to 4.")),
        (that.given(4, 3, 5), (Code.SCORE_OUT_OF_RANGE, "An answer is a whole number from 1 to 4.")),
        (
            replace(that.given(4, 3, 2), scores={"~/": 4}),
            (Code.ELEMENT_NOT_ASKED, "This survey does not ask about «~/»."),
        ),
        (
            that.given(4, 3, 2, answered_on=date(2026, 7, 10)),
            (Code.IN_THE_FUTURE, "2026-07-10 has not come yet."),
        ),
        (
            that.given(4, 3, 2, answered_on=date(2026, 6, 30)),
            (Code.OUTSIDE_SURVEY_DAYS, "This survey is answered from 2026-07-01 to 2026-07-31."),
        ),
    ],
)
def test_an_answer_that_cannot_count_says_what_would(answer: Given, said: tuple[Code, str]):
    code, _, detail = refused(lambda: count(that.counting(answer), that.opened(), that.TODAY))
    assert (code, detail) == said


def test_todays_answer_is_taken_on_the_surveys_own_days_alone():
    check_takes(that.opened(), date(2026, 7, 1))
    check_takes(that.opened(), date(2026, 7, 31))
    for day in (date(2026, 6, 30), date(2026, 8, 1)):
        assert refused(lambda day=day: check_takes(that.opened(), day)) == (
            Code.OUTSIDE_SURVEY_DAYS,
            None,
            "This survey is answered from 2026-07-01 to 2026-07-31.",
        )


def test_an_invited_answer_is_no_flood_and_not_by_the_link():
    limits = Limits(flood_answers=2, flood_seconds=60, duplicate_seconds=60)
    invited = replace(ONE, invited=True)
    assert weighed(invited, Near(2, equal=False), limits) == invited
    assert weighed(invited, Near(2, equal=True), limits) == replace(invited, reason=Reason.DUPLICATE)
    assert weighed(ONE, Near(2, equal=False), limits) == replace(ONE, by_link=True, reason=Reason.FLOOD)


def test_a_review_that_cannot_be_says_why():
    once = "Only an answer that was set aside is reviewed, and it is decided once."
    state, command = after(Answered((ASIDE,))), Review(that.ANSWER, Decision.ACCEPTED, "sah")
    for response in (Response(that.SURVEY, ONE, None), Response(that.SURVEY, ASIDE, Decision.REJECTED)):
        said = refused(lambda response=response: review(command, response, state))
        assert said == (Code.NOT_QUARANTINED, None, once)
    response, published = Response(that.SURVEY, ASIDE, None), after(Closed(), Published(), state=state)
    stays = "The result of this survey is published and stays as it is."
    assert refused(lambda: review(command, response, published)) == (Code.SURVEY_PUBLISHED, None, stays)
    assert review(command, response, state) == (Reviewed(ASIDE, Decision.ACCEPTED),)


def test_an_element_that_the_instrument_lacks_is_named():
    short = replace(that.SKM, questions=that.SKM.questions[:2])
    assert refused(lambda: check_asked(that.THREE, short)) == (
        Code.ELEMENT_NOT_IN_INSTRUMENT,
        "#/elements",
        "«skm» version 1 has no question about «cost».",
    )


@pytest.mark.parametrize(
    ("mean", "on_the_scale"),
    [("1.0000", "25.00"), ("3.5498", "88.75"), ("3.5502", "88.76"), ("3.5501", "88.75"), ("4.0000", "100.00")],
)
def test_a_mean_on_the_scale_to_100_is_rounded_half_up(mean: str, on_the_scale: str):
    assert str(converted(Decimal(mean))) == on_the_scale


def test_a_half_is_rounded_up():
    assert str(element_mean(50_001, 20_000)) == "2.5001"
    assert str(index(20_001, 5_000, 2, Rounding.EXACT)) == "50.00"
    assert str(index(20_003, 5_000, 2, Rounding.EXACT)) == "50.01"
    assert str(index(20_002, 5_000, 2, Rounding.EXACT)) == "50.01", "50.005, which half-even would take down"
