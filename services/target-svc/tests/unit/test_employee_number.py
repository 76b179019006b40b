"""Employee numbers, part by part (domain papers 1.15)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from target_svc.domain.employee_number import masked, parse
from target_svc.domain.refusals import Code, Refusal

from .. import situations as that


def test_a_number_says_who_and_since_when():
    number = parse(that.NUMBER)
    assert (number.kind, number.born_on, number.appointed, number.sex) == (
        "permanent",
        date(1996, 8, 18),
        date(2022, 4, 1),
        "man",
    )
    contract = parse(that.CONTRACT_NUMBER)
    assert (contract.kind, contract.born_on, contract.appointed.year) == ("contract", date(1985, 2, 10), 2023)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("19960818202204100", Code.NUMBER_MALFORMED),
        ("1996081820220410012", Code.NUMBER_MALFORMED),
        ("١٩٩٦٠٨١٨٢٠٢٢٠٤١٠٠١", Code.NUMBER_MALFORMED),
        ("199608182022041A01", Code.NUMBER_MALFORMED),
        ("199613182022041001", Code.NUMBER_BIRTH_DATE),
        ("199602302022041001", Code.NUMBER_BIRTH_DATE),
        ("199702292022041001", Code.NUMBER_BIRTH_DATE),
        ("000008182022041001", Code.NUMBER_BIRTH_DATE),
        ("199608182022131001", Code.NUMBER_APPOINTMENT),
        ("199608182022001001", Code.NUMBER_APPOINTMENT),
        ("199608182022201001", Code.NUMBER_APPOINTMENT),
        ("199608182022301001", Code.NUMBER_APPOINTMENT),
        ("199608181995041001", Code.NUMBER_APPOINTMENT),
        ("199608182022043001", Code.NUMBER_SEX),
        ("199608182022040001", Code.NUMBER_SEX),
        ("199608182022041000", Code.NUMBER_SERIAL),
    ],
)
def test_an_impossible_number_is_refused_for_its_part(number: str, code: Code):
    with pytest.raises(Refusal) as refused:
        parse(number)
    assert refused.value.code is code
    assert " " in refused.value.detail


def test_a_leap_day_is_a_birth_day():
    assert parse("199602292022042007").born_on == date(1996, 2, 29)


@given(
    st.dates(date(1955, 1, 1), date(2005, 12, 31)), st.dates(date(2006, 1, 1), date(2026, 12, 31)),
    st.sampled_from("12"), st.integers(1, 999),
)  # fmt: skip
def test_every_number_made_by_the_rule_is_read_back(born: date, appointed: date, sex: str, serial: int):
    number = parse(f"{born:%Y%m%d}{appointed:%Y%m}{sex}{serial:03d}")
    assert (number.born_on, number.appointed) == (born, appointed.replace(day=1))


def test_masking_hides_birth_day_appointment_and_sex():
    assert masked(that.NUMBER) == "199608********1001"
    assert that.NUMBER[6:14] not in masked(that.NUMBER)
