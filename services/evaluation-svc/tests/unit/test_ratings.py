"""The predicate matrix of PermenPANRB 6/2022, all nine cells, as the official form words them."""

import pytest
from evaluation_svc.domain.ratings import MATRIX, QUADRANTS, Predicate, Rating, predicate


@pytest.mark.parametrize(
    ("work_results", "work_behavior", "expected", "quadrant"),
    [
        ("above", "above", "very_good", 1),
        ("above", "meets", "good", 2),
        ("above", "below", "poor", 4),
        ("meets", "above", "good", 2),
        ("meets", "meets", "good", 2),
        ("meets", "below", "poor", 4),
        ("below", "above", "needs_improvement", 3),
        ("below", "meets", "needs_improvement", 3),
        ("below", "below", "very_poor", 5),
    ],
)
def test_a_cell_of_the_matrix(work_results: str, work_behavior: str, expected: str, quadrant: int):
    found = predicate(Rating(work_results), Rating(work_behavior))
    assert (found, QUADRANTS[found]) == (Predicate(expected), quadrant)


def test_every_pair_of_ratings_has_a_cell():
    assert set(MATRIX) == {(results, behavior) for results in Rating for behavior in Rating}
