"""The nine elements (unsur) that the public is asked about, and one respondent's answers to them.

Elements go by key and not by number, because the regulation's copies number the last two differently. A service
asks about those that apply to it, and a respondent answers each of them once, with a whole number from 1 to 4:
anything else is refused, never averaged.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from survey_svc.domain.refusals import Code, Refusal

LOWEST: Final = 1
HIGHEST: Final = 4


class Element(StrEnum):
    """In the order in which they are asked and shown."""

    REQUIREMENTS = "requirements"
    PROCEDURE = "procedure"
    COMPLETION_TIME = "completion_time"
    COST = "cost"
    PRODUCT = "product"
    STAFF_COMPETENCE = "staff_competence"
    STAFF_BEHAVIOR = "staff_behavior"
    FACILITIES = "facilities"
    COMPLAINT_HANDLING = "complaint_handling"


_ORDER: Final = {element: place for place, element in enumerate(Element)}


def in_order(elements: frozenset[Element]) -> tuple[Element, ...]:
    return tuple(sorted(elements, key=_ORDER.__getitem__))


def check_scores(scores: Mapping[str, int], asked: tuple[Element, ...], pointer: str) -> tuple[int, ...]:
    """The scores in the order of `asked`.

    pointer: where the scores stand in the request (`#/scores`), for the refusal to name the very field.
    """
    for key in scores:
        if key not in asked:
            place = key.replace("~", "~0").replace("/", "~1")
            raise Refusal(Code.ELEMENT_NOT_ASKED, f"This survey does not ask about «{key}».", f"{pointer}/{place}")
    for element in asked:
        if element not in scores:
            raise Refusal(Code.ELEMENT_MISSING, f"There is no answer about «{element}».", f"{pointer}/{element}")
        if not LOWEST <= scores[element] <= HIGHEST:
            sentence = f"An answer is a whole number from {LOWEST} to {HIGHEST}."
            raise Refusal(Code.SCORE_OUT_OF_RANGE, sentence, f"{pointer}/{element}")
    return tuple(scores[element] for element in asked)
