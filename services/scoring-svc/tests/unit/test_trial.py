"""A draft over real cards: who moves by how much, told of any number of people."""

import pickle
from collections import Counter
from dataclasses import replace
from decimal import Decimal, localcontext
from itertools import pairwise
from statistics import median
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as any_
from scoring_svc.domain.attribution import shares
from scoring_svc.domain.card import Card, fold
from scoring_svc.domain.contribution import StaffMean, SurveyCounts
from scoring_svc.domain.formula import score
from scoring_svc.domain.policy import Choice, Digits, Policy
from scoring_svc.domain.roster import Served
from scoring_svc.domain.trial import MOVERS, Compared, Seen, Tally, Trial, reattributed, shown

from .. import situations as that

HUNDRED = Decimal("100.00")


def seen(score: str | Decimal | None, category: str | None = "good") -> Seen:
    return Seen(None if score is None else Decimal(score), HUNDRED, category if score is not None else None)


def moved(change: str | Decimal, person: int = 1) -> Compared:
    return Compared(UUID(int=person), seen("50"), seen(Decimal(50) + Decimal(change)))


def tallied(*compared: Compared) -> Tally:
    tally = Tally()
    for each in compared:
        tally.add(each)
    return tally


def test_each_card_is_scored_by_both_policies():
    card = fold(that.empty(), [that.plan(that.indicator(target="100")), that.realized("110"), that.rated()])
    (compared,) = [Trial(that.LAMPUNG, that.JATENG).compare(card)]
    # (60 · 110 + 25 · 100) / 85; 105 % counts as 114.444: (50 · 114.444 + 20 · 95) / 70
    assert compared.before == Seen(Decimal("107.0588"), Decimal("85.00"), "good")
    assert compared.after == Seen(Decimal("108.89"), Decimal("70.00"), "very_good")
    assert compared.change == Decimal("1.8312") and compared.civil_servant_id == that.SITI


def test_a_survey_counts_by_the_drafts_own_choice():
    staff = (StaffMean("staff_competence", Decimal(4)), StaffMean("staff_behavior", Decimal(4)))
    index = that.index("60", 40, staff=staff)
    card = fold(that.empty(), [that.of(that.SURVEY, shares(index, "unit_index")(that.SITI)), that.rated()])
    survey = replace(that.LAMPUNG.survey, attribution=Choice("staff_elements", "own"))
    draft = replace(that.LAMPUNG, survey=survey)
    compared = Trial(that.LAMPUNG, draft, {that.SURVEY: shares(index, "staff_elements")}).compare(card)
    assert (compared.before.score, compared.after.score) == (Decimal("85.0000"), Decimal("100.0000"))
    unheard = Trial(that.LAMPUNG, draft, {that.UNKNOWN: shares(index, "staff_elements")}).compare(card)
    assert unheard.change == 0, "a survey that nobody knows stays as it is"


def test_spread_in_another_way_a_card_keeps_everything_else():
    index = that.index(served=(Served(that.SITI, 7, Decimal("91.5")), Served(that.DEWI, 9, Decimal("60"))))
    said = [that.rated(), that.of(that.SURVEY, shares(index, "unit_index")(that.SITI), 7)]
    card = fold(that.empty(), said)
    other = reattributed(card, {that.SURVEY: shares(index, "transaction")})
    assert (other.civil_servant_id, other.period_id) == (card.civil_servant_id, card.period_id)
    assert other.slots[that.RATING] == card.slots[that.RATING]
    assert other.slots[that.SURVEY].sequence == 7 and other.slots[that.SURVEY].event_id == said[1].event_id
    counts = other.slots[that.SURVEY].said
    assert counts == shares(index, "transaction")(that.SITI), "what this person served, not another"
    assert isinstance(counts, SurveyCounts) and (counts.index, counts.respondents) == (Decimal("91.5"), 7)


def test_who_has_no_score_by_one_of_them_is_counted_apart():
    none, some = seen(None), seen("50")
    pairs = [(none, none), (none, some), (none, some), (some, none), (some, none), (some, none), (some, some)]
    told = tallied(*(Compared(UUID(int=place), *pair) for place, pair in enumerate(pairs))).told()
    assert told["without_score"] == {"before": 2, "after": 3, "both": 1}
    assert (told["people"], told["compared"], told["moved"]) == (7, 1, 0)
    assert {(each["before"], each["after"]): each["people"] for each in told["categories"]} == {
        (None, None): 1, (None, "good"): 2, ("good", None): 3, ("good", "good"): 1,
    }  # fmt: skip


