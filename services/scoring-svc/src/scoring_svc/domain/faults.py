"""Everything that is wrong with a policy, each fault as a sentence: it is refused whole, with all of them.

That each value is there, of its kind and with a source is the reader's business; here is what values must be to each
other: weights that make 100, bands without a gap or an overlap, steps that never fall.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from scoring_svc.domain.faults_of_scale import band_faults, step_faults
from scoring_svc.domain.policy import (
    HUNDRED,
    MOST_DECIMALS,
    NEEDED,
    ORGANIZATION_PREDICATES,
    RATINGS,
    ROUNDINGS,
    RULES,
    Policy,
    Value,
)


def faults(policy: Policy) -> list[str]:
    """All faults of one policy; empty when it may come into force."""
    within = policy.organization.place.value == "within"
    found = _parts("weights", policy.weights, (*NEEDED, "organization") if within else NEEDED)
    found += _parts("rating_weights.without_peers", policy.rating_weights, ("work_results", "work_behavior"))
    found += _parts("rating_weights.with_peers", policy.rating_weights_peers, ("work_results", "work_behavior"))
    if policy.floor.value >= policy.cap.value:
        found.append("achievement.floor must lie under the cap")
    found += _scaled("ratings", policy.ratings, tuple(reversed(RATINGS)), policy)
    if within and policy.organization.value.value == "predicate":
        predicates = tuple(reversed(ORGANIZATION_PREDICATES))
        found += _scaled("organization.predicates", policy.organization.predicates, predicates, policy)
    if policy.survey.minimum.value < 1:
        found.append("survey.minimum_answers must be at least 1, for an index of nobody does not exist")
    if not policy.floor.value <= policy.forecast.bound.value <= policy.cap.value:
        found.append("forecast.bound must lie between floor and cap")
    if not 0 <= policy.forecast.few_points.value <= HUNDRED:
        found.append("forecast.few_points_percent must lie between 0 and 100")
    if policy.minimum_group.value < 2:
        found.append("summaries.minimum_group must be at least 2, for the mean of one person is that person's score")
    found += [
        f"rounding.{name} must be a whole number from 0 to {MOST_DECIMALS}"
        for name in ROUNDINGS
        if name not in policy.rounding or not 0 <= policy.rounding[name].value <= MOST_DECIMALS
    ]
    return found + _rules(policy) + step_faults(policy) + band_faults(policy)


def of_all(policies: Sequence[Policy]) -> list[str]:
    """What is wrong between the versions of a region; policies: by version."""
    found: list[str] = []
    for former, later in pairwise(policies):
        if former.id != later.id:
            found.append(f"version {later.version} has the id {later.id}, but the versions before it {former.id}")
        if former.version == later.version:
            found.append(f"version {later.version} is there twice")
        elif former.effective_from >= later.effective_from:
            found.append(f"version {later.version} must be in force later than version {former.version}")
    return found


def _rules(policy: Policy) -> list[str]:
    chosen = {
        **{f"directions.{name}": rule for name, rule in policy.directions.items()},
        "achievement.counts": policy.counts,
        "achievement.full_attainable": policy.full_attainable,
        "evaluation.basis": policy.basis,
        "survey.attribution": policy.survey.attribution,
        "survey.scale": policy.survey.scale,
        "missing.rule": policy.missing,
        "organization.place": policy.organization.place,
    }
    needed = [name for name in RULES if name.startswith("directions.") and name not in chosen]
    unknown = [f"{name} is not known here" for name in chosen if name not in RULES]
    unknown += [
        f"{name} has the unknown rule {rule.value}: it is one of {', '.join(RULES[name])}"
        for name, rule in chosen.items()
        if name in RULES and rule.value not in RULES[name]
    ]
    graded = "directions.zero" in chosen and chosen["directions.zero"].value == "graded"
    if graded and (policy.zero_step is None or policy.zero_step.value <= 0):
        unknown.append("zero.step must be above 0, for a graded zero takes it off for each occurrence")
    return [f"{name} is missing" for name in needed] + unknown


def _parts(name: str, weights: Mapping[str, Value], parts: tuple[str, ...]) -> list[str]:
    if set(weights) != set(parts):
        return [f"{name} needs just {', '.join(parts)}"]
    found = [f"{name}.{part} must not be negative" for part, weight in weights.items() if weight.value < 0]
    total = sum((weight.value for weight in weights.values()), Decimal(0))
    return found + ([f"{name} make {total}, not 100"] if total != HUNDRED else [])


def _scaled(name: str, values: Mapping[str, Value], ascending: tuple[str, ...], policy: Policy) -> list[str]:
    """Words as numbers: just these, in order, within the scale."""
    if set(values) != set(ascending):
        return [f"{name} needs just {', '.join(ascending)}"]
    found = [
        f"{name}.{lower} must lie under {name}.{higher}"
        for lower, higher in pairwise(ascending)
        if values[lower].value >= values[higher].value
    ]
    return found + [
        f"{name}.{each} must lie between floor and cap"
        for each in ascending
        if not policy.floor.value <= values[each].value <= policy.cap.value
    ]
