"""The achievement score: components, each from what is on the card, joined by the policy's weights.

What is missing is no zero: an indicator without a realization gives its weight to the others, and the completeness says
so; a component without a value is met by the policy's rule, by default in the same way. The numeric score informs; the
legal predicate comes from the superior's ratings.
"""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Final, NamedTuple

from scoring_svc.domain.achievement import EXACT, ZERO, rounded
from scoring_svc.domain.card import Card
from scoring_svc.domain.category import category
from scoring_svc.domain.lines import (
    IndicatorLine,
    InnovationLine,
    Known,
    Line,
    Lines,
    OrganizationLine,
    RatingLine,
    SurveyLine,
    lines,
)
from scoring_svc.domain.policy import HUNDRED, Policy

SOME_HAVE_NONE: Final = frozenset({"survey", "organization"})
"""Components that not everybody has (no contact with the public): without a line they are not missing but absent, and
absent weight is always spread over the others, whatever the policy's rule for missing components is [own]."""


NEVER_COMES: Final = frozenset({"nobody_served", "no_staff_elements"})
"""Why a survey does not count, where no more answers to it would change that [own]."""


class Component(NamedTuple):
    """value: None where it is missing. share: percent of the score after missing weights were spread. complete: percent
    of the component's own weight that has a value."""

    name: str
    value: Decimal | None
    weight: Decimal
    share: Decimal
    complete: Decimal
    lines: tuple[Line, ...]

    @property
    def expected(self) -> bool:
        """Whether somebody waits for its value: not where every survey asks for nothing that could count for them."""
        if not self.weight:
            return False
        if self.name not in SOME_HAVE_NONE:
            return True
        return any(not isinstance(line, SurveyLine) or line.missing not in NEVER_COMES for line in self.lines)


@dataclass(frozen=True, slots=True)
class Score:
    """value: floor to cap, None while nothing counts. completeness: percent of all weight that has a value.
    predicate: of the latest evaluation, apart from the number. category: the number's name by the policy's bounds.
    beside: what the units achieved where this person serves, where the policy has it stand beside the score."""

    value: Decimal | None
    completeness: Decimal
    components: tuple[Component, ...]
    predicate: str | None
    category: str | None = None
    innovations: tuple[InnovationLine, ...] = ()
    beside: tuple[OrganizationLine, ...] = ()


Valued = tuple[Decimal | None, Decimal]
"""A component's value, and how many percent of its weight have one."""


def score(card: Card, policy: Policy, former: Score | None = None) -> Score:
    """The score of a card under a policy; the same card and policy give the same digits on any machine.

    former: a score of the same card under the same policy from before; what it rests on still is not worked out again.
    """
    with localcontext(EXACT):
        found = lines(card, policy, _known(former))
        components = _components(found, policy)
        value = total(components, policy)
        innovated = any(line.innovated.confirmed for line in found.innovations)
        predicate = found.evaluation[-1].rated.predicate if found.evaluation else None
        named = category(value, innovated, policy)
        beside = () if policy.organization.place.value == "within" else tuple(found.organization)
        return Score(value, completeness(components), components, predicate, named, tuple(found.innovations), beside)


def total(components: tuple[Component, ...], policy: Policy) -> Decimal | None:
    """The weighted mean of the components; what is missing by the policy's rule."""
    rule = policy.missing.value
    missing = [part for part in components if part.value is None and part.expected]
    if missing and rule == "refuse_score":
        return None
    there = [(part.weight, part.value) for part in components if part.value is not None]
    if rule == "floor" and there:
        there += [(part.weight, policy.floor.value) for part in missing]
    weight = sum((weight for weight, _ in there), ZERO)
    if not weight:
        return None
    weighted = sum((weight * value for weight, value in there), ZERO)
    return rounded(weighted / weight, policy.rounding["score"].value)


def completeness(components: tuple[Component, ...]) -> Decimal:
    """Percent of all weight that has a value, with two decimals."""
    there = (part.weight * part.complete / HUNDRED for part in components if part.value is not None)
    return rounded(sum(there, ZERO), 2)


def shared(parts: list[tuple[str, Valued, tuple[Line, ...]]], policy: Policy) -> tuple[Component, ...]:
    """Components with the shares that they have of the score. parts: name, value, and lines of each."""
    bare = [
        Component(name, value, policy.weights[name].value, ZERO, complete, part)
        for name, (value, complete), part in parts
    ]
    spread = policy.missing.value != "floor"
    counted = [part.value is not None or (not spread and part.expected) for part in bare]
    weight = sum((part.weight for part, counts in zip(bare, counted, strict=True) if counts), ZERO)
    return tuple(
        part._replace(share=rounded(part.weight * HUNDRED / weight, 4)) if counts and weight else part
        for part, counts in zip(bare, counted, strict=True)
    )


def _components(found: Lines, policy: Policy) -> tuple[Component, ...]:
    decimals = policy.rounding["component"].value
    parts: list[tuple[str, Valued, tuple[Line, ...]]] = [
        ("targets", _targets(found.targets, decimals), tuple(found.targets)),
        ("evaluation", _evaluation(found.evaluation, decimals), tuple(found.evaluation)),
        ("survey", _survey(found.survey, decimals), tuple(found.survey)),
    ]
    if "organization" in policy.weights:
        parts.append(("organization", _organization(found.organization, decimals), tuple(found.organization)))
    return shared(parts, policy)


def _known(former: Score | None) -> Known:
    if former is None:
        return {}
    targets, evaluation = former.components[:2]
    known: Known = {line.indicator.id: line for line in targets.lines if isinstance(line, IndicatorLine)}
    known.update({line.slot.event_id: line for line in evaluation.lines if isinstance(line, RatingLine)})
    return known


def _targets(found: list[IndicatorLine], decimals: int) -> Valued:
    """Weighted mean over the indicators that have a realization; how much of the weight that is."""
    whole = sum((line.indicator.weight for line in found), ZERO)
    there = [(line.indicator.weight, line.achievement.value) for line in found if line.achievement is not None]
    weight = sum((weight for weight, _ in there), ZERO)
    if not weight:
        return None, ZERO
    mean = sum((weight * value for weight, value in there), ZERO) / weight
    return rounded(mean, decimals), weight * HUNDRED / whole


def _evaluation(found: list[RatingLine], decimals: int) -> Valued:
    """Mean over the evaluations that stand."""
    if not found:
        return None, ZERO
    mean = sum((line.value for line in found), ZERO) / len(found)
    return rounded(mean, decimals), HUNDRED


def _survey(found: list[SurveyLine], decimals: int) -> Valued:
    """Mean over the surveys that count, weighted by their respondents."""
    there = [(line.survey.respondents, line.value) for line in found if line.counts]
    people = sum(count for count, _ in there)
    if not people:
        return None, ZERO
    weighted = sum((count * index for count, index in there if index is not None), ZERO)
    return rounded(weighted / people, decimals), HUNDRED


def _organization(found: list[OrganizationLine], decimals: int) -> Valued:
    """Mean over the units' achievements that have a number, each unit's newest."""
    there = [line.value for line in found if line.newest and line.value is not None]
    if not there:
        return None, ZERO
    return rounded(sum(there, ZERO) / len(there), decimals), HUNDRED
