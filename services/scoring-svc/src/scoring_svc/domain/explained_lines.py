"""The lines of an explanation: inputs, rule, result, source and events of one indicator, evaluation, survey or unit."""

from typing import Any

from scoring_svc.domain.achievement import convert
from scoring_svc.domain.lines import IndicatorLine, Line, OrganizationLine, RatingLine, SurveyLine
from scoring_svc.domain.policy import Policy


def explained(line: Line, policy: Policy) -> dict[str, Any]:
    """One line as plain values."""
    match line:
        case IndicatorLine():
            return _indicator(line, policy)
        case RatingLine():
            return _rating(line, policy)
        case SurveyLine():
            return _survey(line, policy)
        case OrganizationLine():
            return _organization(line, policy)


def _rating(line: RatingLine, policy: Policy) -> dict[str, Any]:
    rated = line.rated
    weights = policy.rating_weights_peers if rated.peers else policy.rating_weights
    counted = (
        [rated.work_behavior] if policy.basis.value == "behavior_only" else [rated.work_results, rated.work_behavior]
    )
    return {
        "kind": "evaluation",
        "rule": policy.basis.value,
        "evaluated_until": rated.until,
        "work_results": {"rating": rated.work_results, "value": line.work_results},
        "work_behavior": {"rating": rated.work_behavior, "value": line.work_behavior},
        "peers": rated.peers,
        "weights": {name: weight.value for name, weight in weights.items()},
        "weights_source": weights["work_results"].source,
        "value": line.value,
        "predicate": rated.predicate,
        "source": "; ".join(dict.fromkeys(policy.ratings[rating].source for rating in counted)),
        "events": [line.slot.event_id],
    }


def _survey(line: SurveyLine, policy: Policy) -> dict[str, Any]:
    survey, rules = line.survey, policy.survey
    by_sample = line.minimum != rules.minimum.value
    return {
        "kind": "survey",
        "rule": rules.scale.value,
        "service": survey.service,
        "basis": survey.basis,
        "basis_source": rules.attribution.source,
        "staff": [{"element": each.element, "mean": each.mean} for each in survey.staff],
        "index": survey.index,
        "respondents": survey.respondents,
        "required_sample": survey.required_sample,
        "minimum": line.minimum,
        "minimum_source": rules.required_sample.source if by_sample else rules.minimum.source,
        "counts": line.counts,
        "missing": line.missing,
        "floor": policy.floor.value,
        "cap": policy.cap.value,
        "value": line.value,
        "source": rules.scale.source,
        "events": [line.slot.event_id],
    }


def _organization(line: OrganizationLine, policy: Policy) -> dict[str, Any]:
    rules = policy.organization
    worth = rules.predicates.get(line.organization.predicate) if rules.value.value == "predicate" else None
    return {
        "kind": "organization",
        "rule": rules.value.value,
        "unit_id": line.organization.unit_id,
        "predicate": line.organization.predicate,
        "achievement": line.organization.achievement,
        "as_of": line.slot.effective_on,
        "newest": line.newest,
        "place": rules.place.value,
        "place_source": rules.place.source,
        "value": line.value,
        "source": worth.source if worth is not None else rules.value.source,
        "events": [line.slot.event_id],
    }


def _indicator(line: IndicatorLine, policy: Policy) -> dict[str, Any]:
    indicator, achievement = line.indicator, line.achievement
    full = achievement is not None and achievement.rule.endswith("_max_attainable")
    capped = False
    if achievement is not None:
        capped = achievement.value != (achievement.percent if achievement.converted is None else achievement.converted)
    return {
        "kind": "indicator",
        "indicator_id": indicator.id,
        "title": indicator.title,
        "measure": indicator.measure,
        "direction": indicator.direction,
        "target": indicator.target,
        "range_low": indicator.range_low,
        "range_high": indicator.range_high,
        "better": indicator.better,
        "weight": indicator.weight,
        "realized": line.realized,
        "rule": achievement.rule if achievement else "missing",
        "base": achievement.base if achievement else None,
        "percent": achievement.percent if achievement else None,
        "step": policy.zero_step.value if policy.zero_step and indicator.direction == "zero" else None,
        "conversion": _conversion(line, policy),
        "value": achievement.value if achievement else None,
        "floor": policy.floor.value,
        "cap": policy.cap.value,
        "cap_source": policy.cap.source,
        "capped": capped,
        "source": policy.full_attainable.source if full else policy.directions[indicator.direction].source,
        "events": [event for event in (line.plan_event, line.event_id) if event is not None],
    }


def _conversion(line: IndicatorLine, policy: Policy) -> dict[str, Any] | None:
    """The two points of the conversion between which the achievement lies; None where it counts as it is."""
    if line.achievement is None or line.achievement.converted is None:
        return None
    found = convert(line.achievement.percent, policy)
    return {
        "percent": found.percent,
        "lower": {"percent": found.lower.percent, "value": found.lower.value},
        "upper": {"percent": found.upper.percent, "value": found.upper.value},
        "value": found.value,
        "source": found.upper.source,
        "between": policy.between.value if policy.between else None,
    }