def test_of_nobody_there_is_no_mean():
    told = Tally().told()
    assert (told["mean_change"], told["median_change"], told["largest_change"]) == (None, None, None)
    assert (told["people"], told["up"], told["down"]) == (0, {"items": [], "left_off": 0}, {"items": [], "left_off": 0})
    assert {each["people"] for each in told["histogram"]} == {0}


def test_mean_middle_and_largest_of_the_changes_without_their_sign():
    told = tallied(moved("-3", 1), moved("1", 2), moved("0", 3), moved("0.5", 4)).told()
    assert (told["mean_change"], told["median_change"], told["largest_change"]) == (
        Decimal("1.1250"), Decimal("0.7500"), Decimal("3.0000"),
    )  # fmt: skip
    assert (told["people"], told["compared"], told["moved"]) == (4, 4, 3)
    assert tallied(moved("-3", 1), moved("1", 2), moved("0", 3)).told()["median_change"] == 1


def test_a_rise_and_a_fall_of_one_size_are_two_changes():
    told = tallied(moved("3", 1), moved("1", 2), moved("-3", 3), moved("3", 4), moved("0", 5)).told()
    # (3 · 3 + 1 + 0) / 5
    assert (told["mean_change"], told["median_change"], told["moved"]) == (Decimal(2), Decimal(3), 4)
    assert [each["people"] for each in told["histogram"] if each["people"]] == [1, 1, 1, 2]


def test_the_processes_own_decimal_context_never_matters():
    compared = [moved("1.2345", 1), moved("1.2341", 2), moved("20.5555", 3), moved("-0.00002", 4)]
    usual = tallied(*compared).told()
    with localcontext(prec=3, rounding="ROUND_UP"):
        assert tallied(*compared).told() == usual


def test_moves_from_category_to_category_are_in_the_order_of_their_names():
    ways = [(None, "poor"), ("poor", "poor"), ("good", "poor"), ("good", "good"), ("good", "poor"), ("poor", None)]
    moves = [Compared(that.SITI, *(seen(None if name is None else "50", name) for name in way)) for way in ways]
    assert [tuple(each.values()) for each in tallied(*moves).told()["categories"]] == [
        ("good", "good", 1), ("good", "poor", 2), ("poor", "poor", 1), ("poor", None, 1), (None, "poor", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "low", "high"),
    [
        ("0", "0", "0"), ("0.0001", "0", "1"), ("1", "0", "1"), ("1.0001", "1", "2"), ("2", "1", "2"),
        ("5", "2", "5"), ("10", "5", "10"), ("20", "10", "20"), ("20.0001", "20", None),
        ("-0.0001", "-1", "0"), ("-1", "-1", "0"), ("-1.0001", "-2", "-1"), ("-5", "-5", "-2"), ("-20", "-20", "-10"),
        ("-20.0001", None, "-20"),
    ],
)  # fmt: skip
def test_a_change_stands_in_one_bar(change: str, low: str | None, high: str | None):
    bars = [each for each in tallied(moved(change)).told()["histogram"] if each["people"]]
    ends = {"from": None if low is None else Decimal(low), "to": None if high is None else Decimal(high)}
    assert bars == [{**ends, "people": 1}]


def test_the_bars_are_in_a_row():
    bars = Tally().told()["histogram"]
    assert [(each["from"], each["to"]) for each in bars][5:8] == [(-1, 0), (0, 0), (0, 1)]
    assert all(lower["to"] == higher["from"] for lower, higher in pairwise(bars))


def test_who_moves_most_is_named_and_the_rest_is_counted():
    rising = [moved(Decimal(place), place) for place in range(1, MOVERS + 6)]
    falling = [moved(-Decimal(place), 100 + place) for place in range(1, 4)]
    told = tallied(*rising, *falling).told()
    assert [each["change"] for each in told["up"]["items"]] == list(range(MOVERS + 5, 5, -1))
    assert (told["up"]["left_off"], told["down"]["left_off"]) == (5, 0)
    assert [each["change"] for each in told["down"]["items"]] == [-3, -2, -1]


def test_of_equal_ones_the_smaller_ids_are_named_in_any_order():
    equal = [moved("1", person) for person in range(1, MOVERS + 4)]
    for order in (equal, equal[::-1]):
        named = [each["civil_servant_id"].int for each in tallied(*order).told()["up"]["items"]]
        assert named == list(range(1, MOVERS + 1))


