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
    assert (number.number, number.kind, number.born_on, number.appointed, number.sex) == (
        that.NUMBER,
        "permanent",
        date(1996, 8, 18),
        date(2022, 4, 1),
        "man",
    )
    other = parse("198609262015051001")
    assert (other.kind, other.born_on, other.appointed) == ("permanent", date(1986, 9, 26), date(2015, 5, 1))
    first = parse("200012312024211001")
    assert (first.kind, first.born_on, first.sex) == ("contract", date(2000, 12, 31), "man")
    contract = parse(that.CONTRACT_NUMBER)
    assert (contract.kind, contract.born_on, contract.appointed) == ("contract", date(1985, 2, 10), date(2023, 1, 1))


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
        ("200013312024211001", Code.NUMBER_BIRTH_DATE),
        ("200012312024213001", Code.NUMBER_SEX),
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


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("199613182022041001", "employee_number_birth_date: The first eight digits are no date of birth: 1996-13-18."),
        ("199608180000211001", "employee_number_appointment: Digits 9 to 12 are no year: 0000-01-01."),
        (
            "199608182022131001",
            "employee_number_appointment: Digits 13 and 14 are a month (01 to 12) or a contract's frequency "
            "(21 to 29), not 13: 2022-13-01.",
        ),
        ("199608182022043001", "employee_number_sex: Digit 15 is 1 for a man or 2 for a woman, not 3."),
    ],
)
def test_the_sentence_names_the_digits_that_are_wrong(number: str, words: str):
    with pytest.raises(Refusal) as refused:
        parse(number)
    assert str(refused.value) == words


@pytest.mark.parametrize("frequency", ["21", "29"])
def test_a_contract_is_known_by_its_frequency(frequency: str):
    assert parse(f"198502102023{frequency}2001").kind == "contract"


def test_who_is_appointed_on_the_first_day_of_life_is_not_appointed_before_it():
    assert parse("199608011996081001").appointed == date(1996, 8, 1)


def test_a_leap_day_is_a_birth_day():
    assert parse("199602292022042007").born_on == date(1996, 2, 29)


@given(
    st.dates(date(1955, 1, 1), date(2005, 12, 31)), st.dates(date(2006, 1, 1), date(2026, 12, 31)),
    st.sampled_from("12"), st.integers(1, 999),
)  # fmt: skip
def test_every_number_made_by_the_rule_is_read_back(born: date, appointed: date, sex: str, serial: int):
    number = parse(f"{born:%Y%m%d}{appointed:%Y%m}{sex}{serial:03d}")
    assert (number.born_on, number.appointed) == (born, appointed.replace(day=1))
    assert number.sex == ("man" if sex == "1" else "woman")


def test_masking_hides_birth_day_appointment_and_sex():
    assert masked(that.NUMBER) == "199608********1001"
    assert that.NUMBER[6:14] not in masked(that.NUMBER)
