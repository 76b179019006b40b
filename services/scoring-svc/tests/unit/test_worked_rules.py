"""The published numbers of conversion and categories, and two regions on the same code."""

import csv
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as any_
from scoring_svc.domain.achievement import achieve, convert
from scoring_svc.domain.card import fold
from scoring_svc.domain.category import category
from scoring_svc.domain.contribution import (
    Contribution,
    Indicator,
    Innovated,
    OrganizationCounts,
    Rated,
    SurveyCounts,
)
from scoring_svc.domain.formula import Score, score
from scoring_svc.domain.policy import Choice, Digits, Policy, Value

from .. import situations as that

LAMPUNG, JATENG = that.LAMPUNG, that.JATENG
WHOLE = replace(JATENG, cap=Value(Decimal(120), "PP 30/2019 Ps 41"), floor=Value(Decimal(0), "own"))
BETWEEN = replace(WHOLE, between=Choice("interpolate", "own"))
SAMPLE = that.REGION.parent / "jawa-tengah" / "sample" / "immunisation-coverage-central-java-2021.csv"
FACTS = {row["regency"]: row["coverage_pct"] for row in csv.DictReader(SAMPLE.read_text().splitlines())}
UNIT_RATING, INNOVATION = UUID(int=0xF7), UUID(int=0xF8)


@pytest.mark.parametrize(
    ("percent", "value"),
    [
        ("0", "0.00"), ("59", "49.00"), ("60", "50.00"), ("79", "69.00"), ("80", "70.00"), ("98", "88.00"),
        ("100", "109.00"), ("101", "110.00"), ("110", "120.00"), ("111", "120.00"), ("150", "120.00"),
    ],
)  # fmt: skip
def test_8_3_from_achievement_to_value(percent: str, value: str):
    for policy in (WHOLE, BETWEEN):
        assert convert(Decimal(percent), policy).value == Decimal(value)


def test_8_3_the_most_attainable_is_the_cap():
    policy = replace(WHOLE, full_attainable=LAMPUNG.full_attainable)
    full = that.indicator(target="100", max_attainable=True)
    assert achieve(full, Decimal(100), policy).value == Decimal(120)
    assert achieve(full, Decimal(100), WHOLE).value == Decimal(109)


@pytest.mark.parametrize(
    ("percent", "whole", "between"),
    [("99.49", "89", "98.8"), ("99.5", "109", "99"), ("59.5", "50", "49.5"), ("100.5", "110", "109.5")],
)
def test_between_two_bands_a_whole_percent_jumps_and_a_line_does_not(percent: str, whole: str, between: str):
    assert convert(Decimal(percent), WHOLE).value == Decimal(whole)
    assert convert(Decimal(percent), BETWEEN).value == Decimal(between)


PERCENT = any_.decimals(min_value=-100, max_value=300, places=4)


@given(PERCENT, PERCENT)
def test_conversion_never_falls_and_along_lines_it_never_jumps(one: Decimal, other: Decimal):
    less, more = sorted((one, other))
    for policy in (WHOLE, BETWEEN):
        assert convert(less, policy).value <= convert(more, policy).value
    steepest = 20  # From 99 to 100 percent the value goes from 89 to 109.
    assert convert(more, BETWEEN).value - convert(less, BETWEEN).value <= (more - less) * steepest + Decimal("0.001")


def composite(results: str, behavior: str, weights: tuple[str, str], *, innovated: bool = False) -> Score:
    """PP 30/2019 Ps 41: the plan's achievement and behaviour, joined."""
    worth = {"above": Value(Decimal(behavior), "own"), "meets": Value(Decimal(behavior), "own")}
    policy = replace(
        LAMPUNG,
        basis=Choice("behavior_only", "PP 30/2019 Ps 41"),
        ratings={**worth, "below": Value(Decimal(0), "own")},
        weights={
            "targets": Value(Decimal(weights[0]), "PP 30/2019 Ps 41"),
            "evaluation": Value(Decimal(weights[1]), "PP 30/2019 Ps 41"),
            "survey": Value(Decimal(0), "own"),
        },
    )
    said = [that.plan(that.indicator(target="100")), that.realized(results), that.rated("below", "meets")]
    said += [that.of(INNOVATION, Innovated("Pos sore", True))] * innovated
    return score(fold(that.empty(), said), policy)


