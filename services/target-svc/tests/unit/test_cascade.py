"""What a result may serve, and what the second of two editors is told."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from target_svc.domain import goals
from target_svc.domain.cascade import Above, check_parents, serves_goals
from target_svc.domain.differences import Difference, differences
from target_svc.domain.goals import Goal
from target_svc.domain.refusals import Code, Refusal

from .. import situations as that

ABOVE = Above(
    that.DEWI,
    results=frozenset({that.SUPERIORS_RESULT}),
    elsewhere=frozenset({that.SUPERIORS_RESULT, that.OTHER_RESULT, that.GOAL}),
)


def serving(parent: UUID | None) -> list[Any]:
    return [that.result(id=that.OTHER_RESULT), that.result(parent_work_result_id=parent)]


@pytest.mark.parametrize(
    ("parent", "above", "code", "sentence"),
    [
        (that.OTHER_RESULT, ABOVE, Code.NOT_THE_SUPERIORS_RESULT, "none of your direct superior's approved results"),
        (that.GOAL, ABOVE, Code.NOT_THE_SUPERIORS_RESULT, "none of your direct superior's approved results"),
        (that.GOAL, replace(ABOVE, superior_id=None), Code.NOT_THE_SUPERIORS_RESULT, "The roster names no superior"),
        (that.UNKNOWN, ABOVE, Code.UNKNOWN_PARENT, "No approved plan has a work result"),
    ],
)
def test_what_cannot_be_served(parent: UUID, above: Above, code: Code, sentence: str):
    with pytest.raises(Refusal, match=sentence) as refused:
        check_parents(serving(parent), above)
    assert (refused.value.code, refused.value.pointer) == (code, "#/work_results/1/parent_work_result_id")


def test_what_can():
    check_parents(serving(None), ABOVE)
    check_parents(serving(that.SUPERIORS_RESULT), ABOVE)
    check_parents(serving(that.GOAL), Above(None, goals=frozenset({that.GOAL})))


def test_goals_are_served_from_the_top_of_an_agency():
    dewi = that.siti(id=that.DEWI)
    assert not serves_goals(that.siti(), dewi)
    assert serves_goals(that.siti(), None)
    assert serves_goals(that.siti(), replace(dewi, agency_id=that.OTHER_AGENCY))


def test_positions_and_departures_of_a_day():
    minister = replace(that.place(until=date(2026, 6, 30)), position_kind="executive")
    person = that.siti(assignments=(minister, that.place(since=date(2026, 7, 1))))
    assert person.executive(date(2026, 6, 30))
    assert not person.executive(date(2026, 7, 1))
    gone = that.siti(assignments=(minister,))
    assert gone.has_left(date(2026, 7, 1))
    assert not gone.has_left(date(2026, 6, 30))
    assert not person.has_left(date(2026, 7, 1))
    assert not that.siti(assignments=()).has_left(that.TODAY)


GOAL = Goal(
    that.GOAL, 0, that.YEAR, that.AGENCY, "Menurunnya angka kematian bayi", "Kematian per 1.000 kelahiran hidup"
)


def test_a_goal_is_made_changed_and_left():
    made = goals.put(None, GOAL, that.year())
    assert made == replace(GOAL, sequence=1)
    assert goals.put(made, GOAL, that.year()) is None
    other = replace(GOAL, indicator="Kematian bayi per tahun")
    assert goals.put(made, other, that.year()) == replace(other, sequence=2)


def test_a_goal_that_is_none():
    made = goals.put(None, GOAL, that.year())
    cases: list[tuple[Goal | None, Goal, dict[str, Any], Code, str]] = [
        (None, GOAL, {"kind": "quarterly"}, Code.PERIOD_MALFORMED, "#/period_id"),
        (None, replace(GOAL, title="Meningkatkan kinerja"), {}, Code.NOT_MEASURABLE, "#/title"),
        (made, replace(GOAL, period_id=that.UNKNOWN), {}, Code.ALREADY_EXISTS, "#/period_id"),
    ]
    for state, wanted, changes, code, pointer in cases:
        with pytest.raises(Refusal) as refused:
            goals.put(state, wanted, that.year(**changes))
        assert (refused.value.code, refused.value.pointer) == (code, pointer)
        assert refused.value.detail.endswith(".")


def test_differences_name_what_an_editor_has_not_seen():
    kept, gone, new = that.indicator(), that.indicator(id=that.WAITING), that.indicator(id=that.UNKNOWN)
    before = [that.result(kept, gone), that.result(id=that.OTHER_RESULT)]
    now = [
        that.result(replace(kept, target=Decimal(95), weight=Decimal(50)), new, kind="additional"),
        that.result(id=that.SUPERIORS_RESULT),
    ]
    title, of = before[0].title, kept.title
    assert differences(before, now) == [
        Difference("work_result", that.RESULT, title, "changed", ("kind",)),
        Difference("work_result", that.SUPERIORS_RESULT, title, "added"),
        Difference("work_result", that.OTHER_RESULT, title, "removed"),
        Difference("indicator", that.COVERAGE, of, "changed", ("target", "weight")),
        Difference("indicator", that.UNKNOWN, of, "added"),
        Difference("indicator", that.WAITING, of, "removed"),
    ]
    assert differences(before, before) == []
