"""What would the score be? A calculator over made-up facts, by the very rules of the real score; nothing is kept.

Components may be given as numbers, or the targets as indicators with their realizations. Each made-up fact has an id
that follows from its place, so that the same question has the same answer to the byte.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, localcontext
from typing import Final
from uuid import UUID

from scoring_svc.domain.achievement import EXACT, rounded
from scoring_svc.domain.card import Card, Slot
from scoring_svc.domain.category import category
from scoring_svc.domain.contribution import Indicator, OrganizationCounts, PlanApproved, Realized, Said
from scoring_svc.domain.formula import Component, Score, completeness, score, shared, total
from scoring_svc.domain.policy import HUNDRED, Policy
from scoring_svc.domain.refusals import Code, Refusal

NOBODY: Final = UUID(int=0)
PLAN: Final = UUID(int=1)
UNIT: Final = UUID(int=(1 << 64) - 1)
"""The made-up unit; indicators have the numbers below."""


@dataclass(frozen=True, slots=True)
class MadeUp:
    """components: name → value; one that is not named is missing. indicators: each with its realization, None where it
    has none; they make the targets unless these are given. innovated: whether an innovation was confirmed.
    organization: what the unit achieved; it counts, or stands beside, as the policy has it."""

    components: Mapping[str, Decimal]
    indicators: Sequence[tuple[Indicator, Decimal | None]]
    innovated: bool
    organization: OrganizationCounts | None = None


def place(number: int) -> UUID:
    """The id of the indicator at that place, from 0."""
    return UUID(int=2 + number)


def simulate(facts: MadeUp, policy: Policy, today: date) -> Score:
    """
    Raises:
        Refusal: `invalid_simulation`, at the first number that is outside its domain.
    """
    _check(facts, policy)
    said: dict[UUID, Said] = {PLAN: PlanApproved(tuple(indicator for indicator, _ in facts.indicators))}
    said |= {each.id: Realized(value) for each, value in facts.indicators if value is not None}
    if facts.organization is not None:
        said[UNIT] = facts.organization
    slots = {source: Slot(1, source, today, each) for source, each in said.items()}
    found = score(Card(NOBODY, NOBODY, slots), policy)
    with localcontext(EXACT):
        parts = [_given(part, facts.components, policy) for part in found.components]
        components = shared([(part.name, (part.value, part.complete), part.lines) for part in parts], policy)
        value = total(components, policy)
        return replace(
            found,
            value=value,
            completeness=completeness(components),
            components=components,
            category=category(value, facts.innovated, policy),
        )


def _given(part: Component, components: Mapping[str, Decimal], policy: Policy) -> Component:
    """The component with the number that was given for it, which has no lines."""
    if part.name not in components:
        return part
    value = rounded(components[part.name], policy.rounding["component"].value)
    return part._replace(value=value, complete=HUNDRED, lines=())


def _check(facts: MadeUp, policy: Policy) -> None:
    for name, value in facts.components.items():
        if name not in policy.weights:
            raise _refused(f"The policy {policy.id} has no component {name}.", f"#/components/{name}")
        if not policy.floor.value <= value <= policy.cap.value:
            limits = f"{policy.floor.value} to {policy.cap.value}"
            raise _refused(f"A component goes from {limits} in this policy, not to {value}.", f"#/components/{name}")
    for number, (indicator, _) in enumerate(facts.indicators):
        _check_indicator(indicator, number)
    if facts.organization is not None:
        _check_organization(facts.organization, facts.components)


def _check_indicator(indicator: Indicator, number: int) -> None:
    if indicator.weight <= 0:
        raise _refused("The weight of an indicator is above 0.", f"#/indicators/{number}/weight")
    if indicator.direction == "range":
        _check_range(indicator, number)
    elif indicator.target is None or indicator.target < 0:
        raise _refused("This direction needs a target that is not negative.", f"#/indicators/{number}/target")
    elif indicator.target == 0 and indicator.direction != "zero":
        sentence = "A target of 0 cannot be divided by: choose the direction zero."
        raise _refused(sentence, f"#/indicators/{number}/target")


def _check_organization(said: OrganizationCounts, components: Mapping[str, Decimal]) -> None:
    if "organization" in components:
        sentence = "Give the unit's achievement as a component or as a predicate, not as both."
        raise _refused(sentence, "#/organization")
    if said.achievement is not None and said.achievement < 0:
        raise _refused("What a unit achieved is not negative.", "#/organization/achievement")


def _check_range(indicator: Indicator, number: int) -> None:
    low, high = indicator.range_low, indicator.range_high
    if low is None or high is None or not 0 < low <= high:
        raise _refused("A range has two ends above 0, the lower one first.", f"#/indicators/{number}/range_low")


def _refused(sentence: str, pointer: str) -> Refusal:
    return Refusal(Code.INVALID_SIMULATION, sentence, pointer)
