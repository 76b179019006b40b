"""From a card to a score: the published numbers, and what is missing is no zero."""

from dataclasses import replace
from decimal import Decimal, localcontext
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as any_
from scoring_svc.domain.card import fold
from scoring_svc.domain.contribution import Contribution, EvaluationWithdrawn, Indicator, SurveyCeased
from scoring_svc.domain.formula import Component, Score, score
from scoring_svc.domain.policy import Policy, Value

from .. import situations as that


def scored(*contributions: Contribution, policy: Policy = that.LAMPUNG) -> Score:
    return score(fold(that.empty(), contributions), policy)


def part(result: Score, name: str) -> Component:
    return next(each for each in result.components if each.name == name)


def weighing(results: str, behavior: str) -> Policy:
    """A policy in which a rating counts as what the case says."""
    ratings = {name: Value(Decimal(results), "own") for name in ("above", "meets", "below")}
    weights = {"work_results": Value(Decimal(100), "own"), "work_behavior": Value(Decimal(behavior), "own")}
    return replace(that.LAMPUNG, ratings=ratings, rating_weights=weights)


NINETY = weighing("90", "0")
FULL = that.indicator(target="100")


def test_a1_a_weighted_sum():
    found = scored(that.plan(FULL), that.realized("104"), that.rated(), that.surveyed("91.48", 364), policy=NINETY)
    assert (found.value, found.completeness) == (Decimal("98.6220"), Decimal("100.00"))


def test_a2_no_survey_renormalizes_by_85():
    found = scored(that.plan(FULL), that.realized("104"), that.rated(), policy=NINETY)
    assert (found.value, found.completeness) == (Decimal("99.8824"), Decimal("85.00"))
    assert part(found, "survey").value is None
    assert [each.share for each in found.components] == [Decimal("70.5882"), Decimal("29.4118"), Decimal(0)]


def test_a4_a_weighted_mean_of_indicators():
    weights = {that.COVERAGE: ("95", "50"), that.WAITING: ("80", "30"), that.UNKNOWN: ("10", "20")}
    indicators = [
        that.indicator(target=target, id=id_, weight=Decimal(weight)) for id_, (target, weight) in weights.items()
    ]
    realized = {that.COVERAGE: "97.2", that.WAITING: "70", that.UNKNOWN: "15"}
    found = scored(that.plan(*indicators), *(that.realized(value, id_) for id_, value in realized.items()))
    assert part(found, "targets").value == Decimal("101.4079")


def test_a5_one_source_alone_is_the_score():
    """Frappe's issue 2023: what is missing does not pull the score down."""
    assert scored(that.rated("meets", "meets")).value == Decimal("100.0000")


def test_t13_an_indicator_without_a_realization_gives_its_weight_to_the_others():
    one = that.indicator(target="100", weight=Decimal(40))
    other = that.indicator(target="100", weight=Decimal(60), id=that.WAITING)
    found = part(scored(that.plan(one, other), that.realized("80")), "targets")
    assert (found.value, found.complete) == (Decimal(80), Decimal(40))


def test_nothing_known_is_no_score():
    found = scored()
    assert (found.value, found.completeness, found.predicate) == (None, Decimal("0.00"), None)


def test_a_realization_that_was_taken_back_is_missing():
    taken_back = scored(that.plan(FULL), that.realized("80"), that.realized(None, sequence=2))
    assert taken_back.value is None


def test_a_withdrawn_evaluation_counts_no_longer():
    withdrawn = that.of(that.RATING, EvaluationWithdrawn(), 2)
    assert scored(that.rated(), withdrawn).value is None


@pytest.mark.parametrize(
    ("results", "behavior", "value"),
    [("above", "above", "110"), ("above", "meets", "107"), ("meets", "below", "92.5"), ("below", "below", "75")],
)
def test_seventy_parts_of_results_and_thirty_of_behavior(results: str, behavior: str, value: str):
    assert scored(that.rated(results, behavior)).value == Decimal(value)


def test_the_mean_of_evaluations_and_the_predicate_of_the_latest():
    later = replace(that.rated("below", "meets", source=UUID(int=1)).said, until=that.TODAY, predicate="poor")  # type: ignore[type-var]
    found = scored(that.rated("above", "meets"), that.of(UUID(int=1), later))
    assert (found.value, found.predicate) == (Decimal("94.7500"), "poor")


@pytest.mark.parametrize(("respondents", "counts"), [(29, False), (30, True)])
def test_a_survey_counts_from_the_policys_number_of_respondents_on(respondents: int, counts: bool):
    found = scored(that.surveyed("80", respondents))
    assert (found.value is not None) == counts


def test_surveys_weigh_by_their_respondents():
    assert scored(that.surveyed("80", 30), that.surveyed("90", 90, source=that.UNKNOWN)).value == Decimal("87.5")


