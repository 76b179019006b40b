"""A region's policy: every number that a score depends on, as data, with its source and its dates.

Nothing of it is code, so that another region is another pack. A value's source is a regulation, `own` where no text
gives a rule, or `verify` where the text has not been checked yet; explanations carry it to the reader.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

COMPONENTS: Final = ("targets", "evaluation", "survey")
RATINGS: Final = ("above", "meets", "below")
HUNDRED: Final = Decimal(100)
MOST_DECIMALS: Final = 8


@dataclass(frozen=True, slots=True)
class Value:
    """A number of the policy and where it comes from."""

    value: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of a region's policy. Scores go from `floor` to `cap`; weights are percent.

    ratings: what a rating counts as a number. rating_weights: work results against behaviour within an evaluation.
    survey_minimum: fewer respondents than this, and a survey does not count. decimals: where rounding happens, half-up:
    `achievement` for each indicator, `component` for each component, `score` for the score itself.
    """

    id: str
    version: int
    region: str
    effective_from: date
    weights: Mapping[str, Value]
    cap: Value
    floor: Value
    ratings: Mapping[str, Value]
    rating_weights: Mapping[str, Value]
    survey_minimum: Value
    decimals: Mapping[str, int]
    sources: Mapping[str, str]


def faults(policy: Policy) -> list[str]:
    """Everything that is wrong with a policy, each as a sentence; empty when it may come into force."""
    found: list[str] = []
    found += _parts("weights", policy.weights, COMPONENTS)
    found += _parts("rating_weights", policy.rating_weights, ("work_results", "work_behavior"))
    if set(policy.ratings) != set(RATINGS):
        found.append(f"ratings: needs just {', '.join(RATINGS)}")
    elif not policy.ratings["below"].value < policy.ratings["meets"].value <= policy.ratings["above"].value:
        found.append("ratings: below must lie under meets, and meets not over above")
    if policy.floor.value >= policy.cap.value:
        found.append("floor: must lie under the cap")
    found += [
        f"ratings.{name}: must lie between floor and cap"
        for name, rating in policy.ratings.items()
        if not policy.floor.value <= rating.value <= policy.cap.value
    ]
    if policy.survey_minimum.value < 1:
        found.append("survey.minimum_answers: at least 1, for an index of nobody does not exist")
    found += [
        f"decimals.{name}: 0 to {MOST_DECIMALS}"
        for name in ("achievement", "component", "score")
        if not 0 <= policy.decimals.get(name, -1) <= MOST_DECIMALS
    ]
    return found


def _parts(name: str, weights: Mapping[str, Value], parts: tuple[str, ...]) -> list[str]:
    if set(weights) != set(parts):
        return [f"{name}: needs just {', '.join(parts)}"]
    found = [f"{name}.{part}: must not be negative" for part, weight in weights.items() if weight.value < 0]
    total = sum((weight.value for weight in weights.values()), Decimal(0))
    return found + ([f"{name}: make {total}, not 100"] if total != HUNDRED else [])
