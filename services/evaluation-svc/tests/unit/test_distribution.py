"""The circular's patterns as tables: what is found, at which number of people, and what is never found."""

from dataclasses import replace

import pytest
from evaluation_svc.domain import distribution
from evaluation_svc.domain.distribution import (
    MORE_THAN_ANY,
    ROUNDED_DOWN,
    ROUNDED_UP,
    Bound,
    DistributionRules,
    findings,
    least,
    most,
)
from evaluation_svc.domain.ratings import OrganizationPredicate, Predicate
from hypothesis import given
from hypothesis import strategies as st

CIRCULAR = "SE MenPANRB 3/2023"
RULES = DistributionRules(
    majority_most=Bound(70, CIRCULAR),
    leading_least=Bound(60, CIRCULAR),
    beside_least=Bound(10, CIRCULAR),
    very_good_most=Bound(10, CIRCULAR),
    smallest_group=Bound(10, "own"),
)
Row = tuple[int, int, int, int, int]
"""People with very good, good, needs improvement, poor, very poor."""


def counted(row: Row) -> dict[Predicate, int]:
    return dict(zip(Predicate, row, strict=True))


def codes(organization: str, row: Row, rules: DistributionRules = RULES) -> list[str]:
    review = findings(OrganizationPredicate(organization), counted(row), rules)
    assert review.group_too_small is None
    return [each.code for each in review.findings]


@pytest.mark.parametrize(
    ("organization", "row", "expected"),
    [
        # The worked numbers: fifty people.
        ("good", (0, 36, 14, 0, 0), ["too_many_in_majority"]),
        ("good", (15, 35, 0, 0, 0), ["none_where_some_belong"]),
        ("good", (10, 35, 5, 0, 0), []),
        ("very_poor", (1, 9, 5, 5, 30), ["some_where_none_belong"]),
        # Each bound, on both sides.
        ("outstanding", (35, 15, 0, 0, 0), []),
        ("outstanding", (36, 14, 0, 0, 0), ["too_many_in_majority"]),
        ("outstanding", (25, 25, 0, 0, 0), ["not_the_majority"]),
        ("outstanding", (26, 24, 0, 0, 0), []),
        ("outstanding", (11, 10, 10, 10, 9), []),
        ("outstanding", (10, 10, 10, 10, 10), ["not_the_majority"]),
        ("good", (0, 35, 0, 1, 14), []),
        ("good", (14, 35, 1, 0, 0), []),
        ("good", (10, 35, 0, 0, 5), ["none_where_some_belong"]),
        ("good", (0, 24, 0, 26, 0), ["not_the_majority"]),
        ("needs_improvement", (5, 15, 30, 0, 0), []),
        ("needs_improvement", (6, 14, 30, 0, 0), ["too_many_very_good"]),
        ("needs_improvement", (5, 16, 29, 0, 0), ["too_few_leading"]),
        ("needs_improvement", (0, 0, 50, 0, 0), []),
        ("poor", (5, 10, 5, 30, 0), []),
        ("poor", (5, 11, 4, 30, 0), ["too_few_beside"]),
        ("poor", (5, 11, 5, 29, 0), ["too_few_leading"]),
        ("poor", (6, 9, 5, 30, 0), ["too_many_very_good"]),
        ("poor", (6, 40, 4, 0, 0), ["too_few_leading", "too_few_beside", "too_many_very_good"]),
        ("very_poor", (0, 15, 5, 0, 30), []),
        ("very_poor", (0, 15, 0, 5, 30), []),
        ("very_poor", (0, 15, 2, 3, 30), []),
        ("very_poor", (0, 16, 2, 2, 30), ["too_few_beside"]),
        ("very_poor", (0, 15, 6, 0, 29), ["too_few_leading"]),
    ],
)
def test_a_row_of_the_table(organization: str, row: Row, expected: list[str]):
    assert sum(row) == 50
    assert codes(organization, row) == expected


@pytest.mark.parametrize(
    ("percent", "people", "at_most", "at_least"),
    [
        (10, 37, 3, 4),
        (70, 50, 35, 35),
        (70, 13, 9, 10),
        (60, 11, 6, 7),
        (0, 9, 0, 0),
        (100, 9, 9, 9),
        (10, 0, 0, 0),
        (60, 500, 300, 300),
    ],
)
def test_percentages_become_people_by_the_stated_rounding(percent: int, people: int, at_most: int, at_least: int):
    assert (most(percent, people), least(percent, people)) == (at_most, at_least)


def test_thirty_seven_people_meet_at_most_three_and_at_least_four():
    assert codes("poor", (3, 7, 4, 23, 0)) == []
    assert codes("poor", (4, 7, 3, 23, 0)) == ["too_few_beside", "too_many_very_good"]


def test_findings_say_what_was_counted_what_should_be_by_which_text_and_rounding():
    rules = replace(RULES, majority_most=Bound(70, "the maximum's"), leading_least=Bound(60, "the minimum's"))
    many, few = (
        findings(OrganizationPredicate.GOOD, counted((0, 36, 14, 0, 0)), rules).findings
        + findings(OrganizationPredicate.POOR, counted((0, 21, 5, 24, 0)), rules).findings
    )
    assert (many.predicates, many.people, many.bound) == ((Predicate.GOOD,), 36, 35)
    assert (many.source, many.rounding) == ("the maximum's", ROUNDED_DOWN)
    assert many.sentence == "36 of 50 have «good»; at most 70 percent should, that is 35."
    assert (few.predicates, few.people, few.bound) == ((Predicate.POOR,), 24, 30)
    assert (few.source, few.rounding) == ("the minimum's", ROUNDED_UP)
    assert few.sentence == "24 of 50 have «poor»; at least 60 percent should, that is 30."


