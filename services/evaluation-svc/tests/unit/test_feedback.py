"""What superiors say in the middle of a year, and what the person answers."""

from dataclasses import replace
from uuid import UUID

import pytest
from evaluation_svc.domain.feedback import MOST_ANSWERS, Answer, Feedback, Give, answer, give
from evaluation_svc.domain.refusals import Code, Refusal
from evaluation_svc.domain.roster import LineKind, ReportingLine

from .. import situations as that

GIVE = Give(that.THIRD, that.SITI, that.DEWI, "Kunjungan rumah berjalan baik.", "service_oriented")


def given() -> Feedback:
    return give(GIVE, None, that.siti(), that.TODAY)


def test_a_superior_says_it():
    assert given() == Feedback(
        that.THIRD, 1, that.SITI, that.DEWI, "Kunjungan rumah berjalan baik.", "service_oriented", that.TODAY
    )


@pytest.mark.parametrize("author", [that.BUDI, that.SITI, that.ANOTHER, None])
def test_nobody_else_does(author: UUID | None):
    with pytest.raises(Refusal, match="superior today") as raised:
        give(replace(GIVE, author_id=author), None, that.siti(), that.TODAY)
    assert (raised.value.code, raised.value.pointer) == (Code.NOT_A_SUPERIOR, None)


def test_also_one_for_whom_another_stands_in():
    since = that.TODAY.replace(month=1)
    acting = ReportingLine(that.BUDI, since, None, LineKind.ACTING)
    person = replace(that.siti(), reporting_lines=(*that.siti().reporting_lines, acting))
    for author in (that.BUDI, that.DEWI):
        assert give(replace(GIVE, author_id=author), None, person, that.TODAY).author_id == author
    own = replace(person, reporting_lines=(ReportingLine(that.SITI, since, None),))
    with pytest.raises(Refusal):
        give(replace(GIVE, author_id=that.SITI), None, own, that.TODAY)


def test_the_same_again_changes_nothing_and_another_thing_is_refused():
    state = given()
    assert give(GIVE, state, that.siti(), that.TODAY) is state
    for other in (replace(GIVE, text="Lain."), replace(GIVE, about=None)):
        with pytest.raises(Refusal, match="says something else") as raised:
            give(other, state, that.siti(), that.TODAY)
        assert (raised.value.code, raised.value.pointer) == (Code.ALREADY_EXISTS, "#/id")


def test_the_person_answers_it_and_nobody_else():
    answered = answer(that.SITI, "Terima kasih.", given(), that.TODAY)
    assert (answered.sequence, answered.answers) == (2, (Answer("Terima kasih.", that.TODAY),))
    assert answer(that.SITI, "Terima kasih.", answered, that.TODAY) is answered
    more = answer(that.SITI, "Saya lanjutkan.", answered, that.TODAY)
    assert [each.text for each in more.answers] == ["Terima kasih.", "Saya lanjutkan."]
    for who in (that.DEWI, None):
        with pytest.raises(Refusal, match="Only the person") as raised:
            answer(who, "Ya.", given(), that.TODAY)
        assert raised.value.code == Code.NOT_THE_RATED_PERSON


def test_answers_come_to_an_end():
    state = given()
    for number in range(MOST_ANSWERS):
        state = answer(that.SITI, str(number), state, that.TODAY)
    assert len(state.answers) == MOST_ANSWERS
    with pytest.raises(Refusal, match="20 answers") as raised:
        answer(that.SITI, "Lagi.", state, that.TODAY)
    assert raised.value.code == Code.TOO_MANY_ANSWERS
