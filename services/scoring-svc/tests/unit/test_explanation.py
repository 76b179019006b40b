"""An explanation can be computed again by hand: from its own lines to its own digits, by plain arithmetic."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as any_
from scoring_svc.domain.card import fold
from scoring_svc.domain.contribution import Contribution
from scoring_svc.domain.explanation import explain
from scoring_svc.domain.formula import score
from scoring_svc.domain.policy import Policy

from .. import situations as that

FOUR = Decimal("0.0001")


def explained(*contributions: Contribution) -> dict[str, Any]:
    return explain(score(fold(that.empty(), contributions), that.LAMPUNG), that.LAMPUNG)


def component(why: dict[str, Any], name: str) -> dict[str, Any]:
    return next(part for part in why["components"] if part["component"] == name)


def half_up(value: Decimal) -> Decimal:
    return value.quantize(FOUR, ROUND_HALF_UP)


def by_hand(part: dict[str, Any]) -> Decimal | None:
    """The component's value from its lines."""
    match part["component"]:
        case "targets":
            pairs = [(line["weight"], line["value"]) for line in part["lines"] if line["value"] is not None]
        case "evaluation":
            pairs = [(Decimal(1), line["value"]) for line in part["lines"]]
        case _:
            pairs = [(Decimal(line["respondents"]), line["index"]) for line in part["lines"] if line["counts"]]
    whole = sum(weight for weight, _ in pairs)
    return half_up(sum((weight * value for weight, value in pairs), Decimal(0)) / whole) if whole else None


AMOUNTS = any_.decimals(min_value=0, max_value=200, places=2)


@given(any_.none() | AMOUNTS, any_.none() | AMOUNTS, any_.booleans(), any_.integers(0, 60))
def test_the_sums_are_the_score(one: Decimal | None, other: Decimal | None, evaluated: bool, respondents: int):
    indicators = (
        that.indicator(target="90", weight=Decimal(60)),
        that.indicator("minimize", "30", id=that.WAITING, weight=Decimal(40)),
    )
    said = [that.plan(*indicators), that.surveyed("83.33", respondents)]
    said += [that.realized(str(value), id_) for value, id_ in ((one, that.COVERAGE), (other, that.WAITING)) if value]
    said += [that.rated("above", "below")] * evaluated
    why = explained(*said)
    for part in why["components"]:
        assert part["value"] == by_hand(part), part
    there = [part for part in why["components"] if part["value"] is not None]
    weights = sum(part["weight"] for part in there)
    total = sum((part["weight"] * part["value"] for part in there), Decimal(0))
    assert why["score"] == (half_up(total / weights) if there else None)


def test_every_line_names_its_events_and_the_source_of_its_rule():
    said = [that.plan(that.indicator()), that.realized("80"), that.rated(), that.surveyed()]
    why = explained(*said)
    lines = [line for part in why["components"] for line in part["lines"]]
    assert {event for line in lines for event in line["events"]} == {each.event_id for each in said}
    assert all(line["source"] for line in lines) and all(part["source"] for part in why["components"])
    assert (why["policy"]["id"], why["policy"]["version"]) == ("lampung", 1)


@pytest.mark.parametrize(
    ("policy", "results", "behavior", "source"),
    [
        (that.LAMPUNG, "meets", "above", "own"),
        (that.JATENG, "meets", "above", "own"),
        (that.JATENG, "above", "meets", "verify: KMK 127/2026"),
        (replace(that.JATENG, basis=that.LAMPUNG.basis), "above", "meets", "own; verify: KMK 127/2026"),
        (replace(that.JATENG, basis=that.LAMPUNG.basis), "meets", "meets", "verify: KMK 127/2026"),
    ],
)
def test_an_evaluation_names_the_sources_of_the_ratings_that_count(
    policy: Policy, results: str, behavior: str, source: str
):
    why = explain(score(fold(that.empty(), [that.rated(results, behavior)]), policy), policy)
    assert component(why, "evaluation")["lines"][0]["source"] == source


def test_what_is_missing_says_why():
    why = explained(that.plan(that.indicator()), that.surveyed("80", 3))
    assert {part["component"]: part["missing"] for part in why["components"]} == {
        "targets": "no_realization", "evaluation": "no_evaluation", "survey": "too_few_answers",
    }  # fmt: skip
    assert component(explained(), "targets")["missing"] == "no_approved_plan"
    assert component(explained(), "survey")["missing"] == "no_survey"
