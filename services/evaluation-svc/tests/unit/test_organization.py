"""A unit's predicate: who sets it, when, and what it means for the rating of the unit's head."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from evaluation_svc.domain.access import Actor
from evaluation_svc.domain.commands import HandIn
from evaluation_svc.domain.decide import hand_in, revise, submit
from evaluation_svc.domain.organization import OrganizationEvaluation, Rate, Setting, check_head, departure, rate
from evaluation_svc.domain.ratings import OrganizationPredicate, Rating
from evaluation_svc.domain.refusals import Code, Refusal
from evaluation_svc.domain.roster import PeriodStatus, Unit
from evaluation_svc.domain.rules import MappedRating
from hypothesis import given as over
from hypothesis import strategies as st

from .. import situations as that

LINE = (that.unit(that.CLINIC, that.OFFICE, that.DEWI), that.unit(that.OFFICE, None, that.BUDI))
GOOD = OrganizationPredicate.GOOD
BUDI = Actor(frozenset({"civil_servant"}), None, that.BUDI)


def setting(line: tuple[Unit, ...] = LINE, status: PeriodStatus = PeriodStatus.EVALUATION, today: date = that.TODAY):
    return Setting(line, that.quarter(status), today, that.HEADS)


def command(
    predicate: OrganizationPredicate = GOOD, expected: int | None = None, achievement: Decimal | None = None
) -> Rate:
    return Rate(that.ANOTHER, that.CLINIC, that.QUARTER, expected, predicate, achievement, "Sesuai perjanjian kinerja.")


def rated() -> OrganizationEvaluation:
    return rate(command(achievement=Decimal("98.5")), None, BUDI, setting())


def refused(code: Code, *given: object, pointer: str | None = None) -> Refusal:
    with pytest.raises(Refusal) as raised:
        rate(*given)  # pyright: ignore[reportArgumentType]
    assert (raised.value.code, raised.value.pointer) == (code, pointer)
    return raised.value


def test_the_head_of_the_unit_above_sets_it():
    assert rated() == OrganizationEvaluation(
        organization_evaluation_id=that.ANOTHER,
        sequence=1,
        unit_id=that.CLINIC,
        agency_id=that.AGENCY,
        period_id=that.YEAR,
        evaluated_period_id=that.QUARTER,
        predicate=GOOD,
        achievement=Decimal("98.5"),
        note="Sesuai perjanjian kinerja.",
        head=MappedRating(Rating.MEETS, "own"),
        rated_by=that.BUDI,
        rated_on=that.TODAY,
    )


@pytest.mark.parametrize(
    ("who", "line", "allowed"),
    [
        (Actor(frozenset(), None, that.BUDI), LINE, True),
        (Actor(frozenset(), None, that.DEWI), LINE, False),
        (Actor(frozenset(), None, that.SITI), LINE, False),
        (Actor(frozenset({"region_admin"}), None, None), LINE, False),
        (Actor(frozenset({"region_admin"}), None, that.DEWI), LINE, False),
        (Actor(frozenset({"region_admin"}), None, None), LINE[1:], True),
        (Actor(frozenset({"region_admin"}), None, that.BUDI), LINE[1:], False),
        (Actor(frozenset({"personnel_officer"}), that.AGENCY, None), LINE[1:], True),
        (Actor(frozenset({"personnel_officer"}), that.AGENCY, that.BUDI), LINE[1:], False),
        (Actor(frozenset({"personnel_officer"}), that.YEAR, None), LINE[1:], False),
        (Actor(frozenset({"agency_system"}), that.AGENCY, None), LINE[1:], False),
        (Actor(frozenset(), that.AGENCY, None), LINE[1:], False),
        (Actor(frozenset(), None, None), (that.unit(that.POST),), False),
    ],
)
def test_who_sets_it(who: Actor, line: tuple[Unit, ...], allowed: bool):
    if allowed:
        assert rate(command(), None, who, setting(line)).rated_by == who.civil_servant_id
    else:
        refused(Code.NOT_THE_LEVEL_ABOVE, command(), None, who, setting(line))


def test_why_somebody_may_not():
    own = Actor(frozenset(), None, that.DEWI)
    assert "they lead" in refused(Code.NOT_THE_LEVEL_ABOVE, command(), None, own, setting()).detail
    siti = Actor(frozenset(), None, that.SITI)
    assert "nearest unit above" in refused(Code.NOT_THE_LEVEL_ABOVE, command(), None, siti, setting()).detail
    assert "personnel officer" in refused(Code.NOT_THE_LEVEL_ABOVE, command(), None, siti, setting(LINE[1:])).detail
    refused(Code.UNKNOWN_UNIT, command(), None, BUDI, setting(()))


@pytest.mark.parametrize("achievement", [Decimal("-0.000001"), Decimal("1000.000001")])
def test_an_achievement_that_is_none(achievement: Decimal):
    given = command(achievement=achievement), None, BUDI, setting()
    assert "from 0 to 1000" in refused(Code.ACHIEVEMENT_OUT_OF_RANGE, *given, pointer="#/achievement").detail


@pytest.mark.parametrize("achievement", [Decimal(0), Decimal(1000), None])
def test_an_achievement_that_can_be(achievement: Decimal | None):
    assert rate(command(achievement=achievement), None, BUDI, setting()).achievement == achievement


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (PeriodStatus.PLANNED, Code.PERIOD_NOT_OPEN),
        (PeriodStatus.PUBLISHED, Code.PERIOD_FROZEN),
        (PeriodStatus.CLOSED, Code.PERIOD_FROZEN),
    ],
)
def test_a_period_that_takes_none(status: PeriodStatus, code: Code):
    refused(code, command(), None, BUDI, setting(status=status))
    standing = rate(command(), None, BUDI, setting())
    assert rate(command(), standing, BUDI, setting(status=status)) is standing


def test_not_before_the_period_begins():
    eve = date(2026, 3, 31)
    assert "2026-04-01" in refused(Code.BEFORE_PERIOD, command(), None, BUDI, setting(today=eve)).detail
    assert rate(command(), None, BUDI, setting(today=date(2026, 4, 1))).rated_on == date(2026, 4, 1)


def test_a_change_names_the_version_that_it_changes():
    worse = OrganizationPredicate.POOR
    missing = refused(Code.VERSION_REQUIRED, command(worse), rated(), BUDI, setting(), pointer="header:If-Match")
    assert (missing.found, "at version 1: name" in missing.detail) == (1, True)
    stale = refused(Code.STALE_VERSION, command(worse, 2), rated(), BUDI, setting(), pointer="header:If-Match")
    assert (stale.found, stale.detail.startswith("The unit's predicate is at version 1 by now, not 2")) == (1, True)
    early = refused(Code.STALE_VERSION, command(worse, 1), None, BUDI, setting(), pointer="header:If-Match")
    assert (early.found, "not there yet" in early.detail) == (None, True)
    changed = rate(replace(command(worse, 1), organization_evaluation_id=that.THIRD), rated(), BUDI, setting())
    assert (changed.sequence, changed.predicate, changed.achievement) == (2, worse, None)
    assert (changed.organization_evaluation_id, changed.head.rating) == (that.ANOTHER, Rating.BELOW)


def test_what_stands_already_is_left_as_it_is():
    same = command(expected=7, achievement=Decimal("98.50"))
    assert rate(same, rated(), BUDI, setting()) == rated()
    refused(Code.NOT_THE_LEVEL_ABOVE, same, rated(), Actor(frozenset(), None, that.SITI), setting())
    other_note = replace(same, expected_sequence=1, note=None)
    assert rate(other_note, rated(), BUDI, setting()).sequence == 2


LED = (MappedRating(Rating.MEETS, "own"), MappedRating(Rating.ABOVE, "SE"))


@over(st.sampled_from(list(Rating)), st.lists(st.sampled_from([*LED, MappedRating(Rating.BELOW, "own")])))
def test_a_head_gets_one_of_the_organizations_ratings(results: Rating, led: list[MappedRating]):
    try:
        check_head(results, led)
        assert not led or results in [each.rating for each in led]
    except Refusal as refusal:
        assert led
        assert results not in [each.rating for each in led]
        assert refusal.code == Code.HEAD_RATING_IS_THE_ORGANIZATIONS


def test_the_refusal_names_the_ratings_and_their_source():
    with pytest.raises(Refusal, match=r"here: above or meets, as.*\(SE, own\)") as raised:
        check_head(Rating.BELOW, LED)
    assert raised.value.pointer == "#/work_results"


def test_a_heads_evaluation_says_what_the_organization_says():
    head = replace(that.given(), led=(MappedRating(Rating.ABOVE, "own"),))
    meets, above = that.submission(), that.submission(judged=that.judgement(results=Rating.ABOVE))
    for decision in (
        lambda: submit(meets, None, head),
        lambda: revise(that.revision(judged=that.judgement(behavior=Rating.MEETS)), that.submitted(), head),
        lambda: hand_in(HandIn(that.EVALUATION, 1, that.DEWI), that.drafted(), head),
    ):
        with pytest.raises(Refusal) as raised:
            decision()
        assert raised.value.code == Code.HEAD_RATING_IS_THE_ORGANIZATIONS
    assert len(submit(above, None, head)) == 1
    assert len(revise(that.revision(), that.submitted(), head)) == 1
    assert len(submit(replace(meets, draft=True), None, head)) == 1


@pytest.mark.parametrize("given", Rating)
@pytest.mark.parametrize("gives", Rating)
def test_a_head_who_is_rated_otherwise_departs_from_the_unit(given: Rating, gives: Rating):
    said = departure(given, MappedRating(gives, "own"))
    if given is gives:
        assert said is None
    else:
        assert said == (
            f"The head's work results are rated {given.value}, and the unit's predicate gives {gives.value}: let the "
            "rater revise them as long as they can be, or look at the predicate again. Who heads several units may "
            "have the rating of another one."
        )
