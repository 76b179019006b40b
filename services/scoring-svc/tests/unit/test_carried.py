"""What indicators achieve, joined by result; and what an approval says beside its arithmetic."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal, localcontext
from uuid import UUID

from chassis import ids
from contracts.envelope import Envelope
from contracts.target import v1 as target
from scoring_svc.app.translate_plans import outline
from scoring_svc.domain.card import fold
from scoring_svc.domain.carried import Joined, by_result, joined
from scoring_svc.domain.formula import score
from scoring_svc.domain.lines import IndicatorLine
from scoring_svc.domain.outline import Outline, PlannedIndicator, PlannedResult

from .. import situations as that

FIRST, SECOND, GOAL = UUID(int=0x201), UUID(int=0x202), UUID(int=0x2A)
THIRD = UUID(int=0xF9)


def planned(indicator: UUID, result: UUID) -> PlannedIndicator:
    return PlannedIndicator(indicator, result, "last", date(2026, 12, 31))


def plan(*indicators: PlannedIndicator) -> Outline:
    results = (PlannedResult(FIRST, "Imunisasi", GOAL), PlannedResult(SECOND, "Gizi", None))
    return Outline(that.PLAN, that.SITI, that.YEAR, 1, results, indicators)


def lines() -> dict[UUID, list[IndicatorLine]]:
    """The first result has two indicators, 80 of weight 30 and a missing one of 20; the second one 120 of 50."""
    whole = that.indicator(target="100")
    approved = that.plan(
        replace(whole, weight=Decimal(30)),
        replace(whole, id=that.WAITING, weight=Decimal(20)),
        replace(whole, id=THIRD, weight=Decimal(50)),
    )
    said = [approved, that.realized("80"), that.realized("150", THIRD), that.rated()]
    outlines = [plan(planned(that.COVERAGE, FIRST), planned(that.WAITING, FIRST), planned(THIRD, SECOND))]
    return dict(by_result(score(fold(that.empty(), said), that.LAMPUNG), outlines))


def test_indicators_stand_with_their_results():
    found = lines()
    assert {result: [line.indicator.id for line in of] for result, of in found.items()} == {
        FIRST: [that.COVERAGE, that.WAITING], SECOND: [THIRD],
    }  # fmt: skip


def test_an_indicator_that_no_outline_names_stands_nowhere():
    said = [that.plan(that.indicator(target="100")), that.realized("80")]
    assert by_result(score(fold(that.empty(), said), that.LAMPUNG), [plan()]) == {}


def test_a_mean_is_by_weight_of_what_is_there():
    found = lines()
    assert joined(found[FIRST], that.LAMPUNG) == Joined(Decimal("80.0000"), Decimal("60.00"))
    # (30 · 80 + 50 · 120) / 80, of 80 of 100
    whole = joined([*found[FIRST], *found[SECOND]], that.LAMPUNG)
    assert whole == Joined(Decimal("105.0000"), Decimal("80.00"))
    thirds = [found[FIRST][0]._replace(indicator=replace(found[FIRST][0].indicator, weight=Decimal(1)))]
    assert joined([*thirds, *thirds, *found[SECOND]], that.LAMPUNG).mean == Decimal("118.4615")


def test_nothing_there_is_no_mean():
    assert joined([lines()[FIRST][1]], that.LAMPUNG) == Joined(None, Decimal("0.00"))
    assert joined([], that.LAMPUNG) == Joined(None, Decimal("0.00"))


def test_how_much_has_a_realization_is_said_in_two_decimals():
    there, missing = lines()[FIRST]
    third = [there._replace(indicator=replace(there.indicator, weight=Decimal(weight))) for weight in ("1", "2")]
    part = [third[0], missing._replace(indicator=third[1].indicator)]
    assert str(joined(part, that.LAMPUNG).complete) == "33.33"
    assert str(joined([missing], that.LAMPUNG).complete) == "0.00"


def test_the_processes_own_decimal_context_never_matters():
    found = [line for of in lines().values() for line in of]
    with localcontext(prec=3, rounding="ROUND_UP"):
        # (3 · 80 + 7 · 120) / 10, with weights of more digits than the process keeps
        uneven = [
            line._replace(indicator=replace(line.indicator, weight=Decimal(weight)))
            for line, weight in zip(found, ("30.0003", "20", "70.0007"), strict=True)
        ]
        assert joined(uneven, that.LAMPUNG) == Joined(Decimal("108.0000"), Decimal("83.33"))


def test_an_approval_says_what_serves_what_and_what_is_expected():
    expected = (target.ExpectedPoint(by=date(2026, 6, 30), value=Decimal(40)),)
    indicator = target.Indicator(
        indicator_id=that.COVERAGE, work_result_id=FIRST, title="Cakupan", aspect="quantity", measure="percent",
        direction="maximize", target=Decimal(100), range_low=None, range_high=None, max_attainable=False,
        consolidation="sum", weight=Decimal(100), deadline=date(2026, 11, 30), expected=expected,
    )  # fmt: skip
    result = target.WorkResult(
        work_result_id=FIRST, title="Imunisasi", kind="main", parent_work_result_id=GOAL, goal_title="Bayi terlindungi"
    )
    data = target.PlanApproved(
        civil_servant_id=that.SITI, period_id=that.YEAR, plan_id=that.PLAN, plan_version=1, work_results=(result,),
        indicators=(indicator,), approved_by=that.DEWI,
    )  # fmt: skip
    envelope = Envelope(
        id=ids.new_id(), type="target.plan_approved", version=1, source="/a-service", key="k", aggregate_id=that.PLAN,
        sequence=7, occurred_at=datetime(2026, 1, 5, tzinfo=UTC), correlation_id="a-request", data=b"{}",  # pyright: ignore[reportArgumentType]
    )  # fmt: skip
    assert outline(envelope, data) == Outline(
        that.PLAN, that.SITI, that.YEAR, 7, (PlannedResult(FIRST, "Imunisasi", GOAL, "Bayi terlindungi"),),
        (PlannedIndicator(that.COVERAGE, FIRST, "sum", date(2026, 11, 30), ((date(2026, 6, 30), Decimal(40)),)),),
    )  # fmt: skip
    returned = target.PlanReturned(
        civil_servant_id=that.SITI, period_id=that.YEAR, plan_id=that.PLAN, plan_version=1, returned_by=None, note="x"
    )
    assert outline(envelope, returned) is None
