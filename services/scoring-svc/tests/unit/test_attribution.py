"""For whom a unit's survey counts, and what of it, by the policy."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as any_
from scoring_svc.domain.attribution import Attribution, Source, distribute, of_survey, serves, shares, staff_index
from scoring_svc.domain.card import fold
from scoring_svc.domain.contribution import StaffMean, SurveyCounts
from scoring_svc.domain.explanation import explain
from scoring_svc.domain.formula import Component, score
from scoring_svc.domain.policy import RULES, Choice, Policy
from scoring_svc.domain.roster import Person, Served, SurveyIndex

from .. import situations as that

Said = Attribution[SurveyCounts]
LATER = date(2026, 7, 10)
COMPETENCE, BEHAVIOR = (
    StaffMean("staff_competence", Decimal("3.6207")), StaffMean("staff_behavior", Decimal("3.6552")),
)  # fmt: skip
OF_SITI = Served(that.SITI, 12, Decimal("90.28"))


def whole(index: SurveyIndex) -> Source[SurveyCounts]:
    return of_survey(index, "unit_index")


def known(*said: Said) -> dict[UUID, Sequence[Said]]:
    found: dict[UUID, list[Said]] = defaultdict(list)
    for each in said:
        found[each.civil_servant_id].append(each)
    return {person: tuple(each) for person, each in found.items()}


@pytest.mark.parametrize(
    ("person", "index", "counts"),
    [
        (that.siti(), that.index(), True),
        (that.dewi(), that.index(), False),
        (that.siti(places=(that.place(that.OTHER_UNIT),)), that.index(), False),
        (that.siti(places=(that.place(until=that.TODAY),)), that.index(as_of=that.TODAY), True),
        (that.siti(places=(that.place(until=that.TODAY),)), that.index(as_of=LATER), False),
        (that.siti(places=(that.place(since=LATER),)), that.index(as_of=that.TODAY), False),
        (that.siti(places=(that.place(since=LATER),)), that.index(as_of=LATER), True),
        (that.siti(places=(that.place(that.OTHER_UNIT), that.place())), that.index(), True),
    ],
)
def test_a_survey_counts_for_who_serves_the_public_there_on_its_last_day(
    person: Person, index: SurveyIndex, counts: bool
):
    assert serves(person, whole(index)) == counts
    assert [each.civil_servant_id for each in distribute([person], [whole(index)], {})] == [person.id] * counts


def test_what_is_not_for_the_public_alone_counts_for_all_who_serve_there():
    assert serves(that.dewi(), whole(that.index())._replace(public_only=False))


def test_only_what_is_new_or_different_is_said():
    first = distribute([that.siti(), that.dewi()], [whole(that.index())], {})
    assert [(each.civil_servant_id, each.counts, each.sequence) for each in first] == [(that.SITI, True, 1)]
    assert distribute([that.siti()], [whole(that.index())], known(*first)) == []
    better = replace(that.index("90"), event_id=UUID(int=0x98))
    (second,) = distribute([that.siti()], [whole(better)], known(*first))
    assert (second.sequence, second.said.index, second.event_id) == (2, better.index, better.event_id)
    assert (second.unit_id, second.period_id, second.as_of) == (that.UNIT, that.YEAR, that.TODAY)


def test_each_person_and_survey_has_a_sequence_of_its_own():
    other = replace(that.index(), survey_id=UUID(int=0x1234))
    nurse = replace(that.siti(), id=that.BUDI)
    first = distribute([that.siti()], [whole(that.index())], {})
    second = distribute([that.siti(), nurse], [whole(that.index("90")), whole(other)], known(*first))
    assert {(each.civil_servant_id, each.source_id): each.sequence for each in second} == {
        (that.SITI, that.SURVEY): 2, (that.SITI, other.survey_id): 1,
        (that.BUDI, that.SURVEY): 1, (that.BUDI, other.survey_id): 1,
    }  # fmt: skip


def test_who_left_is_told_once_and_who_comes_back_again():
    first = distribute([that.siti()], [whole(that.index())], {})
    away = that.siti(places=())
    (gone,) = distribute([away], [whole(that.index())], known(*first))
    assert (gone.counts, gone.sequence) == (False, 2)
    better = whole(replace(that.index("90"), event_id=UUID(int=0x98)))
    assert distribute([away], [better], known(gone)) == [], "what does not count and did not is no news"
    (back,) = distribute([that.siti()], [better], known(gone))
    assert (back.counts, back.sequence) == (True, 3)


def test_what_was_said_of_a_survey_that_is_not_asked_about_stays():
    (said,) = distribute([that.siti()], [whole(that.index())], {})
    assert distribute([that.siti(places=())], [], known(said)) == []


def test_the_whole_units_index_counts_the_same_for_everybody():
    index = that.index(required_sample=132, staff=(COMPETENCE, BEHAVIOR), served=(OF_SITI,))
    for person in (that.SITI, that.BUDI):
        assert shares(index, "unit_index")(person) == SurveyCounts(
            that.SURVEY, "Imunisasi", Decimal("87.5"), 30, "unit_index", 132, ()
        )


@pytest.mark.parametrize(
    ("means", "index"),
    [
        ((COMPETENCE, BEHAVIOR), "90.95"),  # (3.6207 + 3.6552) / 2 · 25 = 90.94875
        ((COMPETENCE,), "90.52"),  # 90.5175, half-up
        ((BEHAVIOR,), "91.38"),
        ((), None),
        ((StaffMean("staff_competence", Decimal(4)), StaffMean("staff_behavior", Decimal(1))), "62.50"),
        ((StaffMean("staff_competence", Decimal("3.5001")), StaffMean("staff_behavior", Decimal("3.5003"))), "87.51"),
    ],
)
def test_the_elements_about_staff_by_equal_parts(means: tuple[StaffMean, ...], index: str | None):
    found = staff_index(means)
    assert (None if found is None else str(found)) == index


def test_of_the_elements_those_about_staff_alone_count():
    cost = StaffMean("cost", Decimal(1))
    index = that.index("40", 30, required_sample=44, staff=(cost, COMPETENCE, BEHAVIOR), served=(OF_SITI,))
    for person in (that.SITI, that.BUDI):
        assert shares(index, "staff_elements")(person) == SurveyCounts(
            that.SURVEY, "Imunisasi", Decimal("90.95"), 30, "staff_elements", 44, (COMPETENCE, BEHAVIOR)
        )
    assert shares(that.index(staff=(cost,)), "staff_elements")(that.SITI).index is None


def test_the_answers_about_what_a_person_served():
    index = that.index("40", 30, required_sample=44, staff=(COMPETENCE,), served=(OF_SITI,))
    share = shares(index, "transaction")
    assert share(that.SITI) == SurveyCounts(
        that.SURVEY, "Imunisasi", Decimal("90.28"), 12, "transaction", 44, ()
    )  # fmt: skip
    assert share(that.BUDI) == SurveyCounts(that.SURVEY, "Imunisasi", None, 0, "transaction", 44, ())


def test_what_counts_is_said_to_each_who_serves_by_the_policys_choice():
    nurse = that.siti(id=that.BUDI, places=(that.place(),))
    source = of_survey(that.index("40", served=(OF_SITI,)), "transaction")
    found = distribute([that.siti(), nurse], [source], {})
    assert [(each.said.basis, each.said.index) for each in found] == [
        ("transaction", Decimal("90.28")), ("transaction", None),
    ]  # fmt: skip


MEANS = any_.decimals(min_value=1, max_value=4, places=4)


@given(MEANS, MEANS, MEANS)
def test_the_index_about_staff_lies_between_its_elements_and_rises_with_each(one: Decimal, two: Decimal, more: Decimal):
    def of(*means: Decimal) -> Decimal:
        found = staff_index([StaffMean("staff_competence", each) for each in means])
        assert found is not None
        return found

    assert of(min(one, two)) <= of(one, two) <= of(max(one, two))
    assert Decimal(25) <= of(one, two) <= Decimal(100) and of(one, two) == of(two, one)
    assert of(one, two) <= of(max(one, more), two)


def ruled(rule: str, basis: str) -> Policy:
    survey = replace(that.LAMPUNG.survey, attribution=Choice(basis, "PermenPANRB 14/2017"))
    return replace(that.LAMPUNG, missing=Choice(rule, "own"), survey=survey)


def survey_of(index: SurveyIndex, policy: Policy, person: UUID = that.SITI) -> tuple[Component, dict[str, Any]]:
    """Siti's card with a full evaluation and this survey, as it counts for that person."""
    said = shares(index, policy.survey.attribution.value)(person)
    found = score(fold(that.empty(), [that.rated(), that.of(that.SURVEY, said)]), policy)
    why = next(part for part in explain(found, policy)["components"] if part["component"] == "survey")
    return next(part for part in found.components if part.name == "survey"), why