@pytest.mark.parametrize(
    ("case", "results", "behavior", "weights", "innovated", "value", "name"),
    [
        ("P1", "102.8", "90", ("70", "30"), False, "98.96", "good"),
        ("P2", "102.8", "90", ("60", "40"), False, "97.68", "good"),
        ("P3", "112", "108", ("70", "30"), True, "110.80", "very_good"),
        ("P4", "112", "108", ("70", "30"), False, "110.80", "good"),
        ("P6", "90", "90", ("70", "30"), False, "90.00", "good"),
        ("P8", "50", "50", ("70", "30"), False, "50.00", "poor"),
        ("P10", "120", "120", ("70", "30"), True, "120.00", "very_good"),
        ("P10 by 60/40", "120", "120", ("60", "40"), True, "120.00", "very_good"),
    ],
)
def test_8_4_the_composite_of_pp_30(
    case: str, results: str, behavior: str, weights: tuple[str, str], innovated: bool, value: str, name: str
):
    found = composite(results, behavior, weights, innovated=innovated)
    assert (found.value, found.category) == (Decimal(value), name), case


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("109.9999", "good"), ("110", "very_good"), ("89.9999", "needs_improvement"), ("70", "needs_improvement"),
        ("69.9999", "poor"), ("50", "poor"), ("49.9999", "very_poor"), ("0", "very_poor"),
    ],
)  # fmt: skip
def test_where_categories_begin(value: str, name: str):
    assert category(Decimal(value), True, LAMPUNG) == name


@pytest.mark.parametrize("innovated", [False, True])
def test_under_all_bands_it_is_the_lowest_category(innovated: bool):
    """A score is rounded, and may by that come to lie under the floor."""
    assert category(Decimal("-0.0001"), innovated, LAMPUNG) == "very_poor"


def test_without_a_score_there_is_no_category_and_a_claim_is_no_innovation():
    assert category(None, True, LAMPUNG) is None
    claimed = [that.plan(that.indicator(target="100")), that.realized("120")]
    claimed.append(that.of(INNOVATION, Innovated("Pos sore", False)))
    assert score(fold(that.empty(), claimed), LAMPUNG).category == "good"
    confirmed = [*claimed, that.of(INNOVATION, Innovated("Pos sore", True), 2)]
    assert score(fold(that.empty(), confirmed), LAMPUNG).category == "very_good"


@pytest.mark.parametrize(
    ("indicator", "realized", "lampung", "jateng"),
    [
        # Lampung: 138.5 / 95 = 145.7895, capped at 120. Central Java: 100 + 45.7895 / 2 = 122.89 → 123 % → 120 → 115.
        (that.indicator(target="95"), FACTS["Kota Surakarta"], "120", "115"),
        # Lampung: 105.7 / 105 = 100.6667. Central Java: 100 + 0.6667 / 2 = 100.33 → 100 % → 109.
        (that.indicator(target="105"), FACTS["Kab. Blora"], "100.6667", "109"),
        # Lampung: 200 − 6 / 5 · 100 = 80. Central Java: 5 / 6 · 100 = 83.33 → 83 % → 70 + 19 / 19 · 3 = 73.
        (that.indicator("minimize", "5"), "6", "80", "73"),
        (that.indicator("minimize", "5"), "0", "120", "115"),
        # Lampung, the higher side is the better one: 92 / 90 = 102.2222. Central Java: 97.78 → 98 % → 88.
        (that.within("80", "90"), "92", "102.2222", "88"),
        # Lampung, the lower side is the better one: 200 − 92 / 90 · 100 = 97.7778. Below: 87.5 → 88 % → 78.
        (replace(that.within("80", "90"), better="lower"), "92", "97.7778", "88"),
        (replace(that.within("80", "90"), better="lower"), "70", "112.5", "78"),
        # Lampung: any occurrence fails. Central Java: 100 − 25 · 1 = 75 % → 50 + 19 / 19 · 15 = 65.
        (that.indicator("zero", "0"), "1", "0", "65"),
        (that.indicator("zero", "0"), "5", "0", "10"),
        (that.indicator(target="100", max_attainable=True), "100", "120", "109"),
    ],
)
def test_two_regions_by_the_same_code(indicator: Indicator, realized: str, lampung: str, jateng: str):
    assert achieve(indicator, Decimal(realized), LAMPUNG).value == Decimal(lampung)
    assert achieve(indicator, Decimal(realized), JATENG).value == Decimal(jateng)


