"""A form as somebody filled it in: all its faults at once, each at its field."""

import pytest
from survey_svc.domain.elements import Element
from survey_svc.domain.respondent import Occupation
from survey_svc.entrypoints.pages.filled import read

from .. import situations as that

WHOLE = {"procedure": "4", "cost": "3", "staff_behavior": "1", "key": "k", "sex": "", "suggestion": ""}


def test_a_whole_form_is_an_answer():
    filled = read(WHOLE | {"occupation": "police", "suggestion": "Satu.\r\nDua."}, that.THREE)
    assert (filled.faults, filled.key) == ({}, "k")
    assert filled.body is not None
    assert filled.body.scores == {"procedure": 4, "cost": 3, "staff_behavior": 1}
    assert filled.body.respondent.occupation is Occupation.POLICE
    assert filled.body.respondent.sex is None
    assert filled.body.suggestion == "Satu.\nDua."
    empty = read(WHOLE | {"key": ""}, that.THREE)
    assert empty.body is not None
    assert (empty.body.suggestion, empty.key) == (None, None)


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ({"cost": ""}, {"cost": "missing"}),
        ({"cost": "0"}, {"cost": "score"}),
        ({"cost": "5"}, {"cost": "score"}),
        ({"cost": "٣"}, {"cost": "score"}),
        ({"cost": "4.0", "procedure": ""}, {"procedure": "missing", "cost": "score"}),
        ({"sex": "other"}, {"sex": "choice"}),
        ({"suggestion": "x" * 1_001}, {"suggestion": "suggestion"}),
        ({"suggestion": "a\x00b", "cost": ""}, {"suggestion": "suggestion", "cost": "missing"}),
        ({"nik": "1871"}, {"nik": "unknown"}),
        ({"facilities": "4"}, {"facilities": "unknown"}),
    ],
)
def test_each_fault_stands_at_its_field(change: dict[str, str], faults: dict[str, str]):
    filled = read(WHOLE | change, that.THREE)
    assert (filled.faults, filled.body) == (faults, None)


def test_nothing_sent_lacks_every_answer():
    assert read({}, tuple(Element)).faults == dict.fromkeys(map(str, Element), "missing")
