"""Why a score is what it is: line by line, with the inputs, the rule, its source and the events it rests on.

Everything a reader needs to recompute the digits by hand is in the lines; they are made from the very same parts as the
score, so that the two cannot differ. Words are keys: pages translate them.
"""

from typing import Any

from scoring_svc.domain.explained_lines import explained
from scoring_svc.domain.formula import NEVER_COMES, Component, Score
from scoring_svc.domain.lines import InnovationLine, SurveyLine
from scoring_svc.domain.policy import Policy

MISSING = {
    "renormalize": "weighted_mean_of_present_components",
    "floor": "weighted_mean_with_missing_at_floor",
    "refuse_score": "weighted_mean_of_complete_components",
}
RULES = {
    "targets": "weighted_mean_of_indicators",
    "evaluation": "mean_of_evaluations",
    "survey": "mean_of_surveys_by_respondents",
    "organization": "mean_of_units",
}


def explain(result: Score, policy: Policy) -> dict[str, Any]:
    """The explanation as plain values: decimals, ids, texts."""
    return {
        "score": result.value,
        "completeness": result.completeness,
        "predicate": result.predicate,
        "policy": {"id": policy.id, "version": policy.version, "effective_from": policy.effective_from},
        "rule": MISSING[policy.missing.value],
        "source": policy.missing.source,
        "floor": policy.floor.value,
        "rounding": {
            "decimals": policy.rounding["score"].value,
            "mode": "half_up",
            "points": {
                name: {"decimals": digits.value, "source": digits.source} for name, digits in policy.rounding.items()
            },
        },
        "category": _category(result, policy),
        "components": [_component(component, policy) for component in result.components],
        "beside": {
            "source": policy.organization.place.source,
            "lines": [explained(line, policy) for line in result.beside],
        },
    }


def _category(result: Score, policy: Policy) -> dict[str, Any]:
    """Which name the score has, by which bounds, and whether an innovation was asked for and is there."""
    name = result.category
    band = policy.categories[name] if name is not None else None
    value, bands = result.value, policy.categories.items()
    reached = next((each for each, other in bands if value is not None and value >= other.low.value), None)
    kept_back = reached if reached != name else None
    return {
        "name": name,
        "from": band.low.value if band else None,
        "to": band.high.value if band else None,
        "source": band.low.source if band else None,
        "without_innovation_instead_of": kept_back,
        "innovation_source": policy.categories[kept_back].innovation.source if kept_back else None,
        "innovations": [_innovation(line) for line in result.innovations],
    }


def _innovation(line: InnovationLine) -> dict[str, Any]:
    return {
        "title": line.innovated.title,
        "confirmed": line.innovated.confirmed,
        "as_of": line.slot.effective_on,
        "events": [line.slot.event_id],
    }


def _component(component: Component, policy: Policy) -> dict[str, Any]:
    return {
        "component": component.name,
        "value": component.value,
        "weight": component.weight,
        "share": component.share,
        "complete": component.complete,
        "source": policy.weights[component.name].source,
        "rule": RULES[component.name],
        "missing": None if component.value is not None else _missing(component),
        "expected": component.expected,
        "lines": [explained(line, policy) for line in component.lines],
    }


def _missing(component: Component) -> str | None:
    """Why a component has no value."""
    if component.name == "targets":
        return "no_realization" if component.lines else "no_approved_plan"
    if component.name == "survey" and component.lines:
        why = [line.missing for line in component.lines if isinstance(line, SurveyLine)]
        return next((each for each in why if each not in NEVER_COMES), why[0])
    if component.name == "organization" and component.lines:
        return "no_achievement"
    return {"evaluation": "no_evaluation", "survey": "no_survey", "organization": "no_organization"}[component.name]
