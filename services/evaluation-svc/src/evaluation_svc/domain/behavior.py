"""Work behaviour by the seven BerAKHLAK values (SE MenPANRB 20/2021).

The rating of behaviour as a whole is the rater's own decision: no regulation makes it from the seven.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from evaluation_svc.domain.ratings import Rating
from evaluation_svc.domain.refusals import Code, Refusal


class BehaviorValue(StrEnum):
    """BerAKHLAK, in its order."""

    SERVICE_ORIENTED = "service_oriented"
    ACCOUNTABLE = "accountable"
    COMPETENT = "competent"
    HARMONIOUS = "harmonious"
    LOYAL = "loyal"
    ADAPTIVE = "adaptive"
    COLLABORATIVE = "collaborative"


ORDER: Final = tuple(BehaviorValue)


@dataclass(frozen=True, slots=True)
class BehaviorRating:
    """The rating of one value."""

    value: BehaviorValue
    rating: Rating


def in_order(ratings: Iterable[BehaviorRating]) -> tuple[BehaviorRating, ...]:
    """The ratings in the values' own order, so that equal judgements are equal."""
    return tuple(sorted(ratings, key=lambda each: ORDER.index(each.value)))


def check_whole(ratings: tuple[BehaviorRating, ...]) -> None:
    """Refuses some of the values without the others, and one twice; none at all rate behaviour as a whole."""
    if not ratings:
        return
    given = {each.value for each in ratings}
    missing = [value.value for value in ORDER if value not in given]
    if missing:
        sentence = f"Behaviour is rated by all seven values or by none; not rated yet: {', '.join(missing)}."
        raise Refusal(Code.BEHAVIORS_INCOMPLETE, sentence, "#/behaviors")
    if len(ratings) > len(ORDER):
        sentence = "Each of the seven values is rated once; one of them has two ratings."
        raise Refusal(Code.BEHAVIORS_INCOMPLETE, sentence, "#/behaviors")
