"""What is left out so that no small group follows from what is shown. The law is tested by linear algebra: from all the
sums that are shown, no combination may be left that speaks of one to fewer than the minimum of hidden people."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scoring_svc.domain.disclosure import WHOLE, LeftOut, of_groups, of_levels

SMALL, OTHER = LeftOut.GROUP_TOO_SMALL, LeftOut.PROTECTS_ANOTHER_GROUP
MINIMUM = 3


def id_(number: int) -> UUID:
    return UUID(int=number)


def groups(named: Mapping[int, Sequence[int]]) -> dict[UUID, frozenset[UUID]]:
    return {id_(name): frozenset(map(id_, units)) for name, units in named.items()}


def hidden(serving: Mapping[tuple[int, ...], int]) -> dict[frozenset[UUID], int]:
    return {frozenset(map(id_, units)): people for units, people in serving.items()}


@pytest.mark.parametrize(
    ("serving", "left_out"),
    [
        ({(1,): 5, (2,): 6}, {}),
        ({(1,): 4, (2,): 4}, {1: SMALL, 2: SMALL}),
        ({(1,): 4, (2,): 6}, {1: SMALL, 2: OTHER}),
        ({(2,): 6}, {}),
        ({}, {}),
        ({(1,): 4}, {1: SMALL, 10: SMALL}),
        ({(1,): 9, (2,): 6, (3,): 1}, {2: OTHER}),
        ({(1,): 6, (2,): 6, (3,): 4}, {1: OTHER}),
        ({(1,): 6, (2,): 6, (3,): 5}, {}),
        ({(1,): 2, (2,): 6, (3,): 3}, {1: SMALL}),
        ({(1,): 2, (2,): 6, (3,): 2}, {1: SMALL, 2: OTHER}),
    ],
)
def test_a_whole_of_two_parts_and_members_of_its_own(serving: dict[tuple[int, ...], int], left_out: dict[int, LeftOut]):
    """Units 1, 2 and, in no part, 3; the whole is 10. The minimum is 5."""
    family = groups({1: [1], 2: [2], 10: [1, 2, 3]})
    assert of_groups(family, hidden(serving), 5) == {id_(name): why for name, why in left_out.items()}


def test_where_a_part_is_wholly_of_parts_one_of_those_is_left_out_too():
    """The whole, 30, has two members of its own; its smallest part, 20, is just 11 and 12."""
    family = groups({11: [1], 12: [2], 20: [1, 2], 21: [3], 30: [1, 2, 3, 4]})
    found = of_groups(family, hidden({(1,): 6, (2,): 7, (3,): 20, (4,): 2}), 5)
    assert found == {id_(20): OTHER, id_(11): OTHER}


def test_of_a_small_group_within_a_part_the_part_hides_it_not_the_whole():
    family = groups({11: [1], 12: [2], 20: [1, 2], 21: [3], 30: [1, 2, 3]})
    found = of_groups(family, hidden({(1,): 2, (2,): 7, (3,): 5}), 5)
    assert found == {id_(11): SMALL, id_(12): OTHER}


def test_who_serves_in_two_parts_is_told_by_the_whole_less_both():
    """The order of what serves where says nothing; two groups of the same people tell the same."""
    family = groups({1: [1], 2: [2], 10: [1, 2]})
    assert of_groups(family, hidden({(1,): 6, (2,): 8, (2, 1): 1}), 5) == {id_(1): OTHER}
    assert of_groups(family, hidden({(1,): 6, (2,): 8, (2, 1): 5}), 5) == {id_(1): OTHER}
    alone = groups({1: [1], 10: [1]})
    assert (
        of_groups(alone, hidden({(1,): 5}), 5) == {} and of_groups(alone, hidden({(1,): 4}), 5).keys() == alone.keys()
    )


def test_of_several_parts_it_counts_who_serves_in_any_two():
    family = groups({1: [1], 2: [2], 3: [3], 10: [1, 2, 3]})
    assert of_groups(family, hidden({(1,): 6, (2,): 7, (3,): 20, (2, 3): 1}), 5) == {id_(1): OTHER}
    apart = groups({1: [1], 2: [2], 3: [3], 4: [4]})
    assert of_groups(apart, hidden({(1,): 4, (2,): 6, (3,): 7, (4,): 30, (1, 3): 1}), 5) == {id_(1): OTHER}


def test_of_parts_of_the_same_size_the_first_by_its_name_is_left_out():
    for family in (groups({1: [1], 2: [2], 10: [1, 2, 3]}), groups({10: [1, 2, 3], 2: [2], 1: [1]})):
        assert of_groups(family, hidden({(2,): 6, (1,): 6, (3,): 4}), 5) == {id_(1): OTHER}


@pytest.mark.parametrize(
    ("under", "serving", "left_out"),
    [
        # One serves in 3 alone: what 1 has more than 2 is just that one.
        ({1: [1, 2, 3]}, {(0, 2, 3): 3, (3,): 1, (0, 2): 1}, {2, 3}),
        # One serves in 1 and 2: the sum of all parts less the whole is just that one.
        ({}, {(1,): 4, (2,): 4, (0, 1, 2): 1, (3,): 3}, {3}),
        # One serves in 1 and 2, not in 3: the sum of 1 and 2 less the whole and less 3 is just that one.
        ({}, {(1, 2, 3): 3, (1, 2): 1, (0, 2): 4, (0, 1): 3}, {1, 3}),
    ],
)
def test_who_serves_in_many_units_is_not_told_by_what_those_share(
    under: dict[int, list[int]], serving: dict[tuple[int, ...], int], left_out: set[int]
):
    """The whole, 0, of the parts 1, 2 and 3; in the first case 2 and 3 lie within 1. The minimum is 3."""
    family = groups({0: [0, 1, 2, 3], 1: [1], 2: [2], 3: [3], **under})
    found = of_groups(family, hidden(serving), MINIMUM)
    assert found == {id_(name): OTHER for name in left_out}
    people = [units for units, count in hidden(serving).items() for _ in range(count)]
    assert told(sums(family, people, {}), MINIMUM) != [] and told(sums(family, people, found), MINIMUM) == []


def test_who_serves_where_no_group_is_asked_for_is_spoken_of_by_none():
    assert of_groups(groups({1: [1]}), hidden({(1,): 5, (2,): 1}), 5) == {}
    assert of_groups(groups({1: [1]}), hidden({(1, 2): 4}), 5) == {id_(1): SMALL}


def test_levels_are_of_different_results_so_that_a_person_in_two_tells_nothing():
    six, one = [(1, id_(each)) for each in range(1, 7)], [(2, id_(9))]
    assert of_levels(six, 5) == {} and of_levels([], 5) == {}
    assert of_levels(six + one, 5) == {1: OTHER, 2: SMALL}
    assert of_levels(one, 5) == {2: SMALL, WHOLE: SMALL}
    assert of_levels([*six, *((2, person) for _, person in six)], 5) == {}
    assert of_levels([*six, *((2, person) for _, person in six[2:])], 5) == {1: OTHER, 2: SMALL}
    three = [(2, id_(8)), (2, id_(7)), (3, id_(8)), (3, id_(6)), (3, id_(5))]
    assert of_levels([*six, *three], 4) == {2: SMALL, 3: SMALL}, "of both together there are four"
    assert of_levels([*six, *three], 5) == {2: SMALL, 3: SMALL, 1: OTHER}
    assert of_levels([*six, *six], 7) == {1: SMALL, WHOLE: SMALL}, "a person is counted once"


Family = dict[UUID, frozenset[UUID]]


@st.composite
def families(draw: st.DrawFn) -> tuple[Family, list[frozenset[UUID]]]:
    """Units in a tree, each with all under it a group that may be asked for or not; and where each hidden person
    serves, some of them in two units."""
    count = draw(st.integers(2, 7))
    parents = [draw(st.integers(0, each - 1)) for each in range(1, count)]
    under = {each: {each} for each in range(count)}
    for unit in range(count - 1, 0, -1):
        under[parents[unit - 1]] |= under[unit]
    asked = draw(st.sets(st.integers(0, count - 1)).map(lambda chosen: chosen | {0}))
    places = st.sets(st.integers(0, count - 1), min_size=1, max_size=draw(st.integers(1, 2)))
    people = draw(st.lists(places, max_size=11))
    return (
        {id_(unit + 100): frozenset(map(id_, under[unit])) for unit in sorted(asked)},
        [frozenset(map(id_, where)) for where in people],
    )


def rank(rows: list[list[int]]) -> int:
    matrix, found = [[Fraction(value) for value in row] for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in matrix[found:] if row[column]), None)
        if pivot is None:
            continue
        matrix.remove(pivot)
        matrix.insert(found, pivot)
        for row in matrix[found + 1 :]:
            factor = row[column] / pivot[column]
            row[:] = [left - factor * right for left, right in zip(row, pivot, strict=True)]
        found += 1
    return found


def told(rows: list[list[int]], minimum: int) -> list[tuple[int, ...]]:
    """Who is spoken of alone: sets of fewer than `minimum` columns that a combination of the rows is wholly within."""
    columns = range(len(rows[0]) if rows else 0)
    whole = rank(rows)
    return [
        few
        for size in range(1, minimum)
        for few in combinations(columns, size)
        if rank([[row[each] for each in columns if each not in few] for row in rows]) < whole
    ]


def sums(family: Family, people: list[frozenset[UUID]], left_out: Mapping[UUID, LeftOut]) -> list[list[int]]:
    shown = [units for name, units in family.items() if name not in left_out]
    return [[int(not where.isdisjoint(units)) for where in people] for units in shown]


@given(found=families())
def test_no_combination_of_what_is_shown_speaks_of_few(found: tuple[Family, list[frozenset[UUID]]]):
    family, people = found
    left_out = of_groups(family, Counter(people), MINIMUM)
    assert told(sums(family, people, left_out), MINIMUM) == []


@given(found=families())
def test_nothing_is_left_out_where_nothing_would_be_told(found: tuple[Family, list[frozenset[UUID]]]):
    family, people = found
    once = [where for where in people if len(where) == 1]
    left_out = of_groups(family, Counter(once), MINIMUM)
    assert (left_out == {}) is (told(sums(family, once, {}), MINIMUM) == [])
    whole = id_(100)
    assert left_out.get(whole) == (SMALL if 0 < len(once) < MINIMUM else None), "a whole has parts to hide"
    assert {name for name, why in left_out.items() if why is SMALL} == {
        name for name, units in family.items() if 0 < sum(not units.isdisjoint(where) for where in once) < MINIMUM
    }


@given(found=families(), order=st.randoms(use_true_random=False))
def test_the_order_says_nothing(found: tuple[Family, list[frozenset[UUID]]], order: Random):
    family, people = found
    names = list(family)
    order.shuffle(names)
    mixed = list(people)
    order.shuffle(mixed)
    assert of_groups({name: family[name] for name in names}, Counter(mixed), MINIMUM) == of_groups(
        family, Counter(people), MINIMUM
    )


@given(results=st.lists(st.tuples(st.integers(1, 4), st.integers(1, 6)), max_size=9))
def test_no_combination_of_levels_speaks_of_few(results: list[tuple[int, int]]):
    """Each result has a number of its own, so that the columns are results; few are those of few people."""
    left_out = of_levels([(level, id_(person)) for level, person in results], MINIMUM)
    shown = [WHOLE, *sorted({level for level, _ in results})]
    rows = [[int(name in (WHOLE, level)) for level, _ in results] for name in shown if name not in left_out]
    people = sorted({person for _, person in results})
    whole = rank(rows)
    for size in range(1, MINIMUM):
        for few in combinations(people, size):
            others = [place for place, (_, person) in enumerate(results) if person not in few]
            assert rank([[row[each] for each in others] for row in rows]) == whole, few