def test_a_person_is_shown_with_both():
    found = shown(Compared(that.SITI, seen("50"), seen(None)))
    assert found == {
        "civil_servant_id": that.SITI, "change": None,
        "before": {"score": Decimal(50), "completeness": HUNDRED, "category": "good"},
        "after": {"score": None, "completeness": HUNDRED, "category": None},
    }  # fmt: skip


CHANGES = any_.lists(any_.decimals(min_value=-40, max_value=40, places=2), min_size=1, max_size=60)


@given(CHANGES)
def test_the_tally_is_what_a_plain_list_says(changes: list[Decimal]):
    told = tallied(*(moved(change, person) for person, change in enumerate(changes))).told()
    sizes = [abs(change) for change in changes]
    assert told["median_change"] == median(sizes) and told["largest_change"] == max(sizes)
    assert abs(told["mean_change"] - sum(sizes) / len(sizes)) <= Decimal("0.00005")
    assert sum(each["people"] for each in told["histogram"]) == len(changes) == told["compared"]
    signs = Counter((change > 0) - (change < 0) for change in changes)
    for way, sign in (("up", 1), ("down", -1)):
        assert len(told[way]["items"]) + told[way]["left_off"] == signs[sign]
        expected = sorted((abs(change) for change in changes if change * sign > 0), reverse=True)[:MOVERS]
        assert [abs(each["change"]) for each in told[way]["items"]] == expected


@given(CHANGES, any_.integers(0, 60))
def test_tallies_of_some_joined_are_the_tally_of_all(changes: list[Decimal], first: int):
    people = [moved(change, person) for person, change in enumerate(changes)]
    people += [Compared(UUID(int=person), seen("50"), seen(None)) for person in (1_000, 1_001)]
    joined = tallied(*people[:first])
    joined.join(tallied(*people[first:]))
    assert joined.told() == tallied(*people).told()


@pytest.mark.parametrize("basis", ["unit_index", "staff_elements", "transaction"])
def test_a_trial_goes_to_another_process(basis: str):
    index = that.index("60", 40)
    trial = Trial(that.LAMPUNG, that.JATENG, {that.SURVEY: shares(index, basis)})
    card = fold(that.empty(), [that.of(that.SURVEY, shares(index, "unit_index")(that.SITI)), that.rated()])
    assert pickle.loads(pickle.dumps(trial)).compare(card) == trial.compare(card)


WITH_STEPS = replace(that.LAMPUNG, conversion=that.JATENG.conversion)
"""Lampung's policy, which counts percents, with steps that another rule may count by."""


def other_by(name: str) -> Policy:
    """The same with what Central Java, or else Lampung, chooses of one thing."""
    if name.startswith("rounding."):
        digits = {**WITH_STEPS.rounding, name.removeprefix("rounding."): Digits(1, "own")}
        return replace(WITH_STEPS, rounding=digits)
    return replace(WITH_STEPS, **{name: getattr(that.LAMPUNG if name == "conversion" else that.JATENG, name)})


OF_LINES = [
    "cap", "floor", "directions", "zero_step", "counts", "full_attainable", "conversion", "between", "basis", "ratings",
    "rating_weights", "rating_weights_peers", "rounding.achievement", "rounding.value",
]  # fmt: skip
OF_THE_REST = ["weights", "categories", "survey", "missing", "rounding.component", "rounding.score", "minimum_group"]


@pytest.mark.parametrize("name", OF_LINES + OF_THE_REST)
def test_what_is_worked_out_once_for_both_is_what_each_makes_of_it(name: str):
    draft, others = other_by(name), [replace(that.indicator(target="30"), id=that.WAITING, weight=Decimal(50))]
    card = fold(that.empty(), [that.plan(that.indicator(), *others), that.realized("77.77"), that.rated()])
    trial = Trial(WITH_STEPS, draft)
    assert draft != WITH_STEPS and trial.alike is (name in OF_THE_REST)
    after = score(card, draft)
    assert trial.compare(card).after == Seen(after.value, after.completeness, after.category)


def test_the_same_policy_moves_nobody():
    cards = [fold(Card(UUID(int=person), that.YEAR), [that.rated()]) for person in range(3)]
    told = tallied(*(Trial(that.LAMPUNG, that.LAMPUNG).compare(card) for card in cards)).told()
    assert (told["moved"], told["largest_change"]) == (0, 0)
