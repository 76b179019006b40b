"""A region's policy: every number and every rule that a score depends on, as data, with its source and its dates.

Nothing of it is code, so that another region is another pack. A value's source is a regulation, `own` where no text
gives a rule, or `verify: <regulation>` where the text has not been checked yet; explanations carry it to the reader.
What is wrong with a policy is said by `domain.faults`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

COMPONENTS: Final = ("targets", "evaluation", "survey", "organization")
NEEDED: Final = COMPONENTS[:3]
"""The components that every policy weighs; the unit's achievement is one only where the policy counts it within."""
RATINGS: Final = ("above", "meets", "below")
CATEGORIES: Final = ("very_good", "good", "needs_improvement", "poor", "very_poor")
ORGANIZATION_PREDICATES: Final = ("outstanding", "good", "needs_improvement", "poor", "very_poor")
ROUNDINGS: Final = ("achievement", "value", "component", "score")
HUNDRED: Final = Decimal(100)
MOST_DECIMALS: Final = 8

RULES: Final[Mapping[str, tuple[str, ...]]] = {
    "directions.maximize": ("ratio", "ratio_damped"),
    "directions.minimize": ("complement", "inverse"),
    "directions.range": ("better_side", "both_sides"),
    "directions.zero": ("all_or_nothing", "graded"),
    "achievement.counts": ("percent", "converted"),
    "achievement.full_attainable": ("cap", "as_reached"),
    "conversion.between": ("whole_percent", "interpolate"),
    "evaluation.basis": ("both_ratings", "behavior_only"),
    "survey.attribution": ("unit_index", "staff_elements", "transaction"),
    "survey.scale": ("as_is", "rescaled"),
    "missing.rule": ("renormalize", "floor", "refuse_score"),
    "organization.place": ("beside", "within"),
    "organization.value": ("predicate", "achievement"),
}
"""Each choice of a policy with the rules that it can be; a word outside of these is an unknown rule."""


@dataclass(frozen=True, slots=True)
class Value:
    """A number of the policy and where it comes from."""

    value: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of the rules in RULES, and where that comes from."""

    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Switch:
    """Yes or no, and where it comes from."""

    value: bool
    source: str


@dataclass(frozen=True, slots=True)
class Digits:
    """How many decimals are kept at a rounding point, and where that comes from."""

    value: int
    source: str


class Step(NamedTuple):
    """A point of the conversion: an achievement of so many percent counts as `value`; lines go from point to point."""

    percent: Decimal
    value: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class Category:
    """A named part of the scale: from `low`, inclusive, to `high`, where the next better one begins (or the cap,
    inclusive). innovation: whether it needs a confirmed innovation; without one, the next lower category is given."""

    low: Value
    high: Value
    innovation: Switch


@dataclass(frozen=True, slots=True)
class SurveyRules:
    """attribution: what of a unit's survey counts for a person. minimum: with fewer respondents it does not count.
    required_sample: the survey's own required sample stands for the minimum where it is the smaller one. scale: the
    index of 25 to 100 as it is, or stretched over floor to cap."""

    attribution: Choice
    minimum: Value
    required_sample: Switch
    scale: Choice


@dataclass(frozen=True, slots=True)
class OrganizationRules:
    """place: a unit's achievement stands beside the score or counts within it. value: by its predicate's number, or by
    the reported percent. predicates: empty unless they count."""

    place: Choice
    value: Choice
    predicates: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class ForecastRules:
    """bound: a forecast under it is a warning. few_points: percent that is taken off and added where an indicator has
    too few realizations for an uncertainty of its own."""

    bound: Value
    few_points: Value


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of a region's policy. Scores go from `floor` to `cap`; weights are percent.

    weights: by component, in the order of COMPONENTS. directions: the rule of each direction. zero_step: percent points
    that each occurrence above the tolerated count costs, where `zero` is graded. counts: whether an achievement counts
    as its percent or by the conversion's steps. categories: best first. ratings: what a rating counts as a number.
    rating_weights, rating_weights_peers: work results against behaviour within an evaluation, without and with opinions
    of peers. rounding: where rounding happens, half-up: `achievement` the percent of each indicator, `value` what
    conversion and rescaling make, `component` each component, `score` the score itself.
    minimum_group: of how many people that somebody cannot read figures may be shown to them.
    """

    id: str
    version: int
    region: str
    effective_from: date
    weights: Mapping[str, Value]
    cap: Value
    floor: Value
    directions: Mapping[str, Choice]
    zero_step: Value | None
    counts: Choice
    full_attainable: Choice
    conversion: tuple[Step, ...]
    between: Choice | None
    categories: Mapping[str, Category]
    basis: Choice
    ratings: Mapping[str, Value]
    rating_weights: Mapping[str, Value]
    rating_weights_peers: Mapping[str, Value]
    survey: SurveyRules
    missing: Choice
    organization: OrganizationRules
    rounding: Mapping[str, Digits]
    minimum_group: Value
    forecast: ForecastRules

    @property
    def of_lines(self) -> tuple[object, ...]:
        """All that an indicator's achievement or an evaluation's number rests on."""
        return (
            *(self.cap, self.floor, self.directions, self.zero_step, self.counts, self.full_attainable),
            *(self.conversion, self.between, self.basis, self.ratings),
            *(self.rating_weights, self.rating_weights_peers),
            *(self.rounding[name] for name in ("achievement", "value")),
        )


@dataclass(frozen=True, slots=True)
class Packs:
    """All versions of a region's policy, the earliest first.

    Which one holds for a year: the newest that is in force at the year's start [own]; a year from before the first
    version is worked out by the first one. So a year's rules never change while it runs.
    """

    versions: tuple[Policy, ...]

    def of_year(self, starts_on: date) -> Policy:
        """The version for a year (or for a day: the one in force then)."""
        return next((each for each in reversed(self.versions) if each.effective_from <= starts_on), self.versions[0])

    def find(self, id_: str, version: int) -> Policy | None:
        """A version by its name."""
        return next((each for each in self.versions if (each.id, each.version) == (id_, version)), None)
