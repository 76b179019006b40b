"""Why a score is what it is: line by line, with the inputs, the rule, its source and the events it rests on.

Everything a reader needs to recompute the digits by hand is in the lines; they are made from the very same parts as the
score, so that the two cannot differ. Words are keys: pages translate them.
"""

from typing import Any

from scoring_svc.domain.formula import Component, IndicatorLine, Line, RatingLine, Score, SurveyLine
from scoring_svc.domain.policy import Policy


def explain(result: Score, policy: Policy) -> dict[str, Any]:
    """The explanation as plain values: decimals, ids, texts."""
    return {
        "score": result.value,
        "completeness": result.completeness,
        "predicate": result.predicate,
        "policy": {"id": policy.id, "version": policy.version, "effective_from": policy.effective_from},
        "rule": "weighted_mean_of_present_components",
        "source": policy.sources.get("missing", "own"),
        "rounding": {"decimals": policy.decimals["score"], "mode": "half_up"},
        "components": [_component(component, policy) for component in result.components],
    }


def _component(component: Component, policy: Policy) -> dict[str, Any]:
    return {
        "component": component.name,
        "value": component.value,
        "weight": component.weight,
        "share": component.share,
        "complete": component.complete,
        "source": policy.weights[component.name].source,
        "rule": {
            "targets": "weighted_mean_of_indicators",
            "evaluation": "mean_of_evaluations",
            "survey": "mean_of_surveys_by_respondents",
        }[component.name],
        "missing": None if component.value is not None else _missing(component),
        "lines": [_line(line, policy) for line in component.lines],
    }


def _missing(component: Component) -> str:
    """Why a component has no value."""
    if component.name == "targets":
        return "no_realization" if component.lines else "no_approved_plan"
    if component.name == "survey" and component.lines:
        return "too_few_answers"
    return {"evaluation": "no_evaluation", "survey": "no_survey"}[component.name]


def _line(line: Line, policy: Policy) -> dict[str, Any]:
    match line:
        case IndicatorLine():
            return _indicator(line, policy)
        case RatingLine():
            return {
                "kind": "evaluation",
                "evaluated_until": line.rated.until,
                "work_results": {"rating": line.rated.work_results, "value": line.work_results},
                "work_behavior": {"rating": line.rated.work_behavior, "value": line.work_behavior},
                "weights": {name: weight.value for name, weight in policy.rating_weights.items()},
                "value": line.value,
                "predicate": line.rated.predicate,
                "source": policy.ratings[line.rated.work_results].source,
                "events": [line.slot.event_id],
            }
        case SurveyLine():
            return {
                "kind": "survey",
                "service": line.survey.service,
                "index": line.survey.index,
                "respondents": line.survey.respondents,
                "minimum": policy.survey_minimum.value,
                "counts": line.counts,
                "source": policy.survey_minimum.source,
                "events": [line.slot.event_id],
            }


def _indicator(line: IndicatorLine, policy: Policy) -> dict[str, Any]:
    indicator, achievement = line.indicator, line.achievement
    return {
        "kind": "indicator",
        "indicator_id": indicator.id,
        "title": indicator.title,
        "measure": indicator.measure,
        "direction": indicator.direction,
        "target": indicator.target,
        "range_low": indicator.range_low,
        "range_high": indicator.range_high,
        "weight": indicator.weight,
        "realized": line.realized,
        "rule": achievement.rule if achievement else "missing",
        "base": achievement.base if achievement else None,
        "percent": achievement.percent if achievement else None,
        "value": achievement.value if achievement else None,
        "cap": policy.cap.value,
        "capped": achievement is not None and achievement.value != achievement.percent,
        "source": policy.sources.get(indicator.direction, "own"),
        "events": [event for event in (line.plan_event, line.event_id) if event is not None],
    }