@pytest.mark.parametrize("last", [that.surveyed(None, 0, 2), that.of(that.SURVEY, SurveyCeased(), 2)])
def test_a_survey_without_answers_or_for_others_does_not_count(last: Contribution):
    assert scored(that.surveyed(), last).value is None


AMOUNTS = any_.decimals(min_value=0, max_value=1000, places=2)
WEIGHTS = any_.decimals(min_value=1, max_value=100, places=2)
INDICATORS = any_.lists(any_.tuples(any_.sampled_from(["maximize", "minimize", "zero"]), WEIGHTS, AMOUNTS), max_size=5)


def facts(drawn: list[tuple[str, Decimal, Decimal]]) -> list[Contribution]:
    ids = [UUID(int=0x500 + place) for place in range(len(drawn))]
    wanted: list[Indicator] = [
        that.indicator(direction, "50", id=id_, weight=weight)
        for id_, (direction, weight, _) in zip(ids, drawn, strict=True)
    ]
    reported = [that.realized(str(amount), id_) for id_, (_, _, amount) in zip(ids, drawn, strict=True)]
    return [that.plan(*wanted), *reported]


@given(INDICATORS, any_.booleans(), any_.booleans())
def test_a_score_is_bounded_and_shares_make_a_whole(
    drawn: list[tuple[str, Decimal, Decimal]], evaluated: bool, surveyed: bool
):
    more = [that.rated()] * evaluated + [that.surveyed()] * surveyed
    found = scored(*facts(drawn), *more)
    there = [each for each in found.components if each.value is not None]
    assert (found.value is None) == (not there)
    if found.value is not None:
        assert that.LAMPUNG.floor.value <= found.value <= that.LAMPUNG.cap.value
        assert min(each.value or 0 for each in there) - Decimal("0.0001") <= found.value
        assert abs(sum(each.share for each in there) - 100) <= Decimal("0.0002")


@given(INDICATORS, any_.lists(any_.tuples(any_.integers(0, 4), AMOUNTS), max_size=6), any_.booleans())
def test_what_is_not_worked_out_again_is_the_same(
    drawn: list[tuple[str, Decimal, Decimal]], later: list[tuple[int, Decimal]], amended: bool
):
    card = fold(that.empty(), [*facts(drawn), that.rated(), that.surveyed()])
    result = score(card, that.LAMPUNG)
    news = [that.realized(str(amount), UUID(int=0x500 + place), 2 + n) for n, (place, amount) in enumerate(later)]
    news += [that.rated("below", "above", sequence=2), *([that.plan(FULL, sequence=2)] * amended)]
    for each in news:
        card = fold(card, [each])
        result = score(card, that.LAMPUNG, result)
        assert result == score(card, that.LAMPUNG)


def test_what_a_former_score_rests_on_still_is_the_very_same_line():
    said = [that.plan(FULL), that.realized("80"), that.rated()]
    card = fold(that.empty(), said)
    former = score(card, that.LAMPUNG)
    again = score(card, that.LAMPUNG, former)
    for name in ("targets", "evaluation"):
        assert part(again, name).lines[0] is part(former, name).lines[0]


@pytest.mark.parametrize(
    "news",
    [
        that.plan(that.indicator(target="80"), sequence=2),
        that.realized("100", sequence=2),
        that.rated("below", sequence=2),
    ],
)
def test_what_has_changed_since_a_former_score_is_worked_out_again(news: Contribution):
    card = fold(that.empty(), [that.plan(FULL), that.realized("80"), that.rated()])
    changed = fold(card, [news])
    found = score(changed, that.LAMPUNG, score(card, that.LAMPUNG))
    assert found == score(changed, that.LAMPUNG) != score(card, that.LAMPUNG)


@given(INDICATORS)
def test_the_processes_own_decimal_context_never_matters(drawn: list[tuple[str, Decimal, Decimal]]):
    card = fold(that.empty(), [*facts(drawn), that.rated("above", "below"), that.surveyed("83.33", 31)])
    usual = score(card, that.LAMPUNG)
    with localcontext(prec=3, rounding="ROUND_UP"):
        assert score(card, that.LAMPUNG) == usual


@given(AMOUNTS, AMOUNTS, WEIGHTS)
def test_more_realized_is_never_a_lower_score(one: Decimal, other: Decimal, weight: Decimal):
    less, more = sorted((one, other))
    indicators = (that.indicator(target="50", weight=weight), that.indicator(target="50", id=that.WAITING))
    rest = (that.plan(*indicators), that.realized("40", that.WAITING), that.rated(), that.surveyed())
    before, after = (scored(*rest, that.realized(str(amount))).value for amount in (less, more))
    assert before is not None and after is not None and before <= after