def whole_card() -> list[Contribution]:
    rated = Rated("above", "meets", "good", that.TODAY, peers=True)
    survey = SurveyCounts(that.SURVEY, "Imunisasi", Decimal("85"), 50, "staff_elements", 40)
    return [
        that.plan(that.indicator(target="95")), that.realized(FACTS["Kota Surakarta"]), that.of(that.RATING, rated),
        that.of(that.SURVEY, survey), that.of(UNIT_RATING, OrganizationCounts(that.UNIT, "good", None)),
    ]  # fmt: skip


def test_the_same_facts_in_two_regions():
    card = fold(that.empty(), whole_card())
    lampung, jateng = score(card, LAMPUNG), score(card, JATENG)
    # (60 · 120 + 25 · (60 % · 110 + 40 % · 100) + 15 · 85) / 100
    assert (lampung.value, len(lampung.components)) == (Decimal("111.2500"), 3)
    # The survey: 10 + (85 − 25) · 105 / 75 = 94. (50 · 115 + 20 · 95 + 20 · 94 + 10 · 100) / 100
    assert (jateng.value, jateng.category) == (Decimal("105.30"), "very_good")
    assert [part.value for part in jateng.components] == [Decimal(115), Decimal(95), Decimal(94), Decimal(100)]


def ruled(rule: str) -> Policy:
    return replace(LAMPUNG, missing=Choice(rule, "own"), floor=Value(Decimal(40), "own"))


def test_what_is_missing_is_met_by_the_policys_rule():
    only_targets = fold(that.empty(), [that.plan(that.indicator(target="100")), that.realized("90")])
    assert score(only_targets, LAMPUNG).value == Decimal(90)
    # (60 · 90 + 25 · 40) / 85: the evaluation is awaited, a survey is not, for nobody is asked about this person.
    by_floor = score(only_targets, ruled("floor"))
    assert by_floor.value == Decimal("75.2941")
    assert [part.share for part in by_floor.components] == [Decimal("70.5882"), Decimal("29.4118"), Decimal(0)]
    refused = score(only_targets, ruled("refuse_score"))
    assert (refused.value, refused.category, refused.completeness) == (None, None, Decimal("60.00"))
    both = fold(only_targets, [that.rated()])
    assert score(both, ruled("refuse_score")).value == Decimal("92.9412")


@pytest.mark.parametrize(
    ("sample", "respondents", "counts"),
    [(20, 20, True), (20, 19, False), (40, 29, False), (40, 30, True), (None, 29, False), (0, 1, True), (0, 0, False)],
)
def test_a_survey_counts_from_the_smaller_of_minimum_and_required_sample_on(
    sample: int | None, respondents: int, counts: bool
):
    said = SurveyCounts(that.SURVEY, "Imunisasi", Decimal(80), respondents, "unit_index", sample)
    found = score(fold(that.empty(), [that.of(that.SURVEY, said)]), LAMPUNG)
    assert (found.value is not None) == counts


@given(PERCENT, PERCENT, any_.sampled_from(["maximize", "minimize", "zero"]), any_.sampled_from([LAMPUNG, JATENG]))
def test_every_regions_achievement_is_monotone_and_bounded(
    one: Decimal, other: Decimal, direction: str, policy: Policy
):
    less, more = (achieve(that.indicator(direction, "50"), each, policy).value for each in sorted((one, other)))
    assert less <= more if direction == "maximize" else less >= more
    assert policy.floor.value <= min(less, more) and max(less, more) <= policy.cap.value


def test_rounding_happens_where_the_policy_says():
    policy = replace(LAMPUNG, rounding={**LAMPUNG.rounding, "achievement": Digits(0, "own")})
    assert achieve(that.indicator(target="95"), Decimal("97.2"), policy).percent == Decimal(102)
