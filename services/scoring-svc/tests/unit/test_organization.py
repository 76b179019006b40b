"""What a unit achieved: for whom it is, and how it counts within the score or stands beside it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from scoring_svc.app import translate_roster
from scoring_svc.app.project import told
from scoring_svc.app.resources import card_body
from scoring_svc.domain.attribution import Attribution, distribute, of_rating
from scoring_svc.domain.card import fold
from scoring_svc.domain.contribution import Contribution, OrganizationCeased, OrganizationCounts
from scoring_svc.domain.explanation import explain
from scoring_svc.domain.formula import Component, Score, score
from scoring_svc.domain.policy import Choice, OrganizationRules, Policy, Value

from .. import situations as that

JUNE, JULY = date(2026, 6, 30), date(2026, 7, 5)
QUARTER, ANNUAL, ELSEWHERE = UUID(int=0x901), UUID(int=0x902), UUID(int=0x903)


def within(value: str) -> Policy:
    """Lampung's policy with a fifth of the weight for the unit."""
    weights = {"targets": 50, "evaluation": 20, "survey": 10, "organization": 20}
    numbers = {"outstanding": 120, "good": 105, "needs_improvement": 80, "poor": 60, "very_poor": 0}
    predicates = {name: Value(Decimal(number), f"SE for {name}") for name, number in numbers.items()}
    rules = OrganizationRules(Choice("within", "a decree"), Choice(value, "own"), predicates)
    return replace(
        that.LAMPUNG,
        weights={name: Value(Decimal(weight), "own") for name, weight in weights.items()},
        organization=rules,
    )


def achieved(
    predicate: str, percent: str | None, source: UUID = QUARTER, day: date = JUNE, unit: UUID = that.UNIT
) -> Contribution:
    number = None if percent is None else Decimal(percent)
    return that.of(source, OrganizationCounts(unit, predicate, number), day=day)


def scored(policy: Policy, *said: Contribution) -> Score:
    return score(fold(that.empty(), said), policy)


def unit_of(found: Score) -> Component:
    return next(part for part in found.components if part.name == "organization")


def explained(policy: Policy, *said: Contribution) -> dict[str, Any]:
    return explain(scored(policy, *said), policy)


@pytest.mark.parametrize(
    ("percent", "value"),
    [
        ("98.6", "98.6000"), ("120", "120.0000"), ("120.01", "120.0000"), ("300", "120.0000"), ("0", "0.0000"),
        ("-0.01", "0.0000"), (None, None),
    ],
)  # fmt: skip
def test_the_reported_percent_counts_between_floor_and_cap(percent: str | None, value: str | None):
    found = unit_of(scored(within("achievement"), achieved("good", percent)))
    assert (None if found.value is None else str(found.value)) == value
    assert found.complete == (0 if value is None else 100) and found.expected


@pytest.mark.parametrize(
    ("predicate", "value"),
    [("outstanding", 120), ("good", 105), ("needs_improvement", 80), ("poor", 60), ("very_poor", 0)],
)
def test_or_the_predicate_by_the_policys_table(predicate: str, value: int):
    assert unit_of(scored(within("predicate"), achieved(predicate, "98.6"))).value == value


def test_it_counts_by_its_weight():
    # (20 · 100 + 20 · 105) / 40
    found = scored(within("predicate"), that.rated(), achieved("good", None))
    assert (found.value, found.completeness, unit_of(found).share) == (Decimal("102.5000"), Decimal("40.00"), 50)


def test_the_newest_judgement_of_a_unit_stands_for_it():
    said = [achieved("good", "100"), achieved("poor", "60", ANNUAL, date(2026, 12, 31))]
    for order in (said, said[::-1]):
        found = scored(within("achievement"), *order)
        assert unit_of(found).value == 60
        assert [line.newest for line in unit_of(found).lines] == [False, True]  # type: ignore[union-attr]


def test_of_two_judgements_of_a_day_the_one_with_the_later_event_stands():
    said = [achieved("good", "100"), achieved("poor", "60", ANNUAL)]
    for order in (said, said[::-1]):
        assert unit_of(scored(within("achievement"), *order)).value == 60


def test_the_mean_of_the_units_where_somebody_serves():
    two = [achieved("good", "100"), achieved("poor", "75.25", ELSEWHERE, unit=that.OTHER_UNIT)]
    assert unit_of(scored(within("achievement"), *two)).value == Decimal("87.6250")
    none = achieved("good", None, ELSEWHERE, unit=that.OTHER_UNIT)
    assert unit_of(scored(within("achievement"), two[0], none)).value == 100


def test_what_ceased_counts_no_longer():
    ceased = that.of(QUARTER, OrganizationCeased(), 2, JUNE)
    found = scored(within("achievement"), that.rated(), achieved("good", "80"), ceased)
    assert (unit_of(found).value, unit_of(found).lines, unit_of(found).expected) == (None, (), False)
    assert found.value == 100


