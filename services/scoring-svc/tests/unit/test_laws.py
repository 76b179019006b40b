"""Laws over whatever is on a card, in both regions: order-free, monotone, bounded, continuous where the rule is, shares
that make a whole, and sealed results that nothing changes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as any_
from scoring_svc.domain.achievement import achieve
from scoring_svc.domain.card import fold
from scoring_svc.domain.contribution import (
    Contribution,
    EvaluationWithdrawn,
    Indicator,
    Innovated,
    OrganizationCeased,
    OrganizationCounts,
    PlanApproved,
    Rated,
    Realized,
    Said,
    SurveyCeased,
    SurveyCounts,
)
from scoring_svc.domain.formula import score
from scoring_svc.domain.official import Reason, late, seal
from scoring_svc.domain.policy import Choice, Policy

from .. import situations as that

LAMPUNG, JATENG = that.LAMPUNG, that.JATENG
SMOOTH = replace(JATENG, between=Choice("interpolate", "own"))
SOURCES = [UUID(int=0x3000 + place) for place in range(6)]
DAYS = any_.dates(date(2026, 1, 1), date(2026, 12, 31))
AMOUNTS = any_.decimals(min_value=0, max_value=300, places=2)
DIRECTIONS = any_.sampled_from(["maximize", "minimize", "zero"])
RATINGS = any_.sampled_from(["above", "meets", "below"])
PREDICATES = any_.sampled_from(["outstanding", "good", "needs_improvement", "poor", "very_poor"])


def indicators() -> tuple[Indicator, ...]:
    """One of each direction, on the first four sources."""
    drawn = ("maximize", "minimize", "zero")
    plain = [that.indicator(each, "50", id=id_, weight=Decimal(30)) for each, id_ in zip(drawn, SOURCES, strict=False)]
    return *plain, replace(that.within("40", "60"), id=SOURCES[3], weight=Decimal(10), better="higher")


SAID: any_.SearchStrategy[Said] = any_.one_of(
    any_.builds(PlanApproved, any_.sampled_from([indicators(), indicators()[:2], indicators()[2:]])),
    any_.builds(Realized, any_.none() | AMOUNTS),
    any_.builds(Rated, RATINGS, RATINGS, any_.just("good"), DAYS, any_.booleans()),
    any_.builds(EvaluationWithdrawn),
    any_.builds(
        SurveyCounts, any_.sampled_from(SOURCES), any_.just("Imunisasi"),
        any_.none() | any_.decimals(25, 100, places=2), any_.integers(0, 80), any_.just("unit_index"),
        any_.none() | any_.integers(0, 60),
    ),
    any_.builds(SurveyCeased),
    any_.builds(Innovated, any_.just("Antrean"), any_.booleans()),
    any_.builds(OrganizationCounts, any_.sampled_from([that.UNIT, that.OTHER_UNIT]), PREDICATES, any_.none() | AMOUNTS),
    any_.builds(OrganizationCeased),
)  # fmt: skip


@any_.composite
def logs(draw: any_.DrawFn) -> list[Contribution]:
    """What the sources of a card said, each word with its own sequence and event."""
    words = draw(any_.lists(any_.tuples(any_.integers(0, len(SOURCES) - 1), DAYS, SAID), max_size=12))
    return [that.of(SOURCES[source], said, place + 1, day) for place, (source, day, said) in enumerate(words)]


@given(logs(), any_.data())
def test_any_order_and_repetition_gives_the_same_bytes(said: list[Contribution], data: any_.DataObject):
    other = data.draw(any_.permutations(said + said[:3]))
    for policy in (LAMPUNG, JATENG):
        one, two = (
            seal(fold(that.empty(), each), policy, None, Reason.PERIOD_CLOSED, that.TODAY) for each in (said, other)
        )
        assert one is not None and two is not None
        assert (one.canonical, one.hash, one.score) == (two.canonical, two.hash, two.score)


@given(logs())
def test_a_score_lies_between_floor_and_cap_and_shares_make_a_whole(said: list[Contribution]):
    for policy in (
        LAMPUNG,
        JATENG,
        replace(JATENG, missing=LAMPUNG.missing),
        replace(LAMPUNG, missing=Choice("floor", "own")),
    ):
        found = score(fold(that.empty(), said), policy)
        assert 0 <= found.completeness <= 100
        for value in (found.value, *(part.value for part in found.components)):
            assert value is None or policy.floor.value <= value <= policy.cap.value
        shares = sum((part.share for part in found.components), Decimal(0))
        if policy.missing.value == "renormalize" and found.value is not None:
            assert abs(shares - 100) <= Decimal("0.0002")
        assert shares <= Decimal("100.0002")


@pytest.mark.parametrize("policy", [LAMPUNG, JATENG, SMOOTH], ids=["lampung", "jateng", "smooth"])
@given(
    said=logs(), amounts=any_.tuples(AMOUNTS, AMOUNTS), direction=any_.sampled_from(["maximize", "minimize", "zero"])
)
def test_a_better_realization_is_never_a_lower_score(
    policy: Policy, said: list[Contribution], amounts: tuple[Decimal, Decimal], direction: str
):
    rest = [each for each in said if not isinstance(each.said, PlanApproved)]
    plan = that.plan(that.indicator(direction, "50"), *indicators(), sequence=99)
    less, more = sorted(amounts)
    worse, better = (less, more) if direction == "maximize" else (more, less)

    def of(amount: Decimal) -> Decimal | None:
        return score(fold(that.empty(), [*rest, plan, that.realized(str(amount))]), policy).value

    below, above = of(worse), of(better)
    assert (below is None) == (above is None)
    assert below is None or above is None or below <= above


STEEPEST = 20
"""Points of value per percent of achievement: the conversion's steepest line goes from 89 to 109 between 99 and 100."""


