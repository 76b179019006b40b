"""The employee number of a civil servant: NIP of a permanent one, NI PPPK of one on contract (18 digits).

NIP: birth date YYYYMMDD, appointment YYYYMM, sex, serial 001 to 999 (Perka BKN 22/2007, 43/2007). NI PPPK: birth date,
year of appointment, 2 and the contract's frequency 1 to 9, sex, serial. Digits 13 and 14 tell them apart: 01 to 12 or
21 to 29. There is no check digit [own reading].
"""

import re
from dataclasses import dataclass
from datetime import date

from target_svc.domain.refusals import Code, Refusal

_DIGITS = re.compile(r"[0-9]{18}")
_SEXES = {"1": "man", "2": "woman"}


@dataclass(frozen=True, slots=True)
class EmployeeNumber:
    """What a number says. kind: `permanent` or `contract`; appointed: the first day of its month or year."""

    number: str
    kind: str
    born_on: date
    appointed: date
    sex: str


def parse(number: str) -> EmployeeNumber:
    """The number taken apart.

    Raises:
        Refusal: with the code of the part that is impossible.
    """
    if not _DIGITS.fullmatch(number):
        raise Refusal(Code.NUMBER_MALFORMED, f"An employee number has 18 digits; this has {len(number)} characters.")
    born_on = _day(number[:8], Code.NUMBER_BIRTH_DATE, "The first eight digits are no date of birth")
    kind, appointed = _appointment(number)
    if appointed < born_on:
        raise Refusal(Code.NUMBER_APPOINTMENT, "The appointment in digits 9 to 14 lies before the birth.")
    sex = _SEXES.get(number[14])
    if sex is None:
        raise Refusal(Code.NUMBER_SEX, f"Digit 15 is 1 for a man or 2 for a woman, not {number[14]}.")
    if number[15:] == "000":
        raise Refusal(Code.NUMBER_SERIAL, "The serial in the last three digits begins at 001.")
    return EmployeeNumber(number, kind, born_on, appointed, sex)


def _appointment(number: str) -> tuple[str, date]:
    month = int(number[12:14])
    if 21 <= month <= 29:
        return "contract", _day(number[8:12] + "0101", Code.NUMBER_APPOINTMENT, "Digits 9 to 12 are no year")
    sentence = f"Digits 13 and 14 are a month (01 to 12) or a contract's frequency (21 to 29), not {number[12:14]}"
    return "permanent", _day(number[8:14] + "01", Code.NUMBER_APPOINTMENT, sentence)


def _day(digits: str, code: Code, sentence: str) -> date:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise Refusal(code, f"{sentence}: {digits[:4]}-{digits[4:6]}-{digits[6:]}.") from None


def masked(number: str) -> str:
    """For readers who need not see it: birth day, appointment and sex are hidden (UU 27/2022)."""
    return f"{number[:6]}********{number[14:]}"
