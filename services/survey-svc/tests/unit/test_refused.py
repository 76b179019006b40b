"""Each refusal of the rules is an answer of HTTP."""

from survey_svc.domain.refusals import Code
from survey_svc.entrypoints.refused import STATUS


def test_each_code_has_a_status_that_says_whose_fault_it_is():
    assert set(STATUS) == set(Code)
    assert all(400 <= status < 500 for status in STATUS.values())