def test_beside_the_score_it_is_shown_and_moves_nothing():
    bare = scored(that.LAMPUNG, that.rated())
    found = scored(that.LAMPUNG, that.rated(), achieved("very_poor", "20"))
    assert told(bare) == told(found) and "organization" not in [part.name for part in found.components]
    assert [(line.organization.predicate, line.newest) for line in found.beside] == [("very_poor", True)]
    assert scored(within("achievement"), achieved("good", "1")).beside == ()


def test_a_card_shows_the_newest_of_each_unit_beside_it():
    said = [achieved("good", "100"), achieved("poor", None, ANNUAL, date(2026, 12, 31))]
    body = card_body(fold(that.empty(), said), 2, scored(that.LAMPUNG, *said), that.NOW)
    assert b'"beside":[{"unit_id":"' + str(that.UNIT).encode() + b'","predicate":"poor","achievement":null}]' in body


def test_the_explanation_names_the_sources_of_number_and_place():
    why = explained(within("predicate"), achieved("good", "98.6"))
    (line,) = next(part["lines"] for part in why["components"] if part["component"] == "organization")
    assert {
        "kind": "organization", "rule": "predicate", "unit_id": that.UNIT, "predicate": "good", "as_of": JUNE,
        "achievement": Decimal("98.6"), "value": Decimal(105), "newest": True, "place": "within",
        "place_source": "a decree", "source": "SE for good",
    }.items() <= line.items()  # fmt: skip
    assert line["events"] == [achieved("good", "98.6").event_id] and why["beside"]["lines"] == []
    why = explained(that.LAMPUNG, achieved("good", "98.6"))
    assert why["beside"]["source"] == "SE MenPANRB 3/2023"
    assert [(line["place"], line["value"], line["source"]) for line in why["beside"]["lines"]] == [
        ("beside", Decimal("98.6"), "own")
    ]


def test_beside_by_predicates_without_numbers_has_no_number():
    rules = replace(that.LAMPUNG.organization, value=Choice("predicate", "own"))
    why = explained(replace(that.LAMPUNG, organization=rules), achieved("good", "98.6"))
    assert [(line["value"], line["source"]) for line in why["beside"]["lines"]] == [(None, "own")]


def test_by_the_percent_the_source_is_that_of_the_choice_though_predicates_have_numbers():
    policy = within("achievement")
    why = explained(policy, achieved("good", "98.6"))
    (line,) = next(part["lines"] for part in why["components"] if part["component"] == "organization")
    assert (line["rule"], line["source"]) == ("achievement", policy.organization.value.source)


def test_without_a_reported_percent_the_component_says_so():
    policy = within("achievement")
    missing = {part["component"]: part["missing"] for part in explained(policy, achieved("good", None))["components"]}
    assert missing["organization"] == "no_achievement"
    missing = {part["component"]: part["missing"] for part in explained(policy)["components"]}
    assert missing["organization"] == "no_organization"


def spread(until: date | None, **of_siti: Any) -> list[Attribution[OrganizationCounts]]:
    people = [that.siti(**of_siti), that.dewi()]
    return distribute(people, [of_rating(that.unit_rating(rated_on=JULY), until)], {})


@pytest.mark.parametrize(
    ("until", "day"),
    [(None, JULY), (JUNE, JUNE), (JULY, JULY), (date(2026, 12, 31), JULY), (date(2026, 7, 4), date(2026, 7, 4))],
)
def test_it_is_of_the_evaluated_periods_last_day_or_of_the_judgements(until: date | None, day: date):
    assert {each.as_of for each in spread(until)} == {day}


def test_a_judgement_is_said_of_its_unit_in_its_year_by_its_event():
    rating = that.unit_rating(rated_on=JULY)
    source = of_rating(rating, JUNE)
    assert source[:-1] == (that.UNIT_RATING, that.UNIT, that.YEAR, JUNE, rating.event_id, False)


def test_it_is_for_all_who_served_there_on_that_day():
    first, second = spread(JUNE)
    assert (first.civil_servant_id, second.civil_servant_id) == (that.SITI, that.DEWI), "the public or not"
    assert first.said == OrganizationCounts(that.UNIT, "good", Decimal("98.6"))
    assert (first.source_id, first.period_id, first.unit_id) == (that.UNIT_RATING, that.YEAR, that.UNIT)
    came_later = (that.place(since=date(2026, 7, 1)),)
    assert [each.civil_servant_id for each in spread(JUNE, places=came_later)] == [that.DEWI]
    assert len(spread(None, places=came_later)) == 2


def test_it_is_said_as_it_counts():
    (said, _) = spread(JUNE)
    data = translate_roster.organization_attributed(replace(said, counts=False))
    assert (data.predicate, data.counts, data.as_of) == ("good", False, JUNE)  # type: ignore[attr-defined]
