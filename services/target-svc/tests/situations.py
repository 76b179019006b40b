"""People, places and plans that the tests speak of."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from target_svc.domain.cascade import Above, PlanRules
from target_svc.domain.indicators import Indicator
from target_svc.domain.planning import Place
from target_svc.domain.realizations import Course
from target_svc.domain.roster import Assignment, CivilServant, NumberSince, Period, PeriodStatus, ReportingLine
from target_svc.domain.work_results import WorkResult

# Looked for upwards, because mutation testing runs a copy of these tests from a folder further down.
ROOT = next(folder for folder in Path(__file__).parents if (folder / "deploy" / "regions").is_dir())
REGION = ROOT / "deploy" / "regions" / "lampung"
STRICT = PlanRules(superior_plan_required=True, source="PermenPANRB 6/2022")
LENIENT = PlanRules(superior_plan_required=False, source="own")

NOW = datetime(2026, 7, 9, 3, 0, tzinfo=UTC)
TODAY = date(2026, 7, 9)

AGENCY, OTHER_AGENCY, UNIT, OTHER_UNIT = (UUID(int=each) for each in (0xA1, 0xA2, 0xB1, 0xB2))
SITI, DEWI, BUDI = (UUID(int=each) for each in (0xC1, 0xC2, 0xC3))
YEAR, QUARTER, PLAN = (UUID(int=each) for each in (0xD1, 0xD2, 0xE1))
COVERAGE, WAITING, UNKNOWN = (UUID(int=each) for each in (0xF1, 0xF2, 0xFF))
RESULT, OTHER_RESULT, SUPERIORS_RESULT, GOAL = (UUID(int=each) for each in (0x101, 0x102, 0x103, 0x111))
SUPERIORS_PLAN, SUPERIORS_INDICATOR = UUID(int=0xE2), UUID(int=0xF3)

NUMBER = "199608182022041001"
CONTRACT_NUMBER = "198502102023211001"


def year(**changes: Any) -> Period:
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    return replace(Period(YEAR, "annual", None, "Tahun 2026", first, last, PeriodStatus.OPEN), **changes)


def line(
    superior: UUID = DEWI, since: date = date(2025, 1, 1), until: date | None = None, kind: str = "direct"
) -> ReportingLine:
    return ReportingLine(superior, since, until, kind)


def place(since: date = date(2025, 1, 1), until: date | None = None, **changes: Any) -> Assignment:
    return replace(Assignment(UNIT, "Perawat", "functional", True, since, until), **changes)


def siti(**changes: Any) -> CivilServant:
    numbers = (NumberSince(NUMBER, date(2022, 4, 1)),)
    return replace(CivilServant(SITI, AGENCY, "Siti Aminah", "permanent", numbers, (place(),), (line(),)), **changes)


def indicator(**changes: Any) -> Indicator:
    made = Indicator(
        id=COVERAGE, title="Cakupan imunisasi dasar lengkap", aspect="quantity", perspective=None, measure="percent",
        direction="maximize", target=Decimal(90), range_low=None, range_high=None, better=None, max_attainable=False,
        consolidation="last", weight=Decimal(100), deadline=date(2026, 12, 31), expected=(),
    )  # fmt: skip
    return replace(made, **changes)


def result(*indicators: Indicator, **changes: Any) -> WorkResult:
    made = WorkResult(RESULT, "Meningkatnya cakupan imunisasi bayi di Kedaton", "main", None, indicators)
    return replace(made, **changes)


def standing(above: Above | None = None, period: Period | None = None, *, leads: bool = False) -> Place:
    """Where Siti stands, unless said otherwise under a superior with an approved plan."""
    return Place(period or year(), above or Above(DEWI, results=frozenset({SUPERIORS_RESULT})), leads)


def course(*entries: Any, **changes: Any) -> Course:
    made = Course(indicator(), PLAN, SITI, YEAR, len(entries), True, tuple(entries))
    return replace(made, **changes)