@pytest.mark.parametrize("rule", RULES["missing.rule"])
@pytest.mark.parametrize(
    ("basis", "index", "missing", "expected"),
    [
        ("transaction", that.index(), "nobody_served", False),
        ("transaction", that.index(served=(OF_SITI,)), "too_few_answers", True),
        ("staff_elements", that.index(), "no_staff_elements", False),
        ("staff_elements", that.index(None, 0), "too_few_answers", True),
        ("staff_elements", that.index("80", 3, staff=(BEHAVIOR,)), "too_few_answers", True),
        ("unit_index", that.index(None, 0), "too_few_answers", True),
        ("unit_index", that.index("80", 29), "too_few_answers", True),
        ("unit_index", that.index("80", 30), None, True),
        ("staff_elements", that.index("80", 30, staff=(BEHAVIOR,)), None, True),
    ],
)
def test_what_never_comes_is_waited_for_by_nobody(
    rule: str, basis: str, index: SurveyIndex, missing: str | None, expected: bool
):
    part, why = survey_of(index, ruled(rule, basis))
    assert (part.value is None, part.expected) == (missing is not None, expected)
    assert why["missing"] == missing and why["lines"][0]["missing"] == missing


def test_one_survey_that_may_still_come_is_enough_to_wait():
    policy = ruled("renormalize", "transaction")
    never = that.of(that.SURVEY, shares(that.index(), "transaction")(that.SITI))
    few = that.of(
        that.UNKNOWN, replace(shares(that.index(served=(OF_SITI,)), "transaction")(that.SITI), survey_id=that.UNKNOWN)
    )
    found = score(fold(that.empty(), [never, few]), policy)
    why = next(part for part in explain(found, policy)["components"] if part["component"] == "survey")
    assert (why["missing"], why["expected"]) == ("too_few_answers", True)


