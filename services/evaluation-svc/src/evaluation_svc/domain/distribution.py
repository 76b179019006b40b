"""Does the distribution of a unit's predicates go with the unit's own? Findings, which change nobody's rating.

The patterns are those of SE MenPANRB 3/2023. It knows percentages only; what they are of a group of N people is own:
«at most» is the largest whole number of people not above the percentage, «at least» the smallest not below it.
«Majority» is own as well: more people than any other predicate has. Invariant: a group whose bounds contradict each
other, or that is smaller than the region's minimum, gets no findings at all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from evaluation_svc.domain.ratings import OrganizationPredicate, Predicate

CIRCULAR: Final = "SE MenPANRB 3/2023"
OWN: Final = "own"
ROUNDED_DOWN: Final = "the largest whole number of people not above the percentage (own)"
ROUNDED_UP: Final = "the smallest whole number of people not below the percentage (own)"
MORE_THAN_ANY: Final = "majority: more people than any other predicate has (own)"

Counts = Mapping[Predicate, int]


@dataclass(frozen=True, slots=True)
class Bound:
    """A number of the region with its source: percent of the people, or people."""

    value: int
    source: str


@dataclass(frozen=True, slots=True)
class DistributionRules:
    """majority_most: percent that the majority may have. leading_least: percent that the unit's own predicate has in a
    weak unit. beside_least: percent of the predicates that must stand beside it. very_good_most: percent of very good
    in a weak unit. smallest_group: people, below which nothing is said."""

    majority_most: Bound
    leading_least: Bound
    beside_least: Bound
    very_good_most: Bound
    smallest_group: Bound


@dataclass(frozen=True, slots=True)
class Finding:
    """Where the distribution departs from the pattern. people: how many there are of the predicates spoken of; bound:
    how many there should be at most or at least. rounding: how the bound was made of its percentage; None without one.
    """

    code: str
    sentence: str
    predicates: tuple[Predicate, ...]
    people: int
    bound: int
    source: str
    rounding: str | None


@dataclass(frozen=True, slots=True)
class Review:
    """What is to be said of a distribution. group_too_small: why nothing can be, as a sentence; then no findings."""

    findings: tuple[Finding, ...]
    group_too_small: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """The predicates that a unit's predicate asks for or excludes; the empty tuple where it does not. Each pattern asks
    for a majority or for a leading predicate.

    majority: has the majority, and no more than the maximum. leading: at least so many. some: somebody has one of them.
    beside: at least so many have one of them. few: very good is bounded. none: nobody has it.
    """

    majority: tuple[Predicate, ...] = ()
    leading: tuple[Predicate, ...] = ()
    some: tuple[Predicate, ...] = ()
    beside: tuple[Predicate, ...] = ()
    few: tuple[Predicate, ...] = ()
    none: tuple[Predicate, ...] = ()


PATTERNS: Final[Mapping[OrganizationPredicate, Pattern]] = {
    OrganizationPredicate.OUTSTANDING: Pattern(majority=(Predicate.VERY_GOOD,)),
    OrganizationPredicate.GOOD: Pattern(majority=(Predicate.GOOD,), some=(Predicate.NEEDS_IMPROVEMENT, Predicate.POOR)),
    OrganizationPredicate.NEEDS_IMPROVEMENT: Pattern(
        leading=(Predicate.NEEDS_IMPROVEMENT,), few=(Predicate.VERY_GOOD,)
    ),
    OrganizationPredicate.POOR: Pattern(
        leading=(Predicate.POOR,), beside=(Predicate.NEEDS_IMPROVEMENT,), few=(Predicate.VERY_GOOD,)
    ),
    OrganizationPredicate.VERY_POOR: Pattern(
        leading=(Predicate.VERY_POOR,),
        beside=(Predicate.POOR, Predicate.NEEDS_IMPROVEMENT),
        none=(Predicate.VERY_GOOD,),
    ),
}
"""The circular's table, row by row."""


def most(percent: int, people: int) -> int:
    """«At most `percent`» of so many people, as a number of people."""
    return percent * people // 100


