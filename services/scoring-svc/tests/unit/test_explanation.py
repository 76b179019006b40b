"""An explanation can be computed again by hand: from its own lines to its own digits, by plain arithmetic."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as any_
from scoring_svc.domain.card import fold
from scoring_svc.domain.contribution import Contribution, Innovated, SurveyCounts
from scoring_svc.domain.explanation import explain
from scoring_svc.domain.formula import score
from scoring_svc.domain.policy import Choice, Policy, SurveyRules, Switch, Value

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


SURVEY = SurveyRules(
    Choice("unit_index", "on attribution"), Value(Decimal(30), "on the minimum"), Switch(True, "on the sample"),
    Choice("as_is", "on the scale"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("sample", "minimum", "source"),
    [
        (None, "30", "on the minimum"),
        (29, "29", "on the sample"),
        (30, "30", "on the minimum"),
        (31, "30", "on the minimum"),
    ],
)
def test_a_survey_names_what_its_minimum_is_from(sample: int | None, minimum: str, source: str):
    survey = replace(SurveyCounts(that.SURVEY, "Imunisasi", Decimal(80), 40), required_sample=sample)
    policy = replace(that.LAMPUNG, survey=SURVEY)
    why = explain(score(fold(that.empty(), [that.of(that.SURVEY, survey)]), policy), policy)
    (line,) = component(why, "survey")["lines"]
    assert (line["minimum"], line["minimum_source"]) == (Decimal(minimum), source)


@pytest.mark.parametrize(("scale", "value"), [("as_is", "70"), ("rescaled", "72")])
def test_a_surveys_source_is_that_of_its_scale(scale: str, value: str):
    """From 25 to 100 onto 0 to 120: (70 − 25) · 120 / 75."""
    policy = replace(that.LAMPUNG, survey=replace(SURVEY, scale=Choice(scale, "on the scale")))
    why = explain(score(fold(that.empty(), [that.surveyed("70")]), policy), policy)
    (line,) = component(why, "survey")["lines"]
    assert (line["rule"], line["value"], line["source"]) == (scale, Decimal(value), "on the scale")


@pytest.mark.parametrize(
    ("realized", "value", "capped"), [("120", "120", False), ("120.01", "120", True), (None, None, False)]
)
def test_an_indicator_is_capped_only_where_it_would_have_counted_more(
    realized: str | None, value: str | None, capped: bool
):
    (line,) = component(explained(that.plan(that.indicator(target="100")), that.realized(realized)), "targets")["lines"]
    assert line["value"] == (None if value is None else Decimal(value)) and line["capped"] is capped


INNOVATION = that.of(UUID(int=0xF8), Innovated("Pos sore", True))


@pytest.mark.parametrize(
    ("realized", "innovated", "needing", "name", "instead_of"),
    [
        ("110", False, ("very_good",), "good", "very_good"),
        ("109.9999", False, ("very_good",), "good", None),
        ("110", True, ("very_good",), "very_good", None),
        ("110", True, ("very_good", "good"), "very_good", None),
        ("110", False, ("very_good", "good"), "needs_improvement", "very_good"),
        ("90", False, ("very_good", "good"), "needs_improvement", "good"),
        ("80", False, ("very_good", "good"), "needs_improvement", None),
    ],
)
def test_a_category_that_only_an_innovation_was_missing_for_is_named(
    realized: str, innovated: bool, needing: tuple[str, ...], name: str, instead_of: str | None
):
    bands = {
        each: replace(band, innovation=Switch(each in needing, f"on {each}"))
        for each, band in that.LAMPUNG.categories.items()
    }
    policy = replace(that.LAMPUNG, categories=bands)
    said = [that.plan(that.indicator(target="100")), that.realized(realized), *[INNOVATION] * innovated]
    found = explain(score(fold(that.empty(), said), policy), policy)["category"]
    assert (found["name"], found["without_innovation_instead_of"]) == (name, instead_of)
    assert found["innovation_source"] == (None if instead_of is None else f"on {instead_of}")