@pytest.mark.parametrize("policy", [LAMPUNG, SMOOTH], ids=["lampung", "smooth"])
@given(at=any_.decimals(1, 200, places=2), step=any_.decimals("0.01", 1, places=2))
def test_an_achievement_never_jumps_where_its_rule_does_not(policy: Policy, at: Decimal, step: Decimal):
    per_percent = STEEPEST if policy is SMOOTH else 1
    # What is rounded lies up to half a unit from the line, at both ends, and so does what is made of it.
    unit = {point: Decimal(1).scaleb(-policy.rounding[point].value) for point in ("achievement", "value")}
    rounding = unit["achievement"] * per_percent + unit["value"]
    drawn = [that.indicator("maximize", "50"), that.indicator("minimize", "50"), _ranged("higher"), _ranged("lower")]
    for each in drawn:
        one, other = achieve(each, at, policy).value, achieve(each, at + step, policy).value
        # By `inverse`, target / realization, an achievement above the cap falls fastest: 50 / x has the slope 50 / x².
        slope = _slope(each, at, policy)
        assert abs(one - other) <= step * slope * per_percent + rounding, each.direction


def _ranged(better: str) -> Indicator:
    return replace(that.within("40", "60"), better=better)


def _slope(indicator: Indicator, at: Decimal, policy: Policy) -> Decimal:
    """At most so many percent for one unit of the realization."""
    if indicator.direction == "range":
        return Decimal(100) / 40
    if indicator.direction == "minimize" and policy.directions["minimize"].value == "inverse":
        return 100 * 50 / (at * at)
    return Decimal(2)


def test_a_range_meets_its_formulas_at_both_ends():
    for policy in (LAMPUNG, SMOOTH):
        for better in ("higher", "lower"):
            for end in ("40", "60"):
                exact = achieve(_ranged(better), Decimal(end), policy).percent
                near = [achieve(_ranged(better), Decimal(end) + each, policy).percent for each in _NEAR]
                assert exact == 100 and all(abs(each - 100) <= Decimal("0.001") for each in near)


_NEAR: Sequence[Decimal] = (Decimal("-0.0001"), Decimal("0.0001"))


@given(logs(), logs())
def test_nothing_that_comes_later_changes_a_sealed_result(before: list[Contribution], after: list[Contribution]):
    card = fold(that.empty(), before)
    sealed = seal(card, LAMPUNG, None, Reason.PERIOD_CLOSED, that.TODAY)
    assert sealed is not None
    kept = (sealed.canonical, sealed.hash, sealed.score, dict(sealed.facts.slots))
    moved = [replace(each, sequence=each.sequence + 100) for each in after]
    later = fold(card, moved)
    score(later, LAMPUNG, score(card, LAMPUNG))
    assert (sealed.canonical, sealed.hash, sealed.score, dict(sealed.facts.slots)) == kept
    assert {each.event_id for each in late(sealed.facts, [*before, *moved])} == {each.event_id for each in moved}
    again = seal(later, LAMPUNG, sealed, Reason.REOPENING, that.TODAY)
    # A reopening that finds nothing new to say says nothing; else the new version names the one that it replaces.
    if again is None:
        assert score(later, LAMPUNG).value == sealed.score
    else:
        assert moved and again.canonical != sealed.canonical
        assert (again.version, again.replaces, again.reason) == (2, sealed.hash, Reason.REOPENING)
        assert again.score == score(later, LAMPUNG).value
