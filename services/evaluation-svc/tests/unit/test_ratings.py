"""The predicate matrix of PermenPANRB 6/2022, all nine cells, as the official form words them."""

import pytest
from evaluation_svc.domain.ratings import MATRIX, Predicate, Rating, predicate


@pytest.mark.parametrize(
    ("work_results", "work_behavior", "expected"),
    [
        ("above", "above", "very_good"),
        ("above", "meets", "good"),
        ("above", "below", "poor"),
        ("meets", "above", "good"),
        ("meets", "meets", "good"),
        ("meets", "below", "poor"),
        ("below", "above", "needs_improvement"),
        ("below", "meets", "needs_improvement"),
        ("below", "below", "very_poor"),
    ],
)
def test_a_cell_of_the_matrix(work_results: str, work_behavior: str, expected: str):
    assert predicate(Rating(work_results), Rating(work_behavior)) is Predicate(expected)


def test_every_pair_of_ratings_has_a_cell():
    assert set(MATRIX) == {(results, behavior) for results in Rating for behavior in Rating}
