"""The achievement score: components, each from what is on the card, joined by the policy's weights.

What is missing is no zero: an indicator without a realization gives its weight to the others, and the completeness says
so; a component without a value is met by the policy's rule, by default in the same way. The numeric score informs; the
legal predicate comes from the superior's ratings.
"""

from collections.abc import Sequence
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
    mean = _mean(there)
    return None if mean is None else rounded(mean, policy.rounding["score"].value)


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

    def counts(part: Component) -> bool:
        return part.value is not None or (not spread and part.expected)

    weight = sum((part.weight for part in bare if counts(part)), ZERO)
    return tuple(
        part._replace(share=rounded(part.weight * HUNDRED / weight, 4)) if counts(part) and weight else part
        for part in bare
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
    there = [(line.indicator.weight, line.achievement.value) for line in found if line.achievement is not None]
    mean = _mean(there)
    if mean is None:
        return None, ZERO
    weight = sum(weight for weight, _ in there)
    return rounded(mean, decimals), weight * HUNDRED / sum(line.indicator.weight for line in found)


def _evaluation(found: list[RatingLine], decimals: int) -> Valued:
    """Mean over the evaluations that stand."""
    return _whole([(1, line.value) for line in found], decimals)


def _survey(found: list[SurveyLine], decimals: int) -> Valued:
    """Mean over the surveys that count, weighted by their respondents."""
    there = [(line.survey.respondents, line.value) for line in found if line.counts and line.value is not None]
    return _whole(there, decimals)


def _organization(found: list[OrganizationLine], decimals: int) -> Valued:
    """Mean over the units' achievements that have a number, each unit's newest."""
    return _whole([(1, line.value) for line in found if line.newest and line.value is not None], decimals)


def _whole(weighted: list[tuple[int, Decimal]], decimals: int) -> Valued:
    """A component that is missing as a whole or complete."""
    mean = _mean(weighted)
    return (None, ZERO) if mean is None else (rounded(mean, decimals), HUNDRED)


def _mean(weighted: Sequence[tuple[Decimal | int, Decimal]]) -> Decimal | None:
    """weighted: weight and number. None where nothing has a weight."""
    weight = sum(weight for weight, _ in weighted)
    return sum((weight * number for weight, number in weighted), ZERO) / weight if weight else None
