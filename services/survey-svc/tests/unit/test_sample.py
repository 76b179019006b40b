"""The required sample against Krejcie and Morgan's table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from survey_svc.domain.sample import exact_sample, required_sample

TABLE = {
    0: 0, 1: 1, 10: 10, 15: 14, 20: 19, 50: 44, 100: 80, 200: 132, 220: 140, 300: 169, 450: 207, 500: 217, 550: 226,
    1000: 278, 5000: 357, 7000: 364, 10000: 370, 1000000: 384,
}  # fmt: skip


@pytest.mark.parametrize(("population", "sample"), TABLE.items())
def test_a_row_of_the_table(population: int, sample: int):
    assert required_sample(population) == sample


@pytest.mark.parametrize(("population", "exact"), [(100, "79.507"), (300, "168.687")])
def test_the_table_is_the_formula_rounded(population: int, exact: str):
    assert str(round(exact_sample(population), 3)) == exact


@given(st.integers(0, 10**9))
def test_more_people_never_need_fewer_answers_nor_more_than_there_are(population: int):
    sample = required_sample(population)
    assert sample <= min(population, 384)
    assert sample <= required_sample(population + 1)