def least(percent: int, people: int) -> int:
    """«At least `percent`» of so many people, as a number of people."""
    return -(-percent * people // 100)


def too_small(total: int, rules: DistributionRules) -> str | None:
    """Why nothing is said of so few people, as a sentence; None where they are enough."""
    smallest = rules.smallest_group.value
    if total >= smallest:
        return None
    return f"{total} rated people are too few for percentages to mean anything; from {smallest} on they do."


def findings(organization: OrganizationPredicate, counts: Counts, rules: DistributionRules) -> Review:
    """What is to be said of these counts in a unit of this predicate. counts: predicate → people, 0 if missing."""
    counts = {predicate: counts.get(predicate, 0) for predicate in Predicate}
    total = sum(counts.values())
    pattern = PATTERNS[organization]
    if (sentence := too_small(total, rules)) is not None:
        return Review((), sentence, rules.smallest_group.source)
    if not _possible(pattern, total, rules):
        sentence = f"Among {total} people no distribution keeps all percentages at once: the group is too small."
        return Review((), sentence, OWN)
    return Review(tuple(_departures(pattern, counts, total, rules)), None, CIRCULAR)


def _possible(pattern: Pattern, total: int, rules: DistributionRules) -> bool:
    if pattern.majority:
        highest = most(rules.majority_most.value, total)
        # Every other predicate must stay below the majority; the rest has to find room there.
        return total <= highest + (len(Predicate) - 1) * (highest - 1)
    needed = least(rules.leading_least.value, total)
    if pattern.beside:
        needed += least(rules.beside_least.value, total)
    return needed <= total


def _departures(pattern: Pattern, counts: Counts, total: int, rules: DistributionRules) -> Iterator[Finding]:
    for predicate in pattern.majority:
        yield from _majority(predicate, counts)
        yield from _at_most("too_many_in_majority", predicate, rules.majority_most, counts, total)
    if pattern.some and not _people(pattern.some, counts):
        names = _names(pattern.some)
        sentence = f"Nobody has {names}; in a unit of this predicate somebody should."
        yield Finding("none_where_some_belong", sentence, pattern.some, 0, 1, CIRCULAR, None)
    if pattern.leading:
        yield from _at_least("too_few_leading", pattern.leading, rules.leading_least, counts, total)
    if pattern.beside:
        yield from _at_least("too_few_beside", pattern.beside, rules.beside_least, counts, total)
    for predicate in pattern.few:
        yield from _at_most("too_many_very_good", predicate, rules.very_good_most, counts, total)
    if people := _people(pattern.none, counts):
        sentence = f"{people} have {_names(pattern.none)}; in a unit of this predicate nobody should."
        yield Finding("some_where_none_belong", sentence, pattern.none, people, 0, CIRCULAR, None)


def _majority(predicate: Predicate, counts: Counts) -> Iterator[Finding]:
    people = counts[predicate]
    others = max(counts[other] for other in Predicate if other is not predicate)
    if people <= others:
        sentence = (
            f"{people} have {_names((predicate,))}, which should be the majority; another predicate has {others}."
        )
        yield Finding("not_the_majority", sentence, (predicate,), people, others + 1, CIRCULAR, MORE_THAN_ANY)


def _at_most(code: str, predicate: Predicate, share: Bound, counts: Counts, total: int) -> Iterator[Finding]:
    people, bound = counts[predicate], most(share.value, total)
    if people > bound:
        sentence = (
            f"{people} of {total} have {_names((predicate,))}; at most {share.value} percent should, that is {bound}."
        )
        yield Finding(code, sentence, (predicate,), people, bound, share.source, ROUNDED_DOWN)


def _at_least(
    code: str, predicates: tuple[Predicate, ...], share: Bound, counts: Counts, total: int
) -> Iterator[Finding]:
    people, bound = _people(predicates, counts), least(share.value, total)
    if people < bound:
        sentence = (
            f"{people} of {total} have {_names(predicates)}; at least {share.value} percent should, that is {bound}."
        )
        yield Finding(code, sentence, predicates, people, bound, share.source, ROUNDED_UP)


def _people(predicates: tuple[Predicate, ...], counts: Counts) -> int:
    return sum(counts[predicate] for predicate in predicates)


def _names(predicates: tuple[Predicate, ...]) -> str:
    return " or ".join(f"«{predicate.value.replace('_', ' ')}»" for predicate in predicates)