def test_the_explanation_says_the_basis_its_source_and_the_means():
    _, why = survey_of(
        that.index(staff=(COMPETENCE, BEHAVIOR), required_sample=20), ruled("renormalize", "staff_elements")
    )
    (line,) = why["lines"]
    assert (line["basis"], line["basis_source"]) == ("staff_elements", "PermenPANRB 14/2017")
    assert line["staff"] == [
        {"element": "staff_competence", "mean": Decimal("3.6207")},
        {"element": "staff_behavior", "mean": Decimal("3.6552")},
    ]
    assert (line["index"], line["minimum"], line["required_sample"]) == (Decimal("90.95"), Decimal(20), 20)


def test_two_regions_choose_differently_wherever_there_is_a_choice():
    def choices(policy: Policy) -> dict[str, str]:
        between = policy.between.value if policy.between is not None else "none"
        return {
            **{f"directions.{name}": choice.value for name, choice in policy.directions.items()},
            "achievement.counts": policy.counts.value,
            "achievement.full_attainable": policy.full_attainable.value,
            "conversion.between": between,
            "evaluation.basis": policy.basis.value,
            "survey.attribution": policy.survey.attribution.value,
            "survey.or_required_sample": str(policy.survey.required_sample.value),
            "survey.scale": policy.survey.scale.value,
            "missing.rule": policy.missing.value,
            "organization.place": policy.organization.place.value,
            "organization.value": policy.organization.value.value,
        }

    lampung, jateng = choices(that.LAMPUNG), choices(that.JATENG)
    assert set(RULES) <= set(lampung)
    assert {name for name in lampung if lampung[name] == jateng[name]} == set()
    for numbers in ("weights", "ratings", "rating_weights", "rating_weights_peers", "rounding"):
        one, other = getattr(that.LAMPUNG, numbers), getattr(that.JATENG, numbers)
        assert all(one[name].value != other[name].value for name in one), numbers
