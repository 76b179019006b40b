"""Figures of many people: means, medians, distributions, and of whom nothing is shown."""

from dataclasses import replace
from datetime import date
from decimal import Decimal, localcontext
from uuid import UUID

import pytest
from scoring_svc.domain.access import Actor, sees_region
from scoring_svc.domain.faults import faults
from scoring_svc.domain.policy import CATEGORIES, Value
from scoring_svc.domain.summary import (
    NOBODY,
    MonthTally,
    PublishedIndex,
    Tally,
    course,
    figures,
    survey,
)
from scoring_svc.domain.tree import above, below, tops

from .. import situations as that

ROOT, LEFT, RIGHT, LEAF = (UUID(int=each) for each in (0x1, 0x2, 0x3, 0x4))
TALLY = Tally(
    people=7, scored=3, total=Decimal("280.0001"), middle=(Decimal("90.0001"), Decimal("91")),
    completeness=Decimal("245.5"), complete=2, official=1, categories={"good": 2, "poor": 1}, predicates={"good": 4},
)  # fmt: skip


def unit(id_: UUID, parent: UUID | None = None, agency: UUID = that.AGENCY):
    return replace(that.unit(), id=id_, parent_unit_id=parent, agency_id=agency)


def test_means_are_over_those_who_have_one_and_rounded_half_up():
    found = figures(TALLY, that.LAMPUNG)
    # 280.0001 / 3 = 93.33336…; (90.0001 + 91) / 2 = 90.50005; 245.5 / 7 = 35.0714…
    assert found == {
        "scored": 3,
        "score": {"mean": Decimal("93.3334"), "median": Decimal("90.5001")},
        "completeness": {"mean": Decimal("35.07"), "complete": 2},
        "categories": {"very_good": 0, "good": 2, "needs_improvement": 0, "poor": 1, "very_poor": 0, "none": 4},
        "predicates": {"very_good": 0, "good": 4, "needs_improvement": 0, "poor": 0, "very_poor": 0, "none": 3},
        "official": 1,
    }


def test_of_nobody_there_is_no_mean():
    found = figures(NOBODY, that.LAMPUNG)
    assert found["score"] == {"mean": None, "median": None} and found["completeness"] == {"mean": None, "complete": 0}
    assert found["categories"] == dict.fromkeys((*CATEGORIES, "none"), 0)


def test_a_course_names_its_months_and_leaves_empty_ones_out():
    months = [MonthTally(1, 0, Decimal(0)), MonthTally(2, 3, Decimal(200)), MonthTally(13, 1, Decimal("90.5"))]
    assert course(months, date(2026, 1, 1), that.LAMPUNG) == [
        {"month": "2026-02", "scored": 3, "mean": Decimal("66.6667")},
        {"month": "2027-01", "scored": 1, "mean": Decimal("90.5000")},
    ]
    assert course(months[1:2], date(2026, 12, 1), that.LAMPUNG)[0]["month"] == "2027-01"
    assert course([MonthTally(1, 1, Decimal(1))], date(2026, 12, 31), that.LAMPUNG)[0]["month"] == "2026-12"


def published(index: str | None, respondents: int) -> PublishedIndex:
    number = None if index is None else Decimal(index)
    return PublishedIndex(that.SURVEY, that.UNIT, "Imunisasi", number, respondents, that.TODAY)


def test_surveys_weigh_by_their_respondents():
    found = [published("80", 10), published("90", 20), published(None, 0)]
    # (800 + 1800) / 30 = 86.666…
    assert survey(found) == {"surveys": 3, "respondents": 30, "index": Decimal("86.67")}
    assert survey([published(None, 0)]) == {"surveys": 1, "respondents": 0, "index": None}
    assert survey([]) == {"surveys": 0, "respondents": 0, "index": None}


def test_the_processes_own_decimal_context_never_matters():
    months, indexes = [MonthTally(1, 3, Decimal("280.0001"))], [published("80.55", 10), published("90.77", 21)]

    def all_figures():
        return figures(TALLY, that.LAMPUNG), course(months, date(2026, 1, 1), that.LAMPUNG), survey(indexes)

    usual = all_figures()
    with localcontext(prec=3, rounding="ROUND_UP"):
        assert all_figures() == usual


def test_a_unit_includes_what_lies_under_it():
    units = [unit(ROOT), unit(LEFT, ROOT), unit(RIGHT, ROOT), unit(LEAF, LEFT)]
    assert below(ROOT, units) == {ROOT, LEFT, RIGHT, LEAF}
    assert below(LEFT, units) == {LEFT, LEAF} and below(LEAF, units) == {LEAF}
    assert below(that.UNKNOWN, units) == {that.UNKNOWN}


def test_a_unit_lies_under_others_up_to_the_top():
    units = [unit(ROOT), unit(LEFT, ROOT), unit(RIGHT, ROOT), unit(LEAF, LEFT)]
    assert above([LEAF], units) == {LEAF, LEFT, ROOT} and above([ROOT], units) == {ROOT}
    assert above([LEAF, RIGHT], units) == {ROOT, LEFT, RIGHT, LEAF} and above([], units) == frozenset()
    assert above([that.UNKNOWN], units) == {that.UNKNOWN}
    assert above([LEFT], [unit(LEFT, RIGHT), unit(RIGHT, LEFT)]) == {LEFT, RIGHT}


def test_a_circle_of_units_is_walked_once():
    assert below(LEFT, [unit(LEFT, RIGHT), unit(RIGHT, LEFT)]) == {LEFT, RIGHT}


def test_the_top_of_an_agency_lies_under_none_of_its_own():
    units = [unit(ROOT, LEAF), unit(LEFT, ROOT), unit(RIGHT), unit(LEAF, None, that.OTHER_AGENCY)]
    assert [each.id for each in tops(that.AGENCY, units)] == [ROOT, RIGHT]


@pytest.mark.parametrize(
    ("roles", "agency", "sees"),
    [
        ({"inspector"}, None, True),
        ({"region_admin"}, None, True),
        ({"personnel_officer"}, that.AGENCY, True),
        ({"agency_system"}, that.AGENCY, True),
        ({"personnel_officer"}, None, False),
        ({"civil_servant"}, that.AGENCY, False),
    ],
)
def test_who_sees_the_region(roles: set[str], agency: UUID | None, sees: bool):
    assert sees_region(Actor(frozenset(roles), agency, None)) is sees


def test_a_minimum_group_of_one_is_none():
    for number, found in (
        ("1", ["summaries.minimum_group must be at least 2, for the mean of one person is that person's score"]),
        ("2", []),
    ):
        assert faults(replace(that.LAMPUNG, minimum_group=Value(Decimal(number), "own"))) == found