def test_findings_without_a_percentage_have_no_rounding_of_one():
    (nobody,) = findings(OrganizationPredicate.GOOD, counted((15, 35, 0, 0, 0)), RULES).findings
    assert nobody.sentence == "Nobody has «needs improvement» or «poor»; in a unit of this predicate somebody should."
    assert (nobody.people, nobody.bound, nobody.source, nobody.rounding) == (0, 1, CIRCULAR, None)
    assert nobody.predicates == (Predicate.NEEDS_IMPROVEMENT, Predicate.POOR)
    (somebody,) = findings(OrganizationPredicate.VERY_POOR, counted((1, 9, 5, 5, 30)), RULES).findings
    assert somebody.sentence == "1 have «very good»; in a unit of this predicate nobody should."
    assert somebody.predicates == (Predicate.VERY_GOOD,)
    assert (somebody.people, somebody.bound, somebody.source, somebody.rounding) == (1, 0, CIRCULAR, None)
    (tie,) = findings(OrganizationPredicate.OUTSTANDING, counted((20, 20, 10, 0, 0)), RULES).findings
    assert tie.sentence == "20 have «very good», which should be the majority; another predicate has 20."
    assert tie.predicates == (Predicate.VERY_GOOD,)
    assert (tie.people, tie.bound, tie.source, tie.rounding) == (20, 21, CIRCULAR, MORE_THAN_ANY)


def test_a_predicate_that_nobody_has_may_be_missing_from_the_counts():
    counts = {Predicate.GOOD: 9, Predicate.POOR: 5}
    assert findings(OrganizationPredicate.GOOD, counts, RULES).findings == ()
    (only,) = findings(OrganizationPredicate.OUTSTANDING, counts, RULES).findings
    assert (only.code, only.people) == ("not_the_majority", 0)


@pytest.mark.parametrize(("row", "small"), [((9, 0, 0, 0, 0), True), ((10, 0, 0, 0, 0), False), ((0,) * 5, True)])
def test_below_the_smallest_group_nothing_is_found(row: Row, small: bool):
    review = findings(OrganizationPredicate.OUTSTANDING, counted(row), RULES)
    assert (review.group_too_small is not None) == small
    assert (review.findings == ()) == small
    assert review.source == ("own" if small else CIRCULAR)


@pytest.mark.parametrize(
    ("organization", "people", "small"),
    [
        ("outstanding", 1, True),
        ("outstanding", 2, True),
        ("outstanding", 3, False),
        ("needs_improvement", 1, False),
        ("poor", 1, True),
        ("poor", 2, True),
        ("poor", 3, False),
        ("very_poor", 2, True),
        ("very_poor", 3, False),
    ],
)
def test_where_bounds_contradict_each_other_the_group_is_too_small(organization: str, people: int, small: bool):
    rules = replace(RULES, smallest_group=Bound(0, "own"))
    review = findings(OrganizationPredicate(organization), counted((0, people, 0, 0, 0)), rules)
    assert (review.group_too_small is not None) == small
    if small:
        assert review.group_too_small == (
            f"Among {people} people no distribution keeps all percentages at once: the group is too small."
        )
        assert (review.findings, review.source) == ((), "own")


@pytest.mark.parametrize(("people", "small"), [(11, False), (12, True)])
def test_beside_a_majority_of_three_no_more_than_eight_find_room(people: int, small: bool):
    """Where the majority may have three in ten: of eleven or twelve it has three, each of the four others two."""
    rules = replace(RULES, majority_most=Bound(30, CIRCULAR))
    review = findings(OrganizationPredicate.OUTSTANDING, counted((3, people - 3, 0, 0, 0)), rules)
    assert (review.group_too_small is not None) == small


def test_the_sentence_of_a_small_group_names_both_numbers():
    review = findings(OrganizationPredicate.GOOD, counted((0, 7, 0, 0, 0)), RULES)
    assert review.group_too_small == (
        "7 rated people are too few for percentages to mean anything; from 10 on they do."
    )


def test_every_predicate_of_a_unit_has_its_pattern():
    assert set(distribution.PATTERNS) == set(OrganizationPredicate)


rows = st.tuples(*[st.integers(0, 30)] * 5).filter(lambda row: sum(row) >= 10)


@given(rows)
def test_a_distribution_by_the_circulars_words_is_never_found_fault_with(row: Row):
    """The table said once more in fractions, without rounding: exact percentages decide alike."""
    very_good, good, improving, poor, very_poor = row
    total = sum(row)
    clean = {
        "outstanding": very_good > max(row[1:]) and 100 * very_good <= 70 * total,
        "good": good > max(very_good, improving, poor, very_poor) and 100 * good <= 70 * total and improving + poor > 0,
        "needs_improvement": 100 * improving >= 60 * total and 100 * very_good <= 10 * total,
        "poor": 100 * poor >= 60 * total and 100 * improving >= 10 * total and 100 * very_good <= 10 * total,
        "very_poor": 100 * very_poor >= 60 * total and 100 * (poor + improving) >= 10 * total and not very_good,
    }
    for organization, expected in clean.items():
        assert (codes(organization, row) == []) == expected


@given(rows, st.sampled_from(OrganizationPredicate), st.sampled_from([1, 2, 3, 4]))
def test_who_moves_to_very_good_never_cures_a_weak_unit(row: Row, organization: OrganizationPredicate, taken: int):
    """Monotone: in a weak unit, one more very good among as many people leaves every finding where it was."""
    if organization in (OrganizationPredicate.OUTSTANDING, OrganizationPredicate.GOOD) or not row[taken]:
        return
    moved = list(row)
    moved[0] += 1
    moved[taken] -= 1
    after = codes(organization, (moved[0], moved[1], moved[2], moved[3], moved[4]))
    assert set(codes(organization, row)) <= set(after)
